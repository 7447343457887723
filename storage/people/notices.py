"""Notices (消息): how each person wants to be told, and an outbox from which each is sent at least once."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Engine, delete, insert, select, update

from storage import database
from storage.people.accounts import instant, text
from storage.people.tables import NOTICES, OUTBOX

AGAIN = timedelta(minutes=10)
"""After which a letter is tried again that was not taken, or whose sender was killed."""
OLD = timedelta(days=3)
"""A letter that could not be sent by then says nothing new; one that was sent is forgotten."""


class Way(StrEnum):
    """When somebody is told."""

    NEVER = "不发"
    DAILY = "每个工作日一次"
    AT_ONCE = "有新的就发"


class Wish(NamedTuple):
    """How a person wants to be told; hours are whole ones, of the office's own day."""

    mail: str = ""
    way: Way = Way.NEVER
    hour: int = 8
    """When the one of the day is sent, at the earliest."""
    quiet_from: int = 20
    quiet_until: int = 8
    """Between these nothing is sent at once."""
    told: frozenset[str] = frozenset()
    """What the last letter counted, each under a key."""
    told_at: datetime | None = None

    def is_quiet(self, hour: int) -> bool:
        """Say whether an hour of the day is a quiet one."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until


class Letter(NamedTuple):
    """A letter that waits, or was sent: whose, where to, and how many things it tells of."""

    id: str
    account: str
    mail: str
    things: int
    made_at: datetime
    sent_at: datetime | None
    why: str
    """Why the last try failed, in Chinese; empty where none did."""


class Notices:
    """The notices of an office; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def wish(self, account: str) -> Wish:
        """How somebody wants to be told."""
        return self.wishes().get(account, Wish())

    def wishes(self) -> dict[str, Wish]:
        """The same of everybody who said so."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(NOTICES)).mappings().all()
        return {row["account"]: _wish(row) for row in rows}

    def keep(self, account: str, wish: Wish) -> None:
        """Keep how somebody wants to be told; what he was told already stays told."""
        before = self.wish(account)
        row = wish._asdict() | {"way": wish.way.value, "account": account}
        row["told"] = json.dumps(sorted(before.told))
        row["told_at"] = text(before.told_at) if before.told_at else ""
        with database.writing(self._engine) as connection:
            connection.execute(delete(NOTICES).where(NOTICES.c.account == account))
            connection.execute(insert(NOTICES), row)

    def put(self, account: str, wish: Wish, told: Collection[str], now: datetime) -> bool:
        """Lay a letter into the outbox, and note with it what was told; False where another process
        was faster, for `wish` is not what stands there any more."""
        before = text(wish.told_at) if wish.told_at else ""
        id_ = sha256(json.dumps([account, before, wish.mail]).encode()).hexdigest()[:32]
        noted = update(NOTICES).where(NOTICES.c.account == account, NOTICES.c.told_at == before)
        row = {"id": id_, "account": account, "mail": wish.mail, "count": len(told)}
        row |= {"made_at": text(now), "tried_at": "", "sent_at": "", "why": ""}
        with database.writing(self._engine) as connection:
            done = connection.execute(
                noted.values(told=json.dumps(sorted(told)), told_at=text(now))
            )
            if not done.rowcount:
                return False
            connection.execute(delete(OUTBOX).where(OUTBOX.c.made_at < text(now - OLD)))
            connection.execute(insert(OUTBOX), row)
        return True

    def take(self, now: datetime) -> list[Letter]:
        """The letters that are to be sent now: they are this process's for the next ten minutes."""
        mine = list[Letter]()
        due = (OUTBOX.c.sent_at == "") & (OUTBOX.c.tried_at < text(now - AGAIN))
        due &= OUTBOX.c.made_at >= text(now - OLD)
        with database.writing(self._engine) as connection:
            for row in connection.execute(select(OUTBOX).where(due)).mappings().all():
                tried = update(OUTBOX).where(OUTBOX.c.id == row["id"]).values(tried_at=text(now))
                connection.execute(tried)
                mine.append(_letter(row))
        return mine

    def sent(self, letter: Letter, now: datetime) -> None:
        """Note that the server took a letter."""
        self._note(letter, sent_at=text(now), why="")

    def failed(self, letter: Letter, why: str) -> None:
        """Note why it did not; it is tried again."""
        self._note(letter, why=why)

    def last(self, account: str) -> Letter | None:
        """The newest letter to somebody."""
        query = select(OUTBOX).where(OUTBOX.c.account == account).order_by(OUTBOX.c.made_at.desc())
        with self._engine.connect() as connection:
            row = connection.execute(query.limit(1)).mappings().one_or_none()
        return _letter(row) if row else None

    def _note(self, letter: Letter, **noted: str) -> None:
        with database.writing(self._engine) as connection:
            connection.execute(update(OUTBOX).where(OUTBOX.c.id == letter.id).values(**noted))


def _wish(row: Mapping[Any, Any]) -> Wish:
    told_at = instant(row["told_at"]) if row["told_at"] else None
    return Wish(
        row["mail"], Way(row["way"]), row["hour"], row["quiet_from"], row["quiet_until"],
        frozenset(json.loads(row["told"])), told_at,
    )  # fmt: skip


def _letter(row: Mapping[Any, Any]) -> Letter:
    sent = instant(row["sent_at"]) if row["sent_at"] else None
    made = instant(row["made_at"])
    return Letter(row["id"], row["account"], row["mail"], row["count"], made, sent, row["why"])
