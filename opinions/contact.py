"""Who wrote and how to reach him: a table of its own, read by the register and the desk alone (a contract
of pyproject.toml holds it), and erased when its time is over (PIPL-47). A tombstone says when and why."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    Text,
    func,
    select,
    update,
)

from catalog.record import Actor
from catalog.submission import Contact
from opinions.acts import ContactsErased
from storage import database
from storage.acts import note
from storage.register.rows import insert
from storage.register.tables import BATCHES, SUBMISSIONS
from storage.serialize import instant
from storage.tables import METADATA as LEDGER
from storage.tables import LongInteger

AT_ONCE = 10_000
"""Letters asked about in one query: no database takes any number."""
METADATA = MetaData(naming_convention=LEDGER.naming_convention)

CONTACTS = Table(
    "contacts",
    METADATA,
    Column("submission", LongInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("erased_at", Text, nullable=False),
    Column("erased_why", Text, nullable=False),
)


def keep(connection: Connection, contacts: Iterable[tuple[int, Contact]]) -> None:
    """Put contacts beside their letters, by the letters' positions; an empty one takes no row."""
    rows = [(n, c.name, c.contact, "", "") for n, c in contacts if c.name or c.contact]
    if rows:
        insert(connection, CONTACTS, rows)


def of(connection: Connection, submissions: Iterable[int]) -> Mapping[int, Contact]:
    """The contacts of letters, those erased left out."""
    query = select(CONTACTS).where(CONTACTS.c.erased_at == "")
    found = dict[int, Contact]()
    asked = sorted(set(submissions))
    for at in range(0, len(asked), AT_ONCE):
        chosen = CONTACTS.c.submission.in_(asked[at : at + AT_ONCE])
        for row in connection.execute(query.where(chosen)):
            found[row.submission] = Contact(name=row.name, contact=row.contact)
    return found


def held(connection: Connection, item: str) -> tuple[int, int]:
    """How many contacts the letters to an item's consultation have, and how many were erased."""
    letters = _letters(item, everybody=False)
    mine = select(func.count()).where(CONTACTS.c.submission.in_(letters))
    there, gone = (
        connection.scalar(mine.where(erased)) or 0
        for erased in (CONTACTS.c.erased_at == "", CONTACTS.c.erased_at != "")
    )
    return there, gone


def erase(
    engine: Engine, item: str, at: datetime, why: str, submission: int | None = None, *,
    actor: Actor, everybody: bool = True,
) -> int:  # fmt: skip
    """Erase the contacts of an item, or of one letter of it; returns how many. Raises database.Unusable.

    What was erased, and by whom, is an act on file.

    Without `everybody` those stay who signed up for a meeting, and wrote to no round of the consultation.
    """
    chosen = _letters(item, everybody=everybody)
    if submission is not None:
        chosen = chosen.where(SUBMISSIONS.c.position == submission)
    gone = update(CONTACTS).where(CONTACTS.c.submission.in_(chosen), CONTACTS.c.erased_at == "")
    with database.erasing(engine, CONTACTS.name) as connection:
        tomb = {"name": "", "contact": "", "erased_at": instant(at), "erased_why": why}
        count = connection.execute(gone.values(tomb)).rowcount
        if count:
            act = ContactsErased(why=why, count=count, letter=submission)
            note(connection, act, item, actor, at)
    return count


def _letters(item: str, *, everybody: bool = True) -> Select[tuple[int]]:
    batches = select(BATCHES.c.position).where(BATCHES.c.item == item)
    batches = batches if everybody else batches.where(BATCHES.c.round > 0)
    return select(SUBMISSIONS.c.position).where(SUBMISSIONS.c.batch.in_(batches))
