"""Accounts: a name to sign in with, a password or a one-time link, and the posts that were granted."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from typing import Any, NamedTuple
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Engine, delete, insert, select, update

from catalog.duties.roles import Person, Post, may_hold
from catalog.errors import BadInput
from catalog.names import bare
from storage import database
from storage.people.tables import ACCOUNTS, GRANTS, NOTICES, SESSIONS

FAILURES, LOCKED = 5, timedelta(minutes=15)
"""After so many wrong passwords an account rests for so long, wherever they came from."""
LINK_LASTS = timedelta(hours=24)
SHORTEST, LONGEST = 10, 200
"""Signs of a password."""
AT_ONCE = 2
"""Hashes worked at at a time: each takes 19 megabytes."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_hex(16))
"""Compared with where there is no such account, so that the answer takes as long."""
_TURN = BoundedSemaphore(AT_ONCE)


class Unfit(BadInput, ValueError):
    """An account or a password that cannot be; str() says why, in Chinese."""


class Account(NamedTuple):
    """An account, without its password."""

    id: str
    name: str
    unit: str
    posts: frozenset[Post]
    ended_at: datetime | None
    has_password: bool

    @property
    def person(self) -> Person:
        """Who acts when it is signed in."""
        return Person(self.id, self.name, self.unit, self.posts)


class Accounts:
    """The accounts of an office. Every instant is handed in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def every(self) -> list[Account]:
        """All accounts, ended ones too, by id."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.id)).mappings().all()
            posts = _posts(connection)
        return [_account(row, posts.get(row["id"], ())) for row in rows]

    def find(self, account: str) -> Account | None:
        """The account of an id as typed, ended or not."""
        with self._engine.connect() as connection:
            row = _row(connection, account)
            return _account(row, _posts(connection).get(row["id"], ())) if row else None

    def asserted(self, account: str) -> Account | None:
        """The account of an id as another system says it, capitals apart: there `le-gal` may be somebody
        else than `legal`, and `oﬃce` than `office`."""
        found = self.find(account)
        return found if found and normalize("NFC", account).lower() == found.id else None

    def make(self, account: str, name: str, unit: str, now: datetime) -> str:
        """Make an account and return its first one-time link. Raises Unfit."""
        id_, name, unit = bare(account), " ".join(name.split()), " ".join(unit.split())
        if not (id_ and bare(name) and bare(unit)):
            raise Unfit("用户名、姓名、处室都要填写")
        if len(id_) > 40 or len(name) > 40 or len(unit) > 100:
            raise Unfit("用户名和姓名不超过40个字，处室不超过100个字")
        with database.writing(self._engine) as connection:
            if _row(connection, id_):
                raise Unfit(f"用户名“{id_}”已经有了，请换一个")
            texts = dict.fromkeys(
                ("password", "locked_until", "link", "link_until", "ended_at"), ""
            )
            row = {"id": id_, "name": name, "unit": unit, "failures": 0, "made_at": text(now)}
            connection.execute(insert(ACCOUNTS), texts | row)
            return _new_link(connection, id_, now)

    def link(self, account: str, now: datetime) -> str:
        """A new one-time link for an account; an earlier one is good no more. Raises Unfit."""
        with database.writing(self._engine) as connection:
            row = _row(connection, account)
            if row is None or row["ended_at"]:
                raise Unfit(f"没有“{account}”这个账号，或者已经停用")
            return _new_link(connection, row["id"], now)

    def linked(self, link: str, now: datetime) -> Account | None:
        """Whose one-time link this is, as long as it is good; looking does not use it up."""
        with self._engine.connect() as connection:
            row = _by_link(connection, link, now)
            return _account(row, _posts(connection).get(row["id"], ())) if row else None

    def redeem(self, link: str, password: str, now: datetime) -> Account | None:
        """Set the password by a one-time link, which is then used up. Raises Unfit."""
        account = self.linked(link, now)
        if account is None:
            return None
        hashed = _hashed(password, account.id)
        with database.writing(self._engine) as connection:
            if _by_link(connection, link, now) is None:
                return None
            _set_password(connection, account.id, hashed, now)
        return account

    def set_password(self, account: str, password: str, now: datetime) -> None:
        """Set a password; the account is signed out everywhere. Raises Unfit."""
        hashed = _hashed(password, account)
        with database.writing(self._engine) as connection:
            _set_password(connection, account, hashed, now)

    def check(self, account: str, password: str, now: datetime) -> Account | None:
        """The account that a name and password are of, or None: unknown, wrong, ended or at rest.

        It takes as long for a name that nobody has. The fifth failure puts the account at rest; a
        right password is then refused as well.
        """
        with self._engine.connect() as connection:
            row = _row(connection, account)
        right = _verified(row["password"] if row and row["password"] else _NOBODY, password)
        if row is None or not row["password"] or row["ended_at"]:
            return None
        return self._counted(row["id"], right, now)

    def _counted(self, id_: str, right: bool, now: datetime) -> Account | None:
        with database.writing(self._engine) as connection:
            row = _row(connection, id_)
            assert row
            if row["locked_until"] and instant(row["locked_until"]) > now:
                return None
            failures = 0 if right else row["failures"] + 1
            locked = text(now + LOCKED) if failures >= FAILURES else ""
            kept = {"failures": 0 if locked else failures, "locked_until": locked}
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == id_).values(kept))
            return _account(row, _posts(connection).get(id_, ())) if right else None

    def end(self, account: str, now: datetime) -> None:
        """End an account: it is signed out everywhere, its posts are taken, and nothing is told to it any more."""
        with database.writing(self._engine) as connection:
            ended = {"ended_at": text(now), "link": "", "link_until": ""}
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(ended))
            connection.execute(delete(GRANTS).where(GRANTS.c.account == account))
            connection.execute(delete(NOTICES).where(NOTICES.c.account == account))
            _sign_out(connection, account, now)

    def grant(self, account: str, posts: Iterable[Post]) -> None:
        """Let an account hold these posts and no others. Raises Unfit where they do not go together."""
        wanted = frozenset(posts)
        if no := may_hold(wanted):
            raise Unfit(no.because)
        with database.writing(self._engine) as connection:
            row = _row(connection, account)
            if row is None or row["ended_at"]:
                raise Unfit(f"没有“{account}”这个账号，或者已经停用")
            if twins := _twins(connection, row, wanted):
                raise Unfit(f"“{row['name']}”另有账号{'、'.join(twins)}，同一人不能兼任")
            connection.execute(delete(GRANTS).where(GRANTS.c.account == row["id"]))
            rows = [{"account": row["id"], "post": post.value} for post in sorted(wanted)]
            if rows:
                connection.execute(insert(GRANTS), rows)


