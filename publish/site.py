"""Dossiers -> Edition: every page of every authority under its path."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from catalog.dossier import Dossier
from catalog.public import PublicCatalog, PublicDossier, disclose, disclose_catalog
from publish.annual import lead
from publish.edition import Edition, Head
from publish.facts import compiled, owner
from publish.folders import Read, catalog_files, item_files, static
from publish.frame import PATH, lost_frame, root_frame, top_frame
from publish.parts import Door
from publish.render import render_index, render_notfound
from publish.turning import Standing, standing
from publish.wording import listed
from publish.write import write

__all__ = ["Edition", "Head", "Year", "build", "write"]

File = tuple[str, bytes]


class Year(NamedTuple):
    """One authority's year: the dossier `<authority>-<year>` of its catalog, and its items."""

    catalog: Dossier
    items: Sequence[Dossier]


@dataclass(frozen=True)
class Book:
    """The public side of a year; `as_of` is the day that its own page speaks of.

    `fresh` says of each item's page when it will change by itself; it stays inside, for it tells of
    days that were not published.
    """

    catalog: PublicCatalog
    items: tuple[PublicDossier, ...]
    as_of: date
    fresh: Mapping[str, date] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The catalog's id."""
        return f"{self.catalog.authority.id}-{self.catalog.year}"

    def revised(self, new: "Book", changed: Collection[str]) -> "Book":
        """The year with the items of `new` in place of those that changed."""
        stay = [item for item in self.items if item.id not in changed]
        items = tuple(sorted((*stay, *new.items), key=lambda item: item.no))
        fresh = {id_: on for id_, on in self.fresh.items() if id_ not in changed}
        return Book(new.catalog, items, catalog_day(new.catalog, items), {**fresh, **new.fresh})

    @property
    def folder(self) -> str:
        """Where it stands in its authority's site."""
        return f"{PATH}/{self.catalog.year}"

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The page of the year and its twins by path."""
        return dict(catalog_files(self.folder, self.catalog, self.items, self.as_of))


class Front(NamedTuple):
    """All that the page above several authorities needs of one of them."""

    id: str
    owner: str
    years: str
    notices: tuple[str, ...]
    as_of: date


def build(years: Iterable[Year], as_of: date, ledger: Head, read: Read) -> Edition:
    """Build the site as of the end of a day; a year not on file by then is left out.

    Each authority has a site root of its own, the folder of its id: what is served under its name
    keeps its addresses whoever joins the installation later. The page above them lists them all.
    Raises Altered where `read` gives other bytes than were filed.
    """
    shelves: dict[str, list[Book]] = {}
    for book in books(years, as_of):
        shelves.setdefault(book.catalog.authority.id, []).append(book)
    sites = (site_files(shelf, read) for _, shelf in sorted(shelves.items()))
    fronts = [front(shelf) for _, shelf in sorted(shelves.items())]
    return Edition(dict(chain(*sites, top_files(fronts))), as_of, ledger)


def books(years: Iterable[Year], as_of: date, *, own_days: bool = False) -> list[Book]:
    """The public side of the years on file by a day, newest first.

    With `own_days`, each page speaks of the day from which it has stood as it is, not of the day
    of the build: so a page that nothing happened to keeps its bytes from one night to the next.
    """
    found = [
        _book(year, as_of, own_days=own_days) for year in years if year.catalog.on(as_of).entries
    ]
    return sorted(found, key=lambda book: book.catalog.year, reverse=True)


def _book(year: Year, as_of: date, *, own_days: bool) -> Book:
    told = (item.on(as_of) for item in year.items)
    shown = [item for item in told if item.entries and not item.secret]
    spans = [standing(item, as_of) if own_days else Standing(as_of, None) for item in shown]
    items = tuple(disclose(item, span.since) for item, span in zip(shown, spans, strict=True))
    fresh = {item.id: s.until for item, s in zip(shown, spans, strict=True) if s.until}
    catalog = disclose_catalog(year.catalog, as_of)
    return Book(catalog, items, catalog_day(catalog, items) if own_days else as_of, fresh)


def catalog_day(catalog: PublicCatalog, items: Iterable[PublicDossier]) -> date:
    """The day from which a year's page has stood: the last on which anything in it changed."""
    return max((catalog.events[0].on, *(item.as_of for item in items)))


def site_files(shelf: Sequence[Book], read: Read) -> Iterator[File]:
    """All files of one authority, whose years are given newest first."""
    id_ = shelf[0].catalog.authority.id
    for book in shelf:
        yield from under(id_, book.files.items())
        for item in book.items:
            yield from under(id_, item_files(book.folder, item, read))
    yield from under(id_, root_files(shelf))


def root_files(shelf: Sequence[Book]) -> Iterator[File]:
    """The files of an authority's site that belong to no year of it."""
    assets, newest, as_of = static().assets, shelf[0].catalog, max(b.as_of for b in shelf)
    authority, notices = newest.authority, "\n".join(_notices(shelf))
    yield from static().files.items()
    frame = root_frame(authority, notices, compiled(newest), as_of, assets)
    yield "index.html", render_index(tuple(map(_year_door, shelf)), frame).encode()
    lost = lost_frame(authority, notices, compiled(newest), as_of, assets)
    yield "404.html", render_notfound(lost).encode()


def front(shelf: Sequence[Book]) -> Front:
    """What the page above several authorities says of one."""
    newest, as_of = shelf[0].catalog, max(book.as_of for book in shelf)
    years = listed(f"{book.catalog.year}年度{len(book.items)}项" for book in shelf)
    return Front(newest.authority.id, owner(newest), years, _notices(shelf), as_of)


def top_files(fronts: Sequence[Front]) -> Iterator[File]:
    """The page above all authorities, in the order of their ids; nothing where there are none."""
    if not fronts:
        return
    yield from static().files.items()
    doors = tuple(
        Door(href=f"{one.id}/index.html", text=one.owner, note=one.years) for one in fronts
    )
    notices = "\n".join(dict.fromkeys(notice for one in fronts for notice in one.notices))
    frame = top_frame(notices, max(one.as_of for one in fronts), static().assets)
    yield "index.html", render_index(doors, frame).encode()


def under(folder: str, files: Iterable[File]) -> Iterator[File]:
    """The same files in a folder."""
    return ((f"{folder}/{path}", body) for path, body in files)


def _year_door(book: Book) -> Door:
    catalog = book.catalog
    href = f"{PATH}/{catalog.year}/index.html"
    note = f"整理列出{len(book.items)}项。" if catalog.compiled_from else lead(book.items)
    return Door(href=href, text=catalog.title, note=note)


def _notices(shelf: Iterable[Book]) -> tuple[str, ...]:
    """Each notice once: what is a demonstration stays one on every page above it."""
    return tuple(dict.fromkeys(book.catalog.notice for book in shelf if book.catalog.notice))
