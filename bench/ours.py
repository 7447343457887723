"""Our own build of the items of one JSON file: `python -m bench.ours FILE FOLDER PROCESSES`.

A program of its own, so that what it takes can be measured from outside, starting included. The
file is an array with a line for each authority: its years as public dossiers. All that Hugo is
handed ready is worked out here: states, sentences, tables, labels.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from publish.manifest import Head
from publish.site import Book
from publish.stream import Source, write_site
from tests.publish.dossiers import AS_OF

SHELF = TypeAdapter(list[Book])
HEAD = Head(0, "0" * 64)


@dataclass(frozen=True)
class Lines:
    """The books of each authority, by where its line begins."""

    path: Path
    begins: dict[str, int] = field(default_factory=dict)

    def __call__(self, id_: str) -> list[Book]:
        with self.path.open("rb") as file:
            file.seek(self.begins[id_])
            return SHELF.validate_json(file.readline().rstrip(b",\n"))


def write_lines(path: Path, shelves: Iterable[list[Book]]) -> None:
    """Write the file."""
    with path.open("wb") as out:
        before = b"[\n"
        for shelf in shelves:
            out.write(before + SHELF.dump_json(shelf))
            before = b",\n"
        out.write(b"\n]\n")


def read_lines(path: Path) -> Lines:
    """Find every authority's line."""
    begins, at = {}, 0
    with path.open("rb") as file:
        for line in file:
            if line.startswith(b"[{"):
                begins[line[:400].split(b'"authority":{"id":"')[1].split(b'"')[0].decode()] = at
            at += len(line)
    return Lines(path, begins)


def none(digest: str) -> bytes:
    """The items of the comparison have no documents: neither program copies any."""
    raise LookupError(digest)


def main(file: str, folder: str, processes: str) -> None:
    """Build."""
    lines = read_lines(Path(file))
    source = Source(lines, none)
    write_site(list(lines.begins), source, AS_OF, HEAD, Path(folder), processes=int(processes))


if __name__ == "__main__":
    main(*sys.argv[1:])