def text(at: datetime) -> str:
    """An instant as the tables keep it."""
    return at.astimezone(UTC).isoformat()


def instant(kept: str) -> datetime:
    """An instant that the tables keep."""
    return datetime.fromisoformat(kept)


def digest(secret: str) -> str:
    """What is kept of a secret that a browser holds: whoever reads the database cannot come in."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _twins(connection: Connection, row: Any, wanted: frozenset[Post]) -> list[str]:
    """Other accounts of the same person whose posts do not go together with these."""
    posts = _posts(connection)
    rows = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.ended_at == "")).mappings()
    same = (r["id"] for r in rows if r["id"] != row["id"] and bare(r["name"]) == bare(row["name"]))
    return [id_ for id_ in same if may_hold(wanted | {*posts.get(id_, ())})]


def _row(connection: Connection, account: str) -> Any:
    query = select(ACCOUNTS).where(ACCOUNTS.c.id == bare(account))
    return connection.execute(query).mappings().one_or_none()


def _by_link(connection: Connection, link: str, now: datetime) -> Any:
    query = select(ACCOUNTS).where(ACCOUNTS.c.link == digest(link), ACCOUNTS.c.ended_at == "")
    row = connection.execute(query).mappings().one_or_none()
    return row if row and instant(row["link_until"]) > now else None


def _posts(connection: Connection) -> dict[str, list[Post]]:
    found: dict[str, list[Post]] = {}
    for row in connection.execute(select(GRANTS)):
        found.setdefault(row.account, []).append(Post(row.post))
    return found


def _account(row: Any, posts: Iterable[Post]) -> Account:
    ended = instant(row["ended_at"]) if row["ended_at"] else None
    has = bool(row["password"])
    return Account(row["id"], row["name"], row["unit"], frozenset(posts), ended, has)


def _new_link(connection: Connection, id_: str, now: datetime) -> str:
    link = secrets.token_urlsafe(24)
    kept = {"link": digest(link), "link_until": text(now + LINK_LASTS)}
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == id_).values(kept))
    return link


def _set_password(connection: Connection, id_: str, hashed: str, now: datetime) -> None:
    texts = dict.fromkeys(("locked_until", "link", "link_until"), "")
    kept = texts | {"password": hashed, "failures": 0}
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == id_).values(kept))
    _sign_out(connection, id_, now)


def _sign_out(connection: Connection, id_: str, now: datetime) -> None:
    open_ = (SESSIONS.c.account == id_) & (SESSIONS.c.ended_at == "")
    connection.execute(update(SESSIONS).where(open_).values(ended_at=text(now)))


def _hashed(password: str, account: str) -> str:
    """The hash of a new password. Raises Unfit."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Unfit(f"口令应为{SHORTEST}到{LONGEST}个字符")
    if len(set(password)) < 4 or bare(account) in bare(password):
        raise Unfit("口令太容易猜：不要含用户名，不要只有几个字符反复")
    with _TURN:
        return _HASHER.hash(password)


def _verified(hashed: str, password: str) -> bool:
    with _TURN:
        try:
            return _HASHER.verify(hashed, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
