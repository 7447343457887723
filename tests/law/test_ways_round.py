"""The ways round the law that the random filings found, each as short as it gets."""

from datetime import date

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.record import DocumentKind
from catalog.stages.legality_review import Conclusion
from catalog.states import MeetingOutcome, StageState
from tests.catalog.rules.lawful import (
    CORRECTION,
    NEW_ROUND,
    RECORDS,
    after,
    blocking,
    but,
    day,
    document,
    file,
    ids,
    judged,
    on_file,
    without,
)

INCLUSION = "entry.inclusion"
NOTICE, EXTENSION, ADOPTION = (f"consultation.{s}" for s in ("notice", "extension", "adoption"))
SUBMISSION, OPINION = "legality_review.submission", "legality_review.opinion"
PACKAGE, MEETING, PUBLICATION = "decision.package", "decision.meeting", "disclosure.publication"

LATER = but(RECORDS[EXTENSION].record, closes_on=day(6, 30), published_on=day(4, 21))
CORRECTED = but(RECORDS[NOTICE].record, closes_on=day(6, 30))
NEW_DRAFT = (document(DocumentKind.DRAFT, "第二稿"), *RECORDS[SUBMISSION].record.documents[1:])


def refused_at(dossier: Dossier, step: str) -> bool:
    """Whether the lawful record of a step is refused on a dossier."""
    return bool(blocking(judged(step, given=lambda _: dossier)))


def reviewed_again() -> Dossier:
    """A second review, of a new draft, found lawful after the package was put together."""
    again = but(RECORDS[SUBMISSION].record, documents=NEW_DRAFT)
    dossier = file(after(PACKAGE), SUBMISSION, again, day(5, 8), NEW_ROUND)
    return file(dossier, OPINION, RECORDS[OPINION].record, day(5, 12))


def test_a_period_is_not_extended_after_the_opinions_are_answered() -> None:
    assert blocking(judged(EXTENSION, LATER, given=lambda _: after(ADOPTION), today=day(4, 21)))


def test_no_review_while_the_corrected_period_still_runs() -> None:
    answered = without(EXTENSION)(after(ADOPTION))
    assert refused_at(file(answered, NOTICE, CORRECTED, day(4, 20), CORRECTION), SUBMISSION)


def test_no_meeting_while_a_period_corrected_late_still_runs() -> None:
    longer = but(RECORDS[EXTENSION].record, closes_on=day(6, 30))
    dossier = file(after(PACKAGE), EXTENSION, longer, day(5, 8), CORRECTION)
    assert refused_at(dossier, MEETING)


def test_the_meeting_waits_for_the_draft_of_the_last_review() -> None:
    assert refused_at(reviewed_again(), MEETING)


def test_after_a_second_review_the_package_comes_first_and_then_the_meeting() -> None:
    reviewed = reviewed_again()
    assert "DEC-20" in ids(judged(MEETING, given=lambda _: reviewed))
    rest = RECORDS[PACKAGE].record.documents[1:]
    anew = but(RECORDS[PACKAGE].record, submitted_on=day(5, 12), documents=(NEW_DRAFT[0], *rest))
    today = day(5, 12)
    assert not judged(PACKAGE, anew, given=lambda _: reviewed, amends=NEW_ROUND, today=today)


def test_a_submission_of_the_closing_day_is_too_early() -> None:
    last = corrected(
        after(PACKAGE), EXTENSION, 5, 8, closes_on=RECORDS[SUBMISSION].record.submitted_on
    )
    assert "DEC-20" in ids(judged(MEETING, given=lambda _: last))


def test_a_second_hearing_of_experts_needs_a_second_review() -> None:
    review = "expert_review.review"
    dossier = file(after(OPINION), review, RECORDS[review].record, day(5, 6), NEW_ROUND)
    assert refused_at(dossier, PACKAGE)


def test_what_was_reviewed_after_the_decision_is_not_published_as_decided() -> None:
    dossier = file(after(MEETING), SUBMISSION, RECORDS[SUBMISSION].record, day(5, 14), NEW_ROUND)
    dossier = file(dossier, OPINION, RECORDS[OPINION].record, day(5, 20))
    assert refused_at(dossier, PUBLICATION)


def corrected(dossier: Dossier, step: str, month: int, number: int, **changes: object) -> Dossier:
    """A record on file corrected on a day."""
    entry = dossier.entry_of(step) or dossier.correctable(step)
    assert entry
    return file(dossier, step, but(entry.record, **changes), day(month, number), CORRECTION)


def test_a_corrected_submission_covers_nothing_that_came_after_it() -> None:
    review = "expert_review.review"
    dossier = file(after(OPINION), review, RECORDS[review].record, day(5, 6), NEW_ROUND)
    assert refused_at(corrected(dossier, SUBMISSION, 5, 6), PACKAGE)


