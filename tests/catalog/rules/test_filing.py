"""FIL: order, turn, once, not before its day."""

from datetime import date
from functools import reduce

import pytest

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.record import Reason
from catalog.rules import judge
from catalog.stages.entry import Adjustment
from catalog.stages.legality_review import Conclusion
from catalog.states import Change, ChangeKind, MeetingOutcome, Status
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    BESIDE,
    CATALOG,
    CORRECTION,
    EMPTY,
    LAWFUL,
    NEW_ROUND,
    RECORDS,
    after,
    blocking,
    both,
    but,
    day,
    exempting,
    file,
    further,
    ids,
    judged,
    not_due,
    on_file,
    without,
)

INCLUSION, START, NOTICE = "entry.inclusion", "entry.start", "consultation.notice"
ADOPTION, EXTENSION = "consultation.adoption", "consultation.extension"
REVIEW, RISK = "expert_review.review", "risk_assessment.report"
SUBMISSION, OPINION = "legality_review.submission", "legality_review.opinion"
PACKAGE, MEETING, PUBLICATION = "decision.package", "decision.meeting", "disclosure.publication"
CHANGE = "disclosure.change"

WITHDRAWAL = Adjustment(
    change=Change.WITHDRAWN, adjusted_on=day(4, 10), reason="条件变化", approved_by="局党组"
)
WITHDRAWN = further("entry.adjustment", WITHDRAWAL, day(4, 10))
REJECTED = on_file(MEETING, outcome=MeetingOutcome.REJECTED, outcome_reason="必要性不足")


def numbered(item: str) -> Dossier:
    """An empty dossier under a number."""
    return Dossier(item, catalog=CATALOG)


FAILING = [
    fails("FIL-01", "an item that nobody listed", START, given=lambda _: EMPTY),
    fails("FIL-01", "a number that is none", INCLUSION, given=lambda _: numbered("民政局3号")),
    fails("FIL-01", "an item before its catalog", INCLUSION, given=lambda d: Dossier(d.id)),
    fails(
        "FIL-02", "adoption of opinions on no notice", ADOPTION, given=without(NOTICE, EXTENSION)
    ),
    fails("FIL-02", "an opinion on what was not submitted", OPINION, given=without(SUBMISSION)),
    fails("FIL-02", "a meeting without a package", MEETING, given=without(PACKAGE)),
    fails("FIL-03", "the same notice twice", NOTICE, at=REVIEW),
    fails("FIL-03", "a correction of what is not there", NOTICE, amends=CORRECTION),
    fails("FIL-04", "a new record on a withdrawn item", REVIEW, given=WITHDRAWN),
    fails(
        "FIL-04",
        "a new round of a withdrawn item",
        NOTICE,
        at=ADOPTION,
        given=WITHDRAWN,
        amends=NEW_ROUND,
        closes_on=day(5, 20),
        stated_days=None,
    ),
    fails("FIL-04", "a publication of what was rejected", PUBLICATION, given=REJECTED),
    fails("FIL-05", "a notice of tomorrow", NOTICE, today=day(3, 9)),
    fails("FIL-05", "a meeting of next week", MEETING, today=day(5, 12)),
    fails("FIL-06", "adoption on the last day of the period", ADOPTION, today=day(4, 14)),
    fails(
        "FIL-06",
        "adoption before a last day moved by a holiday",
        ADOPTION,
        given=both(without(EXTENSION), on_file(NOTICE, closes_on=day(4, 4))),
        today=day(4, 7),
    ),
    fails("FIL-07", "a new round from the middle", OPINION, amends=NEW_ROUND),
    fails("FIL-07", "a new round of what was never done", NOTICE, amends=NEW_ROUND),
    fails("FIL-07", "a second entry into the catalog", START, at=NOTICE, amends=NEW_ROUND),
    fails(
        "FIL-09",
        "a reason without its day",
        NOTICE,
        reasons=(Reason(rule="PUB-03", text="情况紧急", by="处长"),),
    ),
    fails(
        "FIL-09",
        "a reason of tomorrow",
        NOTICE,
        reasons=(Reason(rule="PUB-03", text="情况紧急", by="处长", on=day(3, 11)),),
    ),
    fails(
        "FIL-08",
        "what was determined to be due is called off",
        "expert_review.exemption",
        record=exempting("expert_review", day(3, 10)),
        at=REVIEW,
    ),
    fails(
        "FIL-08",
        "what was begun is called off",
        "consultation.exemption",
        record=exempting("consultation", day(3, 10)),
        at=REVIEW,
        given=on_file(START, determinations__consultation=None),
    ),
    fails(
        "FIL-08",
        "a risk found uncontrollable is called off",
        "risk_assessment.exemption",
        record=exempting("risk_assessment", day(3, 26)),
        at="consultation.hearing",
        given=both(
            on_file(RISK, controllable=False), on_file(START, determinations__risk_assessment=None)
        ),
    ),
]


