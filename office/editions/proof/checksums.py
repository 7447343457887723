"""sm3sums.txt: the SM3 digest of each file of the manifest, in the form that `cksum -c` reads.

SM3 is the digest that 密码法 and GM/T 0004-2012 have authorities use; it takes five times as long as
sha256, so that of a file which did not change is taken over.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pages.build.listing import Listing

AT_ONCE = 1 << 20
NO_SUMS: Mapping[str, str] = {}


def sm3(body: bytes) -> str:
    """The SM3 digest of some bytes."""
    return hashlib.new("sm3", body).hexdigest()


def sums(folder: Path, listing: Listing, known: Mapping[str, str] = NO_SUMS) -> dict[str, str]:
    """The SM3 digest of each file by its path; `known` are digests that need no reading, by sha256."""
    return {
        path: known.get(of.sha256) or _sm3_of(folder / path)
        for path, of in sorted(listing.files.items())
    }


def pairs(listing: Listing, found: Mapping[str, str]) -> dict[str, str]:
    """The SM3 digests of an edition by the sha256 of the same file: what the next one may take over."""
    return {of.sha256: found[path] for path, of in listing.files.items() if path in found}


def written(found: Mapping[str, str]) -> bytes:
    """The file."""
    return "".join(f"{digest}  {path}\n" for path, digest in found.items()).encode()


def read(body: bytes) -> Iterator[tuple[str, str]]:
    """Path and digest of each line."""
    for line in body.decode("utf-8", "replace").splitlines():
        digest, _, path = line.partition("  ")
        yield path, digest


def _sm3_of(file: Path) -> str:
    with file.open("rb") as body:
        return hashlib.file_digest(body, lambda: hashlib.new("sm3")).hexdigest()
