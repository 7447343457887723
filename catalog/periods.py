"""The least time that the law puts between two steps, reckoned forwards and backwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from catalog import clock, law
from catalog.clock import Reckoning


@dataclass(frozen=True)
class Period:
    """A period that runs from the day of `start` and must be over before `end`."""

    what: str
    start: str
    end: str
    parameter: str
    also: tuple[str, ...]
    """What the counting rests on besides the parameter's own source."""
    count: Callable[[date, int], Reckoning]
    """First day, length -> its last day."""
    back: Callable[[date, int], Reckoning]
    """Last day, length -> the latest first day."""
    gap: timedelta = timedelta(0)
    """What lies between its last day and the step that it holds up."""

    def length(self, law_day: date) -> int:
        """Days by the law of a day; raises NotInForce."""
        return law.parameter(self.parameter, law_day).value

    def sources(self, law_day: date) -> tuple[str, ...]:
        """What the length and the counting rest on, for law.cite."""
        return (law.parameter(self.parameter, law_day).source, *self.also)

    def over(self, first: date, law_day: date) -> Reckoning:
        """The period that begins on a day; raises CalendarMissing."""
        return self.count(first, self.length(law_day))

    def tell(self, over: Reckoning) -> str:
        """Spell it out, with its name."""
        after = "次日起可以办理下一步。" if self.gap else ""
        return f"{self.what}：{over.explain()}{after}"

    def latest(self, ended: date, law_day: date) -> Reckoning:
        """The latest period that lets its step happen on a day; raises CalendarMissing."""
        return self.back(ended - self.gap, self.length(law_day))


def _extended(first: date, days: int) -> Reckoning:
    counted = clock.add_days(first, days)
    clock.effective_last_day(counted.end)  # asked first: a plan does not go by a provisional day
    return clock.extend(counted)


def _latest_extended(last: date, days: int) -> Reckoning:
    return _extended(clock.subtract_extended_days(last, days).start, days)


def _latest_clear(end: date, days: int) -> Reckoning:
    return clock.add_clear_days(end - timedelta(days=days + 1), days)


PERIODS = (
    Period(
        what="公开征求意见",
        start="consultation.notice",
        end="consultation.adoption",
        parameter="consultation_days",
        also=("民法典-201", "民法典-203"),
        count=_extended,
        back=_latest_extended,
        gap=timedelta(days=1),
    ),
    Period(
        what="送达听证材料",
        start="consultation.notice",
        end="consultation.hearing",
        parameter="hearing_service_days",
        also=(),
        count=clock.add_clear_days,
        back=_latest_clear,
    ),
    Period(
        what="合法性审查",
        start="legality_review.submission",
        end="legality_review.opinion",
        parameter="legality_review_working_days",
        also=(),
        count=clock.add_working_days,
        back=clock.subtract_working_days,
    ),
)
"""Consultation, the materials of a hearing (served on the day of the notice at the earliest; its
own day does not count), and the time that must be left for the legality review."""


DISCLOSURE = Period(
    what="主动公开政府信息",
    start="decision.meeting",
    end="disclosure.publication",
    parameter="disclosure_working_days",
    also=(),
    count=clock.add_working_days,
    back=clock.subtract_working_days,
)
"""What holds no later step up, but must be done before its time is over."""


def last_day_to_publish(completed_on: date) -> date | None:
    """The last lawful day to disclose what was done on a day (711-26), or None where the calendar or the law has no answer."""
    try:
        return DISCLOSURE.over(completed_on, completed_on).end
    except (clock.CalendarMissing, law.NotInForce):
        return None
