"""Files against their digests, one after the other or several at a time."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from office.editions.proof.report import Fault, Kind
from office.editions.proof.source import Absent, Source
from pages.build.manifest import Digest, Listing

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""


def check_files(
    place: Source, listing: Listing, sm3: Mapping[str, str] | None, progress: Progress
) -> Iterator[Fault]:
    """Each file of the manifest; with `sm3` its digests by path too. Raises Unreachable, OSError."""
    paths = sorted(listing.files)

    def fault(path: str) -> Fault | None:
        return _fault(place, path, listing.files[path], None if sm3 is None else sm3.get(path, ""))

    for done, found in enumerate(_each(fault, paths, place.at_once), 1):
        progress(done, len(paths))
        if found:
            yield found


def _each(
    check: Callable[[str], Fault | None], paths: list[str], at_once: int
) -> Iterator[Fault | None]:
    if at_once == 1:
        yield from map(check, paths)
        return
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(check, paths)


def _fault(place: Source, path: str, listed: Digest, sm3: str | None) -> Fault | None:
    size, sha256, other = 0, hashlib.sha256(), hashlib.new("sm3") if sm3 is not None else None
    try:
        for piece in place.read(path):
            size += len(piece)
            if size > listed.size:
                return Fault(Kind.ALTERED, path, f"比封存时的{listed.size}个字节长")
            sha256.update(piece)
            if other:
                other.update(piece)
    except Absent:
        return Fault(Kind.MISSING, path, "清单上有，这里没有")
    if size < listed.size:
        return Fault(Kind.ALTERED, path, f"应有{listed.size}个字节，只有{size}个")
    if sha256.hexdigest() != listed.sha256:
        return Fault(Kind.ALTERED, path, "SHA-256 校验值与封存时不符")
    if other and other.hexdigest() != sm3:
        return Fault(Kind.ALTERED, path, "SM3 校验值与 sm3sums.txt 不符")
    return None
