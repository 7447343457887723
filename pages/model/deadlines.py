"""The page of legal periods: what they are, an example of each, and the days on which offices are shut."""

from collections.abc import Sequence
from datetime import date

from catalog.public.deadlines import PublicDeadlines, PublicHoliday, PublicPeriod
from pages.model.components import Fact
from pages.model.view import shown
from pages.model.wording import day, listed

DATA = "qixian.json"
UNKNOWN = "放假安排尚未公布"
WORDS = {
    "working": "{}个工作日；起算当日不计入，周末和法定节假日不计，调休上班的周末计入",
    "extended": "{}日；起算当日不计入，逐日计算，最后一日不是工作日的，顺延到下一个工作日",
    "clear": "{}日；起算当日不计入，满{}日以后的次日才能办下一步",
}


@shown
class Choice:
    """A period as one may choose it: its place in the data, and its name."""

    value: int
    text: str


@shown
class DeadlinesView:
    """`periods`, `months` and `years` are rows under their columns; `first` and `last` bound what is known."""

    lead: str
    first: date
    last: date
    data: str
    choices: tuple[Choice, ...]
    period_columns: tuple[str, ...]
    periods: tuple[tuple[str, ...], ...]
    examples: tuple[Fact, ...]
    month_columns: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]
    year_columns: tuple[str, ...]
    years: tuple[tuple[str, ...], ...]


def deadlines_page(known: PublicDeadlines) -> DeadlinesView:
    """Work out the page; a function of its argument alone."""
    names = tuple(_named(one, known.periods) for one in known.periods)
    year = known.last.year
    return DeadlinesView(
        lead=f"重大行政决策程序中的法定期限怎样计算。节假日安排已知到{day(known.last)}，"
        "以后的以国务院办公厅公布的为准。",
        first=known.first,
        last=known.last,
        data=DATA,
        choices=tuple(Choice(value=n, text=name) for n, name in enumerate(names)),
        period_columns=("期限", "计算办法", "依据", "施行"),
        periods=tuple(
            (name, WORDS[one.counted].format(one.days, one.days), one.article, _in_force(one))
            for name, one in zip(names, known.periods, strict=True)
        ),
        examples=tuple(
            Fact(term=name, values=(one.example,))
            for name, one in zip(names, known.periods, strict=True)
        ),
        month_columns=("起算日", *names),
        months=tuple(
            (day(one.on), *(day(end) if end else UNKNOWN for end in one.ends))
            for one in known.months
        ),
        year_columns=("年份", "放假", "调休上班"),
        years=tuple(_year(known, one) for one in range(year, known.first.year - 1, -1)),
    )


def _named(one: PublicPeriod, among: Sequence[PublicPeriod]) -> str:
    """Its name; where the law has changed it, with the day from which it is counted so."""
    alike = [other for other in among if other.what == one.what]
    return one.what if len(alike) == 1 else f"{one.what}（{day(one.since)}起）"


def _in_force(one: PublicPeriod) -> str:
    return f"{day(one.since)}起" + (f"，至{day(one.until)}" if one.until else "")


def _year(known: PublicDeadlines, year: int) -> tuple[str, ...]:
    off = [one for one in known.holidays if one.last.year == year]
    worked = [on for on in known.workdays if on.year == year]
    return (
        f"{year}年" + (f"（{day(known.first)}起）" if known.first.year == year else ""),
        listed(_span(one) for one in off),
        listed(f"{on.month}月{on.day}日" for on in worked) or "没有",
    )


def _span(one: PublicHoliday) -> str:
    first = f"{one.first.month}月{one.first.day}日"
    if one.first == one.last:
        return f"{one.name}{first}"
    end = f"{one.last.month}月" if one.last.month != one.first.month else ""
    return f"{one.name}{first}至{end}{one.last.day}日"
