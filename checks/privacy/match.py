"""What a detector finds, and the words beside a number that say what it is."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

REACH = 24
"""Characters before a number in which a cue still speaks of it."""
BETWEEN = "\ufdd0"
"""What parts many texts that are sieved together: a noncharacter, which no text has to have."""
Places = Callable[[str], Iterable[int]]
"""Where a folded text, or many with BETWEEN between them, has what somebody looks for."""


class Hit(NamedTuple):
    """A span of the folded text."""

    start: int
    end: int
    value: str
    """What was found without its separators; compared with the allow-list, never printed."""
    sure: bool
    """False where it only looks like one: told, but publication does not wait for it."""


@dataclass(frozen=True)
class Detector:
    """One thing looked for: `find` takes a folded text and its heading."""

    id: str
    title: str
    remedy: str
    find: Callable[[str, str], Iterator[Hit]]
    hints: Places
    """Something of what it finds, in each text in which it finds anything under a heading that `heads` does not know."""
    heads: Places | None = None
    """What a heading has under which it finds something that has no hint."""
    shows: tuple[int, int] = (0, 0)
    """How many characters stay visible at either end."""
    digits: int = 0
    """The fewest digits in what it finds: it need not look at a text with fewer."""


def cued(text: str, start: int, heading: str, cue: re.Pattern[str]) -> bool:
    """Whether a cue stands in the heading or shortly before the number."""
    before = text[max(0, start - REACH) : start]
    return bool(cue.search(before)) or bool(heading and cue.search(heading))


def places(*patterns: re.Pattern[str]) -> Places:
    """Where any of the patterns is; none of them may match BETWEEN."""

    def found(text: str) -> Iterator[int]:
        return (hit.end() - 1 for pattern in patterns for hit in pattern.finditer(text))

    return found


def beginning(signs: str, pattern: str) -> re.Pattern[str]:
    """The first sign of each match; every match has to begin with one of `signs`.

    They are looked for as a set, which is many times as fast as to try the pattern at every place.
    """
    return re.compile(rf"[{signs}](?<=(?=(?i:{pattern})).)")


def at_least(digits: int) -> re.Pattern[str]:
    """So many digits in a text, whatever stands between them."""
    return re.compile(rf"(?:\A|{BETWEEN})(?:[^\d{BETWEEN}]*+\d){{{digits}}}")


def cues(*words: str) -> re.Pattern[str]:
    """Make a pattern of cues; spaces between their Chinese characters do not matter."""
    spaced = (r"\s{0,3}".join(word) if not word.isascii() else word for word in words)
    return re.compile("|".join(spaced), re.IGNORECASE)


def last(text: str, start: int, cue: re.Pattern[str]) -> int:
    """Where the last of the cues shortly before the number begins; -1 without one."""
    return max(
        (found.start() for found in cue.finditer(text, max(0, start - REACH), start)), default=-1
    )
