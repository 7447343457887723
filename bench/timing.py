"""Measuring: each thing beside a named peer in the same run."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import NamedTuple

AT_LEAST = 0.2  # seconds spent on each measurement


class Row(NamedTuple):
    """One line of the table; times are milliseconds for one time of what is named."""

    what: str
    took: float
    peer: str
    peer_took: float

    def __str__(self) -> str:
        ratio = self.took / self.peer_took
        return f"{self.took:9.3f}  {self.peer_took:9.3f}  {ratio:7.2f}  {self.what}  |  {self.peer}"


HEADER = f"{'ms':>9}  {'peer, ms':>9}  {'ratio':>7}  what  |  peer"


def against(
    what: str, run: Callable[[], object], peer: str, run_peer: Callable[[], object], of: int = 1
) -> Row:
    """Measure something and its peer in turns, so that a busy machine slows both; `of` is how
    many things one run does."""
    mine, theirs = [], []
    run(), run_peer()  # warm
    begun = perf_counter()
    while perf_counter() - begun < 2 * AT_LEAST or len(mine) < 3:
        mine.append(_once(run))
        theirs.append(_once(run_peer))
    return Row(what, median(mine) / of, peer, median(theirs) / of)


def _once(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return (perf_counter() - begun) * 1000


Rows = Iterator[Row]
