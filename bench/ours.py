"""Our own build of the items of one JSON file: `python -m bench.ours FILE FOLDER PROCESSES`.

For the PROCESSES "alone" only the HTML of each page is written, as far as a page can be had alone.

A program of its own, so that what it takes can be measured from outside, starting included. The
file is an array with a line for each authority: its years as public dossiers. All that Hugo is
handed ready is worked out here: states, sentences, tables, labels.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pydantic import TypeAdapter

from pages.build.disk import put
from pages.build.manifest import Head
from pages.build.outputs import catalog_files, item_html, under
from pages.build.site import File, PublicYear
from pages.build.write import Source, write_site
from pages.html.theme import ANYWHERE
from tests.pages.dossiers import AS_OF

SHELF = TypeAdapter(list[PublicYear])
HEAD = Head(0, "0" * 64)


@dataclass(frozen=True)
class Lines:
    """The books of each authority, by where its line begins."""

    path: Path
    begins: dict[str, int] = field(default_factory=dict)

    def __call__(self, id_: str) -> list[PublicYear]:
        with self.path.open("rb") as file:
            file.seek(self.begins[id_])
            return SHELF.validate_json(file.readline().rstrip(b",\n"))


def write_lines(path: Path, shelves: Iterable[list[PublicYear]]) -> None:
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


def alone(lines: Lines, folder: Path) -> None:
    """The HTML of each item and each year."""
    for id_ in lines.begins:
        for book in lines(id_):
            pages = (item_html(book.folder, item, ANYWHERE) for item in book.items)
            for path, body in chain(pages, [year_html(book)]):
                put(folder / id_, path, body)


def year_html(book: PublicYear) -> File:
    """The page of a year alone."""
    page = catalog_files(book.page, {}, ANYWHERE)
    return next(under(book.folder, page))


def main(file: str, folder: str, processes: str) -> None:
    """Build."""
    lines = read_lines(Path(file))
    if processes == "alone":
        alone(lines, Path(folder))
        return
    source = Source(lines, none)
    write_site(list(lines.begins), source, AS_OF, HEAD, Path(folder), processes=int(processes))


if __name__ == "__main__":
    main(*sys.argv[1:])
