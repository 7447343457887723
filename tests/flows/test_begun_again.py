"""A stage begun again by two at once, on an office of its own."""

import pytest

from tests.flows import year
from tests.flows.engine import WHO, Desk, until
from tests.flows.test_supplement import (
    DEPLOYMENT,
    ITEM,
    at_work,  # noqa: F401  the fixture
    ended,
    typed_as_shown,
)

pytestmark = pytest.mark.prefect


def test_of_two_who_begin_a_stage_again_the_second_is_told_of_the_first(at_work: Desk) -> None:  # noqa: F811
    desk = at_work
    asked = [desk.run(DEPLOYMENT, item=ITEM, paper="征求意见公告", how="再次办理") for _ in "ab"]
    for run in asked:
        ended(desk, run, "待征求意见公告")
    for run in asked:
        shown = typed_as_shown(desk, run)
        typed = WHO | year.NOTICE_FORM | {"because": "方案有较大改动"}
        assert desk.answer(run, shown | typed) == "ACCEPT"
        until(lambda run=run: desk.read(run)["state_name"] in {"已登记", "退回：补正"}, "an end")
    ended(desk, asked[0], "已登记")
    assert "有人先登记了" in ended(desk, asked[1], "退回：补正")
    rounds = [
        e.round for e in desk.office.ledger().load(ITEM).entries if e.step == "consultation.notice"
    ]
    assert rounds == [1, 2]
