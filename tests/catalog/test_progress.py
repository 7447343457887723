"""The board: whose turn, by when with the arithmetic, and what stands open with its article."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from catalog.dossier import Dossier
from catalog.progress import item_row
from catalog.stages.entry import Adjustment
from tests.catalog.rules.lawful import (
    COMPLETE,
    LAWFUL,
    OPINIONS,
    after,
    before,
    day,
    file,
    on_file,
    reasoned,
)

NOTICE, MEETING = "consultation.notice", "decision.meeting"


def awaited(dossier: Dossier, step: str, today: Any) -> dict[str, Any]:
    rows = item_row(dossier, today)["awaiting"]
    return next(r for r in rows if r["step"] == step)


def test_a_turn_says_who_from_when_and_by_when_with_the_arithmetic() -> None:
    turn = awaited(after(NOTICE), "consultation.adoption", day(3, 12))
    assert turn["role"] == "承办处室"
    assert turn["opens_on"] == day(4, 10)
    assert "公告写明的截止日期为2026年4月9日" in turn["opens_because"]
    assert turn["due"] == day(5, 9)
    assert "自2026年4月9日（不计入）起第30日为2026年5月9日" in turn["due_because"]


def test_every_last_day_comes_with_its_arithmetic_and_its_article() -> None:
    for filed in LAWFUL:
        for turn in item_row(after(filed.step), filed.on)["awaiting"]:
            assert bool(turn["due"]) == bool(turn["due_because"]) == bool(turn["due_rule"])
            assert bool(turn["due"]) <= bool(turn["due_article"])
            assert bool(turn["opens_on"]) == bool(turn["opens_because"])


def test_publication_falls_overdue_the_day_after_the_twentieth_working_day() -> None:
    decided, last = after(MEETING), day(6, 10)
    assert item_row(decided, last)["overdue"] == []
    (late,) = item_row(decided, last + timedelta(days=1))["overdue"]
    assert (late["rule"], late["step"]) == ("DIS-01", "disclosure.publication")
    assert "第二十六条" in late["article"]
    assert "第20个工作日" in late["because"]


def test_a_planned_time_that_has_passed_undecided_is_overdue() -> None:
    waiting = after("decision.package")  # planned for July
    assert item_row(waiting, day(7, 31))["overdue"] == []
    (late,) = item_row(waiting, day(8, 1))["overdue"]
    assert (late["rule"], late["step"], late["due"]) == ("CAT-11", MEETING, day(7, 31))
    assert item_row(after(MEETING), day(8, 1))["overdue"][0]["rule"] == "DIS-01"


def test_a_lawful_dossier_has_nothing_open() -> None:
    row = item_row(replace(COMPLETE, opinions={1: OPINIONS}), day(11, 20))
    assert (row["findings"], row["overdue"]) == ([], [])


def test_a_warning_stays_open_with_its_article() -> None:
    dossier = on_file(NOTICE, closes_on=day(4, 8), stated_days=None)(after(NOTICE))
    found = item_row(dossier, day(3, 12))["findings"]
    assert [(f["rule"], f["severity"], f["step"]) for f in found] == [("PUB-05", "提示", NOTICE)]
    assert "第十五条" in found[0]["article"]


def test_a_reason_given_stays_visible_with_who_gave_it() -> None:
    dossier, notice, on = before(NOTICE)
    short = notice.model_copy(
        update={"closes_on": day(3, 30), "stated_days": 20, "shortening_stated": True}
    )
    dossier = file(dossier, NOTICE, reasoned(short, "PUB-03"), on)
    found = {f["rule"]: f for f in item_row(dossier, day(3, 12))["findings"]}
    assert found["PUB-03"]["reason"] == "情况紧急"
    assert found["PUB-03"]["reason_by"]


@pytest.mark.parametrize("filed", LAWFUL, ids=lambda filed: filed.step)
def test_the_board_never_stumbles(filed: Any) -> None:
    assert item_row(after(filed.step), day(12, 31))["item"] == COMPLETE.id


def test_whoever_has_not_begun_is_late_and_not_the_meeting_at_the_end() -> None:
    started = after("entry.start")  # planned for July
    notice = awaited(started, NOTICE, day(3, 1))
    assert notice["by_plan"]
    assert notice["due"] < day(7, 1)
    late = item_row(started, notice["due"] + timedelta(days=1))["overdue"]
    told = {one["step"]: one for one in late}
    assert MEETING not in told
    assert (told[NOTICE]["role"], told[NOTICE]["turn"]) == ("承办处室", "养老服务处")
    assert (told[NOTICE]["rule"], told[NOTICE]["due"]) == ("CAT-11", notice["due"])


def test_a_planned_time_missed_while_a_period_of_the_law_runs_names_whose_turn_it_is() -> None:
    submitted = after("legality_review.submission")
    entries = tuple(
        e.model_copy(update={"record": e.record.model_copy(update={"planned": "2026-03"})})
        if isinstance(e.record, Adjustment)
        else e
        for e in submitted.entries
    )
    dossier, today = replace(submitted, entries=entries), day(4, 25)
    (wait,) = item_row(dossier, today)["awaiting"]
    assert wait["due"] >= today
    (late,) = item_row(dossier, today)["overdue"]
    assert (late["step"], late["rule"], late["role"]) == (MEETING, "CAT-11", "法规处")
    assert "合法性审查意见" in late["because"]
