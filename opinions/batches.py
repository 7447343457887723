"""What is handed in at once, and that it is there at once or not at all.

Letters go in by thousands, each thousand a transaction of its own, so that whoever files waits a moment
only. The batch is opened first; its last act makes all its letters visible. One that was killed is gone on
with when the same content is handed in again.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, or_, select

from catalog.errors import BadInput
from catalog.record import Actor
from catalog.submission import Contact, Submission
from opinions import contact
from opinions.acts import ListGivenUp
from storage import database
from storage.acts import note
from storage.documents import Stored
from storage.register.rows import append
from storage.register.tables import (
    ATTACHMENTS,
    BATCH_ENDS,
    BATCHES,
    LAYERS,
    RECEIPTS,
    SUBMISSIONS,
)
from storage.serialize import canonical, instant

AT_ONCE = 10_000
"""Letters of one transaction: some tenths of a second for whoever waits, on a busy machine too."""
GIVEN_UP = -1
"""Said at the end of a batch, in the place of the number of its letters, that will never be whole."""
NOBODY = Contact()


class Kind(StrEnum):
    """What a batch is."""

    FILE = "文件导入"
    TYPED = "人工录入"
    SPOOL = "网上来件"


class Batch(NamedTuple):
    """What is handed in: for which round of which item, and the sha256 of its content."""

    item: str
    round: int
    kind: Kind
    name: str
    digest: str


class Layer(NamedTuple):
    """Something to be laid over a letter as it comes in."""

    kind: str
    text: str
    reason: str


class Received(NamedTuple):
    """One letter of a batch; `line` grows from letter to letter. `receipt` is look-up id and key, as hex."""

    line: int
    letter: Submission
    contact: Contact = NOBODY
    code: str = ""
    receipt: tuple[str, str] | None = None
    layers: tuple[Layer, ...] = ()
    files: tuple[Stored, ...] = ()


_PLAIN = Received(0, None)[2:]  # type: ignore[arg-type]
"""What a letter of nothing but words says beside them."""


class Taken(NamedTuple):
    """A batch that is there: its number, its letters, whether they had been there before."""

    batch: int
    kept: int
    again: bool


Progress = Callable[[int], None]
"""Is told how many letters are in."""


def take_in(
    engine: Engine,
    batch: Batch,
    letters: Iterable[Received],
    *,
    actor: Actor,
    at: datetime,
    faults: Sequence[str] = (),
    progress: Progress = lambda _: None,
) -> Taken:
    """Take a batch in; the same content again adds nothing. Raises database.Unusable.

    `faults` (read after the last letter) are the sentences about what was left out.
    """
    with engine.connect() as connection:
        number, ended = _there(connection, batch)
    if ended is not None:
        return Taken(number, ended, True)
    every, done = iter(letters), 0
    chunk = list(
        islice(every, AT_ONCE)
    )  # before the batch is opened: a list that is none opens none
    with database.writing(engine) as connection:
        number, ended = _opened(connection, batch, actor, at)
    if ended is not None:
        return Taken(number, ended, True)
    try:
        while chunk:
            prepared = [_row(number, one) for one in chunk]
            with database.writing(engine) as connection:
                _put(connection, number, chunk, prepared, actor, at)
            done += len(chunk)
            progress(done)
            chunk = list(islice(every, AT_ONCE))
    except BadInput:
        give_up(engine, batch.item, number, actor, at)
        raise
    with database.writing(engine) as connection:
        kept, again = _end(connection, number, faults, at)
    return Taken(number, kept, again)


def give_up(engine: Engine, item: str, batch: int, actor: Actor, at: datetime) -> bool:
    """Close a batch that nobody will go on with; its letters are never seen. Whether it was still open."""
    with database.writing(engine) as connection:
        ended = connection.scalar(select(BATCH_ENDS.c.kept).where(BATCH_ENDS.c.batch == batch))
        if ended is None:
            append(connection, BATCH_ENDS, [(batch, GIVEN_UP, "[]", instant(at))])
            note(connection, ListGivenUp(batch=batch), item, actor, at)
    return ended is None


def take_in_at_once(
    connection: Connection, batch: Batch, letters: Sequence[Received], *, actor: Actor, at: datetime
) -> range:
    """Take a small batch in within a transaction of the caller's; the positions of its letters."""
    number, ended = _opened(connection, batch, actor, at)
    if ended is not None:
        return range(0)
    positions = _put(connection, number, letters, [_row(number, x) for x in letters], actor, at)
    _end(connection, number, (), at)
    return positions