def test_a_review_that_failed_still_fails_when_its_submission_is_corrected() -> None:
    failed = but(RECORDS[OPINION].record, conclusion=Conclusion.UNLAWFUL)
    dossier = corrected(file(after(SUBMISSION), OPINION, failed, day(4, 30)), SUBMISSION, 5, 1)
    assert lifecycle.stage_state(dossier, "legality_review", day(5, 1)) is StageState.OPEN
    assert dossier.returned("legality_review") == "合法性审查不合法"
    assert refused_at(dossier, PACKAGE)


def test_a_deferred_item_stays_deferred_when_its_package_is_corrected() -> None:
    deferred = but(
        RECORDS[MEETING].record, outcome=MeetingOutcome.DEFERRED, outcome_reason="待研究"
    )
    dossier = corrected(file(after(PACKAGE), MEETING, deferred, day(5, 13)), PACKAGE, 5, 14)
    assert refused_at(dossier, PUBLICATION)


def test_a_notice_corrected_after_its_extension_keeps_the_later_day() -> None:
    longer = corrected(after(EXTENSION), NOTICE, 4, 8, closes_on=day(5, 8))
    assert blocking(judged(ADOPTION, given=lambda _: longer)) == {"FIL-06", "PUB-31"}


def test_the_draft_that_was_reviewed_is_not_exchanged_by_a_correction() -> None:
    exchanged = judged(
        SUBMISSION,
        at=PACKAGE,
        given=lambda _: after(OPINION),
        amends=CORRECTION,
        documents=NEW_DRAFT,
    )
    assert blocking(exchanged) == {"DRF-12", "DRF-17"}


def test_until_it_is_reviewed_a_draft_filed_by_mistake_is_put_right() -> None:
    told = on_file("consultation.adoption", draft_changes="第三条改为按月拨付")
    found = judged(SUBMISSION, at=OPINION, given=told, amends=CORRECTION, documents=NEW_DRAFT)
    assert blocking(found) == set()


def test_what_operators_were_not_asked_is_asked_when_they_turn_out_to_be_affected() -> None:
    unaffected = but(RECORDS[INCLUSION].record, item__affects_operators=False)
    papers = RECORDS[PACKAGE].record.documents
    dossier = on_file(
        PACKAGE,
        fair_competition=None,
        documents=tuple(d for d in papers if d.kind is not DocumentKind.FAIR_COMPETITION),
    )(on_file(INCLUSION, item=unaffected.item)(after(PACKAGE)))
    assert not refused_at(dossier, MEETING)
    affected = corrected(dossier, INCLUSION, 5, 8, item__affects_operators=True)
    assert refused_at(affected, MEETING)


def test_a_review_is_not_older_than_the_submission_as_corrected() -> None:
    later = corrected(after(PACKAGE), SUBMISSION, 5, 8, submitted_on=day(5, 6), due_on=day(5, 20))
    assert refused_at(later, MEETING)


def test_a_rejected_item_is_not_passed_by_correction_on_a_review_that_failed() -> None:
    rejected = but(
        RECORDS[MEETING].record, outcome=MeetingOutcome.REJECTED, outcome_reason="不成熟"
    )
    dossier = file(after(PACKAGE), MEETING, rejected, day(5, 13))
    assert not blocking(judged(MEETING, given=lambda _: dossier, amends=CORRECTION))
    failed = corrected(dossier, OPINION, 5, 14, conclusion=Conclusion.UNLAWFUL)
    assert blocking(judged(MEETING, given=lambda _: failed, amends=CORRECTION)) == {"LEG-01"}


def test_nobody_slips_out_of_the_law_by_a_start_before_it() -> None:
    start = "entry.start"
    assert blocking(judged(start, started_on=date(2019, 8, 31))) == {"CAT-27"}
    assert blocking(judged(start, at=NOTICE, amends=CORRECTION, started_on=date(2019, 8, 31))) == {
        "CAT-27"
    }


def test_a_slip_put_right_in_the_review_sends_nobody_back_to_the_meeting() -> None:
    dossier = corrected(after(MEETING), OPINION, 5, 14, reviewer="政策法规处")
    assert not refused_at(dossier, PUBLICATION)
    assert not refused_at(corrected(after(PACKAGE), OPINION, 5, 8, reviewer="政策法规处"), MEETING)


def test_a_meeting_corrected_after_a_second_review_is_still_the_one_before_it() -> None:
    again = file(after(MEETING), SUBMISSION, RECORDS[SUBMISSION].record, day(5, 14), NEW_ROUND)
    reviewed = file(again, OPINION, RECORDS[OPINION].record, day(5, 14))
    assert refused_at(corrected(reviewed, MEETING, 5, 15), PUBLICATION)
