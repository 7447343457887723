"""What became of one letter, for whoever brings its receipt to the office: by telephone, by mail, at the counter.

Nothing of an answer is told before the statement on the round is filed: until then it may still change.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from catalog.dossier import Dossier
from catalog.errors import Refusal
from catalog.stages.consultation import AdoptionStatement
from opinions.answers import Subject, answers_to, subjects_of
from opinions.moves import grouping
from opinions.points import read
from opinions.receipts import Lookup
from storage.register.tables import BATCHES, RECEIPTS, SUBMISSIONS

STUDIED = "已经登记，正在研究；意见采纳情况公布以后，可以再查处理结果和理由"


class NotFound(Refusal):
    """The receipt is of no letter to the item that is in the register; str() says so in Chinese."""


class Became(NamedTuple):
    """A letter by its number in the register; `lines` say in Chinese how far it is and what was answered."""

    letter: int
    received_at: datetime
    late: bool
    lines: tuple[str, ...]


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
            f"{item} 的来件里没有这个回执编号。请核对编号和事项；刚刚提交的，先运行 juece opinions collect"
        )
    number, received, late, round_ = found
    told = any(
        entry.round == round_
        for entry in dossier.entries
        if isinstance(entry.record, AdoptionStatement)
    )
    lines = tuple(_answered(connection, item, round_, number)) if told else (STUDIED,)
    return Became(number, datetime.fromisoformat(received), bool(late), lines)


def _answered(connection: Connection, item: str, round_: int, number: int) -> Iterator[str]:
    there = read(connection, item, round_)
    if number in there.unusable:
        yield f"没有作为意见采用：{there.unusable[number].reason}"
        return
    subjects = subjects_of(there.points, grouping(connection, item, round_))
    given = answers_to(connection, item, round_, subjects)
    for subject in subjects.values():
        mine = [point for point in subject.points if point.letter == number]
        one = given.get(subject.code)
        if not mine:
            continue
        if one is None:  # it came after the statement
            yield f"{_said(subject)}：{STUDIED}"
            continue
        answer = one.answer
        parts = (answer.reason and f"理由：{answer.reason}", answer.clause, answer.change)
        yield "。".join((f"{_said(subject)}：{answer.outcome.value}", *filter(None, parts)))


def _said(subject: Subject) -> str:
    """What is answered, in words: the title of the group, with how many say the same, or the point itself."""
    if len(subject.points) > 1:
        return f"“{subject.title or subject.lead.public[:40]}”（同类意见{len(subject.points)}条）"
    return f"“{subject.lead.public[:40]}”"
