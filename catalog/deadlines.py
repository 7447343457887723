"""The legal periods and the calendar, worked out for the public's own reckoning: one of each in force there was."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from catalog import clock, law
from catalog.periods import DISCLOSURE, PERIODS, Period
from catalog.public.deadlines import PublicDeadlines, PublicHoliday, PublicMonth, PublicPeriod
from catalog.working_days import SATURDAY, CalendarMissing, Day, look_up

ONE_DAY = timedelta(days=1)
LEGAL = (*PERIODS, DISCLOSURE)
Counted = Literal["working", "extended", "clear"]
COUNTED: Mapping[object, Counted] = MappingProxyType(
    {clock.add_working_days: "working", clock.add_clear_days: "clear"}
)


@cache
def deadlines() -> PublicDeadlines:
    """The periods of the law and every day that is known since the first of them came into force."""
    dated = [(one, at) for one in LEGAL for at in law.PARAMETERS[one.parameter]]
    known = dict(_known(min(at.since for _, at in dated)))
    last = max(known)
    holidays = tuple(_holidays(known))
    return PublicDeadlines(
        first=min(known),
        last=last,
        holidays=holidays,
        workdays=tuple(on for on, day in known.items() if day.working and _weekend(on)),
        provisional=tuple(on for on, day in known.items() if day.provisional),
        periods=tuple(_period(one, at, _before(holidays, last.year)) for one, at in dated),
        months=tuple(
            PublicMonth(on=on, ends=tuple(_end(one, at.value, on) for one, at in dated))
            for on in (date(last.year, month, 1) for month in range(1, 13))
        ),
    )


def _before(holidays: Sequence[PublicHoliday], year: int) -> date:
    """The last working day before the longest holiday of a year: examples that begin there have much to tell."""
    longest = max((h for h in holidays if h.last.year == year), key=lambda h: h.last - h.first)
    day = longest.first - ONE_DAY
    while not clock.is_working_day(day):
        day -= ONE_DAY
    return day


def _known(first: date) -> Iterator[tuple[date, Day]]:
    """Day after day, until a year whose holidays nobody has told yet."""
    try:
        while True:
            yield first, look_up(first)
            first += ONE_DAY
    except CalendarMissing:
        return


def _holidays(known: Mapping[date, Day]) -> Iterator[PublicHoliday]:
    for name, run in groupby(known, key=lambda on: known[on].holiday):
        if name:
            first, *more = run
            yield PublicHoliday(name=name, first=first, last=more[-1] if more else first)


def _period(one: Period, at: law.Parameter, begun: date) -> PublicPeriod:
    return PublicPeriod(
        what=one.what,
        days=at.value,
        counted=COUNTED.get(one.count, "extended"),
        article=law.cite(";".join((at.source, *one.also)), public=True),
        since=at.since,
        until=at.until,
        example=one.count(begun, at.value).explain(),
    )


def _end(one: Period, days: int, start: date) -> date | None:
    try:
        return one.count(start, days).end
    except CalendarMissing:
        return None


def _weekend(on: date) -> bool:
    return on.weekday() >= SATURDAY
