"""Sessions: kept on the server, so that they can be ended; the browser holds a number and no more."""

import secrets
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple

from sqlalchemy import Engine, delete, insert, select, update

from storage import database
from storage.people.accounts import digest, instant, text
from storage.people.tables import ACCOUNTS, SESSIONS

IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=12)
"""How long a session lasts unused, and at most."""
NOTED = timedelta(minutes=1)
"""That it was used is written down no more often than this."""
FORGOTTEN = timedelta(days=30)
_BROWSER = 200


class Standing(Enum):
    """What a session is good for."""

    GOOD = auto()
    EXPIRED = auto()
    """Nobody ended it: what was typed in it may still be kept as its account's draft."""


class Session(NamedTuple):
    """Somebody's session in one browser."""

    id: str
    """The digest of what the browser holds."""
    account: str
    csrf: str
    standing: Standing
    confirmed_at: datetime | None = None
    """When its password was given again last."""


class Sessions:
    """The sessions of an office. Every instant is handed in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, account: str, now: datetime, browser: str = "") -> tuple[str, Session]:
        """Begin one: what the browser is to hold, always new, and the session."""
        held, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        made = Session(digest(held), account, csrf, Standing.GOOD)
        row = {"id": made.id, "account": account, "csrf": csrf, "ended_at": "", "confirmed_at": ""}
        row |= {"made_at": text(now), "seen_at": text(now), "browser": browser[:_BROWSER]}
        with database.writing(self._engine) as connection:
            old = SESSIONS.c.made_at < text(now - FORGOTTEN)
            connection.execute(delete(SESSIONS).where(old))
            connection.execute(insert(SESSIONS), row)
        return held, made

    def find(self, held: str, now: datetime, *, used: bool = True) -> Session | None:
        """The session of a browser, or None: never begun, ended, or its account is.

        `used` says that a person did something: otherwise it goes on running out.
        """
        joined = select(SESSIONS).join(ACCOUNTS, ACCOUNTS.c.id == SESSIONS.c.account)
        open_ = (SESSIONS.c.ended_at == "") & (ACCOUNTS.c.ended_at == "")
        with self._engine.connect() as connection:
            query = joined.where(SESSIONS.c.id == digest(held), open_)
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        seen = instant(row["seen_at"])
        expired = now - seen > IDLE or now - instant(row["made_at"]) > WHOLE
        standing = Standing.EXPIRED if expired else Standing.GOOD
        if used and not expired and now - seen > NOTED:
            with database.writing(self._engine) as connection:
                noted = update(SESSIONS).where(SESSIONS.c.id == row["id"])
                connection.execute(noted.values(seen_at=text(now)))
        again = instant(row["confirmed_at"]) if row["confirmed_at"] else None
        return Session(row["id"], row["account"], row["csrf"], standing, again)

    def confirm(self, session: Session, now: datetime) -> None:
        """Note that the password was given again."""
        noted = update(SESSIONS).where(SESSIONS.c.id == session.id).values(confirmed_at=text(now))
        with database.writing(self._engine) as connection:
            connection.execute(noted)

    def end(self, session: Session, now: datetime) -> None:
        """End one."""
        ended = update(SESSIONS).where(SESSIONS.c.id == session.id).values(ended_at=text(now))
        with database.writing(self._engine) as connection:
            connection.execute(ended)

    def end_all(self, account: str, now: datetime) -> None:
        """End every session of an account."""
        open_ = (SESSIONS.c.account == account) & (SESSIONS.c.ended_at == "")
        with database.writing(self._engine) as connection:
            connection.execute(update(SESSIONS).where(open_).values(ended_at=text(now)))
