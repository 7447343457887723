"""Letters are taken in whole, once, and for good; who wrote them can be forgotten."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from catalog.errors import Refusal
from catalog.opinion import OpinionSource
from catalog.submission import Channel, Consent, Contact
from catalog.timezone import SHANGHAI
from office.backup.create import backup
from office.backup.restore import restore
from office.settings.installation import Office
from opinions import batches
from opinions.acts import ContactsErased
from opinions.batches import Layer, Received
from opinions.register import NotOpen, Register, window
from storage import database
from storage.extract import extract
from storage.ledger import Ledger
from storage.register.tables import METADATA
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT, batch, in_time, letter
from tests.storage.life import ACTOR, live
from tests.storage.tampering import unguarded

SECRET = Contact(name="王示例", contact="13900001111")


def letters(count: int, first: int = 1) -> Iterator[Received]:
    for n in range(first, first + count):
        yield Received(n, letter(f"第{n}封：建议提高补贴"), Contact(contact=f"1390000{n:04}"))


def test_letters_are_read_again_as_they_came(either: Ledger) -> None:
    register = Register(either.engine)
    sent = letter("  希望\n延长期限 ", consent=Consent.YES, clause="t3", late=True)
    taken = register.take_in(batch(), [Received(1, sent, SECRET, "甲-7")], actor=ACTOR, at=AT)
    [one] = register.letters(ITEM, 1)
    assert (taken.kept, one.code, one.letter) == (1, "甲-7", sent)
    assert register.contacts([one.no]) == {one.no: SECRET}
    assert register.contacts(range(300_000)) == {one.no: SECRET}  # more than a query can name
    assert either.verify() == []


def test_the_same_list_again_adds_nothing(either: Ledger) -> None:
    register = Register(either.engine)
    for again in (False, True):
        taken = register.take_in(batch(), letters(3), actor=ACTOR, at=AT)
        assert (taken.kept, taken.again) == (3, again)
    assert len(list(register.letters(ITEM, 1))) == 3
    register.take_in(batch("b"), letters(3), actor=ACTOR, at=AT)
    assert len(list(register.letters(ITEM, 1))) == 6


def test_a_list_that_was_cut_off_is_not_there_until_it_is_handed_in_again(
    either: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", 4)
    register = Register(either.engine)

    def cut() -> Iterator[Received]:
        yield from letters(9)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        register.take_in(batch(), cut(), actor=ACTOR, at=AT)
    assert list(register.letters(ITEM, 1)) == register.counts(ITEM, 1) == []
    assert [b.kept for b in register.batches(ITEM, 1)] == [None]
    assert register.take_in(batch(), letters(11), actor=ACTOR, at=AT).kept == 11
    texts = [one.letter.text for one in register.letters(ITEM, 1)]
    assert texts == [f"第{n}封：建议提高补贴" for n in range(1, 12)]
    assert either.verify() == []


def test_two_imports_of_one_list_at_once_make_one(either: Ledger) -> None:
    register, wrong = Register(either.engine), list[BaseException]()

    def run() -> None:
        try:
            register.take_in(batch(), letters(500), actor=ACTOR, at=AT)
        except BaseException as error:
            wrong.append(error)

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert wrong == []
    assert [one.letter.text for one in register.letters(ITEM, 1)] == [
        one.letter.text for one in letters(500)
    ]
    assert either.verify() == []


def test_a_typed_letter_is_one_however_often_the_button_is_pressed(register: Register) -> None:
    first = register.add(letter("同意"), SECRET, actor=ACTOR, at=AT)
    assert register.add(letter("同意"), SECRET, actor=ACTOR, at=AT) == first
    assert register.add(letter("同意"), Contact(name="别人"), actor=ACTOR, at=AT) != first
    for nul in (Contact(name="王\0示例"), Contact(contact="139\0")):
        with pytest.raises(Refusal, match="看不见的控制字符"):
            register.add(letter("同意"), nul, actor=ACTOR, at=AT)


def test_letters_are_counted_by_source_channel_and_lateness(register: Register) -> None:
    sent = [
        letter("一"),
        letter("二", late=True),
        letter("三", channel=Channel.UNIT_LETTER, source=OpinionSource.UNIT),
        letter("四"),
    ]
    rows = [Received(n, one) for n, one in enumerate(sent, 1)]
    register.take_in(batch(), rows, actor=ACTOR, at=AT)
    assert [(c.source, c.channel, c.late, c.letters) for c in register.counts(ITEM, 1)] == [
        (OpinionSource.PUBLIC, Channel.LETTER, False, 2),
        (OpinionSource.PUBLIC, Channel.LETTER, True, 1),
        (OpinionSource.UNIT, Channel.UNIT_LETTER, False, 1),
    ]


def test_a_letter_is_late_from_the_first_second_after_the_closing_day(ledger: Ledger) -> None:
    open_ = window(ledger.load(ITEM))
    midnight = datetime(2026, 4, 15, tzinfo=SHANGHAI)  # the extension closes on 14 April
    assert open_.closes_at == midnight
    assert [open_.late(midnight + timedelta(seconds=s)) for s in (-1, 0, 1)] == [False, True, True]


def test_there_is_no_register_without_a_notice(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "juece.db")
    (tmp_path / "inbox").mkdir()
    live(ledger, tmp_path / "inbox", until="consultation.notice")
    with pytest.raises(NotOpen, match="还没有登记征求意见公告"):
        window(ledger.load(ITEM))
    ledger.close()


# ------------------------------------------------------------------ never changed


def full(register: Register) -> None:
    """A row in every table that letters reach."""
    one = Received(
        1,
        letter("一"),
        SECRET,
        receipt=("ab" * 16, "cd" * 32),
        layers=(Layer("转写", "一", "抄清"),),
    )
    register.take_in(batch(), [one], actor=ACTOR, at=AT)


PAST = {
    "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0} LIMIT 1",
    "postgresql": "TRUNCATE {0} CASCADE",
}


def test_no_row_of_the_register_is_changed_removed_or_replaced(either: Ledger) -> None:
    full(Register(either.engine))
    for table in ("batches", "batch_ends", "submissions", "layers", "receipts"):
        for statement in (
            f"UPDATE {table} SET chain = 'x'",
            f"DELETE FROM {table}",
            PAST[either.engine.dialect.name].format(table),
        ):
            with (
                pytest.raises(DBAPIError, match="append-only"),
                database.writing(either.engine) as connection,
            ):
                connection.execute(text(statement))


def test_every_table_of_the_register_has_its_guards(either: Ledger) -> None:
    guards = {
        "sqlite": ("_no_update", "_no_delete", "_no_replace"),
        "postgresql": ("_append_only",),
    }
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }[either.engine.dialect.name]
    with either.engine.connect() as connection:
        there = set(connection.scalars(text(query)))
    wanted = {t + g for t in METADATA.tables for g in guards[either.engine.dialect.name]}
    assert wanted <= there


def test_a_changed_a_lost_and_a_cut_off_row_are_found(ledger: Ledger, tmp_path: Path) -> None:
    register = Register(ledger.engine)
    register.take_in(batch(), letters(5), actor=ACTOR, at=AT)
    ledger.engine.dispose()
    with unguarded(tmp_path / "juece.db") as db:
        db.execute("UPDATE submissions SET text = '不同意' WHERE position = 2")
    [said] = ledger.verify()
    assert said == "意见登记册 submissions 第2条登记后被改动，或者之前有缺失"
    with unguarded(tmp_path / "juece.db") as db:
        db.execute("DELETE FROM submissions WHERE position = 2")
    assert any("submissions 第2条至第2条缺失" in one for one in ledger.verify())


def test_rows_cut_off_the_end_are_missed_by_the_backup_that_knew_them(
    lived: Path, tmp_path: Path
) -> None:
    shutil.copytree(lived, tmp_path / "home")
    office = Office(home=tmp_path / "home", store="")
    Register(office.ledger().engine).take_in(batch(), letters(5), actor=ACTOR, at=AT)
    kept = backup(office, tmp_path / "kept", AT)
    assert kept.opinions["submissions"].count == 5
    restore(tmp_path / "kept", tmp_path / "again")
    assert (
        len(
            list(
                Register(Office(home=tmp_path / "again", store="").ledger().engine).letters(ITEM, 1)
            )
        )
        == 5
    )
    office.ledger().engine.dispose()
    with unguarded(tmp_path / "home" / "juece.db") as db:
        db.execute("DELETE FROM submissions WHERE position > 3")
    assert office.ledger().verify() == []  # nothing in the chain tells
    with office.ledger().engine.connect() as connection:
        from storage.register.rows import missing

        assert any(
            "submissions 的前5条" in one for one in missing(connection, kept.opinions, "备份")
        )


# ------------------------------------------------------------------ contacts


def canaries(count: int) -> list[Contact]:
    return [Contact(name=f"金丝雀{n:05}", contact=f"139555{n:05}") for n in range(count)]


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


def test_an_erased_contact_is_nowhere_any_more(lived: Path, tmp_path: Path) -> None:
    """CONSULTATION §10, 17: not in the database, its log, or a later backup; counts stay."""
    shutil.copytree(lived, tmp_path / "home")
    office = Office(home=tmp_path / "home", store="")
    register, people = Register(office.ledger().engine), canaries(3000)
    for part in range(3):  # several batches, so that pages split
        rows = [
            Received(n, letter(f"来信{part}-{n}"), people[part * 1000 + n - 1])
            for n in range(1, 1001)
        ]
        register.take_in(batch("abc"[part]), rows, actor=ACTOR, at=AT)
    assert b"139555" in bytes_of(tmp_path / "home")
    before = register.counts(ITEM, 1)
    one = register.erase(ITEM, why="本人要求删除", actor=ACTOR, at=AT, number=7)
    assert (one, register.held_contacts(ITEM)) == (1, (2999, 1))
    with pytest.raises(Refusal, match="还没有登记"):
        register.erase(ITEM, why="保存期限已满", actor=ACTOR, at=AT)
    from opinions import contact

    assert contact.erase(office.ledger().engine, ITEM, AT, "保存期限已满", actor=ACTOR) == 2999
    assert register.held_contacts(ITEM) == (0, 3000)
    assert register.counts(ITEM, 1) == before
    assert register.erase(ITEM, why="再删一次", actor=ACTOR, at=AT, number=7) == 0
    told = [(d.actor, d.act.count, d.act.letter) for d in office.ledger().acts.of(ContactsErased)]
    assert told == [(ACTOR, 1, 7), (ACTOR, 2999, None)], (
        "by whom; and nothing of what erased nothing"
    )
    backup(office, tmp_path / "kept", AT)
    for place in (tmp_path / "home", tmp_path / "kept"):
        content = bytes_of(place)
        assert b"139555" not in content
        assert "金丝雀".encode() not in content
    assert office.ledger().verify() == []


def test_a_contact_can_be_erased_and_nothing_else(either: Ledger) -> None:
    full(Register(either.engine))
    for statement in (
        "UPDATE contacts SET name = '别人'",
        "UPDATE contacts SET name = '', contact = ''",
        "DELETE FROM contacts",
    ):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            database.writing(either.engine) as connection,
        ):
            connection.execute(text(statement))
    assert Register(either.engine).erase(ITEM, why="本人要求", actor=ACTOR, at=AT, number=1) == 1
    with (
        pytest.raises(DBAPIError, match="append-only"),
        database.writing(either.engine) as connection,
    ):
        connection.execute(text("UPDATE contacts SET erased_why = '另一个理由'"))


def test_contacts_and_receipts_are_in_no_extract(ledger: Ledger, register: Register) -> None:
    full(register)
    with ledger.engine.connect() as connection:
        told = extract(connection, ITEM, AT.date())
        said = repr(told)
        before = extract(connection, ITEM, in_time().date())
    assert set(told.register) == {"batches", "batch_ends", "submissions", "layers"}
    assert before.register == {}
    assert "13900001111" not in said
    assert "cdcdcd" not in said


def test_others_file_while_a_long_list_comes_in(ledger: Ledger, register: Register) -> None:
    """CONSULTATION §10, 9: whoever files waits a second at most; here, a list of 60,000."""
    done, longest = threading.Event(), 0.0

    def run() -> None:
        sent = letter("建议提高补贴标准，照顾行动不便的老人")
        register.take_in(batch(), (Received(n, sent) for n in range(1, 60_001)), actor=ACTOR, at=AT)
        done.set()

    thread = threading.Thread(target=run)
    thread.start()
    while not done.wait(0.02):
        begun = time.monotonic()
        with ledger.writing():
            longest = max(longest, time.monotonic() - begun)
    thread.join()
    assert longest < 5  # of a machine that others share; the benchmark holds the second


def test_a_register_on_a_read_only_disk_is_read(
    ledger: Ledger, register: Register, tmp_path: Path
) -> None:
    full(register)
    ledger.close()
    with closing(sqlite3.connect(tmp_path / "juece.db")) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    (tmp_path / "juece.db").chmod(0o400)
    kept = Ledger.open(tmp_path / "juece.db")
    assert len(list(Register(kept.engine).letters(ITEM, 1))) == 1
    assert kept.verify() == []
    kept.close()
