"""One run over all letters of a consultation: read, compare sentences, compare letters, tell what is left to read."""

from collections.abc import Sequence
from time import perf_counter

from opinions.grouping import alike, quoted
from opinions.grouping import letters as held
from opinions.grouping.alike import Tick
from opinions.grouping.assembly import assembled
from opinions.grouping.leaders import led
from opinions.grouping.reading import Reading
from opinions.grouping.result import Grouping, Letter, OnProgress, Progress

VERSION = "sentences-2"
"""Changes whenever the same letters might be grouped otherwise."""
PARAMETERS: dict[str, float] = {
    "quoted_run": quoted.RUN,
    "quoted_part": quoted.HELD,
    "alike": alike.ALIKE,
    "alike_from": alike.SHORTEST,
    "share_shorter": held.SHORTER,
    "share_longer": held.LONGER,
    "share_suggested": held.SUGGESTED,
    "long": held.LONG,
    "bare": held.BARE,
    "plain": held.PLAIN,
}


def group(
    letters: Sequence[Letter], draft: Sequence[str], on_progress: OnProgress | None = None
) -> Grouping:
    """Group letters that say the same; the order in which they are handed in changes nothing.

    `draft` is the text of each clause of the draft that was consulted on, in order. Raises ValueError where
    two letters have one id.
    """
    if len({letter.id for letter in letters}) < len(letters):
        raise ValueError("意见编号重复，不能归并；请核对后重新提交")
    order = _in_order(letters)
    reading = Reading(draft)
    read = reading.read(letters, order, _ticker("读信、去除引用的草案", on_progress, len(letters)))
    ticks = (
        _ticker("比对句子", on_progress, len(letters)),
        _ticker("比对来信", on_progress, len(letters)),
    )
    found = led(letters, read, order, reading.quoted, ticks)
    return assembled(letters, order, found, VERSION, PARAMETERS, reading.quoted.digest)


def _in_order(letters: Sequence[Letter]) -> list[int]:
    """The places of the letters by text, then clause, then name of the group, then id."""
    order = sorted(range(len(letters)), key=lambda place: letters[place].id)
    order.sort(key=lambda place: letters[place].placed)
    order.sort(key=lambda place: letters[place].clause)
    order.sort(key=lambda place: letters[place].text)
    return order


def _ticker(step: str, on_progress: OnProgress | None, letters: int) -> Tick:
    begun = perf_counter()

    def tick(done: int, total: int) -> None:
        if on_progress is None or not total:
            return
        nonlocal begun
        if not done:
            begun = perf_counter()
        took = max(perf_counter() - begun, 1e-6)
        many = letters * done // total
        rest = took * (total - done) / done if done else float("nan")
        on_progress(Progress(step, many, letters, many / took, rest))

    return tick