@each(FAILING)
def test_a_record_out_of_order_is_refused(failure: Fails) -> None:
    failure.is_found()


def test_an_unknown_item_is_all_that_is_said_of_it() -> None:
    findings = judge(EMPTY, MEETING, but(RECORDS[MEETING].record, outcome=None), day(5, 13))
    assert [f.rule for f in findings] == ["FIL-01"]


def test_the_first_record_of_a_later_stage_names_every_stage_missing() -> None:
    bare = without(ADOPTION, REVIEW, RISK)
    assert ids(judged(SUBMISSION, given=bare)) == {"PUB-01", "EXP-01", "RSK-01"}


def test_a_meeting_waits_for_a_second_consultation() -> None:
    reopened = further(NOTICE, RECORDS[NOTICE].record, day(5, 1), NEW_ROUND)
    assert ids(judged(MEETING, given=reopened)) == {"PUB-01"}


def test_a_refusal_says_what_is_missing_and_what_came_back() -> None:
    returned = on_file(OPINION, conclusion=Conclusion.RETURNED)
    (finding,) = judged(PACKAGE, given=returned)
    assert finding.what == "“合法性审查”尚未完成，不能办理“上会材料”"
    assert "请先登记“送审”（上一轮合法性审查退回补正）" in finding.remedy
    assert finding.article == "参照《重大行政决策程序暂行条例》第二十五条第二款"


def test_a_stage_is_called_inapplicable_only_where_that_is_still_open() -> None:
    (due_but_missing,) = judged(SUBMISSION, given=without(REVIEW))
    assert due_but_missing.remedy == "请先登记“专家论证”"
    unruled = both(without(REVIEW), on_file(START, determinations__expert_review=None))
    (missing,) = judged(SUBMISSION, given=unruled)
    assert missing.remedy == "请先登记“专家论证”，或者说明该程序不适用"


def test_before_order_713_it_sets_no_order() -> None:
    early = both(without(ADOPTION, REVIEW, RISK), on_file(START, started_on=date(2019, 8, 20)))
    then = {"submitted_on": date(2019, 8, 31), "due_on": None, "documents": ()}
    assert judged(SUBMISSION, given=early, **then) == []


def test_what_was_started_before_order_713_follows_its_order_from_then_on() -> None:
    early = both(without(ADOPTION, REVIEW, RISK), on_file(START, started_on=date(2019, 8, 20)))
    then = {"submitted_on": date(2019, 9, 1), "due_on": date(2019, 9, 30)}
    assert {"PUB-01", "EXP-01", "RSK-01"} <= blocking(judged(SUBMISSION, given=early, **then))


def test_a_correction_of_what_is_on_file_passes() -> None:
    assert judged(NOTICE, at=REVIEW, amends=CORRECTION) == []


def test_a_correction_of_a_withdrawn_item_passes() -> None:
    assert judged(NOTICE, at=ADOPTION, given=WITHDRAWN, amends=CORRECTION) == []


def test_a_withdrawal_filed_by_mistake_is_corrected() -> None:
    withdrawn = WITHDRAWN(after("entry.adjustment"))
    assert lifecycle.closed(withdrawn) is Status.WITHDRAWN
    corrected = file(
        withdrawn,
        "entry.adjustment",
        but(WITHDRAWAL, change=Change.POSTPONED),
        day(4, 13),
        CORRECTION,
    )
    assert lifecycle.closed(corrected) is None
    assert judged(ADOPTION, given=lambda _: corrected) == []


