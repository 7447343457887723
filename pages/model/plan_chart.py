"""The year as a chart: when each item was planned for, and what has happened.

Geometry is worked out here in the units of the drawing; the template only puts it down. What an
office reckons for itself (juece plan) stays inside: the page sets the plan that was published
against what is public of the facts.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from catalog.item import planned_end, planned_label, planned_start
from catalog.public.item import PublicDossier
from pages.model import adjusted
from pages.model.view import shown
from pages.model.wording import day, period

LEFT, WIDTH, TOP, ROW = 285, 725, 36, 34
"""Room for the names, a year's width, the head, and the height of a row."""
BAR, THIN = 14, 8
NAME = 17
"""Characters of a name that fit beside the chart; the whole name is in its title."""


@shown
class Bar:
    """A span or, where it is one day, a mark; `kind` is its class, `says` its title."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    says: str


@shown
class Line:
    """One item: its name, where it goes, and what is drawn in its row."""

    no: int
    name: str
    short: str
    y: float
    planned: str
    happened: tuple[str, ...]
    bars: tuple[Bar, ...]


@shown
class Tick:
    """The first day of a month."""

    x: float
    label: str


@shown
class PlanChart:
    """A year's chart; the table beside it says the same in words."""

    title: str
    width: int
    height: int
    top: int
    left: int
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    today: float | None
    legend: tuple[tuple[str, str], ...] = (
        ("planned", "计划决策时间"),
        ("consulted", "公开征求意见"),
        ("done", "已办环节"),
        ("decided", "审议通过"),
        ("published", "公布"),
    )


def plan_chart(year: int, items: Sequence[PublicDossier], as_of: date) -> PlanChart:
    """Draw a year; what lies outside it is told in the table only."""
    ticks = tuple(Tick(x=_x(date(year, m, 1), year), label=f"{m}月") for m in range(1, 13))
    return PlanChart(
        title=f"{year}年度计划与实际",
        width=LEFT + WIDTH + 20,
        height=TOP + ROW * len(items) + 10,
        top=TOP,
        left=LEFT,
        ticks=ticks,
        lines=tuple(_line(n, item, year) for n, item in enumerate(items)),
        today=_x(as_of, year) if as_of.year == year else None,
    )


def _line(n: int, item: PublicDossier, year: int) -> Line:
    y = TOP + n * ROW
    facts = list(_facts(item))
    told = [*_adjusted(item), *((first, says) for _, first, _, says in facts)]
    spans = [("planned", *span) for span in _planned(item)]
    spans += [(kind, first, last, says) for kind, first, last, says in facts]
    return Line(
        no=item.no,
        name=item.name,
        short=item.name if len(item.name) <= NAME else f"{item.name[: NAME - 1]}…",
        y=y + ROW / 2,
        planned=planned_label(item.planned) or "未载明",
        happened=tuple(says for _, says in sorted(told, key=lambda one: one[0])),
        bars=tuple(
            _bar(kind, first, last, says, y, year)
            for kind, first, last, says in spans
            if first.year <= year <= last.year
        ),
    )


def _planned(item: PublicDossier) -> Iterator[tuple[date, date, str]]:
    first, last = planned_start(item.planned), planned_end(item.planned)
    if first and last:
        yield first, last, f"计划决策时间：{planned_label(item.planned)}"


def _facts(item: PublicDossier) -> Iterator[tuple[str, date, date, str]]:
    """What has happened and is public: class, first and last day, words; in order of time."""
    found = [
        (
            "consulted",
            c.published_on,
            c.closes_on,
            f"公开征求意见：{period(c.published_on, c.closes_on)}",
        )
        for c in item.consultations
    ]
    if item.started_on:
        found.append(("done", item.started_on, item.started_on, f"启动：{day(item.started_on)}"))
    for slug in ("expert_review", "risk_assessment", "legality_review"):
        stage = item.stage(slug)
        if on := stage.completed_on:
            found.append(("done", on, on, f"{stage.title}：{day(on)}"))
    for meeting in item.meetings:
        word = meeting.outcome.value if meeting.outcome else "已召开"
        kind = "decided" if meeting.passed else "done"
        held = meeting.held_on
        found.append((kind, held, held, f"会议审议{word}：{day(held)}"))
    if item.result:
        on = item.result.published_on
        found.append(("published", on, on, f"公布：{day(on)}"))
    yield from sorted(found, key=lambda fact: fact[1])


def _adjusted(item: PublicDossier) -> Iterator[tuple[date, str]]:
    """What became of the plan itself, without which a plan that was moved looks kept."""
    if item.added_on:
        yield item.added_on, f"年内新增：{day(item.added_on)}"
    for change in item.adjustments:
        told = "，".join(filter(None, (day(change.adjusted_on), adjusted.moved(change))))
        yield change.adjusted_on, f"{adjusted.kind(change)}：{told}"


def _bar(kind: str, first: date, last: date, says: str, y: float, year: int) -> Bar:
    x = _x(first, year)
    width = _x(last + timedelta(days=1), year) - x
    height = ROW - 6 if kind == "planned" else THIN if kind == "consulted" else BAR
    return Bar(
        kind=kind,
        x=x,
        y=y + (ROW - height) / 2,
        width=max(width, 5),
        height=height,
        says=says,
    )


def _x(on: date, year: int) -> float:
    """A day's place, kept inside the year."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    within = (min(max(on, first), after) - first).days / (after - first).days
    return round(LEFT + within * WIDTH, 1)
