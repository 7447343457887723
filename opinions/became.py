"""What became of one letter, for whoever holds its receipt: on the website (office.lookups), and for who brings
it to the office, by telephone, by mail, at the counter.

Nothing of an answer is told before the statement on the round is filed, and afterwards what the statement said:
an answer that is written anew is told once it is in a statement too.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from catalog.dossier import Dossier
from catalog.errors import Refusal
from catalog.stages.consultation import AdoptionStatement
from opinions.answers import Answer, answers_to, subjects_of
from opinions.moves import grouping
from opinions.objections import objections
from opinions.points import read
from opinions.receipts import Lookup
from storage.register.rows import until
from storage.register.tables import BATCHES, RECEIPTS, STATEMENTS, SUBMISSIONS

STUDIED = "已经登记，正在研究；意见采纳情况公布以后，可以再查处理结果和理由"


class NotFound(Refusal):
    """The receipt is of no letter to the item that is in the register; str() says so in Chinese."""


class Became(NamedTuple):
    """A letter by its number in the register; `lines` say in Chinese how far it is and what was answered."""

    letter: int
    received_at: datetime
    late: bool
    lines: tuple[str, ...]


class Stated(NamedTuple):
    """A statement on file as the register keeps it: how far every chain had come, the codes of each row, and the
    instant at which it was filed (storage.serialize.instant)."""

    digest: str
    heads: Mapping[str, int]
    rows: Sequence[Sequence[str]]
    at: str = ""


class Told(NamedTuple):
    """What became of one point of a letter; without an answer the letter could not be used, for `reason`.

    `rows` are those of the opinion table that it stands in: two for a group of the public and of units.
    """

    said: str
    alike: int
    answer: Answer | None
    reason: str
    rows: tuple[int, ...]


class Letter(NamedTuple):
    """A letter that came on the web: what opens its entry, and when it came."""

    lookup: Lookup
    received_at: datetime
    late: bool


def became(connection: Connection, dossier: Dossier, lookup: Lookup) -> Became:
    """Find a letter to an item by what is derived from its receipt. Raises NotFound."""
    item = dossier.id
    query = (
        select(
            SUBMISSIONS.c.position, SUBMISSIONS.c.received_at, SUBMISSIONS.c.late, BATCHES.c.round
        )
        .join(RECEIPTS, RECEIPTS.c.submission == SUBMISSIONS.c.position)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .where(RECEIPTS.c.lookup == lookup.id.hex(), BATCHES.c.item == item)
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound(
            f"{item} 的来件里没有这个回执编号。请核对编号和事项；刚刚提交的，等来件取进登记册以后再查"
        )
    number, received, late, round_ = found
    filed = any(
        entry.round == round_
        for entry in dossier.entries
        if isinstance(entry.record, AdoptionStatement)
    )
    lines = tuple(_lines(connection, item, round_, number)) if filed else ()
    return Became(number, datetime.fromisoformat(received), bool(late), lines or (STUDIED,))


def stated(connection: Connection, item: str, round: int) -> list[Stated]:
    """The statements on a round that were computed from the register, the last one first."""
    query = select(STATEMENTS).where(STATEMENTS.c.item == item, STATEMENTS.c.round == round)
    return [
        Stated(
            row.digest,
            {name: end["count"] for name, end in json.loads(row.heads).items()},
            json.loads(row.subjects),
            row.at,
        )
        for row in connection.execute(query.order_by(STATEMENTS.c.position.desc()))
    ]


def told(connection: Connection, item: str, round: int, at: Stated) -> dict[int, list[Told]]:
    """What a statement says of every letter, by the letter's number, point by point."""
    there = read(connection, item, round, at.heads)
    subjects = subjects_of(there.points, grouping(connection, item, round, at.heads))
    given = answers_to(connection, item, round, subjects, at.heads)
    rows: dict[str, tuple[int, ...]] = {}
    for no, codes in enumerate(at.rows, 1):
        rows |= {code: (*rows.get(code, ()), no) for code in codes}
    found: dict[int, list[Told]] = defaultdict(list)
    for letter, why in there.unusable.items():
        found[letter].append(Told("", 1, None, why.reason, rows.get(f"来件{letter}", ())))
    for code, subject in subjects.items():
        if code not in given:
            continue
        for point in subject.points:
            answer = given[code].answer
            about = Told(
                point.public, len(subject.points), answer, answer.reason, rows.get(code, ())
            )
            found[point.letter].append(about)
    return found


def letters_of(connection: Connection, item: str, round: int, at: Stated) -> dict[int, Letter]:
    """The letters with a receipt that a statement tells of, by their numbers."""
    query = (
        select(SUBMISSIONS.c.position, SUBMISSIONS.c.received_at, SUBMISSIONS.c.late, RECEIPTS)
        .join(RECEIPTS, RECEIPTS.c.submission == SUBMISSIONS.c.position)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .where(BATCHES.c.item == item, BATCHES.c.round == round, until(SUBMISSIONS, at.heads))
    )
    return {
        row.submission: Letter(
            _opened(row.lookup, row.key), datetime.fromisoformat(row.received_at), bool(row.late)
        )
        for row in connection.execute(query)
    }


def _opened(id_: str, keys: str) -> Lookup:
    both = bytes.fromhex(keys)
    return Lookup(bytes.fromhex(id_), both[:32], both[32:])


def _lines(connection: Connection, item: str, round_: int, number: int) -> list[str]:
    """What the last statement says of a letter; nothing where it came later."""
    last = next(iter(stated(connection, item, round_)), None)
    if last is None:  # written by hand: there is nothing but what the register says now
        last = Stated("", {}, ())
    lines = [_said(one) for one in told(connection, item, round_, last).get(number, ())]
    own = (o for o in objections(connection, item, round_, last.heads) if o.letter == number)
    return [*lines, *(f"异议“{one.text[:40]}”的答复：{one.answer}" for one in own if one.answer)]


def _said(one: Told) -> str:
    if one.answer is None:
        return f"没有作为意见采用：{one.reason}"
    alike = f"（同类意见{one.alike}条）" if one.alike > 1 else ""
    parts = (one.reason and f"理由：{one.reason}", one.answer.clause, one.answer.change)
    head = f"“{one.said[:40]}”{alike}：{one.answer.outcome.value}"
    return "。".join((head, *filter(None, parts)))
