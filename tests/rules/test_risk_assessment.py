"""RSK: risk assessment."""

import pytest

from catalog.stages.risk_assessment import Level
from tests.rules.failing import Fails, each, fails
from tests.rules.lawful import day, ids, judged, on_file, without

REPORT = "risk_assessment.report"
UNCONTROLLABLE = on_file(REPORT, controllable=False, level=Level.HIGH)
NONE_FOUND = {"points": (), "no_points_found": True, "contingency_plan": ""}

FAILING = [
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
    fails("RSK-07", "high risk called controllable", REPORT, level=Level.HIGH),
]


@each(FAILING)
def test_risk_assessment_is_refused(failure: Fails) -> None:
    failure.is_found()


def test_no_risk_found_needs_no_plan() -> None:
    assert judged(REPORT, **NONE_FOUND) == []


def test_an_earlier_assessment_is_not_repeated() -> None:
    reused = {"reused": "示例市养老设施布局社会稳定风险评估报告（2025年）", "departments_heard": ()}
    assert judged(REPORT, **NONE_FOUND | {"no_points_found": False}, **reused) == []


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
