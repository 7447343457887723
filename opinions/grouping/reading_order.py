"""The order in which a person reads, so that rare opinions are read and not only large groups."""

from collections.abc import Iterator, Sequence

from opinions.grouping.result import Reading

EVERY = 10
"""Each so-manieth place of the list goes to the rarest that has not been read."""


def work_list(by_clause: Sequence[str], rarest: Sequence[Reading]) -> Iterator[str]:
    """The letters in the order given, every tenth place for the rarest left; each once.

    `by_clause` is the order of the office (by clause, by size), `rarest` the `readings` of a grouping; a letter
    that only one of them names is told in its turn all the same.
    """
    told = set[str]()
    waiting, rare = iter(by_clause), (reading.letter for reading in rarest)
    place = 0
    while True:
        place += 1
        first, second = (rare, waiting) if place % EVERY == 0 else (waiting, rare)
        letter = _next(first, told) or _next(second, told)
        if letter is None:
            return
        told.add(letter)
        yield letter


def _next(letters: Iterator[str], told: set[str]) -> str | None:
    return next((letter for letter in letters if letter not in told), None)
