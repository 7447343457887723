"""A sealed site -> a report: whether anything is missing, altered or added, and what vouches for it.

It needs nothing but the site, and what the one who asks brings along.
"""

from collections.abc import Iterator

from office.editions.proof import checksums
from office.editions.proof.chain import Chain, follow, whole
from office.editions.proof.files import Progress, check_files
from office.editions.proof.history_page import told_back
from office.editions.proof.lay import laid
from office.editions.proof.report import Fault, Kind, VerifyReport
from office.editions.proof.seal import Malformed, Seal, Withdrawal, read, sha256
from office.editions.proof.source import Source
from office.editions.proof.trust import (
    Asked,
    Found,
    check_kept,
    check_signature,
    check_stamp,
    check_stamp_signature,
)
from pages.build.manifest import MANIFEST, Listing, Unreadable, read_manifest
from pages.build.paths import EARLIER, EDITION, HISTORY, SIGNATURE, STAMP, STAMP_SIGNATURE, SUMS

NOTHING = Asked()


def verify(
    place: Source, asked: Asked = NOTHING, progress: Progress = lambda _done, _all: None
) -> VerifyReport:
    """Verify a site. Raises Unreachable, OSError."""
    found: list[Found] = []
    body = whole(place, EDITION)
    seal = _seal(body, found)
    listing, sm3 = _listing(place, seal, found), dict[str, str]()
    chain = None
    if seal and body is not None:
        chain, sm3 = _vouched(place, seal, body, asked, found), _laid(place, seal, listing, found)
    if listing:
        found += check_files(place, listing, sm3 if asked.sm3 else None, progress)
    found += _added(place, listing, seal, chain)
    return VerifyReport(
        seal=seal,
        files=len(listing.files) if listing else 0,
        faults=sorted(one for one in found if isinstance(one, Fault)),
        notes=[one for one in found if isinstance(one, str)],
        everything_seen=place.names() is not None,
    )


def _seal(body: bytes | None, found: list[Found]) -> Seal | None:
    if body is None:
        found.append(Fault(Kind.MISSING, EDITION, "没有封存记录，清单本身无从核对"))
        return None
    try:
        return read(body)
    except Malformed as wrong:
        found.append(Fault(Kind.ALTERED, EDITION, str(wrong)))
        return None


def _listing(place: Source, seal: Seal | None, found: list[Found]) -> Listing | None:
    body = whole(place, MANIFEST)
    if body is None:
        found.append(Fault(Kind.MISSING, MANIFEST, "没有清单，各个文件无从核对"))
        return None
    if seal and (sha256(body), checksums.sm3(body)) != (seal.manifest.sha256, seal.manifest.sm3):
        found.append(Fault(Kind.ALTERED, MANIFEST, f"与第{seal.number}号封存时的校验值不符"))
    try:
        return read_manifest(body)
    except Unreadable:
        found.append(Fault(Kind.ALTERED, MANIFEST, "不是清单的写法，各个文件无从核对"))
        return None


def _vouched(place: Source, seal: Seal, body: bytes, asked: Asked, found: list[Found]) -> Chain:
    chain = follow(place, seal, body)
    found += chain.faults
    if not chain.faults and seal.number > 1:
        found.append(f"历次记录从第1号到第{seal.number}号一号连着一号")
    found.append(check_signature(seal, body, whole(place, SIGNATURE), asked))
    stamp = whole(place, STAMP)
    found.append(check_stamp(seal, body, stamp, asked))
    found += check_stamp_signature(seal, stamp, whole(place, STAMP_SIGNATURE))
    found += map(_withdrawn, sorted(chain.withdrawn.values(), key=lambda one: one.number))
    found += check_kept(seal, chain, asked)
    return chain


def _withdrawn(one: Withdrawal) -> str:
    said = told_back(one)
    return said if said.isprintable() else ascii(said)  # see Fault


def _laid(place: Source, seal: Seal, listing: Listing | None, found: list[Found]) -> dict[str, str]:
    """Check the other files that were laid; returns the SM3 digests by path."""
    sm3 = dict[str, str]()
    for path in (HISTORY, SUMS):
        body = whole(place, path)
        if body is None:
            found.append(Fault(Kind.MISSING, path, "封存时有，这里没有"))
        elif sha256(body) != seal.files.get(path):
            found.append(Fault(Kind.ALTERED, path, f"与第{seal.number}号封存时的校验值不符"))
        elif path == SUMS:
            sm3 = dict(checksums.read(body))
    if sm3 and listing and sm3.keys() != listing.files.keys():
        found.append(Fault(Kind.UNVOUCHED, SUMS, "列出的文件与清单不同"))
    return sm3


def _added(
    place: Source, listing: Listing | None, seal: Seal | None, chain: Chain | None
) -> Iterator[Fault]:
    """Files that nothing lists. Where a list is lost, what it may have listed is left alone."""
    names = place.names()
    if names is None or listing is None:
        return
    known = {
        *listing.files,
        *(laid(seal, stamp=whole(place, STAMP) is not None) if seal else (MANIFEST, *_BESIDE)),
    }
    known |= chain.files if chain else set()
    lost = chain is None or bool(chain.broken_at)
    for path in names:
        if path not in known and not (lost and path.startswith(f"{EARLIER}/")):
            yield Fault(Kind.ADDED, path, "清单和封存记录上都没有")


_BESIDE = (EDITION, SIGNATURE, STAMP, STAMP_SIGNATURE, HISTORY, SUMS)
