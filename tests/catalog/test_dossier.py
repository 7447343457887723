"""Where an item stands is computed from its entries and a date."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import lifecycle
from catalog.annual import PublicSource
from catalog.dossier import Dossier
from catalog.item import planned_end
from catalog.record import Entry
from catalog.stages import STAGES, Role, applicability
from catalog.stages.consultation import Notice, closing_day
from catalog.stages.decision import Meeting
from catalog.stages.entry import Adjustment, Inclusion
from catalog.stages.expert_review import ExpertReview
from catalog.stages.legality_review import Conclusion, LegalityOpinion
from catalog.states import Change, ChangeKind, MeetingOutcome, StageState, Status
from catalog.status import status
from tests.catalog.rules.lawful import (
    CATALOG,
    COMPLETE,
    CORRECTION,
    EMPTY,
    LAWFUL,
    NEW_ROUND,
    RECORDS,
    after,
    but,
    day,
    due,
    exempting,
    file,
    filed_up_to,
    not_due,
    on_file,
    without,
)

ONE_DAY = timedelta(days=1)
START, NOTICE, ADOPTION = "entry.start", "consultation.notice", "consultation.adoption"
ADJUSTMENT, REVIEW, RISK = "entry.adjustment", "expert_review.review", "risk_assessment.report"
SUBMISSION, OPINION = "legality_review.submission", "legality_review.opinion"
PACKAGE, MEETING = "decision.package", "decision.meeting"
PUBLICATION, INTERPRETATION = "disclosure.publication", "disclosure.interpretation"

OPEN, WAITING, SETTLED = StageState.OPEN, StageState.WAITING, StageState.SETTLED
NOT_YET, EXEMPT, CLOSED = StageState.NOT_YET, StageState.EXEMPT, StageState.CLOSED


def states(dossier: Dossier, today: date) -> dict[str, StageState]:
    """Every stage's state."""
    return {stage: lifecycle.stage_state(dossier, stage, today) for stage in STAGES}


def awaited(dossier: Dossier, today: date) -> list[str]:
    """The steps whose turn it is."""
    return [a.step_id for a in lifecycle.awaiting(dossier, today)]


def adjusted(dossier: Dossier, change: Change, on: date, **more: object) -> Dossier:
    """The dossier with one more catalog adjustment."""
    said = {"change": change, "adjusted_on": on, "reason": "情况变化", "approved_by": "局党组"}
    return file(dossier, ADJUSTMENT, Adjustment.model_validate({**said, **more}), on)


def going_on(change: Change) -> Dossier:
    """The dossier of an item in the place of which another goes on."""
    return adjusted(after(NOTICE), change, day(3, 12), continued_as=("slmzj-2027-03",))


def met(outcome: MeetingOutcome) -> Dossier:
    """The dossier after a meeting of that outcome."""
    record = but(RECORDS[MEETING].record, outcome=outcome, outcome_reason="需补充测算")
    return file(after(PACKAGE), MEETING, record, day(5, 13))


def reviewed(conclusion: Conclusion) -> Dossier:
    """The dossier after a legality opinion of that conclusion."""
    record = but(RECORDS[OPINION].record, conclusion=conclusion)
    return file(after(SUBMISSION), OPINION, record, day(4, 30))


# stage states


@pytest.mark.parametrize(
    ("dossier", "today", "standing"),
    [
        (EMPTY, day(2, 27), "OPEN NOT_YET NOT_YET NOT_YET NOT_YET NOT_YET NOT_YET NOT_YET"),
        (after(START), day(3, 3), "SETTLED OPEN OPEN OPEN NOT_YET NOT_YET NOT_YET NOT_YET"),
        (after(NOTICE), day(3, 10), "SETTLED WAITING OPEN OPEN NOT_YET NOT_YET NOT_YET NOT_YET"),
        (after(NOTICE), day(4, 9), "SETTLED WAITING OPEN OPEN NOT_YET NOT_YET NOT_YET NOT_YET"),
        (after(NOTICE), day(4, 10), "SETTLED OPEN OPEN OPEN NOT_YET NOT_YET NOT_YET NOT_YET"),
        (
            after(ADOPTION),
            day(4, 20),
            "SETTLED SETTLED SETTLED SETTLED OPEN NOT_YET NOT_YET NOT_YET",
        ),
        (
            after(OPINION),
            day(4, 30),
            "SETTLED SETTLED SETTLED SETTLED SETTLED OPEN NOT_YET NOT_YET",
        ),
        (
            after(MEETING),
            day(5, 13),
            "SETTLED SETTLED SETTLED SETTLED SETTLED SETTLED OPEN NOT_YET",
        ),
        (COMPLETE, day(11, 20), " ".join(["SETTLED"] * 8)),
    ],
)
def test_stages_open_when_those_before_them_are_settled(
    dossier: Dossier, today: date, standing: str
) -> None:
    assert [s.name for s in states(dossier, today).values()] == standing.split()


