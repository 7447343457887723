"""What became of the opinions as one bar, in one table with the numbers."""

from catalog.opinion import Outcome
from catalog.public.participation import PublicAdoption
from pages.model.view import shown

COLOURS = {
    Outcome.NOT_ADOPTED: "red",
    Outcome.PARTLY_ADOPTED: "brown",
    Outcome.ABSORBED: "green",
    Outcome.ADOPTED: "green",
    Outcome.SUPPORT: "blue",
    Outcome.OUT_OF_SCOPE: "grey",
    Outcome.DUPLICATE: "grey",
}
"""In the order in which opinions are read: first what people will ask about."""


@shown
class Share:
    """An outcome: how many points, and where in the bar it lies, in hundredths of the whole."""

    label: str
    number: int
    colour: str
    start: float
    width: float


@shown
class Shares:
    """A bar of parts that make a whole; `total` is their sum."""

    title: str
    unit: str
    rows: tuple[Share, ...]
    total: int


def shares(adoption: PublicAdoption) -> Shares | None:
    """The outcomes that somebody had; nothing where nobody had any."""
    counts = adoption.counts.by_outcome()
    total, before = sum(counts.values()), 0
    rows = []
    for outcome, colour in COLOURS.items():
        if number := counts[outcome]:
            start, width = round(before / total * 100, 2), round(number / total * 100, 2)
            rows.append(
                Share(label=outcome.value, number=number, colour=colour, start=start, width=width)
            )
            before += number
    if not rows:
        return None
    return Shares(title="意见处理结果", unit="条", rows=tuple(rows), total=total)
