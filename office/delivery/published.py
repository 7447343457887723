"""What may be told outside: a decision exactly as the page that is out tells it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from catalog.errors import Refusal
from catalog.ids import catalog_of, item_id
from catalog.public import disclose
from office.delivery.bundle import Bundle, trio
from office.delivery.package import Parcel, Replaced, pack
from office.settings.installation import Office
from office.settings.site_context import setting_of
from office.texts import texted
from pages.build.manifest import files_in
from pages.formats.formats import item_json
from pages.model import downloads
from pages.model.item_page import item_page
from pages.website import PATH, item_path

FINAL = "-final."
"""In the path of a decision's own document: where there is none, there is nothing to send."""


class NotAsOut(Refusal):
    """The page that is out tells another state of the item; str() says so, in Chinese."""


class PublishedSite(NamedTuple):
    """The edition in a site folder: the digest of each file by its path."""

    office: Office
    site: Path
    listed: dict[str, str]

    @classmethod
    def of(cls, office: Office, site: Path) -> "PublishedSite":
        """Read its manifest; without one nothing is out."""
        return cls(office, site, {path: of.sha256 for path, of in files_in(site).items()})

    def items(self) -> Iterator[str]:
        """The items whose decision is out, in the order of their pages."""
        decided = (path for path in sorted(self.listed) if FINAL in path)
        places = (path.split(f"/{PATH}/", 1) for path in decided)
        found = (f"{top}-{'-'.join(rest.split('/')[:2])}" for top, rest in places)
        yield from dict.fromkeys(item for item in found if item_id(item))

    def trio(self, item: str) -> Bundle | None:
        """The three of an item as they are out; None where they are not, or not all of them.

        What is on file today may say more than the page: it is asked what it said on the day that
        the page speaks of, and must give the page's own data again, byte for byte. Raises NotAsOut.
        """
        twin = self._read(f"{_folder(item)}/item.json")
        as_of = date.fromisoformat(json.loads(twin)["as_of"])
        ledger = self.office.ledger()
        dossier = ledger.load(item, opinions=True, on=as_of)
        setting = setting_of(self.office, [ledger.load(catalog_of(item), on=as_of)])
        public = setting.placed(texted(self.office, disclose(dossier, as_of)))
        if item_json(item_page(public)) != twin:
            raise NotAsOut(
                f"{item}登记的内容，或者升级后的写法，与已公开的页面不同；下一号公开以后再推送"
            )
        return trio(public)

    def pack(self, told: Bundle, replaced: Replaced | None) -> Parcel:
        """A parcel of the files that are out. Raises NotAsOut."""
        where = {d.digest: f"{_folder(told.public.id)}/{downloads.path(d)}" for d in told.documents}
        return pack(told, lambda digest: self._read(where[digest]), replaced)

    def _read(self, path: str) -> bytes:
        """A file of the site, as its manifest lists it."""
        body = (self.site / path).read_bytes() if path in self.listed else b""
        if hashlib.sha256(body).hexdigest() != self.listed.get(path):
            raise NotAsOut(f"{path}没有公开，或者与公开时不同")
        return body


def _folder(item: str) -> str:
    named = item_id(item)
    assert named, "only items are delivered"
    return f"{named.authority}/{item_path(named.year, named.no)}"
