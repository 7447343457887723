"""Who follows an item by e-mail (邮件订阅): an address that was given, and agreed to by whoever reads it.

Addresses are contacts: read by what writes to them and by nothing that publishes (a contract of pyproject.toml holds
it), erased when somebody leaves, does not answer, or cannot be reached. What came is known by the id of its sealed
letter, so that taking it in again adds nothing, and the letter itself is wiped from the spool.
"""

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)

from catalog.submission import Proof, is_mail
from opinions.spool.seal import Letter, LetterKind
from storage import database
from storage.serialize import instant
from storage.tables import METADATA as LEDGER

LASTS = timedelta(hours=48)
"""How long an address that was given waits for its reader to agree; then it is erased."""
KINDS = frozenset({LetterKind.FOLLOW, LetterKind.CONFIRM, LetterKind.LEAVE})
METADATA = MetaData(naming_convention=LEDGER.naming_convention)

FOLLOWERS = Table(
    "followers",
    METADATA,
    Column("key", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("item", "mail", "mailbox", "asked_at")),
    Column("proven", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("lettered_at", "confirmed_at", "told")),
    *(Column(name, Text, nullable=False) for name in ("tried_at", "why")),
    Column("refused", Integer, nullable=False),
    UniqueConstraint("item", "mailbox"),
)
LETTERS = Table(
    "follower_letters",
    METADATA,
    Column("lookup", Text, primary_key=True),
    Column("wiped", Integer, nullable=False),
)
"""Sealed letters about following that were taken in, by the ids of their receipts; nothing else of them is kept."""


class Follower(NamedTuple):
    """An address that follows an item, or (`confirmed_at` None) whose reader is still to be asked or to agree."""

    key: str
    """What the letters to it name: who has it may agree and leave."""
    item: str
    mail: str
    mailbox: str
    """The address by which it is counted: without what stands behind +, in small letters."""
    asked_at: datetime
    proven: bool
    """Whether a person, and no robot, was shown to have given it."""
    lettered_at: datetime | None = None
    """When its reader was asked."""
    confirmed_at: datetime | None = None
    told: frozenset[str] = frozenset()
    """The ids of the events that it was told, and of those before it was asked."""
    tried_at: datetime | None = None
    why: str = ""
    """Why the last letter was not taken, in Chinese; empty where it was."""
    refused: int = 0
    """How often in a row its own server refused it for good."""


class Followers:
    """The followers of an office; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[Follower]:
        """Everybody: first who confirmed, then those whom a person gave, in the order in which they came."""
        order = FOLLOWERS.c.confirmed_at == "", FOLLOWERS.c.proven.desc(), FOLLOWERS.c.asked_at
        with self._engine.connect() as connection:
            rows = connection.execute(select(FOLLOWERS).order_by(*order)).mappings()
            return [_follower(row) for row in rows]

    def note(self, before: Follower, after: Follower) -> bool:
        """Note that a letter is tried, or what became of it; False where another process was faster, or the address
        is gone. Whether somebody agreed meanwhile stays as it is."""
        was, now = _row(before), _row(after)
        same = [FOLLOWERS.c[name] == was[name] for name in ("key", "tried_at", "lettered_at")]
        said = {name: now[name] for name in ("lettered_at", "told", "tried_at", "why", "refused")}
        with database.writing(self._engine) as connection:
            return bool(connection.execute(update(FOLLOWERS).where(*same).values(**said)).rowcount)

    def erase(self, keys: Iterable[str]) -> int:
        """Erase addresses, by their keys; how many there were."""
        with database.erasing(self._engine, FOLLOWERS.name) as connection:
            gone = (delete(FOLLOWERS).where(FOLLOWERS.c.key == key) for key in keys)
            return sum(connection.execute(one).rowcount for one in gone)

    def erase_silent(self, now: datetime) -> None:
        """Erase the addresses whose readers were not to be asked, or did not agree, in time."""
        silent = [f.key for f in self.all() if not f.confirmed_at and f.asked_at + LASTS <= now]
        if silent:
            self.erase(silent)


def take(engine: Engine, letters: Iterable[Letter], now: datetime) -> None:
    """Do what letters about following ask for, each once, in their order. Raises database.Unusable."""
    came = [one for one in letters if one.kind in KINDS]
    if not came:
        return
    with database.erasing(engine, FOLLOWERS.name) as connection:
        for one in came:
            id_ = one.lookup.id.hex()
            again = update(LETTERS).where(LETTERS.c.lookup == id_).values(wiped=0)
            if connection.execute(again).rowcount:
                continue  # carried across once more: it lies in the spool again
            connection.execute(insert(LETTERS), {"lookup": id_, "wiped": 0})
            _do(connection, one, now)


def known(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Of ids of sealed letters those that were taken in here."""
    return set(connection.scalars(select(LETTERS.c.lookup).where(LETTERS.c.lookup.in_(list(ids)))))


def unwiped(engine: Engine) -> list[bytes]:
    """The ids of sealed letters that were taken in and may still lie in the spool."""
    with engine.connect() as connection:
        found = connection.scalars(select(LETTERS.c.lookup).where(LETTERS.c.wiped == 0))
        return [bytes.fromhex(one) for one in found]


def wiped(engine: Engine, ids: Iterable[bytes]) -> None:
    """Say that they lie there no more."""
    with database.writing(engine) as connection:
        for one in ids:
            gone = update(LETTERS).where(LETTERS.c.lookup == one.hex())
            connection.execute(gone.values(wiped=1))


def _do(connection: Connection, letter: Letter, now: datetime) -> None:
    said, key = letter.submission, FOLLOWERS.c.key == letter.submission.text
    at, mail = min(said.received_at, now), letter.contact.contact
    if letter.kind is LetterKind.LEAVE:
        connection.execute(delete(FOLLOWERS).where(key))
    elif letter.kind is LetterKind.CONFIRM:
        agreed = update(FOLLOWERS).where(key, FOLLOWERS.c.confirmed_at == "")
        connection.execute(agreed.values(confirmed_at=instant(at)))
    elif is_mail(mail):  # the intake looked: whoever broke into it did not
        proven = said.proof is Proof.VERIFIED
        key_ = secrets.token_urlsafe(16)
        one = Follower(key_, said.item, mail, mailbox(mail), at, proven)
        there = FOLLOWERS.c.item == one.item, FOLLOWERS.c.mailbox == one.mailbox
        if connection.scalar(select(FOLLOWERS.c.key).where(*there)) is None:
            connection.execute(insert(FOLLOWERS), _row(one))


def mailbox(mail: str) -> str:
    """The one that an address leads to, as far as can be told without asking its server."""
    local, _, domain = mail.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


_INSTANTS = ("asked_at", "lettered_at", "confirmed_at", "tried_at")


def _row(one: Follower) -> dict[str, Any]:
    at = {name: instant(when) if (when := getattr(one, name)) else "" for name in _INSTANTS}
    told = json.dumps(sorted(one.told), ensure_ascii=False)
    return {**one._asdict(), **at, "told": told, "proven": int(one.proven)}


def _follower(row: Mapping[Any, Any]) -> Follower:
    at = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in _INSTANTS}
    more = {"told": frozenset(json.loads(row["told"])), "proven": bool(row["proven"])}
    return Follower(**{**row, **at, **more})


def following(engine: Engine) -> Iterator[tuple[str, int, int]]:
    """Of each item how many follow it, and how many were not asked yet or did not agree; never who."""
    there = Counter((one.item, one.confirmed_at is not None) for one in Followers(engine).all())
    for item in sorted({item for item, _ in there}):
        yield item, there[item, True], there[item, False]