def test_optional_steps_are_never_waited_for() -> None:
    bare = without("consultation.hearing", "consultation.extension", ADJUSTMENT)(COMPLETE)
    assert set(states(bare, day(11, 20)).values()) == {SETTLED}


# awaiting


def test_three_procedures_run_side_by_side_after_the_start() -> None:
    assert awaited(after(START), day(3, 3)) == [NOTICE, REVIEW, RISK]


def test_nothing_is_awaited_of_a_complete_dossier() -> None:
    assert lifecycle.awaiting(COMPLETE, day(11, 20)) == []


@pytest.mark.parametrize(
    ("so_far", "step", "role", "opens", "last"),
    [
        (RECORDS["entry.inclusion"].step, START, Role.UNIT, None, None),
        ("consultation.hearing", ADOPTION, Role.UNIT, day(4, 10), day(5, 9)),
        (ADJUSTMENT, ADOPTION, Role.UNIT, day(4, 15), day(5, 14)),
        (ADOPTION, SUBMISSION, Role.UNIT, None, None),
        (SUBMISSION, OPINION, Role.LEGAL_OFFICE, None, day(4, 30)),
        (OPINION, PACKAGE, Role.UNIT, None, None),
        (PACKAGE, MEETING, Role.OFFICE, None, None),
        (MEETING, PUBLICATION, Role.UNIT, None, day(6, 10)),
        (PUBLICATION, INTERPRETATION, Role.UNIT, None, day(5, 22)),
        (INTERPRETATION, "evaluation.report", Role.EVALUATOR, None, None),
    ],
)
def test_one_knows_whose_turn_it_is_from_when_and_by_when(
    so_far: str, step: str, role: Role, opens: date | None, last: date | None
) -> None:
    (turn,) = lifecycle.awaiting(after(so_far), RECORDS[so_far].on)
    assert (turn.step_id, turn.step.role) == (step, role)
    assert (turn.opens_on, turn.due, turn.returned) == (opens, last, "")


def test_a_closing_day_on_a_holiday_moves_to_the_next_working_day() -> None:
    dossier = on_file(NOTICE, closes_on=day(4, 4))(after(NOTICE))
    assert closing_day(dossier) == day(4, 7)
    assert lifecycle.awaiting(dossier, day(4, 1))[0].opens_on == day(4, 8)


# rounds


def test_a_returned_review_begins_again_and_says_why() -> None:
    dossier = reviewed(Conclusion.RETURNED)
    assert dossier.round_of("legality_review") == 2
    assert dossier.latest(LegalityOpinion) is None
    assert len(list(dossier.every(LegalityOpinion))) == 1
    (turn,) = lifecycle.awaiting(dossier, day(5, 6))
    assert (turn.step_id, turn.returned) == (SUBMISSION, "合法性审查退回补正")
    again = file(dossier, SUBMISSION, RECORDS[SUBMISSION].record, day(5, 6))
    assert again.entries[-1].round == 2
    assert lifecycle.awaiting(again, day(5, 6))[0].step_id == OPINION
    assert lifecycle.awaiting(again, day(5, 6))[0].returned == ""


def test_a_review_filed_as_returned_by_mistake_can_be_corrected() -> None:
    returned = reviewed(Conclusion.RETURNED)
    _, opinion, on = RECORDS[OPINION]
    assert returned.correctable(OPINION)
    corrected = file(returned, OPINION, opinion, on, CORRECTION)
    assert corrected.round_of("legality_review") == 1
    assert lifecycle.settled(corrected, "legality_review")


def test_what_a_later_round_has_overtaken_is_not_corrected() -> None:
    _, submission, on = RECORDS[SUBMISSION]
    again = file(reviewed(Conclusion.RETURNED), SUBMISSION, submission, on)
    assert again.round_of("legality_review") == 2
    assert again.correctable(OPINION) is None
    assert again.correctable(SUBMISSION)


