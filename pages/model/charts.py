"""Opinions as bars: where they came from and what became of them, in one table with the numbers."""

from collections.abc import Iterator, Sequence

from catalog.opinion import OpinionSource
from catalog.public.participation import PublicAdoption
from pages.model.view import shown


@shown
class BarRow:
    """One line: what, how many as printed, and the length of its bar in hundredths of the longest."""

    label: str
    number: str
    width: float


@shown
class BarChart:
    """Bars with one unit; submissions (件) and points (条) are never in the same chart."""

    title: str
    what: str
    unit: str
    rows: tuple[BarRow, ...]
    total: str


def charts(adoption: PublicAdoption) -> tuple[BarChart, ...]:
    """What arrived by channel, apart for the public and for units, then what became of it."""
    arrived: list[BarChart] = []
    for source in OpinionSource:
        rows = [(r.channel, r.submissions) for r in adoption.received if r.source is source]
        arrived += _chart(f"{source.value}来件（按渠道）", "渠道", "件", rows)
    outcomes = [(o.value, n) for o, n in adoption.counts.by_outcome().items() if n]
    return (*arrived, *_chart("意见处理结果", "处理", "条", outcomes))


def _chart(
    title: str, what: str, unit: str, rows: Sequence[tuple[str, int | None]]
) -> Iterator[BarChart]:
    """Nothing where there is nothing to compare: one bar is a number, and says it better alone."""
    known = [number for _, number in rows if number is not None]
    if len(rows) < 2 or not any(known):
        return
    yield BarChart(
        title=title,
        what=what,
        unit=unit,
        rows=tuple(
            BarRow(
                label=label,
                number="数不明" if number is None else str(number),
                width=round((number or 0) / max(known) * 100, 1),
            )
            for label, number in rows
        ),
        total=str(sum(known)) if len(known) == len(rows) else "",
    )
