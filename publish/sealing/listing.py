"""What a manifest says, read from a site that may have been tampered with."""

from datetime import date
from pathlib import PurePosixPath

from pydantic import Field

from catalog.record import Frozen, Sha256
from publish.manifest import Head


class Listed(Frozen):
    """A file of the site."""

    sha256: Sha256
    size: int = Field(ge=0)


class Listing(Frozen):
    """A manifest."""

    as_of: date
    builder: str
    ledger: Head
    files: dict[str, Listed]


class Unreadable(ValueError):
    """Bytes that are no manifest."""


def read_manifest(body: bytes) -> Listing:
    """Read a manifest. Raises Unreadable, also where a name leads out of the site."""
    try:
        found = Listing.model_validate_json(body)
    except ValueError as wrong:
        raise Unreadable from wrong
    if not all(map(within, found.files)):
        raise Unreadable
    return found


def within(path: str) -> bool:
    """Say whether a name is one of a file inside the site, written in the one way there is."""
    parts = PurePosixPath(path).parts
    return "/".join(parts) == path and ".." not in parts and path.isprintable() and "\\" not in path
