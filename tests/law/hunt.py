"""Plain random walks through world.py, many times as fast as Hypothesis, each from its own number.

`python -m tests.law.hunt 500 20000` walks from number 500 on and prints every way round the law that
it finds, as short as leaving filings out makes it. A number that failed fails again.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from catalog.record import Amendment, Record
from tests.catalog.rules.lawful import LAWFUL
from tests.law.standing import lawful
from tests.law.world import (
    AMENDS,
    FURTHER,
    GROUNDS,
    PREFIXES,
    SKIPPED,
    VERSIONS,
    WAITS,
    InMemory,
)

LENGTHS = (15, 25, 50)


class Told(NamedTuple):
    """One filing that was taken."""

    on: date
    step: str
    record: Record
    amends: Amendment | None

    def __str__(self) -> str:
        how = f" ({self.amends.kind})" if self.amends else ""
        usual = [filed.record for filed in LAWFUL if filed.step == self.step]
        odd = [_odd(self.record, was) for was in (lawful(self.step, self.on), *usual)]
        return f"{self.on} {self.step}{how} {min(odd, key=len) or ''}"


def _odd(record: Record, usual: Record) -> dict[str, object]:
    """Where a record is not as usual."""
    return {name: is_ for name, is_ in record if is_ != getattr(usual, name)}


class Hunted(InMemory):
    """The same world; it remembers what was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Told] = []

    def attempt(self, step: str, record: Record, amends: Amendment | None = None) -> None:
        """Try to file, and remember it if it was taken."""
        before = len(self.dossier.entries)
        try:
            super().attempt(step, record, amends)
        finally:
            if len(self.dossier.entries) > before:
                self.told.append(Told(self.today, step, record, amends))


def walk(number: int) -> list[Told]:
    """The filings of one walk that ended in something unlawful; none where all went lawfully."""
    lots, world = Random(number), Hunted()
    try:
        world.so_far_all_went_well(count=lots.choice(PREFIXES))
        for _ in range(lots.choice(LENGTHS)):
            lots.choice(DEEDS)(world, lots)
    except AssertionError:
        return world.told
    return []


Deed = Callable[[Hunted, Random], object]
DEEDS: tuple[Deed, ...] = (
    lambda w, r: w.time_passes(days=r.choice(WAITS)),
    lambda w, r: w.the_next_steps_are_taken(data=r, steps=r.randint(1, 6)),
    lambda w, r: w.a_lie_is_told_in_its_turn(data=r),
    lambda w, r: w.something_is_tried(
        data=r,
        step=r.choice(FURTHER),
        amends=r.choice(AMENDS),
        lies=r.randint(0, 2),
        days=r.choice(WAITS),
    ),
    *(2 * (lambda w, r: w.what_is_on_file_is_corrected(data=r, lies=r.randint(1, 2)),)),
    lambda w, r: w.refused and w.a_refusal_is_argued_with(),
    lambda w, r: w.another_draft_is_put_in_its_place(
        data=r, version=r.choice(VERSIONS), amends=r.choice(AMENDS)
    ),
    lambda w, r: w.a_procedure_is_declared_needless(
        stage=r.choice(SKIPPED), ground=r.choice(GROUNDS)
    ),
)


def wrong_with(told: list[Told]) -> str:
    """What is wrong with some filings, taken one after the other; empty where nothing is."""
    world = Hunted()
    try:
        for world.today, step, record, amends in told:
            world.attempt(step, record, amends)
    except AssertionError as wrong:
        return str(wrong)
    return ""


def shortest(told: list[Told]) -> list[Told]:
    """The filings without those that the way round does not need."""
    for n in reversed(range(len(told))):
        fewer = told[:n] + told[n + 1 :]
        if wrong_with(fewer):
            return shortest(fewer)
    return told


def ways_round(first: int, walks: int) -> Iterator[str]:
    """Each way round that some walks find, with its number and its filings."""
    for number in range(first, first + walks):
        told = walk(number)
        if told:
            told = shortest(told)
            yield "\n  ".join([f"walk {number}: {wrong_with(told)}", *map(str, told)])


if __name__ == "__main__":
    for found in ways_round(*map(int, sys.argv[1:])):
        sys.stdout.write(f"{found}\n\n")
