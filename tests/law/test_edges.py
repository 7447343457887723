"""Edges that bench/mutants.py found nobody standing on."""

from datetime import date

import pytest

from catalog import clock, working_days
from tests.catalog.rules.lawful import judged, on_file
from tests.catalog.test_clock import TABLE_2027


@pytest.mark.parametrize("edge", [date(2027, 2, 6), date(2027, 2, 7)])
def test_a_make_up_day_is_no_day_of_a_holiday_not_even_its_first_or_last(edge: date) -> None:
    spring = {"春节": [date(2027, 2, 6), date(2027, 2, 7)]}
    table = TABLE_2027 | {
        "holidays": {**TABLE_2027["holidays"], **spring},
        "workdays": [edge],
    }
    with pytest.raises(ValueError, match="不是可以调休上班的周末"):
        working_days.Notice.model_validate(table)


@pytest.mark.parametrize("edge", [date(2026, 12, 1), date(2027, 12, 31)])
def test_a_table_reaches_from_december_to_december(edge: date) -> None:
    named = {**TABLE_2027["holidays"], "加假": [edge, edge]}
    assert working_days.Notice.model_validate(TABLE_2027 | {"holidays": named}).names(edge)


@pytest.mark.parametrize("outside", [date(2026, 11, 30), date(2028, 1, 1)])
def test_a_table_reaches_no_further(outside: date) -> None:
    named = {**TABLE_2027["holidays"], "加假": [outside, outside]}
    with pytest.raises(ValueError, match="不属于2027年放假安排"):
        working_days.Notice.model_validate(TABLE_2027 | {"holidays": named})


def test_a_holiday_of_one_day_is_told_as_one_day() -> None:
    told = clock.add_working_days(date(2026, 1, 2), 1).explain()
    assert "元旦假期（1月3日）" in told


def test_a_comment_and_a_representative_are_counted_from_one() -> None:
    unanswered = on_file("legality_review.opinion", responses__0__response="")
    (finding,) = judged("decision.package", given=unanswered)
    assert "第1条" in finding.what
    meeting = judged("decision.meeting", attendance__representatives__0__disclosed=True)
    assert any("第1名" in f.what for f in meeting)
