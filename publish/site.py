"""Dossiers -> Edition: every page of every authority under its path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from catalog.dossier import Dossier
from catalog.public import PublicCatalog, PublicDossier, disclose, disclose_catalog
from publish.annual import catalog_page, lead
from publish.edition import Edition, Head
from publish.facts import compiled, owner
from publish.folders import Read, catalog_files, item_files, static
from publish.frame import PATH, Cover, lost_frame, root_frame, search_frame, top_frame
from publish.look import ANYWHERE, Setting
from publish.page import CatalogPage
from publish.parts import Door
from publish.render import render_index, render_notfound
from publish.search.page import search_files
from publish.twins import head
from publish.twins.dataset import Dataset
from publish.twins.files import item_place, portal_twins, site_twins
from publish.wording import listed
from publish.write import write

__all__ = ["Edition", "Head", "Year", "build", "write"]


class Year(NamedTuple):
    """One authority's year: the dossier `<authority>-<year>` of its catalog, and its items."""

    catalog: Dossier
    items: Sequence[Dossier]


class Book(NamedTuple):
    """The public side of a year."""

    catalog: PublicCatalog
    items: list[PublicDossier]
    page: CatalogPage


def build(
    years: Iterable[Year], as_of: date, ledger: Head, read: Read, setting: Setting = ANYWHERE
) -> Edition:
    """Build the site as of the end of a day; a year not on file by then is left out.

    Each authority has a site root of its own, the folder of its id: what is served under its name
    keeps its addresses whoever joins the installation later. The page above them lists them all.
    Raises Altered where `read` gives other bytes than were filed.
    """
    shelves = _shelves(years, as_of, setting)
    files = dict[str, bytes]()
    for id_, books in sorted(shelves.items()):
        files.update((f"{id_}/{path}", body) for path, body in _site(books, as_of, read, setting))
    if shelves:
        files.update(_top(shelves, as_of, setting))
    return Edition(files, as_of, ledger)


def _shelves(years: Iterable[Year], as_of: date, setting: Setting) -> dict[str, list[Book]]:
    """The books of each authority by its id, the newest year first."""
    shelves: dict[str, list[Book]] = {}
    for year in years:
        if year.catalog.on(as_of).entries:
            book = _book(year, as_of, setting)
            shelves.setdefault(book.catalog.authority.id, []).append(book)
    for books in shelves.values():
        books.sort(key=lambda book: book.catalog.year, reverse=True)
    return shelves


def _book(year: Year, as_of: date, setting: Setting) -> Book:
    told = (item.on(as_of) for item in year.items)
    shown = (disclose(item, as_of) for item in told if item.entries and not item.secret)
    items = [setting.placed(item) for item in shown]
    catalog = setting.sited(disclose_catalog(year.catalog, as_of))
    return Book(catalog, items, catalog_page(catalog, items, as_of))


def _site(
    books: list[Book], as_of: date, read: Read, setting: Setting
) -> Iterator[tuple[str, bytes]]:
    """All files of one authority, newest year first in its index."""
    kept, newest = static(setting.look), books[0].catalog
    site = setting.site(newest.authority)
    yield from kept.files.items()
    datasets, found = [], dict[str, bytes]()
    for book in books:
        folder = f"{PATH}/{book.catalog.year}"
        year = dict(catalog_files(book.page, setting))
        datasets.append(Dataset(book.page, year))
        yield from ((f"{folder}/{name}", body) for name, body in year.items())
        for item in book.items:
            made = dict(item_files(folder, item, read, setting))
            found.update((p, body) for p, body in made.items() if p.endswith(".html"))
            yield from made.items()
    yield from site_twins(datasets, [item_place(item) for book in books for item in book.items])
    cover = Cover(
        authority=newest.authority,
        notice=_notices(books),
        source=compiled(newest),
        as_of=as_of,
    )
    doors = tuple(_year_door(book) for book in books)
    root = head.with_twins(root_frame(cover, kept.assets, site), head.ROOT)
    yield "index.html", render_index(doors, root, setting.look).encode()
    if not setting.look.fragment:  # a portal has its own
        lost = lost_frame(cover, kept.assets, site)
        yield "404.html", render_notfound(lost, setting.look).encode()
    if setting.look.search:
        frame = search_frame(cover, kept.assets, site)
        yield from search_files(found, doors, frame, kept, setting.look)


def _year_door(book: Book) -> Door:
    catalog = book.catalog
    href = f"{PATH}/{catalog.year}/index.html"
    note = f"整理列出{len(book.items)}项。" if catalog.compiled_from else lead(book.items)
    return Door(href=href, text=catalog.title, updated_on=_updated(book), note=note)


def _updated(book: Book) -> date:
    return book.page.updated_on or book.page.as_of


def _years(books: Iterable[Book]) -> str:
    return listed(f"{book.catalog.year}年度{len(book.items)}项" for book in books)


def _notices(books: Iterable[Book]) -> str:
    """Each notice once, a line each: what is a demonstration stays one on every page above it."""
    return "\n".join(dict.fromkeys(book.catalog.notice for book in books if book.catalog.notice))


def _top(
    shelves: Mapping[str, list[Book]], as_of: date, setting: Setting
) -> Iterator[tuple[str, bytes]]:
    """The page above several authorities, in the order of their ids."""
    yield from static(setting.look).files.items()
    doors = tuple(
        Door(
            href=f"{id_}/index.html",
            text=owner(books[0].catalog),
            updated_on=max(map(_updated, books)),
            note=_years(books),
        )
        for id_, books in sorted(shelves.items())
    )
    every = (book for _, books in sorted(shelves.items()) for book in books)
    frame = top_frame(_notices(every), as_of, static(setting.look).assets)
    if len(shelves) > 1:
        frame = head.with_twins(frame, head.ROOT)
        yield from portal_twins(
            [book.page for _, books in sorted(shelves.items()) for book in books]
        )
    yield "index.html", render_index(doors, frame, setting.look).encode()
