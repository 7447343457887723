"""Building whole sites beside Hugo, from one JSON file each of the same items."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from shutil import rmtree

from bench import hugo, ours
from bench.items import years
from catalog.public import PublicDossier
from publish.annual import catalog_page
from publish.folders import static
from publish.frame import catalog_frame, item_frame
from publish.item import item_page
from publish.look import TEMPLATES
from publish.site import Book, books
from publish.twins import head
from publish.twins.address import base
from tests.publish.dossiers import AS_OF


def shelves(count: int) -> Iterator[list[Book]]:
    """The items' public side, authority by authority, without documents to download."""
    for _, of_authority in groupby(years(count), lambda year: year.catalog.id.partition("-")[0]):
        told = books(of_authority, AS_OF)
        yield [replace(book, items=tuple(map(_without_files, book.items))) for book in told]


def _without_files(item: PublicDossier) -> PublicDossier:
    """Copying documents is no part of the comparison."""
    duties = [
        duty.model_copy(
            update={"evidence": tuple(e.model_copy(update={"digest": ""}) for e in duty.evidence)}
        )
        for duty in item.duties
    ]
    return item.model_copy(update={"documents": (), "duties": tuple(duties)})


def page_lines(count: int) -> Iterator[str]:
    """The same for Hugo: every page and its frame, all worked out."""
    assets = static().assets
    for shelf in shelves(count):
        for book in shelf:
            folder = f"{book.catalog.authority.id}/{book.folder}"
            year = catalog_page(book.catalog, book.items, book.as_of)
            frame = head.with_twins(catalog_frame(year, assets), head.YEAR)
            yield hugo.line(folder, "catalog", year, frame)
            for item in book.items:
                page = item_page(item)
                path = f"{folder}/{page.no:02d}"
                own = head.with_item(item_frame(page, assets), page, base(page.authority))
                yield hugo.line(path, "item", page, own)


def compare(home: Path, count: int, rounds: int = 2) -> Iterator[tuple[str, hugo.Took]]:
    """What Hugo takes, and what we take in one process and in two; in turns, the better of the rounds."""
    program = hugo.found()
    file, out, site = home / "public.json", home / "ours", home / "hugo"
    ours.write_lines(file, shelves(count))
    runs: dict[str, Callable[[], hugo.Took]] = {}
    if program:
        hugo.lay_out(site, TEMPLATES, page_lines(count))
        runs["Hugo"] = lambda: hugo.build(program, site)
    for processes in (1, 2):
        command = [sys.executable, "-m", "bench.ours", str(file), str(out), str(processes)]
        runs[f"ours, {processes}"] = lambda command=command: hugo.took(command)
    took: dict[str, list[hugo.Took]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            rmtree(out, ignore_errors=True)
            rmtree(site / "public", ignore_errors=True)
            took[name].append(run())
            if name == "Hugo":
                pages = _sampled(site / "public")
    if program:
        _assert_same(pages, out)
    for name, found in took.items():
        yield name, hugo.Took(*(min(column) for column in zip(*found, strict=True)))


def _sampled(public: Path) -> dict[str, str]:
    """Some of Hugo's pages."""
    found = sorted(public.glob("*/zwgk/zdjc/**/index.html"))
    some = found[:: max(1, len(found) // 300)]
    return {path.relative_to(public).as_posix(): path.read_text("utf-8") for path in some}


def _assert_same(theirs: dict[str, str], own: Path) -> None:
    assert theirs
    for path, html in theirs.items():
        assert hugo.same_text((own / path).read_text("utf-8"), html), path
