"""近期公开: what goes public until the end of next week, and by whose hand."""

from datetime import date

import pytest

from catalog.upcoming import upcoming, week_after
from tests.catalog.rules.lawful import after, before, day, file

MEETING, ADOPTION = "decision.meeting", "consultation.adoption"


@pytest.mark.parametrize("today", [date(2026, 11, 30), date(2026, 12, 3), date(2026, 12, 6)])
def test_one_looks_ahead_to_the_sunday_of_next_week(today: date) -> None:
    assert week_after(today) == date(2026, 12, 13)


def test_a_decision_is_to_be_published_by_its_last_day_and_by_its_unit() -> None:
    decided = after(MEETING)  # its twentieth working day is 10 June
    assert [*upcoming(decided, day(5, 25), day(6, 7))] == []
    (one,) = upcoming(decided, day(6, 1), day(6, 14))
    assert (one.on, one.step, one.turn) == (day(6, 10), "disclosure.publication", "养老服务处")
    assert "第20个工作日" in one.because
    assert [*upcoming(decided, day(6, 11), day(6, 21))] == [], "what is late is not to come"


def test_what_is_on_file_and_waits_for_its_day_is_told_until_then() -> None:
    dossier, statement, on = before(ADOPTION)
    later = file(dossier, ADOPTION, statement.model_copy(update={"published_on": day(6, 1)}), on)
    told = [one for one in upcoming(later, day(5, 25), day(6, 7)) if one.step == ADOPTION]
    assert [(one.on, one.turn) for one in told] == [(day(6, 1), "")]
    assert ADOPTION not in {one.step for one in upcoming(later, day(6, 1), day(6, 14))}


def test_what_may_not_be_filed_by_then_and_what_is_not_published_is_left_out() -> None:
    announced = after("consultation.notice")  # until 9 April; the statement's last day is 9 May
    assert [*upcoming(announced, day(3, 12), day(3, 22))] == []
    assert [one.step for one in upcoming(announced, day(5, 4), day(5, 17))] == [ADOPTION]
    asked = after("legality_review.submission")
    steps = {one.step for one in upcoming(asked, day(4, 27), day(12, 31))}
    assert "legality_review.opinion" not in steps