def test_an_unlawful_draft_does_not_reach_the_meeting() -> None:
    assert lifecycle.stage_state(reviewed(Conclusion.UNLAWFUL), "decision", day(5, 6)) is NOT_YET
    assert (
        lifecycle.stage_state(reviewed(Conclusion.LAWFUL_IF_AMENDED), "decision", day(5, 6)) is OPEN
    )


def test_uncontrollable_risk_is_assessed_again() -> None:
    dossier = on_file(RISK, controllable=False)(after(RISK))
    assert dossier.round_of("risk_assessment") == 2
    assert lifecycle.stage_state(dossier, "risk_assessment", day(3, 26)) is OPEN
    again = file(dossier, RISK, but(RECORDS[RISK].record, draft_adjusted="缩小范围"), day(4, 2))
    assert lifecycle.stage_state(again, "risk_assessment", day(4, 2)) is SETTLED


@pytest.mark.parametrize("outcome", [MeetingOutcome.DEFERRED, MeetingOutcome.DISCUSS_AGAIN])
def test_a_meeting_without_a_decision_is_held_again(outcome: MeetingOutcome) -> None:
    dossier = met(outcome)
    (turn,) = lifecycle.awaiting(dossier, day(5, 14))
    assert turn.step_id == PACKAGE
    assert turn.returned == f"会议审议结论为{outcome.value}"
    assert lifecycle.stage_state(dossier, "disclosure", day(5, 14)) is NOT_YET
    assert lifecycle.stage_state(dossier, "legality_review", day(5, 14)) is SETTLED


def test_a_new_round_reopens_its_stage_and_closes_those_behind_it() -> None:
    dossier = file(after(OPINION), NOTICE, RECORDS[NOTICE].record, day(5, 6), NEW_ROUND)
    assert dossier.round_of("consultation") == 2
    assert lifecycle.stage_state(dossier, "consultation", day(5, 6)) is OPEN
    assert lifecycle.stage_state(dossier, "decision", day(5, 6)) is NOT_YET
    assert awaited(dossier, day(5, 6)) == [ADOPTION]


def test_a_correction_takes_effect_and_the_first_entry_stays() -> None:
    notice = but(RECORDS[NOTICE].record, closes_on=day(4, 16))
    dossier = file(after(NOTICE), NOTICE, notice, day(3, 11), CORRECTION)
    assert dossier.round_of("consultation") == 1
    assert closing_day(dossier) == day(4, 16)
    assert [n.closes_on for n in dossier.every(Notice)] == [day(4, 9), day(4, 16)]
    assert dossier.first_day(NOTICE) == day(3, 10)


def test_a_corrected_determination_leaves_no_trace_of_the_wrong_one() -> None:
    wrong = on_file(START, determinations__expert_review=not_due("误判"))(after(START))
    corrected = but(RECORDS[START].record, determinations__expert_review=None)
    dossier = file(wrong, START, corrected, day(3, 4), CORRECTION)
    assert lifecycle.exempted(wrong, "expert_review") is not None
    assert applicability.determination(dossier, "expert_review") is None
    assert lifecycle.exempted(dossier, "expert_review") is None


# exemptions


def test_a_stage_determined_not_due_does_not_apply() -> None:
    dossier = on_file(START, determinations__expert_review=not_due("专业性不强"))(after(START))
    assert lifecycle.stage_state(dossier, "expert_review", day(3, 3)) is EXEMPT
    assert lifecycle.exempted(dossier, "expert_review") == ("专业性不强", "713-19", day(3, 3))
    assert awaited(dossier, day(3, 3)) == [NOTICE, RISK]


def test_a_stage_that_will_not_apply_shows_it_only_when_its_turn_comes() -> None:
    determined = on_file("entry.inclusion", item__determinations__expert_review=not_due("无"))
    dossier = determined(after("entry.inclusion"))
    assert lifecycle.stage_state(dossier, "expert_review", day(2, 27)) is NOT_YET


def test_a_stage_called_off_by_a_record_does_not_apply() -> None:
    bare = on_file(START, determinations__risk_assessment=None)(after(START))
    called_off = exempting("risk_assessment", day(3, 5))
    dossier = file(bare, "risk_assessment.exemption", called_off, day(3, 5))
    assert lifecycle.exempted(dossier, "risk_assessment") == ("风险评估不适用", "713-22", day(3, 5))
    assert lifecycle.stage_state(dossier, "risk_assessment", day(3, 5)) is EXEMPT


