"""What is on file of one item, as it is on file: the texts that were digested, and the chain."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from catalog.opinion import Opinion
from catalog.timezone import midnight_after
from storage import database
from storage.loading import of_item
from storage.register.tables import (
    ANSWERS,
    ATTACHMENTS,
    BATCH_ENDS,
    BATCHES,
    CONFIRMATIONS,
    DRAWS,
    GROUP_EVENTS,
    GROUP_RUNS,
    LAYERS,
    POINTS,
    STATEMENTS,
    SUBMISSIONS,
)
from storage.serialize import GENESIS, Row, digested, instant
from storage.tables import ENTRIES, OPINIONS, REFUSALS


class Link(NamedTuple):
    """One entry of the whole ledger, as far as the chain speaks of it."""

    position: int
    digest: str
    chain: str


class Extract(NamedTuple):
    """The rows that an item's dossier is made of, and the whole chain up to the last entry of the day."""

    entries: Sequence[Row]
    refusals: Sequence[Row]
    refused_before: dict[int, str]
    """The chain value before each refusal, by its id."""
    opinions: dict[int, list[Row]]
    """Opinion rows by the number of the item's entry that brought them."""
    chain: Sequence[Link]
    register: dict[str, list[Row]]
    """Rows of the register of opinions by table, what happened that day the last; never a contact or receipt."""

    def texts(self) -> list[str]:
        """The text of each entry whose sha256 is its digest."""
        return [digested(row) for row in self.entries]


def extract(connection: Connection, item: str, on: date) -> Extract:
    """Read an item on an open connection, see Ledger.extract.

    The chain is read first and all else up to its end: what is filed meanwhile is left out.
    """
    before = instant(midnight_after(on))
    last = connection.scalar(select(func.max(ENTRIES.c.position)).where(ENTRIES.c.at < before)) or 0
    of_chain = select(ENTRIES.c.position, ENTRIES.c.digest, ENTRIES.c.chain)
    up_to_last = of_chain.where(ENTRIES.c.position <= last).order_by(ENTRIES.c.position)
    chain = [Link(*row) for row in connection.execute(up_to_last)]
    query = select(ENTRIES).where(of_item(item), ENTRIES.c.at < before)
    entries = connection.execute(query.order_by(ENTRIES.c.position)).mappings().all()
    refused = select(REFUSALS).where(REFUSALS.c.item == item, REFUSALS.c.at < before)
    refusals = connection.execute(refused.order_by(REFUSALS.c.id)).mappings().all()
    seqs = [row["seq"] for row in entries if row["item"] == item]
    before_each = _chains_before(connection, refusals)
    rows = _register(connection, item, before)
    return Extract(entries, refusals, before_each, _opinions(connection, item, seqs), chain, rows)


_OF_ITEM = (BATCHES, GROUP_RUNS, GROUP_EVENTS, ANSWERS, CONFIRMATIONS, STATEMENTS, DRAWS)
_OF_LETTERS = (LAYERS, POINTS)


def _register(connection: Connection, item: str, before: str) -> dict[str, list[Row]]:
    """The rows of an item in the register, up to an instant; none in a ledger of before it."""
    if database.revision(connection) < database.REGISTERED:
        return {}
    batches = select(BATCHES.c.position).where(BATCHES.c.item == item)
    ended = select(BATCH_ENDS.c.batch).where(
        BATCH_ENDS.c.batch.in_(batches), BATCH_ENDS.c.at < before
    )
    letters = select(SUBMISSIONS.c.position).where(SUBMISSIONS.c.batch.in_(ended))
    queries = {table: [table.c.item == item, table.c.at < before] for table in _OF_ITEM}
    queries[BATCH_ENDS] = [BATCH_ENDS.c.batch.in_(batches), BATCH_ENDS.c.at < before]
    queries[SUBMISSIONS] = [SUBMISSIONS.c.batch.in_(ended)]
    queries[ATTACHMENTS] = [ATTACHMENTS.c.submission.in_(letters)]
    queries |= {t: [t.c.submission.in_(letters), t.c.at < before] for t in _OF_LETTERS}
    found = dict[str, list[Row]]()
    for table, which in queries.items():
        query = select(table).where(*which).order_by(table.c.position)
        if rows := connection.execute(query).mappings().all():
            found[table.name] = list(rows)
    return found


def _chains_before(connection: Connection, refusals: Sequence[Row]) -> dict[int, str]:
    chains = select(REFUSALS.c.chain).order_by(REFUSALS.c.id.desc()).limit(1)
    ids = [row["id"] for row in refusals]
    return {i: connection.scalar(chains.where(REFUSALS.c.id < i)) or GENESIS for i in ids}


def _opinions(connection: Connection, item: str, seqs: list[int]) -> dict[int, list[Row]]:
    fields = [OPINIONS.c.entry_seq, *(OPINIONS.c[name] for name in Opinion.model_fields)]
    query = select(*fields).where(OPINIONS.c.item == item, OPINIONS.c.entry_seq.in_(seqs))
    found: dict[int, list[Row]] = {}
    for row in connection.execute(query.order_by(OPINIONS.c.entry_seq, OPINIONS.c.no)).mappings():
        found.setdefault(row["entry_seq"], []).append(row)
    return found
