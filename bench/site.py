"""Building whole sites beside Hugo, from one JSON file each of the same items."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from bench import formats, hugo, ours
from bench.items import years
from catalog.public import PublicDossier
from catalog.public.year import disclose_years
from pages.build.outputs import static
from pages.build.site import PublicYear, public_years
from pages.formats import alternates
from pages.formats.address import base
from pages.formats.json_ld import graph
from pages.html.layout import catalog_frame, item_frame, procedure_frame
from pages.html.theme import TEMPLATES
from pages.model.catalog_page import catalog_page
from pages.model.item_page import item_page
from tests.pages.dossiers import AS_OF


def shelves(count: int) -> Iterator[list[PublicYear]]:
    """The items' public side, authority by authority, without documents to download."""
    for _, of_authority in groupby(years(count), lambda year: year.catalog.id.partition("-")[0]):
        told = public_years(disclose_years(of_authority, AS_OF))
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
    assets, of_items = static().assets, static().of_items
    for shelf in shelves(count):
        for book in shelf:
            folder = f"{book.catalog.authority.id}/{book.folder}"
            year = catalog_page(book.catalog, book.items, book.as_of)
            frame = alternates.with_twins(catalog_frame(year, assets), alternates.YEAR)
            yield hugo.line(folder, year, frame)
            for item in book.items:
                page = item_page(item)
                path = f"{folder}/{page.no:02d}"
                own = alternates.with_item(
                    item_frame(page, of_items), graph(page, base(page.authority))
                )
                yield hugo.line(path, page, own)
                if page.passport or page.procedures:
                    apart = procedure_frame(page, of_items)
                    yield hugo.procedure_line(path, page, apart)


def compare(home: Path, count: int, rounds: int = 3) -> Iterator[tuple[str, hugo.Took]]:
    """What Hugo takes, and what we take: all files of all pages, and of each page the HTML alone.

    In turns, the best of the rounds of each. Each writes into a folder of its own, and nothing is
    deleted before the end: ext4 is slow to make files for a while after many were deleted.
    """
    file, site, program = home / "public.json", home / "hugo", hugo.found()
    ours.write_lines(file, shelves(count))
    runs = {name: _own(file, how) for name, how in OWN.items()}
    if program:
        hugo.lay_out(site, TEMPLATES, page_lines(count))
        runs["Hugo"] = partial(hugo.build, program, site)
        runs["Hugo, HTML alone"] = partial(hugo.build, program, site, alone=True)
    took: dict[str, list[hugo.Took]] = {name: [] for name in runs}
    for nth in range(rounds):
        for name, run in runs.items():
            took[name].append(run(home / f"{name} {nth}"))
    if program:
        _assert_same(home / "Hugo 0", home / "ours, 2 0")
    for name, found in took.items():
        yield name, hugo.Took(*(min(column) for column in zip(*found, strict=True)))


OWN = {"ours, HTML alone": "alone", "ours, 1": "1", "ours, 2": "2"}


def _own(file: Path, how: str) -> Callable[[Path], hugo.Took]:
    return lambda out: hugo.took([sys.executable, "-m", "bench.ours", str(file), str(out), how])


def _assert_same(theirs: Path, own: Path) -> None:
    """Of a sample of pages, every file of one is there of the other and says the same."""
    found = sorted(path.parent for path in theirs.glob("*/zwgk/zdjc/**/index.html"))
    assert found
    for folder in found[:: max(1, len(found) // 300)]:
        beside = own / folder.relative_to(theirs)
        names = {path.name for path in folder.iterdir() if path.is_file()}
        assert names == {path.name for path in beside.iterdir() if path.is_file()}, folder
        for path in map(Path, names):
            one, other = ((at / path).read_text("utf-8") for at in (beside, folder))
            both = [formats.said(path.suffix, body) for body in (one, other)]
            assert both[0] == both[1], folder / path
