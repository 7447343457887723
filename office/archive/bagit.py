"""A BagIt package (RFC 8493, version 1.0) with sha256 and SM3 manifests; same input, same bytes.

The library `bagit` reads it, in the tests. It does not write it, because it declares version 0.97,
lists tag files in the order of the disk, and moves the working directory of the whole process.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from storage.modes import own_folders

ALGORITHMS = ("sha256", "sm3")
_AT_ONCE = 1 << 20


class NoSm3(OSError):
    """The system's OpenSSL was built without SM3."""


class Digests(NamedTuple):
    """What a file of the bag is found to be."""

    size: int
    by_algorithm: Mapping[str, str]


def write_bag(
    folder: Path, payload: Mapping[str, bytes | Path], info: Sequence[tuple[str, str]]
) -> Mapping[str, Digests]:
    """Write a bag into an empty folder and say what its payload was found to be. Raises NoSm3."""
    found = {n: _put(folder / "data" / n, body) for n, body in sorted(payload.items())}
    oxum = f"{sum(d.size for d in found.values())}.{len(found)}"
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(_info([*info, ("Payload-Oxum", oxum)])),
    }
    for a in ALGORITHMS:
        tags[f"manifest-{a}.txt"] = _manifest({f"data/{n}": d for n, d in found.items()}, a)
    listed = {name: _put(folder / name, text.encode()) for name, text in sorted(tags.items())}
    for a in ALGORITHMS:
        _put(folder / f"tagmanifest-{a}.txt", _manifest(listed, a).encode())
    return found


def _info(info: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, value in info:
        yield f"{name}: {' '.join(value.split())}\n"


def _manifest(found: Mapping[str, Digests], algorithm: str) -> str:
    lines = (f"{d.by_algorithm[algorithm]}  {_named(name)}\n" for name, d in found.items())
    return "".join(lines)


def _named(name: str) -> str:
    """A path as a manifest writes it (RFC 8493, 2.1.3)."""
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _put(target: Path, body: bytes | Path) -> Digests:
    own_folders(target.parent)
    hashes = [_new(algorithm) for algorithm in ALGORITHMS]
    size = 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in _pieces(body):
            size += file.write(piece)
            for each in hashes:
                each.update(piece)
    return Digests(size, {h.name: h.hexdigest() for h in hashes})


def _new(algorithm: str) -> "hashlib._Hash":
    try:
        return hashlib.new(algorithm)
    except ValueError as wrong:
        raise NoSm3(
            f"这台机器的 OpenSSL 没有 {algorithm.upper()} 算法，请用带国密算法的 OpenSSL（3.0以上）"
        ) from wrong


def _pieces(body: bytes | Path) -> Iterator[bytes]:
    if isinstance(body, bytes):
        yield body
        return
    with body.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            yield piece
