"""Asia/Shanghai at the edge: instants carry a zone, days are local days."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]
"""Tells the instant at which it is asked."""


def local_day(at: datetime) -> date:
    """The day of an instant in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).date()


def midnight_after(day: date) -> datetime:
    """The first instant of the next day: the end of a day in Asia/Shanghai."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
