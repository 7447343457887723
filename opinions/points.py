"""Points (观点): what a letter says, one by one. A letter is one point until a person splits it; what a
person lays over a letter (transcript, redaction, that it cannot be used) never changes the letter itself.

The id of a point is the letter's number, `12`, or for one of several `12-1`; a letter split again gets
numbers that no point of its had before, so that an id means one text for ever.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from catalog.errors import Refusal
from catalog.names import alike
from catalog.opinion import OpinionSource
from catalog.record import Actor
from catalog.submission import Submission
from opinions.register import Letter, letters
from storage import database
from storage.register.rows import append, until
from storage.register.tables import BATCHES, LAYERS, POINTS, SUBMISSIONS
from storage.serialize import canonical, instant


class LayerKind(StrEnum):
    """What may be laid over a letter."""

    TRANSCRIPT = "转写"
    REDACTION = "遮盖"
    UNUSABLE = "不能采用"
    USABLE = "恢复采用"


class Part(NamedTuple):
    """One of the points into which a letter is split."""

    text: str
    clause: str = ""


class Point(NamedTuple):
    """One point with the letter that it is of; `public` is what of it may be shown, if its writer agrees."""

    id: str
    letter: int
    text: str
    clause: str
    public: str
    submission: Submission


class Unusable(NamedTuple):
    """Of a letter that cannot be used: why, and who sent it, for the two are counted apart."""

    reason: str
    source: OpinionSource


class Read(NamedTuple):
    """A round as it is to be answered: its points, and by number its letters that cannot be used."""

    points: dict[str, Point]
    unusable: dict[int, Unusable]
    letters: int


class NoSuchLetter(Refusal):
    """A letter, or its part, is not what somebody says it is; str() says so in Chinese."""


def lay(
    engine: Engine, item: str, letter: int, kind: LayerKind, text: str, *,
    reason: str, actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """Lay something over a letter. Raises NoSuchLetter, Refusal without a reason or a text."""
    if not reason.strip():
        raise Refusal(f"第{letter}件：请写明{kind.value}的理由")
    if kind in {LayerKind.TRANSCRIPT, LayerKind.REDACTION} and not text.strip():
        raise Refusal(f"第{letter}件：{kind.value}后的内容是空的，请填写")
    who = canonical(actor.model_dump(mode="json"))
    with database.writing(engine) as connection:
        _text_of(connection, item, letter)
        append(connection, LAYERS, [(letter, kind.value, text, reason, who, instant(at))])


def split(
    engine: Engine, item: str, letter: int, parts: Sequence[Part], *,
    reason: str, actor: Actor, at: datetime,
) -> list[str]:  # fmt: skip
    """Split a letter into points; no part makes it one again. The ids of the points.

    Raises NoSuchLetter, also for a part that the letter does not say (blanks and widths aside).
    """
    with database.writing(engine) as connection:
        text = alike(_text_of(connection, item, letter))
        for n, part in enumerate(parts, 1):
            if not part.text.strip() or alike(part.text) not in text:
                raise NoSuchLetter(
                    f"第{letter}件的第{n}个观点不是来件里的原话，请从原文里摘取，不要改写"
                )
        before = connection.execute(select(POINTS).where(POINTS.c.submission == letter)).all()
        first = 1 + max((row.first + len(json.loads(row.parts)) - 1 for row in before), default=0)
        who = canonical(actor.model_dump(mode="json"))
        said = canonical([list(part) for part in parts])
        append(connection, POINTS, [(letter, first, said, reason, who, instant(at))])
    return [f"{letter}-{n}" for n in range(first, first + len(parts))] or [str(letter)]


def read(connection: Connection, item: str, round: int, heads: Mapping[str, int] = {}) -> Read:
    """The points of a round in the order of their letters; `heads` see storage.register.rows.until."""
    layers, splits = (
        _layers(connection, item, round, heads),
        _splits(connection, item, round, heads),
    )
    found, unusable, count = dict[str, Point](), dict[int, Unusable](), 0
    for one in letters(connection, item, round, heads):
        count += 1
        over = layers.get(one.no, {})
        if LayerKind.UNUSABLE in over:
            unusable[one.no] = Unusable(over[LayerKind.UNUSABLE][1], one.letter.source)
            continue
        for point in _points(one, over, splits.get(one.no)):
            found[point.id] = point
    return Read(found, unusable, count)


def _points(
    one: Letter, over: dict[LayerKind, tuple[str, str]], cut: tuple[int, list[Part]] | None
) -> Iterator[Point]:
    letter = one.letter
    text = over[LayerKind.TRANSCRIPT][0] if LayerKind.TRANSCRIPT in over else letter.text
    covered = over[LayerKind.REDACTION][0] if LayerKind.REDACTION in over else ""
    if cut and cut[1]:
        for n, part in enumerate(cut[1], cut[0]):
            shown = part.text if not covered or alike(part.text) in alike(covered) else covered
            clause = part.clause or letter.clause
            yield Point(f"{one.no}-{n}", one.no, part.text, clause, shown, letter)
    else:
        yield Point(str(one.no), one.no, text, letter.clause, covered or text, letter)


def _layers(
    connection: Connection, item: str, round: int, heads: Mapping[str, int]
) -> dict[int, dict[LayerKind, tuple[str, str]]]:
    """The layers that hold, by letter: text and reason."""
    found: dict[int, dict[LayerKind, tuple[str, str]]] = {}
    query = select(LAYERS).where(LAYERS.c.submission.in_(_of(item, round)), until(LAYERS, heads))
    query = query.where(LAYERS.c.kind.in_(list(LayerKind)))  # objections lie there too
    for row in connection.execute(query.order_by(LAYERS.c.position)):
        held, kind = found.setdefault(row.submission, {}), LayerKind(row.kind)
        if kind is LayerKind.USABLE:
            held.pop(LayerKind.UNUSABLE, None)
        else:
            held[kind] = (row.text, row.reason)
    return found


def _splits(
    connection: Connection, item: str, round: int, heads: Mapping[str, int]
) -> dict[int, tuple[int, list[Part]]]:
    query = select(POINTS).where(POINTS.c.submission.in_(_of(item, round)), until(POINTS, heads))
    rows = connection.execute(query.order_by(POINTS.c.position))
    return {r.submission: (r.first, [Part(*p) for p in json.loads(r.parts)]) for r in rows}


def _of(item: str, round: int):  # type: ignore[no-untyped-def]
    batches = select(BATCHES.c.position).where(BATCHES.c.item == item, BATCHES.c.round == round)
    return select(SUBMISSIONS.c.position).where(SUBMISSIONS.c.batch.in_(batches))


def _text_of(connection: Connection, item: str, letter: int) -> str:
    """What a letter says, in its transcript too. Raises NoSuchLetter."""
    query = (
        select(SUBMISSIONS.c.text)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .where(SUBMISSIONS.c.position == letter, BATCHES.c.item == item)
    )
    text = connection.scalar(query)
    if text is None:
        raise NoSuchLetter(f"{item} 没有编号为 {letter} 的来件，请核对编号")
    over = select(LAYERS.c.text).where(
        LAYERS.c.submission == letter, LAYERS.c.kind == LayerKind.TRANSCRIPT.value
    )
    return "\n".join([text, *connection.scalars(over)])
