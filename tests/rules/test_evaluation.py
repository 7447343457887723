"""EXE: evaluation after the decision."""

import pytest

from tests.rules.failing import Fails, each, fails
from tests.rules.lawful import judged, without

REPORT = "evaluation.report"

FAILING = [
    *(
        fails("EXE-05", f"entrusted to one that reviewed before: {who}", REPORT, evaluator=who)
        for who in ("示例评估中心", "示例大学", "专家甲")
    ),
    fails(
        "EXE-13",
        "evaluated before it was published",
        REPORT,
        given=without("disclosure.publication"),
    ),
    fails(
        "EXE-13",
        "evaluated before it was explained",
        REPORT,
        given=without("disclosure.interpretation"),
    ),
]


@each(FAILING)
def test_an_evaluation_is_refused(failure: Fails) -> None:
    failure.is_found()


@pytest.mark.parametrize("office", ["养老服务处", "示例评估中心"])
def test_an_office_may_evaluate_what_it_did_itself(office: str) -> None:
    assert judged(REPORT, evaluator=office, entrusted=False) == []
