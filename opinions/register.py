"""The register (来件登记) of one office: letters taken in by every way, counted, and read again."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Select, func, select

from catalog.dossier import Dossier
from catalog.errors import Refusal
from catalog.opinion import Audience, OpinionSource
from catalog.record import Actor
from catalog.stages.consultation import Notice, closing_day
from catalog.submission import Channel, Consent, Contact, Proof, Submission, is_late
from catalog.timezone import SHANGHAI, local_day, midnight_after
from opinions import contact
from opinions.batches import (
    GIVEN_UP,
    NOBODY,
    Batch,
    Kind,
    Progress,
    Received,
    Taken,
    give_up,
    take_in,
    take_in_at_once,
)
from opinions.representatives import are_over
from storage import database
from storage.register.rows import until
from storage.register.tables import BATCH_ENDS, BATCHES, STATEMENTS, SUBMISSIONS
from storage.serialize import canonical, instant


class NotOpen(Refusal):
    """There is no consultation that a letter could belong to; str() says so in Chinese."""


class Window(NamedTuple):
    """The round of a consultation that letters come to, and the instant at which it closes."""

    item: str
    round: int
    closes_at: datetime | None

    def late(self, received_at: datetime) -> bool:
        """Whether a letter that came then is late (逾期)."""
        return self.closes_at is not None and is_late(received_at, self.closes_at)


def window(dossier: Dossier) -> Window:
    """The consultation of an item as it stands. Raises NotOpen where no notice is on file."""
    if dossier.latest(Notice) is None:
        raise NotOpen(f"{dossier.id} 还没有登记征求意见公告，来件没有地方登记；请先登记公告")
    day = closing_day(dossier)
    closes = midnight_after(day) if day else None
    return Window(dossier.id, dossier.round_of("consultation"), closes)


class Letter(NamedTuple):
    """A letter on file; its number is for life."""

    no: int
    code: str
    letter: Submission


class Count(NamedTuple):
    """Letters (件) of one source and channel, those in time and late ones apart."""

    source: OpinionSource
    channel: Channel
    late: bool
    letters: int


class BatchOf(NamedTuple):
    """A batch as it stands; `kept` is None as long as its last act is missing, -1 once it was given up."""

    no: int
    kind: str
    name: str
    digest: str
    actor: Actor
    at: datetime
    kept: int | None
    faults: tuple[str, ...]


class Register:
    """The register in a database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    # ------------------------------------------------------------------ in

    def take_in(
        self,
        batch: Batch,
        letters: Iterable[Received],
        *,
        actor: Actor,
        at: datetime,
        faults: Sequence[str] = (),
        progress: Progress = lambda _: None,
    ) -> Taken:
        """Take many letters in, see `batches.take_in`."""
        return take_in(
            self.engine, batch, letters, actor=actor, at=at, faults=faults, progress=progress
        )

    def give_up(self, item: str, batch: int, *, actor: Actor, at: datetime) -> None:
        """Give up a list whose import was cut off and that nobody will hand in again. Raises Refusal."""
        unfinished = {
            b.no for r in self._rounds(item) for b in self.batches(item, r) if b.kept is None
        }
        if batch not in unfinished or not give_up(self.engine, item, batch, actor, at):
            raise Refusal(f"{item} 没有编号为 {batch} 的、没有导入完的文件，请核对编号")

    def _rounds(self, item: str) -> list[int]:
        query = select(BATCHES.c.round).where(BATCHES.c.item == item).distinct()
        with self.engine.connect() as connection:
            return list(connection.scalars(query))

    def add(self, letter: Submission, who: Contact, *, actor: Actor, at: datetime) -> int:
        """Take in one letter that an officer typed; its number.

        Two letters alike are two; the same typed twice by one person at one instant is one. Raises Refusal for
        a contact that no database takes.
        """
        if "\0" in who.name + who.contact:
            raise Refusal("称呼或者联系方式里有看不见的控制字符，没有登记，请删去重写")
        said = canonical([letter.model_dump(mode="json"), who.name, actor.name, instant(at)])
        digest = sha256(said.encode()).hexdigest()
        batch = Batch(letter.item, letter.round, Kind.TYPED, "", digest)
        with database.writing(self.engine) as connection:
            made = take_in_at_once(
                connection, batch, [Received(1, letter, who)], actor=actor, at=at
            )
            if made:
                return made[0]
            first = select(SUBMISSIONS.c.position).join(
                BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch
            )
            return connection.scalar(first.where(BATCHES.c.digest == digest)) or 0

    # ------------------------------------------------------------------ what is there

    def batches(self, item: str, round: int) -> list[BatchOf]:
        """The batches of a round, those that were never ended among them."""
        query = (
            select(BATCHES, BATCH_ENDS.c.kept, BATCH_ENDS.c.faults)
            .join(BATCH_ENDS, BATCH_ENDS.c.batch == BATCHES.c.position, isouter=True)
            .where(BATCHES.c.item == item, BATCHES.c.round == round)
            .order_by(BATCHES.c.position)
        )
        with self.engine.connect() as connection:
            return [
                BatchOf(
                    row.position,
                    row.kind,
                    row.name,
                    row.digest,
                    Actor.model_validate_json(row.actor),
                    datetime.fromisoformat(row.at),
                    row.kept,
                    tuple(json.loads(row.faults or "[]")),
                )
                for row in connection.execute(query)
            ]

    def counts(self, item: str, round: int) -> list[Count]:
        """Letters by source, channel and whether they were late."""
        with self.engine.connect() as connection:
            return counts(connection, item, round)

    def letters(self, item: str, round: int) -> Iterator[Letter]:
        """Every letter of a round, oldest first."""
        with self.engine.connect() as connection:
            yield from letters(connection, item, round)

    def first_day(self, item: str, round: int, audience: Audience) -> date | None:
        """When somebody of an audience was first heard."""
        query = _visible(item, round, func.min(SUBMISSIONS.c.received_at))
        with self.engine.connect() as connection:
            found = connection.scalar(query.where(SUBMISSIONS.c.audience == audience.value))
        return datetime.fromisoformat(found).date() if found else None

    def contacts(self, numbers: Iterable[int]) -> dict[int, Contact]:
        """Who wrote letters, as far as it is known and not erased."""
        with self.engine.connect() as connection:
            return dict(contact.of(connection, numbers))

    def held_contacts(self, item: str) -> tuple[int, int]:
        """How many contacts an item has, and how many were erased."""
        with self.engine.connect() as connection:
            return contact.held(connection, item)

    def erase(
        self, item: str, *, why: str, actor: Actor, at: datetime, number: int | None = None
    ) -> int:
        """Erase the contacts of an item, or of one letter at its writer's wish (PIPL-47); how many.

        Raises Refusal: those of a whole item go once its adoption statement is on file, and of those who signed up
        as representatives once their meeting is past.
        """
        if not why.strip():
            raise Refusal("请写明删除联系方式的理由，例如：保存期限已满")
        with self.engine.connect() as connection:
            filed = connection.scalar(
                select(func.count()).select_from(STATEMENTS).where(STATEMENTS.c.item == item)
            )
            there, _ = contact.held(connection, item)
            over = number is not None or are_over(connection, item, local_day(at))
        if number is None and there and not filed:
            raise Refusal(
                f"{item} 的意见采纳情况还没有登记，答复可能还要用到联系方式；"
                "本人要求删除的，写明来件编号"
            )
        return contact.erase(self.engine, item, at, why, number, actor=actor, everybody=over)