def test_what_was_called_off_and_later_determined_to_be_due_is_due() -> None:
    bare = on_file(START, determinations__risk_assessment=None)(after(START))
    called_off = exempting("risk_assessment", day(3, 5))
    dossier = file(bare, "risk_assessment.exemption", called_off, day(3, 5))
    later = {"determinations": {"risk_assessment": due("出现信访苗头")}}
    dossier = adjusted(dossier, Change.CHANGED, day(3, 9), **later)
    assert lifecycle.stage_state(dossier, "risk_assessment", day(3, 9)) is OPEN


def test_what_was_done_although_not_due_is_shown_as_done() -> None:
    dossier = on_file(START, determinations__expert_review=not_due("专业性不强"))(after(REVIEW))
    assert lifecycle.exempted(dossier, "expert_review") is None
    assert lifecycle.stage_state(dossier, "expert_review", day(3, 20)) is SETTLED


@pytest.mark.parametrize("stage", ["entry", "legality_review", "decision", "disclosure"])
def test_some_stages_always_apply(stage: str) -> None:
    assert lifecycle.exempted(EMPTY, stage) is None
    assert STAGES[stage].exemption is None


# status, in one word


def compiled(dossier: Dossier) -> Dossier:
    """The dossier as of a catalog that somebody else compiled from a published paper."""
    paper = PublicSource(title="某机关某年工作要点")
    return replace(dossier, catalog=but(CATALOG, compiled_from=paper))


def changed(dossier: Dossier, *kinds: ChangeKind) -> Dossier:
    """The dossier after these changes of the decision in force, one a day."""
    for n, kind in enumerate(kinds):
        record = but(RECORDS[CHANGE].record, change=kind, decided_on=day(11, 21 + n))
        dossier = file(dossier, CHANGE, record, day(11, 21 + n))
    return dossier


CHANGE = "disclosure.change"
EXPIRING = on_file(PUBLICATION, expires_on=day(10, 31))(after(INTERPRETATION))
STATUSES = {
    Status.UNSTATED: (compiled(after("entry.inclusion")), day(2, 27)),
    Status.NOT_STARTED: (after("entry.inclusion"), day(2, 27)),
    Status.DRAFTING: (after(START), day(3, 3)),
    Status.CONSULTING: (after(NOTICE), day(4, 9)),
    Status.STUDYING: (after(NOTICE), day(4, 10)),
    Status.BEFORE_MEETING: (after(OPINION), day(4, 30)),
    Status.BEFORE_PUBLICATION: (after(MEETING), day(5, 13)),
    Status.PUBLISHED: (after(INTERPRETATION), day(6, 30)),
    Status.IN_FORCE: (after(INTERPRETATION), day(7, 1)),
    Status.EVALUATED: (COMPLETE, day(11, 20)),
    Status.SUSPENDED: (changed(COMPLETE, ChangeKind.SUSPENDED), day(11, 23)),
    Status.STOPPED: (changed(COMPLETE, ChangeKind.STOPPED), day(11, 23)),
    Status.EXPIRED: (EXPIRING, day(11, 1)),
    Status.POSTPONED: (met(MeetingOutcome.DEFERRED), day(5, 13)),
    Status.WITHDRAWN: (adjusted(after(NOTICE), Change.WITHDRAWN, day(3, 12)), day(3, 12)),
    Status.CARRIED: (going_on(Change.CARRIED), day(3, 12)),
    Status.MERGED: (going_on(Change.MERGED), day(3, 12)),
    Status.SPLIT: (going_on(Change.SPLIT), day(3, 12)),
    Status.TERMINATED: (met(MeetingOutcome.REJECTED), day(5, 13)),
}


@pytest.mark.parametrize("word", Status)
def test_every_status_has_its_moment(word: Status) -> None:
    dossier, today = STATUSES[word]
    assert status(dossier, today) is word


def test_a_decision_resumed_is_carried_out_again() -> None:
    dossier = changed(COMPLETE, ChangeKind.SUSPENDED, ChangeKind.RESUMED)
    assert status(dossier, day(11, 23)) is Status.EVALUATED


