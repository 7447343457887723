"""A visitor who reads the whole site over and over while it is being published."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.office.targets.sites import Files

WITHIN = 1
"""Publications that may go by while somebody reads: folders are used again after more of them."""


class Seen(NamedTuple):
    """What the visitor found: whole readings, and those that were no edition."""

    readings: list[str]
    mixtures: list[str]


class Editions:
    """All that is ever published, by name, and how many publications were begun."""

    def __init__(self) -> None:
        self.whole: dict[str, Files] = {}
        self.begun = 0


@contextmanager
def watching(site: Path, editions: Editions) -> Iterator[Seen]:
    """Read the site that a link leads to, over and over, each time through the link anew."""
    seen, stop = Seen([], []), threading.Event()

    def look() -> None:
        while not stop.is_set():
            before = editions.begun
            files = _reading(site)
            if editions.begun - before > WITHIN:
                continue
            name = next((n for n, whole in editions.whole.items() if whole == files), "")
            (seen.readings if name else seen.mixtures).append(name or repr(files))

    visitor = threading.Thread(target=look)
    visitor.start()
    try:
        yield seen
    finally:
        stop.set()
        visitor.join()


def _reading(site: Path) -> Files:
    """All files of the folder that the link leads to just now; it never leads nowhere."""
    folder = os.open(site, os.O_RDONLY | os.O_DIRECTORY)
    try:
        found = {}
        for at, _, names, handle in os.fwalk(".", dir_fd=folder):
            for name in names:
                with (
                    suppress(FileNotFoundError),
                    open(os.open(name, os.O_RDONLY, dir_fd=handle), "rb") as file,
                ):
                    found[os.path.normpath(f"{at}/{name}")] = file.read()
        return found
    finally:
        os.close(folder)
