"""RSK: risk assessment."""

import pytest

from catalog.record import DocumentKind
from catalog.stages.risk_assessment import Level
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    NEW_ROUND,
    RECORDS,
    but,
    day,
    documents,
    further,
    ids,
    judged,
    on_file,
    without,
)

REPORT = "risk_assessment.report"
UNCONTROLLABLE = on_file(REPORT, controllable=False, level=Level.HIGH)
NONE_FOUND = {"points": (), "no_points_found": True, "contingency_plan": ""}
REUSED = {
    "reused": "《示例市养老设施布局社会稳定风险评估报告（2025年）》",
    "reused_scope": ("社会稳定",),
    "scope": ("社会稳定",),
    "points": (),
    "contingency_plan": "",
    "departments_heard": (),
}


def but_reused(**changes: object) -> dict[str, object]:
    """An earlier assessment in place of a new one, with some changes."""
    return REUSED | changes


NOTICE = "risk_assessment.notice"
BEGUN = further(NOTICE, RECORDS[NOTICE].record, day(3, 12))


FAILING = [
    fails("RSK-09", "announced after it began", NOTICE, noticed_on=day(3, 13), today=day(3, 13)),
    fails("RSK-09", "nobody is heard any more when it begins", NOTICE, closes_on=day(3, 11)),
    fails(
        "RSK-09",
        "reported before it began",
        REPORT,
        given=further(NOTICE, but(RECORDS[NOTICE].record, begun_on=day(3, 26)), day(3, 26)),
    ),
    fails(
        "RSK-01",
        "no legality review before the risks are known",
        "legality_review.submission",
        given=without(REPORT),
    ),
    fails(
        "RSK-01",
        "no legality review of what was found uncontrollable",
        "legality_review.submission",
        given=UNCONTROLLABLE,
    ),
    fails("RSK-02", "no risk points", REPORT, points=()),
    fails("RSK-02", "a risk without a measure", REPORT, points__0__measure=""),
    fails("RSK-02", "no contingency plan", REPORT, contingency_plan=""),
    fails("RSK-03", "no department was heard", REPORT, departments_heard=()),
    fails("RSK-04", "no word on whether it can be controlled", REPORT, controllable=None),
    fails(
        "RSK-05",
        "a second look that tells of no adjustment",
        REPORT,
        at="consultation.hearing",
        given=UNCONTROLLABLE,
        today=day(4, 1),
    ),
    fails("RSK-06", "medium risk and no measures", REPORT, **NONE_FOUND, level=Level.MEDIUM),
    fails(
        "RSK-06",
        "high risk put before the meeting",
        "decision.package",
        given=on_file(REPORT, level=Level.HIGH),
    ),
    fails(
        "RSK-08", "an assessment reused without its name", REPORT, **but_reused(reused="去年的评估")
    ),
    fails("RSK-08", "nobody says what is assessed", REPORT, **but_reused(scope=())),
    fails(
        "RSK-08",
        "the earlier one did not look at traffic",
        REPORT,
        **but_reused(scope=("社会稳定", "交通")),
    ),
    fails("RSK-10", "nobody says who assessed", REPORT, assessor=""),
    fails("RSK-09", "begun after it was reported", REPORT, begun_on=day(3, 26)),
    fails(
        "RSK-09",
        "announced after it was begun",
        REPORT,
        noticed_on=day(3, 20),
        begun_on=day(3, 19),
    ),
    fails("RSK-07", "high risk called controllable", REPORT, level=Level.HIGH),
]


@each(FAILING)
def test_risk_assessment_is_refused(failure: Fails) -> None:
    failure.is_found()


def test_no_risk_found_needs_no_plan() -> None:
    assert judged(REPORT, **NONE_FOUND) == []


def test_an_earlier_assessment_is_not_repeated() -> None:
    assert judged(REPORT, **REUSED) == []


def test_an_earlier_assessment_may_be_named_by_its_paper() -> None:
    paper = documents(DocumentKind.RISK_REPORT)
    assert judged(REPORT, **but_reused(reused="去年的评估", documents=paper)) == []


def test_an_assessment_may_be_announced_begun_and_reported_on_one_day() -> None:
    assert judged(REPORT, noticed_on=day(3, 25), begun_on=day(3, 25)) == []


def test_uncontrollable_risk_may_be_found_and_filed() -> None:
    assert judged(REPORT, level=Level.HIGH, controllable=False) == []


def test_a_second_look_after_an_adjustment_passes() -> None:
    adjusted = judged(
        REPORT,
        at="consultation.hearing",
        given=UNCONTROLLABLE,
        today=day(4, 1),
        draft_adjusted="取消价格上浮条款",
    )
    assert adjusted == []


@pytest.mark.parametrize("level", [Level.MEDIUM, Level.LOW, None])
def test_levels_below_high_may_be_controllable(level: Level | None) -> None:
    assert ids(judged(REPORT, level=level)) == set()


def test_who_assesses_need_not_be_said_again() -> None:
    assert judged(REPORT, assessor="", given=BEGUN) == []
    assert ids(judged(REPORT, assessor="")) == {"RSK-10"}


def test_an_assessment_may_begin_anew_by_announcing_it() -> None:
    again = but(RECORDS[NOTICE].record, begun_on=day(4, 1), noticed_on=None, closes_on=None)
    found = judged(
        NOTICE, record=again, at="consultation.adoption", amends=NEW_ROUND, today=day(4, 8)
    )
    assert ids(found) == set()