def test_an_adjustment_does_not_lift_a_suspension() -> None:
    dossier = changed(COMPLETE, ChangeKind.SUSPENDED, ChangeKind.ADJUSTED)
    assert status(dossier, day(11, 23)) is Status.SUSPENDED


def test_a_stop_filed_by_mistake_is_lifted_by_its_correction() -> None:
    stopped = changed(COMPLETE, ChangeKind.STOPPED)
    meant = but(RECORDS[CHANGE].record, change=ChangeKind.ADJUSTED, decided_on=day(11, 21))
    assert status(file(stopped, CHANGE, meant, day(11, 24), CORRECTION), day(11, 24)) is (
        Status.EVALUATED
    )


def test_a_document_is_in_force_through_its_last_day_and_its_page_changes_on_the_next() -> None:
    assert status(EXPIRING, day(10, 31)) is Status.IN_FORCE
    assert lifecycle.fresh_until(EXPIRING, day(10, 31)) == day(11, 1)


def test_a_document_continued_does_not_run_out() -> None:
    dossier = changed(EXPIRING, ChangeKind.CONTINUED)
    assert status(dossier, day(11, 24)) is Status.IN_FORCE


def test_a_document_without_a_day_of_effect_stays_published() -> None:
    dossier = on_file(PUBLICATION, effective_on=None)(after(INTERPRETATION))
    assert status(dossier, day(12, 1)) is Status.PUBLISHED


def test_a_postponed_item_is_postponed_until_something_is_filed_again() -> None:
    dossier = adjusted(after(START), Change.POSTPONED, day(3, 5), planned="2026-Q4")
    assert status(dossier, day(3, 5)) is Status.POSTPONED
    assert lifecycle.planned(dossier) == "2026-Q4"
    assert planned_end(lifecycle.planned(dossier)) == day(12, 31)
    assert status(file(dossier, *RECORDS[NOTICE]), day(3, 10)) is Status.CONSULTING


def test_a_withdrawn_item_awaits_nothing() -> None:
    dossier = adjusted(after(NOTICE), Change.WITHDRAWN, day(3, 12))
    assert lifecycle.awaiting(dossier, day(3, 12)) == []
    assert lifecycle.stage_state(dossier, "consultation", day(3, 12)) is CLOSED
    assert lifecycle.stage_state(dossier, "entry", day(3, 12)) is SETTLED


def test_a_withdrawal_that_was_corrected_leaves_the_item_open() -> None:
    dossier = adjusted(after(NOTICE), Change.WITHDRAWN, day(3, 12))
    said = {"change": Change.CHANGED, "adjusted_on": day(3, 12), "reason": "误登记"}
    dossier = file(dossier, ADJUSTMENT, Adjustment.model_validate(said), day(3, 13), CORRECTION)
    assert lifecycle.closed(dossier) is None
    assert status(dossier, day(3, 13)) is Status.CONSULTING


def test_a_rejected_item_goes_no_further() -> None:
    dossier = met(MeetingOutcome.REJECTED)
    assert lifecycle.awaiting(dossier, day(5, 14)) == []
    assert lifecycle.stage_state(dossier, "disclosure", day(5, 14)) is CLOSED


# any day of the past


@pytest.mark.parametrize("count", range(len(LAWFUL) + 1))
def test_the_dossier_of_a_past_day_is_what_had_been_filed_by_then(count: int) -> None:
    last = LAWFUL[count - 1].on if count else LAWFUL[0].on - ONE_DAY
    so_far = sum(f.on <= last for f in LAWFUL)
    assert COMPLETE.on(last) == filed_up_to(so_far)


@pytest.mark.parametrize(
    ("today", "word"),
    [
        (day(2, 26), Status.NOT_STARTED),
        (day(3, 9), Status.DRAFTING),
        (day(4, 14), Status.CONSULTING),
        (day(4, 15), Status.STUDYING),
        (day(5, 12), Status.BEFORE_MEETING),
        (day(5, 21), Status.BEFORE_PUBLICATION),
        (day(6, 30), Status.PUBLISHED),
        (day(11, 19), Status.IN_FORCE),
        (day(11, 20), Status.EVALUATED),
    ],
)
def test_a_past_day_is_told_as_it_was(today: date, word: Status) -> None:
    assert status(COMPLETE.on(today), today) is word


