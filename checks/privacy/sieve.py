"""Many short texts at once -> those in which a detector may find anything; most cells of a table hold nothing.

Each detector says what a text, or the heading over it, has to have. That is looked for in some
thousand texts together, each once however often it is there, and only what has it is looked at by itself.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress
from typing import cast

from checks.privacy.detectors import DETECTORS
from checks.privacy.extracted import Piece, Read
from checks.privacy.match import BETWEEN, Places
from checks.privacy.normalise import fold

SHORT, TOGETHER = 40, 10_000
"""Characters of a text that is put together with others, and how many of them are."""
_IN_TEXTS = tuple(detector.hints for detector in DETECTORS)
_IN_HEADINGS = tuple(detector.heads for detector in DETECTORS if detector.heads)
_FIGURE = re.compile(r"[0-9.,%\- ]{0,9}")
"""A figure with fewer digits than the shortest number of anybody that nothing announces."""


def telling(parts: Iterable[Read]) -> Iterator[Read]:
    """The parts, in their order, without the short pieces that no detector can find anything in."""
    batch = list[Read]()
    for part in parts:
        batch.append(part)
        if len(batch) == TOGETHER:
            yield from _sieved(batch)
            batch = []
    yield from _sieved(batch)


def _sieved(batch: Sequence[Read]) -> Iterator[Read]:
    short = [isinstance(part, Piece) and len(part.text) <= SHORT for part in batch]
    pieces = cast("list[Piece]", list(compress(batch, short)))
    headings = list({part.heading: None for part in pieces})
    texts = {part.text: None for part in pieces}
    told = [text for text in texts if not _FIGURE.fullmatch(text)]
    said, above = _telling(told, _IN_TEXTS), _telling(headings, _IN_HEADINGS)
    for part, is_short in zip(batch, short, strict=True):
        if not is_short or part.text in said or part.heading in above:  # type: ignore[union-attr]
            yield part


def _telling(texts: Sequence[str], hints: Sequence[Places]) -> set[str]:
    """Those of the texts that have what one of the hints looks for; all where they cannot be told apart."""
    folded = fold(BETWEEN.join(texts))
    if folded.count(BETWEEN) != len(texts) - 1:
        return set(texts)
    begins = [0, *accumulate(len(text) + 1 for text in folded.split(BETWEEN))]
    return {texts[bisect_right(begins, at) - 1] for hint in hints for at in hint(folded)}
