"""Entries as rows and back, and the digests that make a change visible.

An entry's digest covers the very text on file, and neither `seq` nor `position`: siblings filed in
another order have the same digests. The order is what the chain covers.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from catalog.ids import stage_of
from catalog.opinion import Opinion
from catalog.record import Actor, Amendment, Entry, Record
from catalog.stages import STEPS
from catalog.timezone import SHANGHAI

Row = Mapping[Any, Any]

GENESIS = "0" * 64
"""The chain value before the first entry."""


def canonical(value: object) -> str:
    """JSON with one spelling: sorted keys, no blanks, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def instant(at: datetime) -> str:
    """An instant as text: the same instant gives the same text, in whatever zone it came."""
    return at.astimezone(SHANGHAI).isoformat()


def text_digest(text: str) -> str:
    """The sha256 of a text."""
    return sha256(text.encode()).hexdigest()


def digest_of(row: Row) -> str:
    """Digest of an entry: sha256 of the canonical JSON of what was filed, by whom and when."""
    return text_digest(digested(row))


def digested(row: Row) -> str:
    """The text of an entry that is digested."""
    parts = (
        f'"actor":{row["actor"]}',
        f'"amends":{row["amends"] or "null"}',
        f'"at":{canonical(row["at"])}',
        f'"item":{canonical(row["item"])}',
        f'"record":{row["payload"]}',
        f'"round":{row["round"]}',
        f'"step":{canonical(row["step"])}',
    )
    return f"{{{','.join(parts)}}}"


def digest_of_all(digests: Iterable[str]) -> str:
    """Digest of entries by theirs; the order of filing makes no difference."""
    return sha256("".join(sorted(digests)).encode()).hexdigest()


def chain_of(before: str, digest: str) -> str:
    """The chain value of an entry: sha256 of the chain value before it and its digest."""
    return sha256((before + digest).encode()).hexdigest()


def refusal_digest(row: Row) -> str:
    """Digest of a logged refusal: sha256 of all that it says."""
    return text_digest(refusal_text(row))


def refusal_text(row: Row) -> str:
    """The text of a logged refusal that is digested."""
    parts = (row[name] for name in ("item", "step", "payload", "actor", "at", "findings"))
    return canonical(list(parts))


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
        "stage": stage_of(step),
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
    record: Record = STEPS[row["step"]].record.model_validate_json(row["payload"])
    if "form_no" not in record.model_fields_set:  # filed before forms were numbered
        record = record.model_copy(update={"form_no": 1})
    return Entry(
        item=row["item"],
        seq=row["seq"],
        step=row["step"],
        round=row["round"],
        record=record,
        actor=Actor.model_validate_json(row["actor"]),
        at=datetime.fromisoformat(row["at"]).astimezone(SHANGHAI),
        amends=Amendment.model_validate_json(row["amends"]) if row["amends"] else None,
        digest=row["digest"],
    )


def opinion_row(opinion: Opinion) -> dict[str, Any]:
    """An opinion as it is kept and digested."""
    return opinion.model_dump(mode="json")


DIGESTED = (
    "no", "source", "channel", "summary", "points", "outcome", "reason", "clause", "person", "contact",
)  # fmt: skip
"""What every opinion table on file was digested with. A field that comes later is digested where it says
something: at its default it changes no digest of before."""


def opinion_line(row: Row, kind: type[Opinion] = Opinion) -> bytes:
    """An opinion as it is digested, a line each."""
    said = {name: row[name] for name in DIGESTED}
    said |= {name: row[name] for name, default in _later(kind) if row[name] != default}
    return canonical(said).encode() + b"\n"


@cache
def _later(kind: type[Opinion]) -> tuple[tuple[str, object], ...]:
    """The fields that opinions gained since tables were first digested, each with its default."""
    fields = kind.model_fields.items()
    return tuple((name, field.default) for name, field in fields if name not in DIGESTED)


def opinions_digest(rows: Iterable[Row]) -> str:
    """Digest of opinion rows in the order of their numbers; of none it is empty."""
    digest, count = sha256(), 0
    for row in rows:
        digest.update(opinion_line(row))
        count += 1
    return digest.hexdigest() if count else ""
