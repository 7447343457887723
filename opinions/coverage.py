"""Whom the law wants heard (PUB-09, 10, 11, 39), and who of them was: from the register and the papers on file."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from catalog.dossier import Dossier
from catalog.opinion import Audience
from catalog.rules import RULES
from catalog.rules.adoption import wanted
from catalog.rules.base import Case
from catalog.stages.consultation import AdoptionStatement, Participation
from opinions.batches import GIVEN_UP
from storage.register.tables import BATCH_ENDS, BATCHES, SUBMISSIONS

STEP = "consultation.adoption"


class Way(NamedTuple):
    """A way in which somebody was heard: how often, and when first; `letters` 0 where it is another paper."""

    how: str
    letters: int
    first: date | None


class Covered(NamedTuple):
    """Somebody to be heard, by which rule and article (empty: heard though no rule asks it), and how he was."""

    audience: Audience
    rule: str
    article: str
    ways: tuple[Way, ...]


def coverage(connection: Connection, dossier: Dossier, round: int, today: date) -> list[Covered]:
    """Everybody who is to be heard on an item, those first who were not; then who was heard beside them."""
    heard = _heard(connection, dossier, round)
    case = Case(dossier, STEP, today)
    asked = [
        Covered(one.audience, one.rule, case.article(source), tuple(heard.pop(one.audience, ())))
        for one in wanted(case)
        if case.binding(source := RULES[one.rule].source)
    ]
    asked.sort(key=lambda one: bool(one.ways))
    return [*asked, *(Covered(audience, "", "", tuple(ways)) for audience, ways in heard.items())]


def groups_heard(covered: list[Covered]) -> list[dict[str, Any]]:
    """What a statement says of them (专门听取意见情况), as it is written into its payload."""
    return [
        {
            "audience": one.audience.value,
            "how": way.how,
            "heard_on": way.first.isoformat() if way.first else None,
        }
        for one in covered
        for way in one.ways
    ]


def _heard(connection: Connection, dossier: Dossier, round: int) -> dict[Audience, list[Way]]:
    """By audience, from letters, from other ways of participation on file, and from the statement on file."""
    found: dict[Audience, list[Way]] = {}
    for audience, channel, letters, first in _letters(connection, dossier.id, round):
        found.setdefault(Audience(audience), []).append(
            Way(channel, letters, date.fromisoformat(first[:10]))
        )
    for entry in dossier.entries:
        record = entry.record
        if entry.round != round:
            continue
        if isinstance(record, Participation):
            for who in record.audiences:
                found.setdefault(who, []).append(Way(record.mode.value, 0, record.held_on))
    statement = dossier.latest(AdoptionStatement)
    for one in statement.groups_heard if statement else ():
        ways = found.setdefault(one.audience, [])
        if one.how not in {way.how for way in ways}:
            ways.append(Way(one.how, 0, one.heard_on))
    return found


def _letters(connection: Connection, item: str, round: int) -> Sequence[Row[Any]]:
    """Letters that say of whom they are, by audience and channel: how many, and when the first came."""
    keys = SUBMISSIONS.c.audience, SUBMISSIONS.c.channel
    query = (
        select(*keys, func.count(), func.min(SUBMISSIONS.c.received_at))
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .join(BATCH_ENDS, BATCH_ENDS.c.batch == BATCHES.c.position)
        .where(BATCHES.c.item == item, BATCHES.c.round == round, BATCH_ENDS.c.kept != GIVEN_UP)
        .where(SUBMISSIONS.c.audience != "")
    )
    return connection.execute(query.group_by(*keys).order_by(*keys)).all()
