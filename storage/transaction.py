"""The write transaction: what it loads stays true until what it appends is on file."""

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, insert, select

from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.ids import catalog_of
from catalog.opinion import Opinion
from catalog.record import Actor, Amendment, Entry, Record
from catalog.timezone import SHANGHAI
from storage.documents import media_type
from storage.loading import load
from storage.register.rows import letters_in
from storage.serialize import (
    GENESIS,
    Row,
    canonical,
    chain_of,
    entry_of,
    instant,
    opinion_row,
    refusal_digest,
    row_of,
)
from storage.tables import DOCUMENTS, ENTRIES, OPINIONS, REFUSALS

_AT_ONCE = 10_000  # opinion rows sent in one statement


class Writing:
    """The open write transaction of a ledger."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def connection(self) -> Connection:
        """What the transaction writes to: for what is on file with an entry, or not at all."""
        return self._connection

    def load(self, item: str, *, opinions: bool = False) -> Dossier:
        """Load an item's dossier as this transaction sees it."""
        return load(self._connection, item, opinions=opinions)

    def items(self, catalog: str) -> list[str]:
        """Every item of a catalog."""
        listed = select(ENTRIES.c.item).where(ENTRIES.c.step == "entry.inclusion").distinct()
        within = ENTRIES.c.item.startswith(f"{catalog}-", autoescape=True)
        found = self._connection.scalars(listed.where(within))
        return sorted(item for item in found if catalog_of(item) == catalog)

    def letters(self, item: str, round: int) -> int:
        """How many letters the register of opinions has to a round of an item."""
        return letters_in(self._connection, item, round)

    def last_filed(self, item: str) -> datetime | None:
        """When the newest entry of an item was filed."""
        query = select(ENTRIES.c.at).where(ENTRIES.c.item == item).order_by(ENTRIES.c.seq.desc())
        found = self._connection.scalar(query.limit(1))
        return datetime.fromisoformat(found).astimezone(SHANGHAI) if found else None

    def append(
        self,
        item: str,
        step: str,
        round: int,
        record: Record,
        *,
        actor: Actor,
        at: datetime,
        amends: Amendment | None = None,
        opinions: Iterable[Opinion] = (),
    ) -> Entry:
        """Put a record on file. It asks no rule: everything but tests files through `filing`."""
        row = row_of(item, step, round, record, actor=actor, at=at, amends=amends)
        place = self._next_place(item)
        row |= place | {"chain": chain_of(place["chain"], row["digest"])}
        self._connection.execute(insert(ENTRIES), row)
        self._keep(opinions, row)
        self._list_documents(record, row["at"])
        return entry_of(row)

    def refuse(
        self,
        item: str,
        step: str,
        payload: object,
        *,
        actor: Actor,
        at: datetime,
        findings: Iterable[Finding] = (),
        faults: Iterable[str] = (),
    ) -> None:
        """Log a refused attempt."""
        found = {"findings": [f.model_dump(mode="json") for f in findings], "faults": list(faults)}
        row = {
            "item": item,
            "step": step,
            "payload": json.dumps(payload, ensure_ascii=False, default=str, skipkeys=True),
            "actor": canonical(actor.model_dump(mode="json")),
            "at": instant(at),
            "findings": canonical(found),
        }
        row = {k: _storable(v) for k, v in row.items()}
        last = select(REFUSALS.c.chain).order_by(REFUSALS.c.id.desc()).limit(1)
        before = self._connection.scalar(last) or GENESIS
        row["chain"] = chain_of(before, refusal_digest(row))
        self._connection.execute(insert(REFUSALS), row)

    def _keep(self, opinions: Iterable[Opinion], row: Row) -> None:
        place = {"item": row["item"], "entry_seq": row["seq"], "round": row["round"]}
        rows = (opinion_row(opinion) | place for opinion in opinions)
        while some := list(islice(rows, _AT_ONCE)):
            self._connection.execute(insert(OPINIONS), some)

    def _next_place(self, item: str) -> dict[str, Any]:
        last = select(ENTRIES.c.position, ENTRIES.c.chain).order_by(ENTRIES.c.position.desc())
        seq = select(func.max(ENTRIES.c.seq)).where(ENTRIES.c.item == item)
        before = self._connection.execute(last.limit(1)).first()
        return {
            "position": before.position + 1 if before else 1,
            "chain": before.chain if before else GENESIS,
            "seq": (self._connection.scalar(seq) or 0) + 1,
        }

    def _list_documents(self, record: Record, at: str) -> None:
        attached = {d.digest: d for d in record.kept}
        query = select(DOCUMENTS.c.digest).where(DOCUMENTS.c.digest.in_(attached))
        known = set(self._connection.scalars(query)) if attached else set()
        rows = [
            {"digest": d.digest, "name": d.name, "size": d.size, "stored_at": at}
            | {"media_type": media_type(d.name)}
            for d in attached.values()
            if d.digest not in known
        ]
        if rows:
            self._connection.execute(insert(DOCUMENTS), rows)


def _storable(text: str) -> str:
    """Text that every database and encoding takes, whatever was typed."""
    return text.replace("\x00", "").encode("utf-8", "backslashreplace").decode()
