"""Public years -> files: every page of every authority under its path.

Each authority has a site root of its own, the folder of its id: what is served under its name
keeps its addresses whoever joins the installation later. The page above them lists them all.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from catalog.public import PublicCatalog, PublicDossier
from catalog.public.year import DisclosedYear
from pages.build.deadlines_page import deadlines_files
from pages.build.outputs import Read, catalog_files, item_files, static, under
from pages.build.paths import HISTORY
from pages.build.search_page import search_files
from pages.formats import alternates
from pages.formats.address import base
from pages.formats.atom import Story
from pages.formats.dcat import Dataset
from pages.formats.formats import item_places, newest, portal_twins, site_twins, year_twins
from pages.formats.sitemap import place
from pages.html.layout import (
    HISTORY_TITLE,
    Cover,
    deadlines_frame,
    lost_frame,
    root_frame,
    search_frame,
    top_frame,
    with_deadlines,
)
from pages.html.render import render_index, render_notfound
from pages.html.theme import ANYWHERE, PLAIN, SiteContext, Theme
from pages.model.catalog_page import catalog_page, lead, openings
from pages.model.components import IndexEntry, Link, Opening
from pages.model.facts import compiled, owner
from pages.model.page import CatalogPage
from pages.model.view import revised
from pages.model.wording import listed
from pages.website import DEADLINES, item_folder, year_path

File = tuple[str, bytes]
RECORD = Link(href=HISTORY, text=HISTORY_TITLE)


@dataclass(frozen=True)
class PublicYear:
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

    def revised(self, new: "PublicYear", changed: Collection[str]) -> "PublicYear":
        """The year with the items of `new` in place of those that changed."""
        stay = [item for item in self.items if item.id not in changed]
        items = tuple(sorted((*stay, *new.items), key=lambda item: item.no))
        fresh = {id_: on for id_, on in self.fresh.items() if id_ not in changed}
        return PublicYear(
            new.catalog, items, catalog_day(new.catalog, items), {**fresh, **new.fresh}
        )

    @property
    def folder(self) -> str:
        """Where it stands in its authority's site."""
        return year_path(self.catalog.year)

    @cached_property
    def page(self) -> CatalogPage:
        """The page of the year."""
        return catalog_page(self.catalog, self.items, self.as_of)

    @cached_property
    def twins(self) -> Mapping[str, bytes]:
        """The machine twins of that page by name."""
        return dict(year_twins(self.page))

    @property
    def updated_on(self) -> date:
        """The day of the last update of anything in it."""
        return max((self.catalog.events[0].on, *(item.events[0].on for item in self.items)))


class AuthoritySummary(NamedTuple):
    """All that the page above several authorities needs of one of them."""

    id: str
    owner: str
    address: str
    years: str
    notices: tuple[str, ...]
    updated_on: date
    as_of: date
    stories: tuple[Story, ...]
    openings: tuple[Opening, ...] = ()


def public_years(
    years: Iterable[DisclosedYear], setting: SiteContext = ANYWHERE
) -> list[PublicYear]:
    """The years to build, newest first."""
    found = [_public_year(year, setting) for year in years]
    return sorted(found, key=lambda book: book.catalog.year, reverse=True)


def _public_year(year: DisclosedYear, setting: SiteContext) -> PublicYear:
    items = tuple(map(setting.placed, year.items))
    catalog = setting.sited(year.catalog)
    return PublicYear(catalog, items, catalog_day(catalog, items), year.fresh)


def catalog_day(catalog: PublicCatalog, items: Iterable[PublicDossier]) -> date:
    """The day from which a year's page has stood: the last on which anything in it changed."""
    return max((catalog.events[0].on, *(item.as_of for item in items)))


def site_files(
    shelf: Sequence[PublicYear], read: Read, setting: SiteContext = ANYWHERE
) -> Iterator[File]:
    """All files of one authority, whose years are given newest first.

    Raises Altered where `read` gives other bytes than were filed.
    """
    id_, pages = shelf[0].catalog.authority.id, dict[str, bytes]()
    for book in shelf:
        yield from under(id_, year_files(book, setting))
        for item in book.items:
            for path, body in item_files(book.folder, item, read, setting):
                if (
                    setting.look.search
                    and path == f"{book.folder}/{item_folder(item.no)}/index.html"
                ):
                    pages[path] = body
                yield f"{id_}/{path}", body
    yield from under(id_, root_files(shelf, setting, pages))


