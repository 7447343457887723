"""An edition: the whole site of one day as bytes, and the manifest that says what it is."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import NamedTuple

MANIFEST = "manifest.json"


class Head(NamedTuple):
    """How far the ledger had been written when the edition was built."""

    entries: int
    digest: str


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
        listed = {
            path: {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
            for path, body in sorted(self.files.items())
        }
        about = {
            "as_of": self.as_of.isoformat(),
            "builder": f"juece {version('juece')}",
            "ledger": self.ledger._asdict(),
            "files": listed,
        }
        return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
