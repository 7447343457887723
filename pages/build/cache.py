"""What is kept of a build beside the site, so that the next one need not begin anew.

Everything in it could be worked out again; where it is missing, or was made of anything else, all is
built. It does not belong into the site: it tells of days that were not published.
"""

import hashlib
import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import Any, NamedTuple

from pydantic import TypeAdapter

import catalog
from catalog.errors import Unavailable
from pages.build.incremental import AuthoritySite
from pages.build.manifest import MANIFEST, part, read_part
from pages.build.site import AuthoritySummary, PublicYear
from pages.html.theme import ANYWHERE, TEMPLATES, SiteContext


class Index(NamedTuple):
    """What was built: of what (`inputs`), until when, up to which place of which ledger, and where.

    `manifest` is the digest of the site's manifest: a site written by anyone else is not updated.
    """

    inputs: str
    as_of: date
    position: int
    chain: str
    folder: str
    manifest: str
    fronts: Mapping[str, AuthoritySummary]
    fresh: Mapping[str, date]


class Lost(Unavailable, LookupError):
    """What was kept of an authority cannot be read any more."""


class BuildCache:
    """The folder in which it is kept."""

    def __init__(self, folder: Path, setting: SiteContext = ANYWHERE, beside: str = "") -> None:
        self._folder = folder
        self.inputs = f"{inputs(setting)}{beside}"

    def index(self) -> Index | None:
        """The last build, or None where it was not finished, or another program's."""
        try:
            found = INDEX.validate_json((self._folder / "index.json").read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return found if found.inputs == self.inputs and _is_whole(found) else None

    def invalidate(self) -> None:
        """Begin: until `commit`, nothing that is kept is to be relied on."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "index.json").unlink(missing_ok=True)

    def reset(self) -> None:
        """Take everything away."""
        rmtree(self._folder, ignore_errors=True)
        self.invalidate()

    def commit(self, index: Index) -> None:
        """End."""
        (self._folder / "index.json.new").write_bytes(INDEX.dump_json(index))
        os.replace(self._folder / "index.json.new", self._folder / "index.json")

    def put(self, id_: str, shelf: AuthoritySite) -> None:
        """Keep an authority."""
        (self._folder / f"{id_}.part").write_bytes(part(shelf.files.items()))
        (self._folder / f"{id_}.books").write_bytes(
            BOOKS.dump_json(list(shelf.books), exclude=WHOLE_TEXTS)
        )

    def shelf(self, id_: str) -> AuthoritySite:
        """An authority as it was kept. Raises Lost."""
        try:
            books = BOOKS.validate_json((self._folder / f"{id_}.books").read_bytes())
            return AuthoritySite(books, read_part(self.part(id_)))
        except (FileNotFoundError, ValueError) as wrong:
            raise Lost(id_) from wrong

    def part(self, id_: str) -> bytes:
        """An authority's part of the manifest."""
        return (self._folder / f"{id_}.part").read_bytes()


BOOKS = TypeAdapter(list[PublicYear])
WHOLE_TEXTS: Any = {
    "__all__": {
        "items": {
            "__all__": {
                "texts": {"__all__": {"draft"}},
                "comparisons": {"__all__": {"rows"}},
            }
        }
    }
}
"""What of an item only its own pages need: they are built of an item that is loaded anew."""
INDEX = TypeAdapter(Index)


def manifest_digest(folder: Path) -> str:
    """The digest of a site's manifest; empty where there is none."""
    file = folder / MANIFEST
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _is_whole(index: Index) -> bool:
    return manifest_digest(Path(index.folder)) == index.manifest


def inputs(setting: SiteContext) -> str:
    """A digest of all that pages are made of beside the ledger: the program, the websites, the looks, whether there
    is mail."""
    told = hashlib.sha256(_program().encode())
    for id_, site in sorted(setting.sites.items()):
        told.update(f"{id_} {site.model_dump_json()}".encode())
    look = setting.look
    told.update(f"{look.fragment} {look.search} {look.history} {setting.letters}".encode())
    for file in sorted(look.overrides.rglob("*")) if look.overrides else ():
        told.update(file.as_posix().encode() + (file.read_bytes() if file.is_file() else b""))
    return told.hexdigest()


@cache
def _program() -> str:
    """A digest of the program itself: its version, its law, its pages and its templates."""
    told = hashlib.sha256(version("juece").encode())
    for root in (Path(catalog.__file__).parent, Path(__file__).parents[1], TEMPLATES):
        for file in sorted(path for path in root.rglob("*") if path.is_file()):
            if "__pycache__" not in file.parts:
                told.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return told.hexdigest()
