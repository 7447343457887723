"""The page of the engine's states tells of every name that a run can bear, and of no other."""

import ast
import re
from pathlib import Path

import pytest

from catalog.stages import STAGES, STEPS
from catalog.states import StageState, Status
from flows.deployments import OF_OFFICERS, deployments
from flows.rehearsal import RETURNED
from flows.state_names import Ending

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "engine.zh.md").read_text("utf-8").split("## 状态是什么意思")[1]
NAMES = [
    name
    for row in re.findall(r"^\| (.+?) \|", TABLE.split("\n## ")[0], re.M)[1:]
    for name in re.split("[、；]", re.sub("（(灰色|英文的)）", "", row))
]
"""Every name of the first column."""
OVER = {StageState.SETTLED, StageState.EXEMPT, StageState.CLOSED}
UNDER_WAY = {
    *(Status.NOT_STARTED, Status.DRAFTING, Status.CONSULTING, Status.STUDYING, Status.POSTPONED),
    *(Status.BEFORE_MEETING, Status.BEFORE_PUBLICATION),
}
"""While an item has this status something of it is awaited, and no lifecycle ends."""
ITEM_OVER = set(Status) - UNDER_WAY
WAITING = {
    RETURNED,
    *(f"待{step.title}" for step in STEPS.values()),
    *(f"{step.wait.name}（……起办理下一步）" for step in STEPS.values() if step.wait),
    "待某某",
    "办理中：公开征求意见",
    *(stage.title for stage in STAGES.values()),
    "继续办理",
}
THE_ENGINE_S = {"Submitting", "Pending", "Running", "Late", "Scheduled"}
THE_ENGINE_S |= {"Failed", "Crashed", "Cancelled"}
PAGE = 10
"""Deployments on a page of the interface, by name."""


def pattern(ending: Ending) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(part) for part in ending.split("{}")))


@pytest.mark.parametrize("ending", Ending)
def test_every_end_is_in_the_table(ending: Ending) -> None:
    assert any(pattern(ending).fullmatch(name) for name in NAMES), ending


@pytest.mark.parametrize("name", sorted(OVER | ITEM_OVER | {RETURNED, *THE_ENGINE_S}))
def test_every_other_state_is_in_the_table(name: str) -> None:
    assert name in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_table_tells_of_nothing_that_there_is_not(name: str) -> None:
    known = OVER | ITEM_OVER | WAITING | THE_ENGINE_S
    steps = re.sub("……（.*）$", "", name)
    is_end = any(pattern(ending).fullmatch(name) for ending in Ending)
    assert is_end or name in known or steps in known, name


def test_no_flow_ends_under_a_name_of_its_own_making() -> None:
    made = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "flows").glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"Completed", "Failed", "Cancelled", "Crashed"}
        and any(k.arg == "name" and isinstance(k.value, ast.Constant | ast.JoinedStr)
                for k in call.keywords)
    ]  # fmt: skip
    assert not made


def test_all_that_officers_start_stands_on_the_first_page() -> None:
    first = sorted(made.name for made in deployments())[:PAGE]
    assert {made.name for made in deployments() if OF_OFFICERS in made.tags} <= set(first)