def counts(connection: Connection, item: str, round: int) -> list[Count]:
    """See Register.counts, on an open connection."""
    keys = SUBMISSIONS.c.source, SUBMISSIONS.c.channel, SUBMISSIONS.c.late
    query = _visible(item, round, *keys, func.count()).group_by(*keys)
    found = [
        Count(OpinionSource(source), Channel(channel), bool(late), number)
        for source, channel, late, number in connection.execute(query)
    ]
    sources, channels = list(OpinionSource), list(Channel)
    return sorted(found, key=lambda c: (sources.index(c.source), channels.index(c.channel), c.late))


def letters(
    connection: Connection, item: str, round: int, heads: Mapping[str, int] = {}
) -> Iterator[Letter]:
    """See Register.letters, on an open connection; `heads` see storage.register.rows.until."""
    query = _visible(item, round, SUBMISSIONS).order_by(SUBMISSIONS.c.position)
    query = query.where(until(SUBMISSIONS, heads))
    for row in connection.execution_options(yield_per=2000).execute(query):
        yield Letter(row.position, row.code, _letter(item, round, row))


def _visible(item: str, round: int, *columns: object) -> Select[tuple[object, ...]]:
    """Of the letters of a round those whose batch has ended."""
    chosen: Select[tuple[object, ...]] = select(*columns)  # type: ignore[call-overload]
    return (
        chosen.select_from(SUBMISSIONS)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .join(BATCH_ENDS, BATCH_ENDS.c.batch == BATCHES.c.position)
        .where(BATCHES.c.item == item, BATCHES.c.round == round, BATCH_ENDS.c.kept != GIVEN_UP)
    )


_WHOLE = set(Submission.model_fields)
"""One set for all letters: of a million, each with its own takes some hundred megabytes."""


def _letter(item: str, round: int, row: object) -> Submission:
    """The letter of a row: what is on file was checked when it came."""
    said = row._mapping  # type: ignore[attr-defined]
    return Submission.model_construct(
        _WHOLE,
        item=item,
        round=round,
        channel=Channel(said["channel"]),
        source=OpinionSource(said["source"]),
        audience=Audience(said["audience"]) if said["audience"] else None,
        received_at=datetime.fromisoformat(said["received_at"]).astimezone(SHANGHAI),
        late=bool(said["late"]),
        clause=said["clause"],
        draft=said["draft"],
        text=said["text"],
        consent=Consent(said["consent"]),
        proof=Proof(said["proof"]),
    )


__all__ = [
    "NOBODY",
    "BatchOf",
    "Count",
    "Letter",
    "NotOpen",
    "Received",
    "Register",
    "Window",
    "window",
]
