"""The days on which offices work: holiday tables as typed in, and the library behind them."""

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, NamedTuple, Self

import chinese_calendar
from pydantic import BaseModel, Field, StrictBool, StrictInt, ValidationError, model_validator

from catalog.errors import Refusal
from catalog.plainyaml import NotPlain, Typed, parse_yaml

HOLIDAYS = Path(__file__).parent / "holidays"
STATUTORY = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
SATURDAY, DECEMBER = 5, 12
# The furthest back that a following year's notice has reached into December so far is the 29th.
YEAR_END = (DECEMBER, 29)

StrictDate = Annotated[date, Field(strict=True)]


class CalendarMissing(Refusal, LookupError):
    """No trustworthy holiday table covers a day; the message names the year and the file."""

    def __init__(self, message: str, year: int) -> None:
        super().__init__(message, year)
        self.year = year

    def __str__(self) -> str:
        return str(self.args[0])


class Day(NamedTuple):
    """What the calendar says of one day; `holiday` names a day off that is no plain weekend."""

    working: bool
    holiday: str = ""
    provisional: bool = False


class Notice(BaseModel, frozen=True, extra="forbid"):
    """One year's holiday table as typed in from the State Council notice.

    It may name December days of the year before.
    """

    year: StrictInt
    document: str = Field(min_length=1)
    published_on: StrictDate | None = None
    holidays: dict[str, tuple[StrictDate, StrictDate]]
    workdays: tuple[StrictDate, ...] = ()
    provisional: StrictBool = False

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Refuse a stub or a half-typed table: it would turn holidays into working days."""
        absent = [name for name in STATUTORY if name not in "".join(self.holidays)]
        if absent:
            raise ValueError(f"未列明放假安排：{'、'.join(absent)}")
        if not self.provisional and self.published_on is None:
            raise ValueError("缺少通知发布日期 published_on（尚未公布的须标明 provisional: true）")
        return self

    @model_validator(mode="after")
    def _has_lawful_dates(self) -> Self:
        """Refuse dates of another year, spans that run backwards or overlap, odd make-up days."""
        spans = sorted(self.holidays.values())
        for day in (*self.workdays, *(end for span in spans for end in span)):
            if not date(self.year - 1, DECEMBER, 1) <= day <= date(self.year, DECEMBER, 31):
                raise ValueError(f"{day}不属于{self.year}年放假安排")
        if any(last < first for first, last in spans):
            raise ValueError("假期的末日早于首日")
        if any(following[0] <= span[1] for span, following in pairwise(spans)):
            raise ValueError("假期互相重叠")
        for day in self.workdays:
            if day.weekday() < SATURDAY or any(first <= day <= last for first, last in spans):
                raise ValueError(f"{day}不是可以调休上班的周末")
        return self

    def names(self, day: date) -> Day | None:
        """Say what this notice decides about the day; None if it does not name it."""
        if day in self.workdays:
            return Day(True, provisional=self.provisional)
        for name, (first, last) in self.holidays.items():
            if first <= day <= last:
                return Day(False, name, self.provisional)
        return None


def read_notice(path: Path) -> Notice:
    """Read one year's table; an empty, partial or wrong file raises CalendarMissing."""
    year = int(path.stem)
    try:
        content = parse_yaml(path.read_bytes(), Typed)
        if not content:
            raise _missing(year, "文件为空")
        notice = Notice.model_validate(content)
    except NotPlain as error:
        raise _missing(year, "文件不是有效的 YAML") from error
    except ValidationError as error:
        raise _missing(year, _faults(error)) from error
    if notice.year != year:
        raise _missing(year, f"文件内写的是{notice.year}年")
    return notice


@cache
def _notice(folder: Path, year: int) -> Notice | None:
    """Read a year's table once; a running process does not see a file that is added later."""
    path = folder / f"{year}.yaml"
    return read_notice(path) if path.exists() else None


def notice_of(year: int) -> Notice | None:
    """The holiday table of a year as typed in; None where there is none. Raises CalendarMissing."""
    return _notice(HOLIDAYS, year)


def look_up(day: date) -> Day:
    """What the calendar says of a day. Raises CalendarMissing where no table covers it."""
    return _day_in(HOLIDAYS, day)


@cache
def _day_in(folder: Path, day: date) -> Day:
    """Ask the notices first, then the library; the next year's notice may name December days."""
    years = (day.year, day.year + 1) if day.month == DECEMBER else (day.year,)
    notices = [notice for year in years if (notice := _notice(folder, year))]
    for notice in reversed(notices):
        if named := notice.names(day):
            return named
    plain = Day(day.weekday() < SATURDAY)
    if len(notices) == len(years):
        return plain._replace(provisional=any(notice.provisional for notice in notices))
    if found := _from_library(day):
        return found._replace(provisional=_unsettled(day))
    if notices and notices[0].year == day.year:
        return plain._replace(provisional=_unsettled(day) or notices[0].provisional)
    raise _missing(day.year, "未收录该年")


@cache  # each question costs the library a walk through its whole table
def _from_library(day: date) -> Day | None:
    """Ask chinese_calendar; None outside the years that it covers."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    holiday = chinese_calendar.Holiday(name).chinese if off and name else ""
    return Day(not off, holiday)


def _unsettled(day: date) -> bool:
    """Whether the day ends a year whose following notice, which may still name it, is unknown."""
    if (day.month, day.day) < YEAR_END or _notice(HOLIDAYS, day.year + 1):
        return False
    return bool(day.year >= max(chinese_calendar.constants.holidays).year)


def _missing(year: int, reason: str) -> CalendarMissing:
    return CalendarMissing(
        f"缺少{year}年放假安排（{reason}），无法计算工作日；"
        f"请按国务院办公厅通知填写 catalog/holidays/{year}.yaml",
        year,
    )


def _faults(error: ValidationError) -> str:
    """Say in Chinese what is wrong with a table, all faults at once."""
    return "；".join(
        str(fault["ctx"]["error"])
        if fault["type"] == "value_error"
        else f"{'.'.join(map(str, fault['loc'])) or '文件'}有误"
        for fault in error.errors()
    )
