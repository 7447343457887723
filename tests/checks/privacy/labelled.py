"""The labelled lines, and how well the scanners tell them apart.

`python -m tests.checks.privacy.labelled` prints the figures, with `tuning` also the lines that are wrong.
"""

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from checks.privacy.extracted import Piece
from checks.privacy.normalise import fold
from checks.privacy.readers import read
from checks.privacy.scan import look

CORPUS = Path(__file__).with_name("corpus.yaml")
HELD_OUT = Path(__file__).with_name("held_out.yaml")
"""Lines that no detector was made or mended with: what to expect of papers never seen."""
TUNING = Path(__file__).with_name("tuning.yaml")
UNSEEN = Path(__file__).with_name("unseen.yaml")
"""The same kinds in other words, never looked at while tuning."""
PLAIN = "txt"
HAS_TO_BLOCK = ("resident-id", "mobile", "bank-card", "passport")
"""Kinds whose every true value should keep a publication back."""
ROUGHLY = ("address", "secrecy")
"""Kinds without a sharp edge: a finding that covers half of the words tells of them all."""


class Label(NamedTuple):
    """What stands in a line; `sure` where publication has to wait for it.

    What `may` be told need not be: as a hint, or where it is also `sure` either way.
    """

    detector: str
    value: str
    sure: bool
    may: bool = False


class Line(NamedTuple):
    """One labelled line, and the kind of file that it is read from."""

    text: str
    heading: str
    finds: Counter[Label]
    suffix: str = PLAIN


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
            row.get("as", PLAIN),
        )
        for row in rows
    ]


def _label(said: str) -> Label:
    kind, _, value = said.partition(" ")
    return Label(kind.rstrip("?!"), value, kind.endswith("!"), "?" in kind)


def found(line: Line) -> Counter[Label]:
    return Counter(
        Label(detector.id, hit.value, hit.sure)
        for text, heading in _pieces(line)
        for detector, hit in look(fold(text), fold(heading))
    )


def _pieces(line: Line) -> Iterator[tuple[str, str]]:
    if line.suffix == PLAIN:
        yield line.text, line.heading
        return
    for part in read(f"line.{line.suffix}", line.text.encode()):
        if isinstance(part, Piece):
            yield part.text, part.heading


def scores(lines: list[Line], *, blocking: bool) -> Iterator[tuple[str, Score]]:
    """A score for each detector and for all; `blocking` counts only what publication waits for."""
    right, missed, false = Counter[str](), Counter[str](), Counter[str]()
    for line in lines:
        told = [hit for hit in found(line) if hit.sure or not blocking]
        meant = [label for label in line.finds if label.sure or not blocking]
        for label in meant:
            if not label.may:
                into = right if any(_tells(hit, label) for hit in told) else missed
                into[label.detector] += 1
        for hit in told:
            if not any(_tells(hit, label) or _again(hit, label) for label in meant):
                false[hit.detector] += 1
    yield "all", Score(right.total(), missed.total(), false.total())
    for name in sorted({*right, *missed, *false}):
        yield name, Score(right[name], missed[name], false[name])


def _tells(hit: Label, label: Label) -> bool:
    """Whether a finding is the labelled value, however it is punctuated and spaced."""
    one, other = sorted((_bare(hit.value), _bare(label.value)), key=len)
    if hit.detector != label.detector:
        return False
    return one == other or (hit.detector in ROUGHLY and one in other and 2 * len(one) >= len(other))


def _again(hit: Label, label: Label) -> bool:
    """Whether a mobile number is told once more, as the WeChat number that it also is."""
    return hit.detector == "social" and _bare(hit.value) == _bare(label.value)


def _bare(value: str) -> str:
    """Letters and digits alone; private-use characters are letters of somebody's name."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    return "".join(c for c in folded if c.isalnum() or unicodedata.category(c) == "Co")


def wrong(lines: list[Line]) -> Iterator[str]:
    """The lines told otherwise than labelled, for whoever mends a detector."""
    for line in lines:
        for blocking in (False, True):
            score = dict(scores([line], blocking=blocking))["all"]
            if score.missed or score.false:
                told = sorted(f"{'!' if h.sure else ''}{h.detector} {h.value}" for h in found(line))
                yield f"{line.text!r} {line.heading} meant {sorted(line.finds)} told {told}"
                break


def figures(name: str, lines: list[Line]) -> Iterator[str]:
    """Recall and precision over all kinds and of each, and what share of true numbers blocks."""
    told, held = (dict(scores(lines, blocking=blocking)) for blocking in (False, True))
    numbers = [held[kind] for kind in HAS_TO_BLOCK if kind in held]
    right, all_of = sum(s.right for s in numbers), sum(s.right + s.missed for s in numbers)
    yield (
        f"scan, {len(lines)} lines {name}: recall {told['all'].recall:.3f} "
        f"precision {told['all'].precision:.3f}, identity, mobile, bank and passport numbers "
        f"that block {right / (all_of or 1):.3f} ({right} of {all_of})"
    )
    for what, by_kind in (("told", told), ("blocking", held)):
        for kind, score in by_kind.items():
            yield (
                f"scan, {len(lines)} lines {name}, {what:8} {kind:12} recall {score.recall:.3f} "
                f"precision {score.precision:.3f} {tuple(score)}"
            )


HALVES = (
    ("worked with", CORPUS),
    ("held out", HELD_OUT),
    ("tuned by", TUNING),
    ("unseen", UNSEEN),
)


def main() -> None:
    for name, path in HALVES:
        sys.stdout.writelines(f"{said}\n" for said in figures(name, corpus(path)))
    if "tuning" in sys.argv[1:]:
        sys.stdout.writelines(f"{said}\n" for said in wrong(corpus(TUNING)))


if __name__ == "__main__":
    main()
