"""Dossiers -> Edition: every page of every authority under its path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from catalog.dossier import Dossier
from catalog.public import PublicCatalog, PublicDossier, disclose, disclose_catalog
from publish.annual import lead
from publish.edition import Edition, Head
from publish.facts import compiled, owner
from publish.folders import Read, catalog_files, item_files, static
from publish.frame import PATH, lost_frame, root_frame, search_frame, top_frame
from publish.parts import Door
from publish.render import render_index, render_notfound
from publish.search.page import search_files
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


def build(
    years: Iterable[Year], as_of: date, ledger: Head, read: Read, *, search: bool = False
) -> Edition:
    """Build the site as of the end of a day; a year not on file by then is left out.

    Each authority has a site root of its own, the folder of its id: what is served under its name
    keeps its addresses whoever joins the installation later. The page above them lists them all.
    With `search` each site has a search page with its index (publish/search; only where it is
    installed). Raises Altered where `read` gives other bytes than were filed.
    """
    shelves: dict[str, list[Book]] = {}
    for year in years:
        if year.catalog.on(as_of).entries:
            book = _book(year, as_of)
            shelves.setdefault(book.catalog.authority.id, []).append(book)
    files = dict[str, bytes]()
    for id_, books in sorted(shelves.items()):
        newest_first = sorted(books, key=lambda book: book.catalog.year, reverse=True)
        site = _site(newest_first, as_of, read, search)
        files.update((f"{id_}/{path}", body) for path, body in site)
    if shelves:
        files.update(_top(shelves, as_of))
    return Edition(files, as_of, ledger)


def _book(year: Year, as_of: date) -> Book:
    told = (item.on(as_of) for item in year.items)
    items = [disclose(item, as_of) for item in told if item.entries and not item.secret]
    return Book(disclose_catalog(year.catalog, as_of), items)


def _site(books: list[Book], as_of: date, read: Read, search: bool) -> Iterator[tuple[str, bytes]]:
    """All files of one authority, newest year first in its index."""
    assets, newest = static(search).assets, books[0].catalog
    authority = newest.authority
    yield from static(search).files.items()
    pages = dict[str, bytes]()
    for book in books:
        folder = f"{PATH}/{book.catalog.year}"
        yield from catalog_files(folder, book.catalog, book.items, as_of, search)
        for item in book.items:
            made = dict(item_files(folder, item, read, search))
            pages.update((p, body) for p, body in made.items() if search and p.endswith(".html"))
            yield from made.items()
    frame = root_frame(authority, _notices(books), compiled(newest), as_of, assets)
    doors = tuple(_year_door(book) for book in books)
    yield "index.html", render_index(doors, frame).encode()
    lost = lost_frame(authority, _notices(books), compiled(newest), as_of, assets)
    yield "404.html", render_notfound(lost).encode()
    if search:
        found = search_frame(authority, _notices(books), compiled(newest), as_of, assets)
        yield from search_files(pages, doors, found, static(search))


def _year_door(book: Book) -> Door:
    catalog = book.catalog
    href = f"{PATH}/{catalog.year}/index.html"
    note = f"整理列出{len(book.items)}项。" if catalog.compiled_from else lead(book.items)
    return Door(href=href, text=catalog.title, note=note)


def _years(books: Iterable[Book]) -> str:
    return listed(f"{book.catalog.year}年度{len(book.items)}项" for book in books)


def _notices(books: Iterable[Book]) -> str:
    """Each notice once, a line each: what is a demonstration stays one on every page above it."""
    return "\n".join(dict.fromkeys(book.catalog.notice for book in books if book.catalog.notice))


def _top(shelves: Mapping[str, list[Book]], as_of: date) -> Iterator[tuple[str, bytes]]:
    """The page above several authorities, in the order of their ids."""
    yield from static().files.items()
    doors = tuple(
        Door(href=f"{id_}/index.html", text=owner(books[0].catalog), note=_years(books))
        for id_, books in sorted(shelves.items())
    )
    every = (book for _, books in sorted(shelves.items()) for book in books)
    frame = top_frame(_notices(every), as_of, static().assets)
    yield "index.html", render_index(doors, frame).encode()
