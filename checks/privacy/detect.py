"""A text -> what the detectors find in it, and the text with that covered."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from checks.privacy.detectors import DETECTORS
from checks.privacy.match import Detector, Hit
from checks.privacy.report import masked

AROUND = 16
"""Characters of the text shown at either side of a finding."""
_DIGITS = re.compile(r"\d{5,}")
_NO_DIGIT = re.compile(r"\D+")
SHORT = 200
"""Characters of a text whose digits are counted first: in a longer one there are enough."""
WINDOW, OVERLAP = 6000, 150
"""Characters of a text looked at together, and shared with the next part of it."""
Found = tuple[Detector, Hit]


def windows(text: str) -> Iterator[tuple[str, int, int]]:
    """A long text in overlapping parts, each with the span whose findings are its own."""
    step, start = WINDOW - 2 * OVERLAP, 0
    while start + WINDOW < len(text):
        yield text[start : start + WINDOW], OVERLAP if start else 0, WINDOW - OVERLAP
        start += step
    yield text[start:], OVERLAP if start else 0, len(text) - start


@lru_cache(maxsize=4_000)
def look(text: str, heading: str) -> tuple[Found, ...]:
    """All that the detectors find in a folded text, without what another finding contains."""
    if len(text) < 2 or text.isspace():
        return ()
    digits = len(text) if len(text) > SHORT else len(_NO_DIGIT.sub("", text))
    looking = (d for d in DETECTORS if digits >= d.digits)
    return without_parts([(d, hit) for d in looking for hit in d.find(text, heading)])


def without_parts(found: Sequence[Found]) -> tuple[Found, ...]:
    """Leave out what lies within another finding at least as sure: a landline within an id.

    Whatever may hold a finding comes before it in this order, so it is enough to know how far those
    before it reached.
    """
    if len(found) < 2:
        return tuple(found)
    outer_first = sorted(range(len(found)), key=lambda n: (found[n][1].start, -found[n][1].end, n))
    kept, reach, sure_reach = list[int](), -1, -1
    for n in outer_first:
        _, hit = found[n]
        if hit.end > (sure_reach if hit.sure else reach):
            kept.append(n)
        reach = max(reach, hit.end)
        sure_reach = max(sure_reach, hit.end if hit.sure else -1)
    return tuple(found[n] for n in sorted(kept))


def covered(text: str, found: tuple[Found, ...]) -> str:
    """The text with every finding covered, and other long numbers too; lengths stay."""
    signs = list(text)
    for detector, hit in found:
        signs[hit.start : hit.end] = masked("".join(signs[hit.start : hit.end]), detector.shows)
    return _DIGITS.sub(lambda run: masked(run[0], (3, 0)), "".join(signs))


def cut(text: str, start: int, end: int) -> str:
    """Some of the text around a finding, on one line."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND, start + 80)
    cut = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{cut}{'…' if right < len(text) else ''}"
