"""One authority's site brought up to date: only what a change touches is built anew.

That is the pages of the items that changed, the pages of their years, and what stands above them.
What comes out is, byte for byte, what building everything would give.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from catalog.ids import item_id, year_of
from pages.build.manifest import Digest, digest
from pages.build.outputs import Read, item_files, item_html, under
from pages.build.site import File, PublicYear, root_files, year_files
from pages.html.theme import ANYWHERE, SiteContext
from pages.website import PATH, item_path, year_path

PLACE = re.compile(rf"[^/]+/(?:{PATH}/\d+/(?:\d+/)?)?")
"""The folder to which a file belongs: an item's, a year's, or else its authority's."""


class AuthoritySite(NamedTuple):
    """What is known of an authority's site as it was last built: its years, its files."""

    books: Sequence[PublicYear]
    files: Mapping[str, Digest]

    @property
    def id(self) -> str:
        """The authority."""
        return self.books[0].catalog.authority.id

    @property
    def fresh_until(self) -> date | None:
        """The next day on which a page of it changes by itself."""
        return min((day for book in self.books for day in book.fresh.values()), default=None)

    def stale(self, on: date) -> set[str]:
        """The items whose pages are no longer true on a day."""
        return {id_ for book in self.books for id_, day in book.fresh.items() if day <= on}


class Change(NamedTuple):
    """What is different: the files to write, those to take away, and the shelf as it is now."""

    files: Mapping[str, bytes]
    gone: Collection[str]
    shelf: AuthoritySite


def change(
    shelf: AuthoritySite,
    books: Sequence[PublicYear],
    changed: Collection[str],
    read: Read,
    setting: SiteContext = ANYWHERE,
) -> Change:
    """Build what is different where `books` are the years now, and only `changed` may differ.

    Those are items, and catalogs of which nothing but the catalog changed.

    A year that is not among them must be the one that the shelf holds. Raises Altered.
    """
    id_ = books[0].catalog.authority.id
    made = dict(under(id_, _files(books, changed, read, setting)))
    touched = {f"{id_}/{place}" for place in _touched(changed)}
    within = {path for path in shelf.files if _place(path) in touched}
    digests = {path: digest(body) for path, body in made.items()}
    gone = within - made.keys()
    kept = {path: one for path, one in shelf.files.items() if path not in gone}
    different = {p: body for p, body in made.items() if shelf.files.get(p) != digests[p]}
    return Change(different, gone, AuthoritySite(books, kept | digests))


def _files(
    books: Sequence[PublicYear], changed: Collection[str], read: Read, setting: SiteContext
) -> Iterator[File]:
    pages = dict[str, bytes]()
    for book in books:
        if any(_year(one) == book.catalog.year for one in changed):
            yield from year_files(book, setting)
        for item in book.items:
            if item.id in changed:
                yield from item_files(book.folder, item, read, setting)
            if setting.look.search:  # the index of a site is made of all its pages
                pages |= [item_html(book.folder, item, setting)]
    yield from root_files(books, setting, pages)


def _touched(changed: Collection[str]) -> Iterator[str]:
    """The folders that are built anew: the items', the years', and the root's (empty)."""
    yield ""
    for one in changed:
        yield f"{year_path(_year(one))}/"
        if item := item_id(one):
            yield f"{item_path(item.year, item.no)}/"


def _year(item: str) -> int:
    return int(year_of(item))


def _place(path: str) -> str:
    found = PLACE.match(path)
    return found[0] if found else path
