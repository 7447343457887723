"""An edition: the whole site of one day as bytes, and the manifest that says what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from publish.manifest import MANIFEST, Head, digest, manifest, parts_of

__all__ = ["MANIFEST", "Edition", "Head"]


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
