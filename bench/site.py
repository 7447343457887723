"""Building whole sites beside Hugo, from one JSON file each of the same items."""

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

from bench import hugo, ours
from bench.items import years
from publish.frame import catalog_frame, item_frame
from publish.folders import static
from publish.item import item_page
from publish.annual import catalog_page
from publish.site import Book, books
from publish.templating import TEMPLATES
from tests.publish.dossiers import AS_OF


def shelves(count: int) -> Iterator[list[Book]]:
    """The items' public side, authority by authority, without documents to download."""
    shelf: list[Book] = []
    for year in years(count):
        [book] = books([year], AS_OF)
        bare = tuple(item.model_copy(update={"documents": ()}) for item in book.items)
        bare = tuple(i.model_copy(update={"duties": tuple(d.model_copy(update={"evidence": tuple(e.model_copy(update={"digest": ""}) for e in d.evidence)}) for d in i.duties)}) for i in bare)
        if shelf and shelf[0].catalog.authority.id != book.catalog.authority.id:
            yield shelf
            shelf = []
        shelf.insert(0, Book(book.catalog, bare, book.as_of))
    yield shelf


def page_lines(count: int) -> Iterator[str]:
    """The same for Hugo: every page and its frame, all worked out."""
    assets = static().assets
    for shelf in shelves(count):
        for book in shelf:
            folder = f"{book.catalog.authority.id}/{book.folder}"
            year = catalog_page(book.catalog, book.items, book.as_of)
            yield hugo.line(folder, "catalog", year, catalog_frame(year, assets))
            for item in book.items:
                page = item_page(item)
                path = f"{folder}/{page.no:02d}"
                yield hugo.line(path, "item", page, item_frame(page, assets))


def compare(home: Path, count: int) -> Iterator[tuple[str, hugo.Took]]:
    """What Hugo takes, and what we take in one process and in two."""
    program = hugo.found()
    file, out, site = home / "public.json", home / "ours", home / "hugo"
    ours.write_lines(file, shelves(count))
    if program:
        hugo.lay_out(site, TEMPLATES, page_lines(count))
        yield "Hugo", hugo.build(program, site)
    for processes in (1, 2):
        rmtree(out, ignore_errors=True)
        command = [sys.executable, "-m", "bench.ours", str(file), str(out), str(processes)]
        yield f"ours, {processes}", hugo.took(command)
    if program:
        _assert_same(site / "public", out)


def _assert_same(theirs: Path, own: Path) -> None:
    found = sorted(own.glob("*/zwgk/zdjc/**/index.html"))
    for page in found[:: max(1, len(found) // 300)]:
        other = theirs / page.relative_to(own)
        assert hugo.same_text(page.read_text("utf-8"), other.read_text("utf-8")), page
