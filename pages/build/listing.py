"""What a manifest says, read from a site that may have been tampered with."""

from datetime import date
from pathlib import Path

from catalog.record import Frozen
from pages.build.manifest import Digest, Head, MANIFEST


class Listing(Frozen):
    """A manifest."""

    as_of: date
    builder: str
    ledger: Head
    files: dict[str, Digest]


class Unreadable(ValueError):
    """Bytes that are no manifest."""


def read_manifest(body: bytes) -> Listing:
    """Read a manifest. Raises Unreadable, also where a name leads out of the site."""
    try:
        found = Listing.model_validate_json(body)
    except ValueError as wrong:
        raise Unreadable(f"{MANIFEST}读不懂，不是本系统写的或者被改动过") from wrong
    if not all(map(within, found.files)):
        raise Unreadable(f"{MANIFEST}里有指向站点之外的文件名，不是本系统写的或者被改动过")
    return found


def listing_in(folder: Path) -> Listing | None:
    """The manifest of the site in a folder; None where there is none. Raises Unreadable."""
    file = folder / MANIFEST
    return read_manifest(file.read_bytes()) if file.is_file() else None


def files_in(folder: Path) -> dict[str, Digest]:
    """The files that the manifest of a site lists; none where there is none. Raises Unreadable."""
    found = listing_in(folder)
    return found.files if found else {}


def within(path: str) -> bool:
    """Say whether a name is one of a file inside the site, written in the one way there is."""
    parts = path.split("/")
    return path.isprintable() and "\\" not in path and not {"", ".", ".."}.intersection(parts)
