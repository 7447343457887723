"""A whole site in memory: what is streamed, updated or rebuilt must equal it byte for byte."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path

from catalog.public.year import DisclosedYear, Year, disclose_years
from office.settings.installation import Office
from office.settings.site_context import setting_of
from office.texts import texted_years
from pages.build.disk import put, replacing
from pages.build.manifest import MANIFEST, Head, digest, manifest, parts_of
from pages.build.outputs import Read
from pages.build.site import PublicYear, front, public_years, site_files, top_files
from pages.html.theme import ANYWHERE, SiteContext
from storage.ledger import Ledger


@dataclass(frozen=True)
class Edition:
    """A whole site: path -> bytes. Two editions from the same input are equal byte for byte."""

    files: Mapping[str, bytes]
    as_of: date
    ledger: Head

    def __len__(self) -> int:
        return len(self.files)

    @cached_property
    def manifest(self) -> bytes:
        """What the edition consists of and what it was built from; not one of its `files`."""
        listed = ((path, digest(body)) for path, body in self.files.items())
        return b"".join(manifest(parts_of(listed), self.as_of, self.ledger))


def build(
    years: Iterable[Year], as_of: date, ledger: Head, read: Read, setting: SiteContext = ANYWHERE,
    office: Office | None = None,
) -> Edition:  # fmt: skip
    """Build the site as of the end of a day; a year not on file by then is left out.

    Texts of drafts and decisions have pages of their own where the office has read them.
    """
    shelves: dict[str, list[PublicYear]] = {}
    disclosed: Iterable[DisclosedYear] = disclose_years(years, as_of)
    for book in public_years(texted_years(office, disclosed) if office else disclosed, setting):
        shelves.setdefault(book.catalog.authority.id, []).append(book)
    sites = (site_files(shelf, read, setting) for _, shelf in sorted(shelves.items()))
    fronts = [front(shelf) for _, shelf in sorted(shelves.items())]
    return Edition(dict(chain(*sites, top_files(fronts, setting.look))), as_of, ledger)


def build_edition(office: Office, day: date, *, fragment: bool = False) -> Edition:
    """Build every page of every catalog on file, in the office's own looks."""
    ledger = office.ledger()
    years = [_year(ledger, catalog, day) for catalog in ledger.catalogs()]
    head = ledger.head(on=day)
    setting = setting_of(office, [year.catalog for year in years], fragment=fragment)
    told = Head(head.count, head.digest)
    return build(years, day, told, office.documents.read, setting, office)


def write(edition: Edition, folder: Path) -> None:
    """Write the edition in place of what the folder held."""
    with replacing(folder) as new:
        for path, body in (*edition.files.items(), (MANIFEST, edition.manifest)):
            put(new, path, body)


def _year(ledger: Ledger, catalog: str, day: date) -> Year:
    items = [ledger.load(item, opinions=True, on=day) for item in ledger.items(catalog)]
    return Year(ledger.load(catalog, on=day), items)