def _opened(
    connection: Connection, batch: Batch, actor: Actor, at: datetime
) -> tuple[int, int | None]:
    """The number of a batch, opened where it was not; and its letters, where it has ended."""
    number, kept = _there(connection, batch)
    if not number:
        who = canonical(actor.model_dump(mode="json"))
        plain = batch._replace(kind=batch.kind.value)  # type: ignore[arg-type]
        [number] = append(connection, BATCHES, [(*plain, who, instant(at))])
    return number, kept


def _there(connection: Connection, batch: Batch) -> tuple[int, int | None]:
    """The number of a batch that was not given up, 0 where there is none; and its letters, where it has ended."""
    same = [BATCHES.c[name] == value for name, value in batch._asdict().items() if name != "name"]
    query = (
        select(BATCHES.c.position, BATCH_ENDS.c.kept)
        .join(BATCH_ENDS, BATCH_ENDS.c.batch == BATCHES.c.position, isouter=True)
        .where(*same, or_(BATCH_ENDS.c.kept.is_(None), BATCH_ENDS.c.kept != GIVEN_UP))
    )
    found = connection.execute(query.order_by(BATCHES.c.position.desc()).limit(1)).first()
    return (found.position, found.kept) if found else (0, None)


def _put(
    connection: Connection,
    batch: int,
    letters: Sequence[Received],
    rows: Sequence[tuple[object, ...]],
    actor: Actor,
    at: datetime,
) -> range:
    """Put on file those letters that another call, or one that was killed, has not put there."""
    last = select(SUBMISSIONS.c.line).where(SUBMISSIONS.c.batch == batch)
    done = connection.scalar(last.order_by(SUBMISSIONS.c.position.desc()).limit(1)) or 0
    known = sum(one.line <= done for one in letters)  # lines grow: those are the first ones
    positions = append(connection, SUBMISSIONS, rows[known:])
    more = [  # of a million letters on a list most have nothing but their words
        (p, x)
        for p, x in zip(positions, islice(letters, known, None), strict=True)
        if x[2:] != _PLAIN
    ]
    contact.keep(connection, ((p, x.contact) for p, x in more if x.contact is not NOBODY))
    append(connection, RECEIPTS, ((p, *x.receipt) for p, x in more if x.receipt))
    who = canonical(actor.model_dump(mode="json"))
    layers = ((p, *layer, who, instant(at)) for p, x in more for layer in x.layers)
    append(connection, LAYERS, layers)
    append(connection, ATTACHMENTS, ((p, *file) for p, x in more for file in x.files))
    return positions


def _end(
    connection: Connection, batch: int, faults: Sequence[str], at: datetime
) -> tuple[int, bool]:
    """End a batch; its letters, and whether another call had ended it."""
    ended = connection.scalar(select(BATCH_ENDS.c.kept).where(BATCH_ENDS.c.batch == batch))
    if ended is not None:
        return ended, True
    counted = select(func.count()).select_from(SUBMISSIONS).where(SUBMISSIONS.c.batch == batch)
    kept = connection.scalar(counted) or 0
    said = json.dumps(list(faults), ensure_ascii=False)
    append(connection, BATCH_ENDS, [(batch, kept, said, instant(at))])
    return kept, False


def _row(batch: int, one: Received) -> tuple[object, ...]:
    letter = one.letter
    return (
        batch,
        one.line,
        one.code,
        str(letter.channel),  # of a StrEnum several times as fast as .value
        str(letter.source),
        str(letter.audience or ""),
        instant(letter.received_at),
        int(letter.late),
        letter.clause,
        letter.draft,
        letter.text.replace("\x00", ""),  # PostgreSQL takes none
        str(letter.consent),
        str(letter.proof),
    )
