"""Digits in a text: groups, and the numbers that neighbouring groups make together."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_GROUP = re.compile(
    r"(?<!\d)\d{17}[Xx](?=1\d{10}(?!\d))|\d+(?:[Xx×ХхΧχ](?![A-Za-z0-9]))?|(?<![A-Za-z0-9])[Xx×](?![A-Za-z0-9])"
)
_GAP = re.compile(
    r"[ \t]{1,4}|[ \t]{0,2}(?:-{1,3}|[._·/~,、])[ \t]{0,2}|[ \t]{0,2}[()][ \t]{0,2}[(\-]?[ \t]?"
    r"|[ \t]{0,4}-?[ \t]{0,2}(?:\r?\n[ \t]{0,8}){1,2}"
)
_ROW = re.compile(r"[\dXx×ХхΧχ](?:[ \t\r\n\-._·/~,、()]{0,24}[\dXx×ХхΧχ]){10,}")
"""What a number of SHORTEST digits and more lies in, with all that may part it; most of a text does not."""
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?:(?=[0-9a-f]{16})[a-f]*(?:\d+[a-f]+){2,}\d*(?![0-9A-Za-z])"
    r"|(?=[0-9A-F]{16})[A-F]*(?:\d+[A-F]+){2,}\d*(?![0-9A-Za-z])"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])"
    r"|(?<=files/)[0-9a-f]{12}(?=-))"
)
"""Digests, also the halves of one that a line cuts in two, UUIDs, and our own file names."""
SHORTEST, LONGEST = 11, 19
"""Digits of a mobile number, and of the longest bank card."""
WIDEST = 24
"""Characters that a gap within a number may take."""
_COMMON = frozenset(" -.,\n")
MOST = 18
"""Groups that one number may be cut into: every digit of an id by itself."""


class Group(NamedTuple):
    """Digits without anything between them."""

    start: int
    end: int
    digits: str


class Number(NamedTuple):
    """One or several neighbouring groups read as one number."""

    start: int
    end: int
    digits: str
    shape: tuple[int, ...]
    gaps: frozenset[str]
    """The kinds of gap between the groups: space, newline, or the sign."""


@lru_cache(maxsize=64)
def without_digests(text: str) -> str:
    """The text with digests and UUIDs covered; places stay."""
    return _DIGEST.sub(lambda digest: "~" * len(digest[0]), text)


@lru_cache(maxsize=64)
def groups(text: str) -> tuple[Group, ...]:
    """All groups that may be, or be part of, a number; without those of digests and UUIDs."""
    blank = without_digests(text)
    return tuple(group for row in _ROW.finditer(blank) for group in _of_row(blank, row))


def _of_row(blank: str, row: re.Match[str]) -> Iterator[Group]:
    start, end = row.span()
    for found in _GROUP.finditer(blank, start):  # it looks at what stands behind the row as well
        if found.start() >= end:
            return
        yield Group(found.start(), found.end(), _plain(found[0]))


def _plain(digits: str) -> str:
    return digits if digits[-1].isdigit() else digits[:-1] + "X"


@lru_cache(maxsize=64)
def joined(text: str) -> tuple[Number, ...]:
    """Every number of 11 to 19 digits that several neighbouring groups make.

    One begins where the groups change their size or what parts them, not within a row of like ones.
    """
    every = groups(text)
    gaps = [_gap(text, a.end, b.start) for a, b in pairwise(every)]
    return tuple(n for first in _firsts(every, gaps) for n in _from(every, gaps, first))


def _firsts(every: tuple[Group, ...], gaps: list[str]) -> Iterator[int]:
    """The groups that a number may begin with."""
    before, size = "", 0
    for first, gap in enumerate(gaps):
        digits = len(every[first].digits)
        card = digits == 4 and every[first].digits.startswith("62")
        if gap and (gap != before or digits != size or card):
            yield first
        before, size = gap, digits


def _from(every: tuple[Group, ...], gaps: list[str], first: int) -> Iterator[Number]:
    """The numbers that begin with one group."""
    start, held, shape = every[first].start, every[first].digits, [len(every[first].digits)]
    for n in range(first, min(first + MOST, len(gaps))):
        if not gaps[n] or len(held) >= LONGEST:
            return
        _, end, digits = every[n + 1]
        held += digits
        shape.append(len(digits))
        if SHORTEST <= len(held) <= LONGEST:
            yield Number(start, end, held, tuple(shape), frozenset(gaps[first : n + 1]))


def _gap(text: str, start: int, end: int) -> str:
    """The kind of gap: a newline, a space or the sign; nothing where it parts two numbers."""
    if end - start > WIDEST:
        return ""
    between = text[start:end]
    if between in _COMMON:
        return between
    if _GAP.fullmatch(between) is None:
        return ""
    return "\n" if "\n" in between else between.strip()[:1] or " "


def luhn(digits: str) -> bool:
    """The check of bank cards (ISO/IEC 7812); one number in ten passes by chance."""
    doubled = "0246813579"
    odd, even = digits[-1::-2], digits[-2::-2]
    return sum(map(int, odd), sum(int(doubled[int(d)]) for d in even)) % 10 == 0
