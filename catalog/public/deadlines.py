"""The legal periods and the days on which offices work, as the public may reckon with them."""

from datetime import date
from typing import Literal

from catalog.record import Frozen


class PublicHoliday(Frozen):
    """A run of days off that a notice of the State Council names; both days are days off."""

    name: str
    first: date
    last: date


class PublicPeriod(Frozen):
    """A legal period, and how it is counted from the day of its start, which is not one of its days.

    `working`: only days on which offices work. `extended`: natural days; an end on a day off moves to the next
    working day (民法典-203). `clear`: natural days of which the end is none either. In force from `since` to
    `until`, both included; None while it lasts.
    """

    what: str
    days: int
    counted: Literal["working", "extended", "clear"]
    article: str
    since: date
    until: date | None
    example: str
    """The arithmetic of one, begun on the last working day before the longest holiday of the last year."""


class PublicMonth(Frozen):
    """The ends of all periods, in their order, that begin on a day; None where it is not known yet."""

    on: date
    ends: tuple[date | None, ...]


class PublicDeadlines(Frozen):
    """What periods are, and every day from `first` to `last`: weekends are days off, but for `workdays`.

    Of days that are `provisional` a notice to come may say something else.
    """

    first: date
    last: date
    holidays: tuple[PublicHoliday, ...]
    workdays: tuple[date, ...]
    provisional: tuple[date, ...]
    periods: tuple[PublicPeriod, ...]
    months: tuple[PublicMonth, ...]
