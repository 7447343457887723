"""Reminders: at seven, three and one days, once each; what is overdue again every week."""

from datetime import date, timedelta
from typing import Any

import pytest

from catalog.stages import STEPS
from flows import artifacts
from flows.events import MISSED, NEAR, RUNNING
from flows.sweep import Reminder, reminders

DUE = date(2026, 6, 30)


def row(**more: Any) -> dict[str, Any]:
    return {"item": "demo-2026-01", "name": "补贴方案", "awaiting": [], "overdue": []} | more


def near(days: int) -> list[Reminder]:
    """What is said so many days before a last day."""
    wait = {
        "step": "consultation.adoption",
        "role": "承办处室",
        "title": "意见采纳情况",
        "due": DUE,
        "by_plan": False,
        "due_article": "某规定第九条",
    }
    return list(reminders(row(awaiting=[wait]), DUE - timedelta(days=days)))


def missed(days: int) -> list[Reminder]:
    late = {
        "step": "consultation.adoption",
        "role": "承办处室",
        "title": "意见采纳情况",
        "due": DUE,
        "by_plan": False,
        "article": "某规定第九条",
    }
    return list(reminders(row(overdue=[late]), DUE + timedelta(days=days)))


def test_a_last_day_is_told_once_in_each_of_three_spans() -> None:
    told = [reminder for days in range(10, -1, -1) for reminder in near(days)]
    assert {reminder.event for reminder in told} == {NEAR}
    assert len({reminder.of for reminder in told}) == 3
    assert [len(near(days)) for days in (8, 7, 3, 1, 0)] == [0, 1, 1, 1, 1]


def test_a_night_that_was_missed_is_made_up_for() -> None:
    assert near(2)[0].of == near(3)[0].of != near(4)[0].of


def test_what_is_overdue_is_told_on_the_first_day_and_every_week() -> None:
    told = [reminder.of for days in range(1, 22) for reminder in missed(days)]
    assert len(set(told)) == 4
    assert missed(1)[0].event == MISSED


@pytest.mark.parametrize("reminder", [near(3)[0], missed(3)[0]])
def test_a_reminder_says_item_turn_day_and_article(reminder: Reminder) -> None:
    for part in ("demo-2026-01", "承办处室", "意见采纳情况", str(DUE), "某规定第九条"):
        assert part in reminder.text
    assert "补贴方案" not in reminder.text, (
        "the engine makes an event of it, which stays (flows/withheld.py)"
    )


def test_what_stands_open_is_never_said_to_be_nothing_while_something_is_late() -> None:
    late = {"role": "承办处室", "title": "意见采纳情况", "due": DUE, "article": "某规定第九条"}
    late |= {"by_plan": False}
    told = row(overdue=[late], findings=[], status="正在办理")
    said = artifacts._open(told, DUE + timedelta(days=6))
    assert "逾期" in said
    assert "没有未了的问题" not in said
    assert "没有未了的问题" in artifacts._open(told | {"overdue": []}, DUE)


def test_a_step_without_a_last_day_gives_rise_to_nothing() -> None:
    assert list(reminders(row(awaiting=[{"due": None}]), DUE)) == []


def test_steps_that_begin_a_period_are_steps_of_the_law() -> None:
    """The thirty days of a notice run while its page waits for a stage to settle."""
    assert {STEPS[step].title for step in RUNNING} == {"征求意见公告", "延长征求意见期限"}
