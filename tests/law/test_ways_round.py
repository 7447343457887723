"""The ways round the law that the random filings found, each as short as it gets."""

from catalog.dossier import Dossier
from catalog.record import DocumentKind
from tests.rules.lawful import (
    CORRECTION,
    NEW_ROUND,
    RECORDS,
    after,
    blocking,
    but,
    day,
    document,
    file,
    judged,
    without,
)

NOTICE, EXTENSION, ADOPTION = (f"consultation.{s}" for s in ("notice", "extension", "adoption"))
SUBMISSION, OPINION = "legality_review.submission", "legality_review.opinion"
PACKAGE, MEETING = "decision.package", "decision.meeting"

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


def test_a_second_hearing_of_experts_needs_a_second_review() -> None:
    review = "expert_review.review"
    dossier = file(after(OPINION), review, RECORDS[review].record, day(5, 6), NEW_ROUND)
    assert refused_at(dossier, PACKAGE)


def test_what_was_reviewed_after_the_decision_is_not_published_as_decided() -> None:
    dossier = file(after(MEETING), SUBMISSION, RECORDS[SUBMISSION].record, day(5, 14), NEW_ROUND)
    dossier = file(dossier, OPINION, RECORDS[OPINION].record, day(5, 20))
    assert refused_at(dossier, "disclosure.publication")
