"""Many requests at once, each tried again a few times where that can help."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import NamedTuple, TypeVar

from office.targets.errors import TransientError

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[int], None]
BATCH = 256


class RetryingPool(NamedTuple):
    """How many requests at once and how often each is tried; `beat` is told of every few done.

    A request that fails for good stops all that have not begun.
    """

    width: int
    attempts: int
    beat: Progress

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Do the work for every item; the results in the order of the items."""
        done: list[Result] = []
        if not items:
            return done
        with ThreadPoolExecutor(min(self.width, len(items))) as pool:
            try:
                for start in range(0, len(items), BATCH):
                    batch = items[start : start + BATCH]
                    for one in [pool.submit(steadily, self.attempts, work, item) for item in batch]:
                        done.append(one.result())
                        self.beat(1)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return done


def steadily(attempts: int, work: Callable[[Item], Result], item: Item) -> Result:
    """Do a piece of work, again after 0.4, 0.8 … seconds where it failed and that may pass."""
    for attempt in range(1, attempts):
        try:
            return work(item)
        except TransientError:
            sleep(0.2 * 2**attempt)
    return work(item)
