"""Entries as rows and back, and the digests that make a change visible.

An entry's digest covers the very text on file, and neither `seq` nor `position`: siblings filed in
another order have the same digests. The order is what the chain covers.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from catalog.opinion import Opinion
from catalog.record import Actor, Amendment, Entry, Record
from catalog.stages import STEPS
from catalog.zone import SHANGHAI

Row = Mapping[Any, Any]

GENESIS = "0" * 64
"""The chain value before the first entry."""


def canonical(value: object) -> str:
    """JSON with one spelling: sorted keys, no blanks, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def instant(at: datetime) -> str:
    """An instant as text: the same instant gives the same text, in whatever zone it came."""
    return at.astimezone(SHANGHAI).isoformat()


def digest_of(row: Row) -> str:
    """Digest of an entry: sha256 of the canonical JSON of what was filed, by whom and when."""
    parts = (
        f'"actor":{row["actor"]}',
        f'"amends":{row["amends"] or "null"}',
        f'"at":{canonical(row["at"])}',
        f'"item":{canonical(row["item"])}',
        f'"record":{row["payload"]}',
        f'"round":{row["round"]}',
        f'"step":{canonical(row["step"])}',
    )
    return sha256(f"{{{','.join(parts)}}}".encode()).hexdigest()


def chain_of(before: str, digest: str) -> str:
    """The chain value of an entry: sha256 of the chain value before it and its digest."""
    return sha256((before + digest).encode()).hexdigest()


def refusal_digest(row: Row) -> str:
    """Digest of a logged refusal: sha256 of all that it says."""
    parts = (row[name] for name in ("item", "step", "payload", "actor", "at", "findings"))
    return sha256(canonical(list(parts)).encode()).hexdigest()


def row_of(
    item: str,
    step: str,
    round: int,
    record: Record,
    *,
    actor: Actor,
    at: datetime,
    amends: Amendment | None,
) -> dict[str, Any]:
    """What goes on file for a record, digest included; place and chain are given on appending."""
    row = {
        "item": item,
        "stage": step.partition(".")[0],
        "step": step,
        "round": round,
        "payload": canonical(record.model_dump(mode="json")),
        "actor": canonical(actor.model_dump(mode="json")),
        "at": instant(at),
        "amends": canonical(amends.model_dump(mode="json")) if amends else None,
    }
    return row | {"digest": digest_of(row)}


def entry_of(row: Row) -> Entry:
    """The entry that a row holds; a payload of any age must parse (tests/records)."""
    return Entry(
        item=row["item"],
        seq=row["seq"],
        step=row["step"],
        round=row["round"],
        record=STEPS[row["step"]].record.model_validate_json(row["payload"]),
        actor=Actor.model_validate_json(row["actor"]),
        at=datetime.fromisoformat(row["at"]).astimezone(SHANGHAI),
        amends=Amendment.model_validate_json(row["amends"]) if row["amends"] else None,
        digest=row["digest"],
    )


def opinion_row(opinion: Opinion) -> dict[str, Any]:
    """An opinion as it is kept and digested."""
    return opinion.model_dump(mode="json")


def opinions_digest(rows: Iterable[Row]) -> str:
    """Digest of opinion rows in the order of their numbers; of none it is empty."""
    digest, count = sha256(), 0
    for row in rows:
        kept = {name: row[name] for name in Opinion.model_fields}
        digest.update(canonical(kept).encode() + b"\n")
        count += 1
    return digest.hexdigest() if count else ""
