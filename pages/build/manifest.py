"""The manifest: what an edition consists of and what it was built from, written piece by piece.

A city's edition has a million files, and their list is not held in memory: each top folder's part is
written once it is complete, and the parts are put in order at the end.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.metadata import version
from json.encoder import encode_basestring
from typing import Annotated, NamedTuple

from pydantic import Field

from catalog.record import Sha256

MANIFEST = "manifest.json"


class Head(NamedTuple):
    """How far the ledger had been written when the edition was built."""

    entries: int
    digest: str


class Digest(NamedTuple):
    """What the manifest says of a file."""

    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


def digest(body: bytes) -> Digest:
    """The digest of a file."""
    return Digest(hashlib.sha256(body).hexdigest(), len(body))


def part(files: Iterable[tuple[str, Digest]]) -> bytes:
    """The lines of some files, all that there are under one top folder."""
    return ",\n".join(_line(path, one) for path, one in sorted(files)).encode()


def read_part(lines: bytes) -> dict[str, Digest]:
    """What a part says."""
    found: dict[str, dict[str, str | int]] = json.loads(b"{%b}" % lines)
    return {path: Digest(str(of["sha256"]), int(of["size"])) for path, of in found.items()}


def top_folder(path: str) -> str:
    """The part of the manifest in which a file stands: its top folder with the slash, or itself."""
    return path[: path.find("/") + 1] or path


def parts_of(files: Iterable[tuple[str, Digest]]) -> dict[str, bytes]:
    """All parts of some files."""
    found: dict[str, list[tuple[str, Digest]]] = {}
    for path, one in files:
        found.setdefault(top_folder(path), []).append((path, one))
    return {folder: part(listed) for folder, listed in found.items()}


def manifest(parts: Mapping[str, bytes], as_of: date, ledger: Head) -> Iterator[bytes]:
    """The whole manifest, piece by piece, of its parts by top folder."""
    about = {
        "as_of": as_of.isoformat(),
        "builder": f"juece {version('juece')}",
        "ledger": ledger._asdict(),
    }
    yield json.dumps(about, ensure_ascii=False, indent=1)[:-2].encode() + b',\n "files": {'
    before = b"\n"
    for folder in sorted(parts):
        yield before + parts[folder]
        before = b",\n"
    yield b"\n }\n}\n" if parts else b"}\n}\n"


def _line(path: str, of: Digest) -> str:
    return (
        f'  {encode_basestring(path)}: {{\n   "sha256": "{of.sha256}",\n   "size": {of.size}\n  }}'
    )