def test_a_new_round_begins_with_the_first_step() -> None:
    opinion_returned = on_file(OPINION, conclusion=Conclusion.RETURNED)
    again = judged(SUBMISSION, at=PACKAGE, given=opinion_returned, today=day(5, 7))
    assert again == []


def test_a_meeting_already_held_may_be_held_in_a_new_round() -> None:
    assert judged(PACKAGE, at=PUBLICATION, amends=NEW_ROUND) == []


def test_adoption_is_filed_on_the_day_after_the_period() -> None:
    assert judged(ADOPTION, today=day(4, 15)) == []


def test_a_procedure_nobody_ruled_on_may_be_called_off_with_a_reason() -> None:
    given = on_file(START, determinations__expert_review=None)
    called_off = exempting("expert_review", day(3, 10))
    assert judged("expert_review.exemption", record=called_off, at=REVIEW, given=given) == []


def test_a_determination_is_changed_by_an_adjustment_before_it_is_called_off() -> None:
    changed = Adjustment(
        change=Change.CHANGED,
        adjusted_on=day(3, 10),
        reason="重新认定",
        approved_by="局长办公会议",
        determinations={"expert_review": not_due("专业性不强")},
    )
    given = further("entry.adjustment", changed, day(3, 10))
    called_off = exempting("expert_review", day(3, 10))
    assert judged("expert_review.exemption", record=called_off, at=REVIEW, given=given) == []


def test_an_evaluation_that_nobody_orders_is_called_off() -> None:
    off = exempting("evaluation", day(6, 1))
    found = judged("evaluation.exemption", record=off, at="evaluation.report", today=day(6, 1))
    assert found == []


def test_an_evaluation_is_not_called_off_before_there_is_a_decision() -> None:
    off = exempting("evaluation", day(5, 1))
    assert ids(judged("evaluation.exemption", record=off, at=PACKAGE, today=day(5, 7))) == {
        "EXE-13",
        "DEC-16",
    }


def test_a_closed_item_is_refused_for_being_closed_and_nothing_else() -> None:
    unfinished = both(without(ADOPTION, REVIEW), WITHDRAWN)
    assert ids(judged(SUBMISSION, given=unfinished)) == {"FIL-04"}


def test_blocking_findings_come_first() -> None:
    findings = judged(NOTICE, ways=(), media=())
    assert [f.rule for f in findings] == ["PUB-02", "PUB-07"]


@pytest.mark.parametrize("step", RECORDS)
def test_whatever_is_on_file_may_be_filed_again_as_a_correction(step: str) -> None:
    told = sorted((*LAWFUL, *BESIDE), key=lambda filed: filed.on)
    whole = reduce(lambda dossier, filed: file(dossier, *filed), told, EMPTY)
    complete = {"at": "evaluation.report", "given": lambda _: whole}
    assert judged(step, amends=CORRECTION, **complete) == []


def test_what_the_public_said_of_a_withdrawn_item_is_still_answered() -> None:
    assert judged(ADOPTION, given=WITHDRAWN) == []
    nobody = both(without(NOTICE), WITHDRAWN)
    assert "FIL-04" in ids(judged(ADOPTION, given=nobody))
    again = judged(ADOPTION, given=WITHDRAWN, amends=NEW_ROUND)
    assert "FIL-04" in ids(again)


def alone(rule: str, step: str, **how: object) -> list[str]:
    """What one rule says, whatever others say."""
    return [f.what for f in judged(step, **how) if f.rule == rule]


def test_a_fact_of_tomorrow_is_named_by_its_title_and_its_place() -> None:
    said = alone("FIL-05", ADOPTION, groups_heard__1__heard_on=day(4, 21))
    assert said == ["“专门听取意见情况第2项·日期”2026-04-21晚于登记日2026-04-20"]


def test_after_publication_only_a_decision_to_adjust_opens_what_went_before() -> None:
    def refused(kind: ChangeKind | None, step: str = SUBMISSION) -> bool:
        change = but(RECORDS[CHANGE].record, change=kind)
        given = further(CHANGE, change, day(10, 21)) if kind else both()
        return bool(alone("FIL-07", step, at=CHANGE, given=given, amends=NEW_ROUND))

    assert refused(None)
    assert refused(ChangeKind.ADJUSTED)
    assert not refused(ChangeKind.REOPENED)
    assert not refused(None, PUBLICATION)
