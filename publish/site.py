"""Dossiers -> Edition: every page of every authority under its path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from catalog.dossier import Dossier
from catalog.public import PublicCatalog, PublicDossier, disclose, disclose_catalog
from catalog.site import Site
from publish.annual import lead
from publish.edition import Edition, Head
from publish.facts import compiled, owner
from publish.folders import Read, catalog_files, item_files, static
from publish.frame import PATH, Cover, lost_frame, root_frame, top_frame
from publish.look import PLAIN, Look, Setting
from publish.parts import Door
from publish.render import render_index, render_notfound
from publish.wording import listed
from publish.write import write

__all__ = ["Edition", "Head", "Year", "build", "write"]


NO_SITES: Mapping[str, Site] = {}


class Year(NamedTuple):
    """One authority's year: the dossier `<authority>-<year>` of its catalog, and its items."""

    catalog: Dossier
    items: Sequence[Dossier]


class Book(NamedTuple):
    """The public side of a year."""

    catalog: PublicCatalog
    items: list[PublicDossier]


def build(
    years: Iterable[Year],
    as_of: date,
    ledger: Head,
    read: Read,
    *,
    sites: Mapping[str, Site] = NO_SITES,
    look: Look = PLAIN,
) -> Edition:
    """Build the site as of the end of a day; a year not on file by then is left out.

    Each authority has a site root of its own, the folder of its id: what is served under its name
    keeps its addresses whoever joins the installation later. The page above them lists them all.
    Raises Altered where `read` gives other bytes than were filed.
    """
    shelves = _shelves(years, as_of, sites)
    files = dict[str, bytes]()
    for id_, books in sorted(shelves.items()):
        setting = Setting(sites.get(id_), look)
        files.update((f"{id_}/{path}", body) for path, body in _site(books, as_of, read, setting))
    if shelves:
        files.update(_top(shelves, as_of, look))
    return Edition(files, as_of, ledger)


def _shelves(
    years: Iterable[Year], as_of: date, sites: Mapping[str, Site]
) -> dict[str, list[Book]]:
    """The books of each authority by its id, the newest year first."""
    shelves: dict[str, list[Book]] = {}
    for year in years:
        if year.catalog.on(as_of).entries:
            book = _book(year, as_of, sites)
            shelves.setdefault(book.catalog.authority.id, []).append(book)
    for books in shelves.values():
        books.sort(key=lambda book: book.catalog.year, reverse=True)
    return shelves


def _book(year: Year, as_of: date, sites: Mapping[str, Site]) -> Book:
    told = (item.on(as_of) for item in year.items)
    items = [disclose(item, as_of) for item in told if item.entries and not item.secret]
    return _sited(Book(disclose_catalog(year.catalog, as_of), items), sites)


def _sited(book: Book, sites: Mapping[str, Site]) -> Book:
    """The book with the website in force today; a compiled one is on nobody's site."""
    catalog = book.catalog
    site = None if catalog.compiled_from else sites.get(catalog.authority.id)
    if site is None:
        return book
    sited = {
        "authority": site.of(catalog.authority),
        "index_label": site.index_label,
        "topic": site.topic,
    }
    return Book(
        catalog.model_copy(update=sited),
        [
            item.model_copy(update={"catalog": item.catalog.model_copy(update=sited)})
            for item in book.items
        ],
    )


def _site(
    books: list[Book], as_of: date, read: Read, setting: Setting
) -> Iterator[tuple[str, bytes]]:
    """All files of one authority, newest year first in its index."""
    kept, newest = static(setting.look), books[0].catalog
    yield from kept.files.items()
    for book in books:
        folder = f"{PATH}/{book.catalog.year}"
        yield from catalog_files(folder, book.catalog, book.items, as_of, setting)
        for item in book.items:
            yield from item_files(folder, item, read, setting)
    cover = Cover(
        authority=newest.authority,
        notice=_notices(books),
        source=compiled(newest),
        as_of=as_of,
    )
    doors = tuple(_year_door(book) for book in books)
    root = root_frame(cover, kept.assets, setting.site)
    yield "index.html", render_index(doors, root, setting.look).encode()
    if not setting.look.fragment:  # a portal has its own
        lost = lost_frame(cover, kept.assets, setting.site)
        yield "404.html", render_notfound(lost, setting.look).encode()


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


def _top(shelves: Mapping[str, list[Book]], as_of: date, look: Look) -> Iterator[tuple[str, bytes]]:
    """The page above several authorities, in the order of their ids."""
    yield from static(look).files.items()
    doors = tuple(
        Door(href=f"{id_}/index.html", text=owner(books[0].catalog), note=_years(books))
        for id_, books in sorted(shelves.items())
    )
    every = (book for _, books in sorted(shelves.items()) for book in books)
    frame = top_frame(_notices(every), as_of, static(look).assets)
    yield "index.html", render_index(doors, frame, look).encode()
