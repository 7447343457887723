"""The labelled lines, and how well the scanners tell them apart."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from checks.privacy.normalise import fold
from checks.privacy.scan import look

CORPUS = Path(__file__).with_name("corpus.yaml")
HELD_OUT = Path(__file__).with_name("held_out.yaml")
"""Lines that no detector was made or mended with: what to expect of papers never seen."""


class Label(NamedTuple):
    """What stands in a line; `sure` where publication has to wait for it."""

    detector: str
    value: str
    sure: bool


class Line(NamedTuple):
    """One labelled line."""

    text: str
    heading: str
    finds: Counter[Label]


class Score(NamedTuple):
    """How many were rightly found, missed, and found where nothing is."""

    right: int
    missed: int
    false: int

    @property
    def recall(self) -> float:
        return self.right / ((self.right + self.missed) or 1)

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.false) or 1)


def corpus(path: Path) -> list[Line]:
    rows = yaml.safe_load(path.read_text("utf-8"))
    return [
        Line(
            row["text"],
            row.get("heading", ""),
            Counter(_label(said) for said in row.get("finds", ())),
        )
        for row in rows
    ]


def _label(said: str) -> Label:
    detector, _, value = said.partition(" ")
    return Label(detector.removesuffix("!"), value, detector.endswith("!"))


def found(line: Line) -> Counter[Label]:
    hits = look(fold(line.text), fold(line.heading))
    return Counter(Label(d.id, hit.value, hit.sure) for d, hit in hits)


def scores(lines: list[Line], *, blocking: bool) -> Iterator[tuple[str, Score]]:
    """A score for each detector and for all; `blocking` counts only what publication waits for."""
    told, meant = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for line in lines:
        for into, labels in ((told, found(line)), (meant, line.finds)):
            for label in labels:
                if label.sure or not blocking:
                    into[label.detector, label.value, line.text + line.heading] += 1
    for name in ("", *sorted({detector for detector, _, _ in meant})):
        mine = Counter({k: n for k, n in told.items() if name in ("", k[0])})
        theirs = Counter({k: n for k, n in meant.items() if name in ("", k[0])})
        yield (
            name or "all",
            Score((mine & theirs).total(), (theirs - mine).total(), (mine - theirs).total()),
        )
