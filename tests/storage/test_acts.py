"""The log of acts keeps what was done, in order, for good."""

from datetime import UTC, datetime
from typing import ClassVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from catalog.acts import Act
from catalog.timezone import SHANGHAI
from storage import database
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ACTOR
from tests.storage.tampering import run_past_the_guards

AT = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)


class Seen(Act):
    KIND: ClassVar[str] = "seen"

    note: str


class Heard(Act):
    KIND: ClassVar[str] = "heard"


def test_acts_are_read_by_kind_and_subject_in_their_order(either: Ledger) -> None:
    acts = either.acts
    assert acts.of(Seen) == []
    assert acts.last(Seen) is None
    positions = [
        acts.append(Seen(note="一"), "a", ACTOR, AT),
        acts.append(Heard(), "a", ACTOR, AT),
        acts.append(Seen(note="二"), "b", ACTOR, AT.astimezone(UTC)),
        acts.append(Seen(note="三"), "a", ACTOR, AT),
    ]
    assert positions == [1, 2, 3, 4]
    assert [done.act.note for done in acts.of(Seen)] == ["一", "二", "三"]
    assert [done.act.note for done in acts.of(Seen, "a")] == ["一", "三"]
    newest = acts.last(Seen, "b")
    assert newest
    assert newest == acts.of(Seen, "b")[0]
    assert (newest.position, newest.subject, newest.actor, newest.at) == (3, "b", ACTOR, AT)
    assert either.verify() == []


@pytest.mark.parametrize(
    "change",
    ["UPDATE acts SET subject = 'x' WHERE position = 1", "DELETE FROM acts WHERE position = 1"],
)
def test_whoever_changes_an_act_is_refused_and_found_out(
    either: Ledger, url: str, change: str
) -> None:
    for note in "一二":
        either.acts.append(Seen(note=note), "a", ACTOR, AT)
    engine = database.connect(url)
    with pytest.raises(DBAPIError, match="append-only"), database.writing(engine) as connection:
        connection.execute(text(change))
    engine.dispose()
    run_past_the_guards(url, "acts", change)
    [said] = either.verify()
    assert said.endswith("登记后被改动，或者之前有缺失")
