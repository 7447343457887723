"""Targets: what a whole push and one of ten changed items cost at real servers on loopback."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.office.targets.counting import full_and_changed
from tests.office.targets.rigs import KINDS, rig

SIZE = 20_000  # bytes of a page, about what an item's page has


def report(folder: Path, items: int) -> Iterator[str]:
    """A line for each kind of target."""
    for kind in KINDS:
        own = folder / kind
        own.mkdir()
        begun = perf_counter()
        with rig(kind, own) as target:
            whole, changed = full_and_changed(target, own, items, SIZE)
        yield (
            f"targets, {kind:18} {items} items: whole {whole.requests} requests "
            f"{whole.size / 1e6:.1f} MB, ten changed {changed.requests} requests "
            f"{changed.size / 1e6:.2f} MB: {changed.requests / whole.requests:.2%} of the requests, "
            f"{changed.size / whole.size:.2%} of the bytes ({perf_counter() - begun:.0f} s in all)"
        )
