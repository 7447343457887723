"""The calendar clock: natural days, working days and make-up days, with the arithmetic told."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from pydantic import BaseModel

from catalog.working_days import SATURDAY, CalendarMissing, Day, look_up

__all__ = [
    "CalendarMissing",
    "Reckoning",
    "add_clear_days",
    "add_days",
    "add_working_days",
    "days_between",
    "effective_last_day",
    "extend",
    "is_working_day",
    "stated",
    "subtract_days",
    "subtract_extended_days",
    "subtract_working_days",
    "working_days_between",
]

ONE_DAY = timedelta(days=1)


class Reckoning(BaseModel, frozen=True):
    """A deadline with its arithmetic: `end` is the `days`-th day after `start`.

    `skipped` tells the days off passed over and `made_up` the weekend days that counted.
    `provisional` is true when a day on the way is not yet settled by a State Council notice.
    `moved_from` is the end before it was moved off the days off that `moved_past` tells.
    `clear` days leave out the end as well as the start; `stated` says whose word a day is that
    nobody counted.
    """

    start: date
    days: int
    unit: Literal["day", "working_day"]
    end: date
    skipped: tuple[str, ...] = ()
    made_up: tuple[str, ...] = ()
    provisional: bool = False
    moved_from: date | None = None
    moved_past: tuple[str, ...] = ()
    clear: bool = False
    stated: str = ""

    def explain(self) -> str:
        """Spell the arithmetic out in Chinese, one sentence."""
        text = self._counted()
        if self.skipped:
            text += f"；其间跳过{'、'.join(self.skipped)}"
        if self.made_up:
            text += f"；{'、'.join(self.made_up)}计为工作日"
        if self.moved_from:
            text += f"；该日不是工作日（{'、'.join(self.moved_past)}），顺延至{_chinese(self.end)}"
        if self.provisional:
            text += "；部分日期的放假安排尚未公布，结果为暂定"
        return text + "。"

    def _counted(self) -> str:
        end, word = self.moved_from or self.end, "个工作日" if self.unit == "working_day" else "日"
        if self.stated:
            return f"{self.stated}为{_chinese(end)}"
        if self.clear:
            return f"自{_chinese(self.start)}（不计入）起满{self.days}日，次日为{_chinese(end)}"
        if self.days == 0:
            return f"自{_chinese(self.start)}起0{word}，即当日"
        return f"自{_chinese(self.start)}（不计入）起第{self.days}{word}为{_chinese(end)}"


def is_working_day(day: date) -> bool:
    """Whether offices work on the day, make-up weekends included; raises CalendarMissing."""
    return look_up(day).working


def add_days(start: date, days: int) -> Reckoning:
    """Count natural days, the start day excluded (Civil Code 201); ValueError when negative.

    The end is not moved off a holiday: see effective_last_day.
    """
    _refuse_negative(days)
    return Reckoning(start=start, days=days, unit="day", end=start + timedelta(days=days))


def add_working_days(start: date, days: int) -> Reckoning:
    """Count working days, the start day excluded; ValueError when negative, CalendarMissing."""
    _refuse_negative(days)
    passed: list[tuple[date, Day]] = []
    end, left = start, days
    while left:
        end += ONE_DAY
        passed.append((end, look_up(end)))
        left -= passed[-1][1].working
    return Reckoning(
        start=start,
        days=days,
        unit="working_day",
        end=end,
        skipped=_skipped(start, passed),
        made_up=_made_up(start, passed),
        provisional=any(day.provisional for _, day in passed),
    )


def add_clear_days(start: date, days: int) -> Reckoning:
    """Count natural days of which neither the start nor the end is one: the end comes after them."""
    _refuse_negative(days)
    end = start + timedelta(days=days + 1)
    return Reckoning(start=start, days=days, unit="day", end=end, clear=True)


def stated(day: date, says: str) -> Reckoning:
    """Take a day that somebody named, saying who (公告写明的截止日期); nothing is counted."""
    return Reckoning(start=day, days=0, unit="day", end=day, stated=says)


def extend(reckoned: Reckoning) -> Reckoning:
    """Move an end that is a day off to the next working day (Civil Code 203), and tell it.

    Where no table says of holidays, or a notice to come may still name the day, it stands as
    provisional: nothing may be taken on the ground that it is over (FIL-06).
    """
    try:
        last = effective_last_day(reckoned.end)
        open_ = look_up(last).provisional
    except CalendarMissing:
        return reckoned.model_copy(update={"provisional": True})
    if last == reckoned.end:
        return reckoned.model_copy(update={"provisional": True}) if open_ else reckoned
    off = [reckoned.end + n * ONE_DAY for n in range((last - reckoned.end).days)]
    told = _skipped(reckoned.start, [(day, look_up(day)) for day in off])
    moved = {"end": last, "moved_from": reckoned.end, "moved_past": told}
    return reckoned.model_copy(update=moved | {"provisional": reckoned.provisional or open_})


def subtract_days(end: date, days: int) -> Reckoning:
    """Find the latest start from which that many natural days run out by `end`."""
    _refuse_negative(days)
    return add_days(end - timedelta(days=days), days)


def subtract_working_days(end: date, days: int) -> Reckoning:
    """Find the latest start from which that many working days run out by `end`.

    The reckoning's own end is earlier than `end` when `end` is a day off.
    """
    _refuse_negative(days)
    start, left = end, days
    while left:
        left -= is_working_day(start)
        start -= ONE_DAY
    return add_working_days(start, days)


def subtract_extended_days(end: date, days: int) -> Reckoning:
    """Find the latest start from which that many natural days, extended, run out by `end`."""
    while not is_working_day(end):
        end -= ONE_DAY
    return subtract_days(end, days)


def days_between(first: date, last: date, *, first_counted: bool) -> int:
    """Count natural days up to and including `last`; 0 when `last` comes before `first`."""
    return max(0, (last - first).days + first_counted)


def working_days_between(start: date, end: date) -> int:
    """Count working days, start excluded and end included; 0 when `end` is not after `start`."""
    return sum(is_working_day(start + n * ONE_DAY) for n in range(1, (end - start).days + 1))


def effective_last_day(day: date) -> date:
    """Move a last day that is a day off to the next working day (Civil Code 203), never back."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def _skipped(start: date, passed: Sequence[tuple[date, Day]]) -> tuple[str, ...]:
    """Tell the days off in the order met, weekends as one sum at the end."""
    told = []
    for off, run in groupby(passed, key=lambda seen: bool(seen[1].holiday)):
        if off:
            told.append(_span(start, list(run)))
    weekends = sum(not day.working and not day.holiday for _, day in passed)
    return (*told, f"周末{weekends}天") if weekends else tuple(told)


def _span(start: date, run: Sequence[tuple[date, Day]]) -> str:
    names = "、".join(dict.fromkeys(day.holiday for _, day in run))
    first, last = run[0][0], run[-1][0]
    text = _chinese(first, start)
    if last > first:
        text += f"至{last.day}日" if last.month == first.month else f"至{_chinese(last, first)}"
    return f"{names}假期（{text}）"


def _made_up(start: date, passed: Sequence[tuple[date, Day]]) -> tuple[str, ...]:
    """Tell the weekend days on which offices worked."""
    return tuple(
        f"{_chinese(when, start)}（周{'六日'[when.weekday() - SATURDAY]}，调休上班）"
        for when, day in passed
        if day.working and when.weekday() >= SATURDAY
    )


def _chinese(day: date, beside: date | None = None) -> str:
    """Write the date in Chinese, without the year when the date beside it has the same one."""
    year = "" if beside and beside.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _refuse_negative(days: int) -> None:
    if days < 0:
        raise ValueError(f"天数不能为负：{days}")
