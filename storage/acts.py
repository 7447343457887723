"""The log of acts, beside the entries: appended, chained, never changed.

A record says what happened in a decision and is judged by the law. An act says what the office did
with it afterwards: reviewed a page, put an edition out, sent a parcel, looked at a link. Nothing on
a page of an item follows from one.
"""

from datetime import datetime
from typing import ClassVar, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, Select, func, insert, select

from catalog.record import Actor, Frozen
from catalog.timezone import SHANGHAI, Clock
from storage import database
from storage.serialize import GENESIS, Row, canonical, chain_of, instant, text_digest
from storage.tables import ACTS


class Act(Frozen):
    """One kind of act; a payload of any age must parse, so later fields have defaults."""

    KIND: ClassVar[str]
    """By which it is found again, for ever."""


A = TypeVar("A", bound=Act)


class Done(NamedTuple, Generic[A]):
    """An act on file."""

    position: int
    subject: str
    act: A
    actor: Actor
    at: datetime


class Acts:
    """The log of a ledger; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, act: Act, subject: str, actor: Actor, at: datetime | Clock) -> int:
        """Put an act on file; returns its position. Raises database.Unusable.

        `at` is an instant, or a clock that is read once nobody else can write: then acts are in the
        order of their times.
        """
        with database.writing(self._engine) as connection:
            return note(connection, act, subject, actor, at if isinstance(at, datetime) else at())

    def of(self, kind: type[A], subject: str | None = None) -> list[Done[A]]:
        """Every act of a kind, oldest first; about one subject, or about any."""
        with self._engine.connect() as connection:
            found = connection.execute(_query(kind, subject).order_by(ACTS.c.position)).mappings()
            return [_done(kind, row) for row in found]

    @property
    def position(self) -> int:
        """The place of the newest act of any kind; 0 where there is none."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.max(ACTS.c.position))) or 0

    def last(self, kind: type[A], subject: str | None = None) -> Done[A] | None:
        """The newest act of a kind, or None."""
        newest = _query(kind, subject).order_by(ACTS.c.position.desc()).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(newest).mappings().one_or_none()
        return _done(kind, row) if row else None


def note(connection: Connection, act: Act, subject: str, actor: Actor, at: datetime) -> int:
    """Put an act on file in a transaction of the caller's that nobody else can write beside
    (database.writing), with what it tells of; returns its position."""
    row = {
        "kind": act.KIND,
        "subject": subject,
        "payload": canonical(act.model_dump(mode="json")),
        "actor": canonical(actor.model_dump(mode="json")),
        "at": instant(at),
    }
    last = select(ACTS.c.position, ACTS.c.chain).order_by(ACTS.c.position.desc()).limit(1)
    before = connection.execute(last).first()
    position = before.position + 1 if before else 1
    chain = chain_of(before.chain if before else GENESIS, act_digest(row))
    connection.execute(insert(ACTS), row | {"position": position, "chain": chain})
    return position


def act_digest(row: Row) -> str:
    """Digest of an act: sha256 of all that it says."""
    return text_digest(canonical([row[n] for n in ("kind", "subject", "payload", "actor", "at")]))


def _query(kind: type[Act], subject: str | None) -> Select[tuple[object, ...]]:
    query = select(ACTS).where(ACTS.c.kind == kind.KIND)
    return query if subject is None else query.where(ACTS.c.subject == subject)


def _done(kind: type[A], row: Row) -> Done[A]:
    return Done(
        position=row["position"],
        subject=row["subject"],
        act=kind.model_validate_json(row["payload"]),
        actor=Actor.model_validate_json(row["actor"]),
        at=datetime.fromisoformat(row["at"]).astimezone(SHANGHAI),
    )
