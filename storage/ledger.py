"""The ledger: what is on file, in the order in which it was filed, never changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, select

from catalog.chains import ChainEnds
from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.ids import catalog_of, in_order, item_id
from catalog.record import Actor, Identity
from catalog.stages.entry import OF_THE_YEAR, REFORM
from catalog.timezone import midnight_after
from storage import database
from storage.acts import Acts
from storage.documents import DocumentStore
from storage.extract import Extract, extract
from storage.loading import load
from storage.people.people import People
from storage.serialize import Row, digest_of_all, instant
from storage.tables import ENTRIES, REFUSALS
from storage.transaction import Writing
from storage.verification import chain_ends, faults, missing


@dataclass(frozen=True)
class Head:
    """How much is on file, and a digest of it that does not depend on the order of filing."""

    count: int
    digest: str


class Mark(NamedTuple):
    """A place in the ledger; the chain value tells whether it is still the same ledger."""

    position: int
    chain: str


class Filing(NamedTuple):
    """A line of the journal: where in the ledger an entry lies, of which item and step it is."""

    mark: Mark
    item: str
    step: str


class Refusal(NamedTuple):
    """A refused attempt, as logged."""

    item: str
    step: str
    payload: Any
    actor: Actor
    at: datetime
    findings: list[Finding]
    faults: list[str]


DESK_ONLY = (
    "本单位只收在工作台上登录以后办理的（desk.yaml 的 desk_only）：自行填写的姓名没有核验，没有登记。"
    "请登录工作台办理"
)


class Ledger:
    """The database and the document store beside it; safe to share between threads."""

    def __init__(
        self, engine: Engine, documents: DocumentStore | None, upto: int | None = None,
        *, signed_in_only: bool = False,
    ) -> None:  # fmt: skip
        self._engine = engine
        self._upto = upto
        self._signed_in_only = signed_in_only
        self.documents = documents
        self.acts = Acts(engine)

    @classmethod
    def open(
        cls, url: str | Path, *, documents: Path | None = None, signed_in_only: bool = False
    ) -> Ledger:
        """Open a ledger, creating it in an empty database. Raises database.Unusable.

        Without `documents`, they lie in the folder documents/ beside a SQLite file. With
        `signed_in_only`, it takes nothing of who gives a name that nobody looked at.
        """
        engine = database.connect(url)
        file = engine.url.database
        if documents is None and engine.dialect.name == "sqlite" and file:
            documents = Path(file).parent / "documents"
        store = DocumentStore(documents) if documents else None
        return cls(engine, store, signed_in_only=signed_in_only)

    @property
    def signed_in_only(self) -> bool:
        """Say whether it takes what was done at the desk alone."""
        return self._signed_in_only

    def declines(self, actor: Actor) -> str:
        """Why nothing of somebody is taken here, in Chinese; empty where it is."""
        declared = actor.identity is Identity.DECLARED
        return DESK_ONLY if self._signed_in_only and declared else ""

    def upto(self, position: int) -> Ledger:
        """The ledger as it stood when that position was the last, to read dossiers and heads from.

        Several editions may go out on one day; the day alone does not tell what each was made of.
        """
        return Ledger(self._engine, self.documents, position, signed_in_only=self._signed_in_only)

    @property
    def engine(self) -> Engine:
        """The database that it lies in, for what lies beside it: the register of opinions."""
        return self._engine

    def people(self, uploads: Path) -> People:
        """The desk's accounts, sessions and drafts beside it; files handed in lie in `uploads`."""
        return People.of(self._engine, uploads)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction, alone among writers: what it loads stays true until it ends."""
        with database.writing(self._engine) as connection:
            yield Writing(connection)

    def load(self, item: str, *, opinions: bool = False, on: date | None = None) -> Dossier:
        """Load an item's dossier, empty where nothing is on file; `on` as at the end of a day.

        Its catalog comes along (with `on`, as it stood that day). Opinions only when asked for.
        """
        with self._engine.connect() as connection:
            return load(connection, item, opinions=opinions, on=on, upto=self._upto)

    def items(self, catalog: str | None = None) -> list[str]:
        """Every item id, by authority, year and number; of one catalog, or of all."""
        found = [item for item in self._filed("entry.inclusion") if item_id(item)]
        return [i for i in found if catalog is None or catalog_of(i) == catalog]

    def catalogs(self) -> list[str]:
        """Every catalog id, by authority and year."""
        return self._filed("entry.catalog")

    def years(self) -> list[str]:
        """The id of every year of which something is on file: a catalog, a call, a reform."""
        found = {id_ for step in OF_THE_YEAR for id_ in self._filed(step)}
        return sorted(found, key=in_order)

    def reformed(self) -> list[str]:
        """The ids of the years for which a reform of units is on file."""
        return self._filed(REFORM)

    def _filed(self, step: str) -> list[str]:
        query = select(ENTRIES.c.item).where(ENTRIES.c.step == step).distinct()
        with self._engine.connect() as connection:
            return sorted(connection.scalars(query), key=in_order)

    def journal(self, after: int = 0) -> Iterator[tuple[int, str]]:
        """Position and item of each entry after a position, in the order of filing."""
        query = select(ENTRIES.c.position, ENTRIES.c.item).where(ENTRIES.c.position > after)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(ENTRIES.c.position)).all()
        yield from ((row.position, row.item) for row in rows)

    def filed_since(self, mark: Mark | None) -> list[Filing] | None:
        """What was filed after a place, in order, from the first where that is None.

        None where the place is in this ledger no more: it was restored to an older state, or is
        another one.
        """
        filing = select(ENTRIES.c.position, ENTRIES.c.chain, ENTRIES.c.item, ENTRIES.c.step)
        query = filing.where(ENTRIES.c.position >= (mark.position if mark else 0))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(ENTRIES.c.position)).all()
        found = [Filing(Mark(row.position, row.chain), row.item, row.step) for row in rows]
        if mark is None:
            return found
        return found[1:] if found and found[0].mark == mark else None

    def filers(self, *, after: int = 0, step: str = "") -> dict[str, set[Actor]]:
        """Who filed anything (with `step`, at that step) after a position, by item or catalog."""
        query = select(ENTRIES.c.item, ENTRIES.c.actor).where(ENTRIES.c.position > after).distinct()
        if step:
            query = query.where(ENTRIES.c.step == step)
        found: dict[str, set[Actor]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                found.setdefault(row.item, set()).add(Actor.model_validate_json(row.actor))
        return found

    def mark(self, position: int | None = None) -> Mark | None:
        """The last place in the ledger, or the one at a position; None where there is none."""
        query = select(ENTRIES.c.position, ENTRIES.c.chain).order_by(ENTRIES.c.position.desc())
        if position is not None:
            query = query.where(ENTRIES.c.position == position)
        with self._engine.connect() as connection:
            row = connection.execute(query.limit(1)).one_or_none()
        return Mark(row.position, row.chain) if row else None

    def filed_between(self, after: date, until: date) -> list[str]:
        """The items of entries filed after one day and no later than another, each once."""
        query = (
            select(ENTRIES.c.item)
            .distinct()
            .where(
                ENTRIES.c.at >= instant(midnight_after(after)),
                ENTRIES.c.at < instant(midnight_after(until)),
            )
        )
        with self._engine.connect() as connection:
            return sorted(connection.scalars(query))

    def head(self, *, on: date | None = None, first: int | None = None) -> Head:
        """How much is on file (with `on`, at the end of a day), and a digest of it.

        With `first`, of the first so many alone: to compare with a head that was kept elsewhere.
        """
        with self._engine.connect() as connection:
            return head_of(connection, on=on, first=first, upto=self._upto)

    def place_of(self, on: date, head: Head) -> int | None:
        """The position up to which a head was taken at the end of a day; None: not of this ledger."""
        told = select(ENTRIES.c.position).where(ENTRIES.c.at < instant(midnight_after(on)))
        last = told.order_by(ENTRIES.c.position).offset(max(head.count - 1, 0)).limit(1)
        with self._engine.connect() as connection:
            position = (connection.scalar(last) or 0) if head.count else 0
            same = head_of(connection, on=on, upto=position) == head
        return position if same else None

    def refusals(self, item: str) -> list[Refusal]:
        """The refused attempts on an item, oldest first."""
        query = select(REFUSALS).where(REFUSALS.c.item == item).order_by(REFUSALS.c.id)
        with self._engine.connect() as connection:
            return [_refusal(row) for row in connection.execute(query).mappings()]

    def extract(self, item: str, on: date) -> Extract:
        """The rows of an item and of its catalog at the end of a day, as they are on file."""
        with self._engine.connect() as connection:
            return extract(connection, item, on)

    def verify(self, *, only: Collection[str] | None = None) -> list[str]:
        """Whatever is wrong with what is on file, in Chinese sentences; none means sound.

        Reads everything; with `only`, of the documents these alone, by digest. Rows cut off the
        end of a chain leave no trace in it: see `missing`.
        """
        with self._engine.connect() as connection:
            return list(faults(connection, self.documents, only))

    def chain_ends(self) -> ChainEnds:
        """How far every chain has come, to be kept elsewhere."""
        with self._engine.connect() as connection:
            return chain_ends(connection)

    def missing(self, kept: ChainEnds, where: str) -> list[str]:
        """What `where`, kept elsewhere, tells of and is no longer on file, in Chinese sentences."""
        with self._engine.connect() as connection:
            return list(missing(connection, kept, where))


def head_of(
    connection: Connection,
    *,
    on: date | None = None,
    first: int | None = None,
    upto: int | None = None,
) -> Head:
    """The head on an open connection, see Ledger.head and Ledger.upto."""
    query = select(ENTRIES.c.digest).where(*_until(upto))
    if on:
        query = query.where(ENTRIES.c.at < instant(midnight_after(on)))
    if first is not None:
        query = query.order_by(ENTRIES.c.position).limit(first)
    digests = list(connection.scalars(query))
    return Head(len(digests), digest_of_all(digests))


def _until(position: int | None) -> list[ColumnElement[bool]]:
    return [] if position is None else [ENTRIES.c.position <= position]


def _refusal(row: Row) -> Refusal:
    found = json.loads(row["findings"])
    return Refusal(
        item=row["item"],
        step=row["step"],
        payload=json.loads(row["payload"]),
        actor=Actor.model_validate_json(row["actor"]),
        at=datetime.fromisoformat(row["at"]),
        findings=[Finding.model_validate(f) for f in found["findings"]],
        faults=found["faults"],
    )
