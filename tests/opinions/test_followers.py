"""Followers in the database, SQLite or PostgreSQL: taken in once, told apart by their mailbox, gone when they leave."""

from datetime import timedelta

import pytest

from catalog.submission import Channel, Contact
from opinions.followers import LASTS, Followers, following, known, mailbox, take, unwiped, wiped
from opinions.receipts import derive, new_receipt
from opinions.spool.seal import Letter, LetterKind
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT, letter


def said(kind: LetterKind, text: str = "订阅", mail: str = "") -> Letter:
    submission = letter(text, channel=Channel.WEB, received_at=AT)
    lookup = derive(new_receipt(), ITEM)
    return Letter(submission, Contact(contact=mail), (), lookup, kind=kind)


def test_an_address_is_taken_once_confirmed_and_gone_when_it_leaves(either: Ledger) -> None:
    there = Followers(either.engine)
    asks = said(LetterKind.FOLLOW, mail="Zhang.San+a@Example.com")
    again = said(LetterKind.FOLLOW, mail="zhang.san@example.com")
    take(either.engine, [asks, again, said(LetterKind.FOLLOW, mail="甲\r\nBcc: b@c.d")], AT)
    [one] = there.all()
    assert (one.mail, one.confirmed_at) == ("Zhang.San+a@Example.com", None)
    tried = one._replace(tried_at=AT, told=frozenset({"a", "二"}))
    assert there.note(one, tried)
    assert not there.note(one, tried), "another was faster"
    take(either.engine, [said(LetterKind.CONFIRM, one.key), said(LetterKind.CONFIRM, "x" * 22)], AT)
    assert there.note(tried, tried._replace(lettered_at=AT))
    [held] = there.all()
    assert held == tried._replace(lettered_at=AT, confirmed_at=AT)
    assert list(following(either.engine)) == [(ITEM, 1, 0)]
    there.erase_silent(AT + 2 * LASTS)
    assert there.all(), "who agreed stays"
    take(either.engine, [said(LetterKind.LEAVE, one.key)], AT)
    assert there.all() == []
    take(either.engine, [asks], AT)
    assert there.all() == [], "a letter that comes again does nothing"


def test_what_was_taken_in_is_known_until_it_is_wiped_and_after(either: Ledger) -> None:
    one = said(LetterKind.FOLLOW, mail="a@example.com")
    take(either.engine, [one], AT)
    assert unwiped(either.engine) == [one.lookup.id]
    wiped(either.engine, [one.lookup.id])
    assert unwiped(either.engine) == []
    take(either.engine, [one], AT)
    assert unwiped(either.engine) == [one.lookup.id], "it lies in the spool once more"
    with either.engine.connect() as connection:
        assert known(connection, [one.lookup.id.hex(), "00"]) == {one.lookup.id.hex()}


def test_a_clock_that_ran_ahead_keeps_no_address_for_ever(ledger: Ledger) -> None:
    take(ledger.engine, [said(LetterKind.FOLLOW, mail="a@example.com")], AT - timedelta(days=9))
    there = Followers(ledger.engine)
    there.erase_silent(AT - timedelta(days=9) + LASTS)
    assert there.all() == []


@pytest.mark.parametrize(
    ("typed", "box"),
    [("A+b+c@D.cn", "a@d.cn"), ("a.b@d.cn", "a.b@d.cn"), ("a_b-c@d.cn", "a_b-c@d.cn")],
)
def test_a_mailbox_is_counted_once(typed: str, box: str) -> None:
    assert mailbox(typed) == box
