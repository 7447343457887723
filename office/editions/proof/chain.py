"""The editions before this one, each named by the next with its digest, back to the first."""

from typing import NamedTuple

from office.editions.proof.history_page import name
from office.editions.proof.lay import earlier_files
from office.editions.proof.report import Fault, Kind
from office.editions.proof.seal import Malformed, Seal, Withdrawal, read, sha256
from office.editions.proof.source import Absent, Source


class Chain(NamedTuple):
    """Digests of edition.json by number, the editions that it says were taken back, the files seen on
    the way, and where it broke (0: nowhere)."""

    digests: dict[int, str]
    withdrawn: dict[int, Withdrawal]
    files: set[str]
    faults: list[Fault]
    broken_at: int


def whole(place: Source, path: str) -> bytes | None:
    """A whole file, or None where there is none. Raises Unreachable, OSError."""
    try:
        return b"".join(place.read(path))
    except Absent:
        return None


def follow(place: Source, seal: Seal, body: bytes) -> Chain:
    """Follow the chain of an edition (`body` is its edition.json). Raises Unreachable, OSError."""
    back = {one.number: one for one in seal.withdrawn}
    chain = Chain({seal.number: sha256(body)}, back, set(), [], 0)
    while before := seal.previous:
        bodies = dict[str, bytes | None]()
        for path, digest in earlier_files(before).items():
            bodies[path] = found = whole(place, path)
            chain.files.add(path)
            if fault := _fault(path, found, digest, seal.number):
                chain.faults.append(fault)
        earlier = _read(bodies[name(before.number)])
        if earlier is None or before.number != seal.number - 1 or earlier.number != before.number:
            return _broken(chain, before.number)
        seal, chain.digests[before.number] = earlier, sha256(bodies[name(before.number)] or b"")
        back |= {one.number: one for one in seal.withdrawn}
    return chain if seal.number == 1 else _broken(chain, seal.number - 1)


def _fault(path: str, found: bytes | None, digest: str, number: int) -> Fault | None:
    if found is None:
        return Fault(Kind.MISSING, path, f"第{number}号的记录说有，这里没有")
    if sha256(found) != digest:
        return Fault(Kind.ALTERED, path, f"与第{number}号记下的校验值不符")
    return None


def _read(body: bytes | None) -> Seal | None:
    try:
        return read(body or b"")
    except Malformed:
        return None


def _broken(chain: Chain, number: int) -> Chain:
    """The chain does not go on; where no fault says so yet, one does."""
    if not chain.faults:
        said = Fault(Kind.UNVOUCHED, name(number), "各号没有从第1号起一号接一号")
        chain.faults.append(said)
    return chain._replace(broken_at=number)
