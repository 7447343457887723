"""Notices (消息): how each person wants to be told how much there is to do, and what was told so far.

There is no outbox: what is to be told follows from what there is to do, and a letter that was not taken is written
anew. So nobody is told what is over, at an hour that he did not choose, or at an address that he gave up.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Engine, insert, select, update

from storage import database
from storage.people.accounts import instant, text
from storage.people.tables import NOTICES


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

    def is_quiet(self, hour: int) -> bool:
        """Say whether an hour of the day is a quiet one."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until


class Told(NamedTuple):
    """What somebody was told so far."""

    keys: frozenset[str] = frozenset()
    """What the last letter counted and is not done yet, each under a key."""
    things: int = 0
    """How many the last letter counted."""
    sent_at: datetime | None = None
    tried_at: datetime | None = None
    why: str = ""
    """Why the last try failed, in Chinese; empty where it did not."""


class Notices:
    """The notices of an office; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, account: str) -> tuple[Wish, Told]:
        """How somebody wants to be told, and what he was told."""
        return self.all().get(account, (Wish(), Told()))

    def all(self) -> dict[str, tuple[Wish, Told]]:
        """The same of everybody who said so."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(NOTICES)).mappings().all()
        return {row["account"]: (_wish(row), _told(row)) for row in rows}

    def keep(self, account: str, wish: Wish) -> None:
        """Keep how somebody wants to be told; what he was told already stays told."""
        wished = wish._asdict() | {"way": wish.way.value}
        with database.writing(self._engine) as connection:
            known = update(NOTICES).where(NOTICES.c.account == account).values(**wished)
            if not connection.execute(known).rowcount:
                nothing = _row(Told()) | {"account": account}
                connection.execute(insert(NOTICES), wished | nothing)

    def note(self, account: str, before: Told, told: Told) -> bool:
        """Note that it is being tried, what was told, or why not; False where another process was faster."""
        same = [NOTICES.c[name] == value for name, value in _row(before).items()]
        noted = update(NOTICES).where(NOTICES.c.account == account, *same).values(**_row(told))
        with database.writing(self._engine) as connection:
            return bool(connection.execute(noted).rowcount)


def _row(told: Told) -> dict[str, Any]:
    return {
        "told": json.dumps(sorted(told.keys), ensure_ascii=False),
        "things": told.things,
        "sent_at": text(told.sent_at) if told.sent_at else "",
        "tried_at": text(told.tried_at) if told.tried_at else "",
        "why": told.why,
    }


def _told(row: Mapping[Any, Any]) -> Told:
    sent, tried = (instant(row[n]) if row[n] else None for n in ("sent_at", "tried_at"))
    return Told(frozenset(json.loads(row["told"])), row["things"], sent, tried, row["why"])


def _wish(row: Mapping[Any, Any]) -> Wish:
    return Wish(row["mail"], Way(row["way"]), row["hour"], row["quiet_from"], row["quiet_until"])
