"""What was kept of a ledger elsewhere (an edition, a backup), and what the ledger lacks beside it."""

import json
from datetime import date
from pathlib import Path

from catalog.chains import ChainEnds
from catalog.errors import BadInput
from office.backup.bundle import MANIFEST, PACKED, BadBackup, parts, told_of
from office.editions.proof.seal import Malformed, Seal, read
from office.editions.seal import editions
from pages.build.paths import EDITION
from storage.files.legible import Unread, content_of
from storage.ledger import Head, Ledger

MOST = 1 << 30
"""Bytes that the manifest of a backup, which lists every file, will not have."""


class NotKept(BadInput, ValueError):
    """A file that tells nothing of a ledger; str() says so, in Chinese."""


def short_of_site(ledger: Ledger, site: Path) -> list[str]:
    """What the ledger lacks of the edition that is out in its own home, as Chinese sentences."""
    out = site / EDITION
    try:
        return unlike(ledger, out) if out.exists() else []
    except NotKept as why:
        return [str(why)]


def unlike(ledger: Ledger, kept: Path) -> list[str]:
    """What the ledger lacks of that which was kept, as Chinese sentences. Raises NotKept.

    The manifest.json of an edition tells of the entries alone; its edition.json, and a backup or the
    manifest.json of one, of every chain; an edition.json of itself too.
    """
    try:
        body = _body(kept)
        told = json.loads(body)
        if "manifest" in told:
            return _edition(ledger, read(body), body, kept)
        head, on = told["ledger"], told.get("as_of")
        count, digest = head.get("count", head.get("entries")), str(head["digest"])
        day = date.fromisoformat(on) if on else None
        chains = ChainEnds.model_validate(told["chains"]) if told.get("chains") else None
        return _lacking(ledger, Head(int(count), digest), day, chains, kept)
    except Malformed as wrong:
        raise NotKept(f"{kept}{wrong}，不能拿来核对台账") from wrong
    except Unread as wrong:
        raise NotKept(str(wrong)) from wrong
    except BadBackup as wrong:
        raise NotKept(f"{wrong}，不能拿来核对台账") from wrong
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise NotKept(f"{kept} 不是公开页面的 edition.json、manifest.json，也不是备份") from wrong


def _body(kept: Path) -> bytes:
    """The file that tells: itself, or that in the folder or in the backup."""
    if kept.name.endswith(PACKED):
        with told_of(kept):
            found = (part.body.read() for part in parts(kept) if part.name == MANIFEST)
            return next(found, b"")
    if kept.is_dir():
        kept /= EDITION if (kept / EDITION).is_file() else MANIFEST
    return content_of(kept, MOST)


def _edition(ledger: Ledger, seal: Seal, body: bytes, kept: Path) -> list[str]:
    """What is lacking beside an edition.json: entries, rows of any chain, the edition itself."""
    head = Head(seal.ledger.entries, seal.ledger.digest)
    found = _lacking(ledger, head, seal.as_of, seal.chains, kept)
    out = next((one.seal for one in editions(ledger) if one.seal.number == seal.number), None)
    if out is None:
        found.append(
            f"台账里没有公开第{seal.number}号的记录，{kept} 却是第{seal.number}号：有删去的"
        )
    elif out.written() != body:
        found.append(f"台账里的第{seal.number}号与 {kept} 不同：整个改写过")
    return found


def _lacking(
    ledger: Ledger, head: Head, on: date | None, chains: ChainEnds | None, kept: Path
) -> list[str]:
    """What is lacking beside the ends of all chains; of before, beside a head at the end of a day."""
    if chains:
        return ledger.missing(chains, str(kept))
    if ledger.head(on=on, first=head.count) == head:
        return []
    return [f"前{head.count}条登记与 {kept} 记载的不符：有删去的，或者整个改写过"]
