"""edition.json: which edition a site is, what differs from the one before, and who let it out.

It stands beside the manifest and outside it: pages and manifest are a function of the ledger, a day
and the program; this is what people did with them.
"""

import hashlib
import json
from datetime import date
from typing import Any

from pydantic import AwareDatetime, Field

from catalog.chains import ChainEnds
from catalog.record import Frozen, Sha256, Text

EDITION, HISTORY, SUMS = "edition.json", "editions.html", "sm3sums.txt"
SIGNATURE, STAMP = f"{EDITION}.sig", f"{EDITION}.tsr"
STAMP_SIGNATURE = f"{STAMP}.sig"
"""The office's own signature of the time stamp: in a time stamp stand some bytes (versions, names of
algorithms) that the authority's signature does not cover."""
HISTORY_TITLE = "历次公开记录"
EARLIER = "editions"
"""The folder of the edition.json of every earlier edition, with its signature and time stamp."""


class Malformed(ValueError):
    """Bytes that are no edition.json; str() says why, in Chinese."""


class Approval(Frozen):
    """Who looked at a matter and let it out, and when."""

    by: Text
    unit: str = ""
    at: AwareDatetime


class Emergency(Frozen):
    """Who had a matter published before its review, and why."""

    by: Text
    unit: str = ""
    reason: Text


class Matter(Frozen):
    """What differs in one item or year (`demo-2026-03`, `demo-2026`), in the `website`, or in what was
    reviewed together as `program`.

    `reasons` say what was filed; the numbers count files.
    """

    id: str
    title: Text
    reasons: tuple[Text, ...] = ()
    new: int = Field(default=0, ge=0)
    changed: int = Field(default=0, ge=0)
    removed: int = Field(default=0, ge=0)
    approved: Approval | None = None
    emergency: Emergency | None = None


class Withdrawal(Frozen):
    """An edition that was taken back: when, by which unit, why, and which one stood again.

    The edition that stands again is the old one byte for byte and cannot tell of it; the next one
    that is sealed does. `reason` is empty where it was given when reasons were not published yet.
    """

    number: int = Field(ge=1)
    at: AwareDatetime
    by: Text
    reason: str = ""
    standing: int = Field(ge=1)


class Told(Frozen):
    """All that sealing is told: it reads no clock and no database.

    `position` is the place in the ledger up to which the pages tell; `chains` is how far its chains
    have come by now; `notice` is what every page of the site says at its top (that it is a
    demonstration).
    """

    published_at: AwareDatetime
    position: int = Field(ge=0)
    notice: str = ""
    matters: tuple[Matter, ...]
    withdrawn: tuple[Withdrawal, ...] = ()
    chains: ChainEnds | None = None


class Ledger(Frozen):
    """How far the ledger had been written."""

    entries: int
    digest: str
    position: int


class Digests(Frozen):
    """A file by two digests: the world's, and the one that GM/T 0004 asks of an authority here."""

    sha256: Sha256
    sm3: Sha256


class Previous(Frozen):
    """The edition before: its edition.json, and what was laid beside that (empty: nothing)."""

    number: int = Field(ge=1)
    sha256: Sha256
    signature: str = ""
    stamp: str = ""


class Seal(Frozen):
    """What edition.json says. `key` is the public key of its signature, `stamped_by` the address
    of the authority that was asked for a time stamp; either is empty where there is none.
    `withdrawn` are the editions taken back since the last one that was sealed; `chains` is how far
    the chains of the ledger had come, None in editions of before."""

    number: int = Field(ge=1)
    as_of: date
    published_at: AwareDatetime
    builder: str
    ledger: Ledger
    manifest: Digests
    files: dict[str, Sha256]
    previous: Previous | None
    notice: str = ""
    matters: tuple[Matter, ...]
    key: str = ""
    stamped_by: str = ""
    withdrawn: tuple[Withdrawal, ...] = ()
    chains: ChainEnds | None = None

    def written(self) -> bytes:
        """The bytes of edition.json; its last line is the digest of all the others.

        That digest finds a slip of the disk or the line. It keeps nobody from writing both anew:
        for that there are the signature, the time stamp and copies kept elsewhere.
        """
        unsaid = {
            name for name in ("withdrawn", "chains") if not getattr(self, name)
        }  # as of before
        told = self.model_dump(mode="json", exclude=unsaid)
        return _json(told | {"check": hashlib.sha256(_json(told)).hexdigest()})


def read(body: bytes) -> Seal:
    """What an edition.json says. Raises Malformed unless it is just as `written` writes it."""
    try:
        told: dict[str, Any] = json.loads(body)
        told.pop("check")
        seal = Seal.model_validate_json(json.dumps(told))
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as wrong:
        raise Malformed("不是封存记录的写法") from wrong
    if seal.written() != body:
        raise Malformed("与记录末尾的校验值不符")
    return seal


def sha256(body: bytes) -> str:
    """The digest of a file, empty where there is none."""
    return hashlib.sha256(body).hexdigest() if body else ""


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