def test_the_end_of_a_day_is_midnight_in_shanghai() -> None:
    late = datetime(2026, 3, 3, 16, 30, tzinfo=UTC)
    entry = after(START).entries[-1].model_copy(update={"at": late})
    dossier = replace(EMPTY, entries=(entry,))
    assert dossier.on(day(3, 3)).entries == ()
    assert dossier.on(day(3, 4)).entries == (entry,)


# for how long it stays true

OTHER_LIVES = (
    on_file(NOTICE, closes_on=day(4, 4))(after(REVIEW)),  # its last day moves over a holiday
    without(START)(on_file(NOTICE, closes_on=day(4, 4))(after(NOTICE))),  # what is known of others
    on_file(START, determinations__consultation=not_due("依法不予公开"))(after(START)),
    reviewed(Conclusion.RETURNED),
    met(MeetingOutcome.DEFERRED),
    met(MeetingOutcome.REJECTED),
    adjusted(after(NOTICE), Change.WITHDRAWN, day(3, 12)),
    adjusted(after(ADOPTION), Change.POSTPONED, day(4, 21), planned="2026-12-31"),
    file(after(OPINION), NOTICE, RECORDS[NOTICE].record, day(5, 6), NEW_ROUND),
)
LIVES = (*map(filed_up_to, range(len(LAWFUL) + 1)), *OTHER_LIVES)


@given(dossier=st.sampled_from(LIVES), later=st.integers(0, 200), some=st.integers(0, 10_000))
def test_nothing_changes_before_the_day_that_fresh_until_names(
    dossier: Dossier, later: int, some: int
) -> None:
    filed = dossier.entries[-1].at.date() if dossier.entries else day(2, 27)
    today = filed + ONE_DAY * later
    until = lifecycle.fresh_until(dossier, today)
    assert until is None or until > today
    now = (status(dossier, today), states(dossier, today))
    length = ((until or today + ONE_DAY * 400) - today).days
    for other in (today + ONE_DAY * (some % length), today + ONE_DAY * (length - 1)):
        assert (status(dossier, other), states(dossier, other)) == now
        assert lifecycle.fresh_until(dossier, other) == until


@pytest.mark.parametrize(
    ("dossier", "today", "until"),
    [
        (EMPTY, day(2, 1), None),
        (after("entry.inclusion"), day(2, 27), day(7, 1)),  # the planned time runs out
        (after(NOTICE), day(3, 10), day(4, 9)),
        (after(NOTICE), day(4, 9), day(4, 10)),
        (after(SUBMISSION), day(4, 21), day(4, 30)),
        (after(SUBMISSION), day(4, 30), day(5, 1)),  # overdue from tomorrow
        (after(INTERPRETATION), day(5, 25), day(7, 1)),  # it comes into force
    ],
)
def test_a_page_knows_until_when_it_is_true(
    dossier: Dossier, today: date, until: date | None
) -> None:
    assert lifecycle.fresh_until(dossier, today) == until


# the order of siblings


def _stages_of(entries: tuple[Entry, ...], *slugs: str) -> tuple[Entry, ...]:
    return tuple(e for e in entries if e.stage in slugs)


@pytest.mark.parametrize(
    "order", list(permutations(("consultation", "expert_review", "risk_assessment")))
)
def test_siblings_in_any_order_come_to_the_same(order: tuple[str, ...]) -> None:
    filed = after(ADOPTION)
    head = _stages_of(filed.entries, "entry")
    shuffled = replace(
        filed, entries=(*head, *(e for slug in order for e in _stages_of(filed.entries, slug)))
    )
    assert states(shuffled, day(4, 20)) == states(filed, day(4, 20))
    assert status(shuffled, day(4, 20)) is status(filed, day(4, 20))
    assert awaited(shuffled, day(4, 20)) == awaited(filed, day(4, 20)) == [SUBMISSION]


# what is on file


def test_the_record_in_force_is_the_last_of_its_round() -> None:
    assert COMPLETE.latest(Meeting) == RECORDS[MEETING].record
    assert COMPLETE.latest(Inclusion) == RECORDS["entry.inclusion"].record
    assert EMPTY.latest(ExpertReview) is None
    assert lifecycle.planned(EMPTY) == ""
    assert lifecycle.planned(COMPLETE) == "2026-07"


def test_an_item_without_a_determination_for_a_stage_says_so() -> None:
    assert applicability.determination(COMPLETE, "decision") is None
    assert applicability.determination(COMPLETE, "risk_assessment") == due("可能影响社会稳定")