def year_files(book: PublicYear, setting: SiteContext) -> Iterator[File]:
    """The page of a year and its twins."""
    return under(book.folder, catalog_files(book.page, book.twins, setting))


def root_files(
    shelf: Sequence[PublicYear], setting: SiteContext, pages: Mapping[str, bytes]
) -> Iterator[File]:
    """The files of an authority's site that belong to no year of it; `pages` are what is searched."""
    kept, look, cover = static(setting.look), setting.look, _cover(shelf)
    site, doors = setting.site(cover.authority), tuple(map(_year_door, shelf))
    yield from kept.files.items()
    root = alternates.with_twins(root_frame(cover, kept.assets, site), alternates.ROOT)
    root = with_deadlines(root) if setting.deadlines else root
    yield "index.html", render_index(doors, _openings(shelf), root, look).encode()
    if setting.deadlines:
        frame = deadlines_frame(cover, kept.assets, site)
        yield from under(DEADLINES, deadlines_files(setting.deadlines, frame, look))
    if not look.fragment:  # a portal has its own
        lost = lost_frame(cover, kept.assets, site)
        yield "404.html", render_notfound(lost, look).encode()
    places = [one for book in shelf for item in book.items for one in item_places(item)]
    if setting.deadlines:
        url = f"{base(cover.authority)}{DEADLINES}/"
        places.append(place(url, max(book.updated_on for book in shelf)))
    yield from site_twins([Dataset(book.page, book.twins) for book in shelf], places)
    if look.search:
        frame = search_frame(cover, kept.assets, site)
        yield from search_files(pages, doors, frame, kept, look)


def _cover(shelf: Sequence[PublicYear]) -> Cover:
    newest_year = shelf[0].catalog
    return Cover(
        authority=newest_year.authority,
        notice="\n".join(_notices(shelf)),
        source=compiled(newest_year),
        as_of=max(book.as_of for book in shelf),
    )


def front(shelf: Sequence[PublicYear]) -> AuthoritySummary:
    """What the page above several authorities says of one."""
    authority = shelf[0].catalog.authority
    return AuthoritySummary(
        id=authority.id,
        owner=owner(shelf[0].catalog),
        address=base(authority),
        years=listed(f"{book.catalog.year}年度{len(book.items)}项" for book in shelf),
        notices=_notices(shelf),
        updated_on=max(book.updated_on for book in shelf),
        as_of=max(book.as_of for book in shelf),
        stories=tuple(newest([book.page for book in shelf])),
        openings=_openings(shelf),
    )


def top_files(fronts: Sequence[AuthoritySummary], look: Theme = PLAIN) -> Iterator[File]:
    """The page above all authorities, in the order of their ids; nothing where there are none."""
    if not fronts:
        return
    yield from static(look).files.items()
    doors = tuple(
        IndexEntry(
            href=f"{one.id}/index.html", text=one.owner, updated_on=one.updated_on, note=one.years
        )
        for one in fronts
    )
    notices = "\n".join(dict.fromkeys(notice for one in fronts for notice in one.notices))
    frame = top_frame(notices, max(one.as_of for one in fronts), static(look).assets)
    if look.history:
        frame = revised(frame, ways=(*frame.ways, RECORD))
    if len(fronts) > 1:
        frame = alternates.with_twins(frame, alternates.ROOT)
        below = {one.address: one.owner for one in fronts}
        updated_on = max(one.updated_on for one in fronts)
        stories = [story for one in fronts for story in one.stories]
        yield from portal_twins(below, notices, updated_on, stories)
    asking = [
        revised(opening, href=f"{one.id}/{opening.href}")
        for one in fronts
        for opening in one.openings
    ]
    yield "index.html", render_index(doors, asking, frame, look).encode()


def _openings(shelf: Sequence[PublicYear]) -> tuple[Opening, ...]:
    """The consultations of an authority that are open, under its site root."""
    return tuple(one for book in shelf for one in openings(book.items, f"{book.folder}/"))


def _year_door(book: PublicYear) -> IndexEntry:
    catalog = book.catalog
    href = f"{book.folder}/index.html"
    note = f"整理列出{len(book.items)}项。" if catalog.compiled_from else lead(book.items)
    return IndexEntry(href=href, text=catalog.title, updated_on=book.updated_on, note=note)


def _notices(shelf: Iterable[PublicYear]) -> tuple[str, ...]:
    """Each notice once: what is a demonstration stays one on every page above it."""
    return tuple(dict.fromkeys(book.catalog.notice for book in shelf if book.catalog.notice))
