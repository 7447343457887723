"""Objections (异议) to what became of a letter: one for each receipt, counted, answered once.

Who objects holds the receipt: what it opens is sealed into the objection, and compared with what the register
keeps of the letter. An objection lies beside its letter, and so does its answer; neither is ever published, the
writer reads the answer with his receipt.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from catalog.errors import Refusal
from catalog.names import bare
from catalog.record import Actor
from opinions.moves import grouping
from opinions.points import LayerKind
from opinions.receipts import Lookup
from storage import database
from storage.register.rows import append, until
from storage.register.tables import (
    ANSWERS,
    BATCHES,
    LAYERS,
    POINTS,
    RECEIPTS,
    STATEMENTS,
    SUBMISSIONS,
)
from storage.serialize import canonical, instant


class Kind(StrEnum):
    """What of an objection lies beside the letter (storage.register.tables.LAYERS)."""

    OBJECTION = "异议"
    ANSWER = "异议答复"


class Objected(NamedTuple):
    """An objection as it comes out of the spool: its own id, what its receipt opens, its words, when it came."""

    id: str
    receipt: Lookup
    text: str
    received_at: datetime


class Objection(NamedTuple):
    """An objection to what became of a letter, by the letter's number; `answer` is empty until there is one."""

    letter: int
    text: str
    received_at: datetime
    answer: str = ""
    answered_by: str = ""


class NotSo(Refusal):
    """An objection or its answer cannot stand; str() says so in Chinese."""


def take(connection: Connection, came: Iterable[Objected], actor: Actor) -> tuple[int, list[str]]:
    """Put objections beside their letters, the first of each letter alone; how many are new, and a Chinese
    sentence about each whose receipt is of no letter, or that says something else than the first. Within `database.writing`."""
    new, faults = 0, list[str]()
    for one in came:
        query = select(RECEIPTS).where(RECEIPTS.c.lookup == one.receipt.id.hex())
        row = connection.execute(query).one_or_none()
        if row is None or row.key != (one.receipt.key + one.receipt.nonce_key).hex():
            faults.append(
                f"{instant(one.received_at)[:16]}收到的一件异议，回执不是登记过的来件的，没有登记"
            )
            continue
        held = _said(connection, row.submission)
        if held is not None and held != one.text:
            faults.append(
                f"来件{row.submission}的回执在{instant(one.received_at)[:16]}又提出一件异议，内容不同：一张回执"
                "提一次，只登记了先收到的，请问来件人"
            )
        elif held is None:
            who = canonical(actor.model_dump(mode="json"))
            said = Kind.OBJECTION.value, one.text, one.id, who, instant(one.received_at)
            append(connection, LAYERS, [(row.submission, *said)])
            new += 1
    return new, faults


def known(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Of ids of objections those that were taken in."""
    query = select(LAYERS.c.reason).where(
        LAYERS.c.kind == Kind.OBJECTION, LAYERS.c.reason.in_(list(ids))
    )
    return set(connection.scalars(query))


def objections(
    connection: Connection, item: str, round: int, heads: Mapping[str, int] = {}
) -> list[Objection]:
    """The objections of a round, in the order in which they came; `heads` see storage.register.rows.until."""
    query = (
        select(LAYERS)
        .join(SUBMISSIONS, SUBMISSIONS.c.position == LAYERS.c.submission)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .where(BATCHES.c.item == item, BATCHES.c.round == round, LAYERS.c.kind.in_(list(Kind)))
        .where(until(LAYERS, heads))
    )
    found = dict[int, Objection]()
    for row in connection.execute(query.order_by(LAYERS.c.position)):
        if row.kind == Kind.OBJECTION:
            at = datetime.fromisoformat(row.at)
            found[row.submission] = Objection(row.submission, row.text, at)
        else:
            by = Actor.model_validate_json(row.actor).name
            found[row.submission] = found[row.submission]._replace(answer=row.text, answered_by=by)
    return list(found.values())


def answer_objection(
    engine: Engine, item: str, round: int, letter: int, text: str, *, actor: Actor, at: datetime
) -> None:
    """Answer an objection, once. Raises NotSo: by who decided what is objected to, and without words."""
    if not text.strip():
        raise NotSo(f"来件{letter}：异议的答复是空的，请写明维持还是改变处理结果，理由是什么")
    with database.writing(engine) as connection:
        found = {one.letter: one for one in objections(connection, item, round)}
        if letter not in found:
            raise NotSo(f"{item} 没有对来件{letter}的处理结果提出的异议，请核对来件编号")
        if found[letter].answer:
            raise NotSo(f"来件{letter}的异议已经由{found[letter].answered_by}答复过，只答复一次")
        authors = _authors(connection, item, round, letter)
        if not authors:
            raise NotSo(f"来件{letter}的处理结果查不出是谁办的，异议现在不能答复，请先答复这件来件")
        if bare(actor.name) in authors:
            raise NotSo(f"来件{letter}的处理结果是{actor.name}答复的，异议应当由另一人答复")
        who = canonical(actor.model_dump(mode="json"))
        append(
            connection, LAYERS, [(letter, Kind.ANSWER.value, text.strip(), "", who, instant(at))]
        )


def _authors(connection: Connection, item: str, round: int, letter: int) -> set[str]:
    """Whoever decided about a letter: ever answered it, a point of it or a group in which one stood in a
    statement or stands now, or said that it cannot be used."""
    codes = {str(letter)}
    for row in connection.execute(select(POINTS).where(POINTS.c.submission == letter)):
        codes |= {f"{letter}-{n}" for n in range(row.first, row.first + len(json.loads(row.parts)))}
    filed = select(STATEMENTS.c.heads).where(STATEMENTS.c.item == item, STATEMENTS.c.round == round)
    groups = set[str]()
    for heads in ["{}", *connection.scalars(filed)]:
        upto = {name: end["count"] for name, end in json.loads(heads).items()}
        place = grouping(connection, item, round, upto).place
        groups |= {place[code] for code in codes if code in place}
    answered = select(ANSWERS.c.actor).where(
        ANSWERS.c.item == item, ANSWERS.c.round == round, ANSWERS.c.subject.in_(codes | groups)
    )
    unusable = select(LAYERS.c.actor).where(
        LAYERS.c.submission == letter, LAYERS.c.kind == LayerKind.UNUSABLE
    )
    said = [*connection.scalars(answered), *connection.scalars(unusable)]
    return {bare(Actor.model_validate_json(one).name) for one in said}


def _said(connection: Connection, letter: int) -> str | None:
    """The words of the objection about a letter; None where there is none."""
    query = select(LAYERS.c.text).where(
        LAYERS.c.submission == letter, LAYERS.c.kind == Kind.OBJECTION
    )
    return connection.scalar(query.order_by(LAYERS.c.position).limit(1))
