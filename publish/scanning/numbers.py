"""Digits in a text: groups, and the numbers that neighbouring groups make together."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_GROUP = re.compile(r"\d+(?:[Xx×ХхΧχ](?![A-Za-z0-9]))?|(?<![A-Za-z0-9])[Xx×](?![A-Za-z0-9])")
_GAP = re.compile(r"[ \t]{1,3}|[ \t]?[-._·•/][ \t]?|[ \t]?\r?\n[ \t]{0,4}")
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?:(?=\d*[a-f])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})"
    r"(?![0-9A-Za-z])|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])"
    r"|(?<=files/)[0-9a-f]{12}(?=-))"
)
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
def groups(text: str) -> tuple[Group, ...]:
    """All groups, without those of digests and UUIDs."""
    blank = _DIGEST.sub(lambda digest: "~" * len(digest[0]), text)
    return tuple(Group(m.start(), m.end(), _plain(m[0])) for m in _GROUP.finditer(blank))


def _plain(digits: str) -> str:
    return digits if digits[-1].isdigit() else digits[:-1] + "X"


def joined(text: str, lengths: frozenset[int]) -> Iterator[Number]:
    """Every number of several neighbouring groups with one of the lengths."""
    every, longest = groups(text), max(lengths)
    for first, group in enumerate(every):
        digits, shape, gaps, end = group.digits, [len(group.digits)], set[str](), group.end
        for following in every[first + 1 : first + MOST]:
            gap = _GAP.fullmatch(text, end, following.start)
            if gap is None or len(digits) >= longest:
                break
            digits, end = digits + following.digits, following.end
            shape.append(len(following.digits))
            gaps.add("\n" if "\n" in gap[0] else gap[0].strip() or " ")
            if len(digits) in lengths:
                yield Number(group.start, end, digits, tuple(shape), frozenset(gaps))


def luhn(digits: str) -> bool:
    """The check of bank cards (ISO/IEC 7812); one number in ten passes by chance."""
    doubled = "0246813579"
    odd, even = digits[-1::-2], digits[-2::-2]
    return sum(map(int, odd), sum(int(doubled[int(d)]) for d in even)) % 10 == 0
