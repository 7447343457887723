"""Accounts, sessions, drafts and uploads of the desk."""

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalog.duties.roles import Post
from catalog.record import AmendmentKind
from storage.documents import Unfit as BadFile
from storage.files.legible import Handed
from storage.ledger import Ledger
from storage.people.accounts import FAILURES, LINK_LASTS, LOCKED, Unfit
from storage.people.drafts import Paper, merged, pairs_of
from storage.people.people import People
from storage.people.sessions import IDLE, WHOLE, Standing
from storage.people.uploads import OLD

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PASSWORD = "很长的口令-2026-秋"
PAPER = Paper("demo-2026-01", "consultation.notice")


@pytest.fixture
def people(either: Ledger, tmp_path: Path) -> People:
    """Those of a ledger on SQLite and on PostgreSQL."""
    return either.people(tmp_path / "uploads")


def account(people: People, name: str = "zhangsan") -> str:
    link = people.accounts.make(name, "张三", "养老服务处", NOW)
    assert people.accounts.redeem(link, PASSWORD, NOW)
    return name


def test_a_link_sets_one_password_and_is_used_up(people: People) -> None:
    link = people.accounts.make("ZhangSan", "张三", "养老服务处", NOW)
    assert people.accounts.linked(link, NOW)
    assert people.accounts.redeem(link, PASSWORD, NOW)
    assert people.accounts.redeem(link, PASSWORD + "二", NOW) is None
    found = people.accounts.check(" zhangsan ", PASSWORD, NOW)
    assert found
    assert found.person.name == "张三"


def test_a_link_is_good_for_a_day_and_a_newer_one_takes_its_place(people: People) -> None:
    link = people.accounts.make("zhangsan", "张三", "养老服务处", NOW)
    assert people.accounts.linked(link, NOW + LINK_LASTS) is None
    assert people.accounts.linked(people.accounts.link("zhangsan", NOW), NOW)
    assert people.accounts.linked(link, NOW) is None
    assert people.accounts.linked("", NOW) is None


@pytest.mark.parametrize("password", ["短", "1" * 20, "zhangsan-2026", "长" * 300])
def test_a_bad_password_is_refused_in_words(people: People, password: str) -> None:
    link = people.accounts.make("zhangsan", "张三", "养老服务处", NOW)
    with pytest.raises(Unfit, match="口令"):
        people.accounts.redeem(link, password, NOW)
    assert people.accounts.linked(link, NOW)


def test_the_password_on_file_is_argon2id(people: People) -> None:
    account(people)
    with people.accounts._engine.connect() as connection:
        [row] = connection.exec_driver_sql("SELECT password FROM desk_accounts").all()
    assert row[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_five_wrong_passwords_put_an_account_at_rest_for_a_quarter_of_an_hour(
    people: People,
) -> None:
    name = account(people)
    for _ in range(FAILURES):
        assert people.accounts.check(name, "不对的口令", NOW) is None
    assert people.accounts.check(name, PASSWORD, NOW + LOCKED - MINUTE) is None
    assert people.accounts.check(name, PASSWORD, NOW + LOCKED + MINUTE)


def test_four_wrong_passwords_do_not_and_a_right_one_forgets_them(people: People) -> None:
    name = account(people)
    for _ in range(3):
        for _ in range(FAILURES - 1):
            assert people.accounts.check(name, "不对的口令", NOW) is None
        assert people.accounts.check(name, PASSWORD, NOW)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(people: People) -> None:
    name = account(people)

    def fastest(who: str) -> float:
        best = 9.0
        for n in range(4):
            begun = time.process_time()
            people.accounts.check(who, "不对的口令", NOW + n * 2 * LOCKED)
            best = min(best, time.process_time() - begun)
        return best

    assert fastest("nobody") > 0.6 * fastest(name)


def test_a_session_ends_when_idle_at_the_end_of_the_day_and_when_ended(people: People) -> None:
    name = account(people)
    held, session = people.sessions.begin(name, NOW)
    found = people.sessions.find(held, NOW + IDLE - MINUTE)
    assert found == session
    idle = people.sessions.find(held, NOW + 2 * IDLE)
    assert idle
    assert idle.standing is Standing.EXPIRED
    held, session = people.sessions.begin(name, NOW)
    at = NOW
    while at < NOW + WHOLE:
        at += IDLE - MINUTE
        found = people.sessions.find(held, at)
    assert found
    assert found.standing is Standing.EXPIRED
    people.sessions.end(session, NOW)
    assert people.sessions.find(held, NOW) is None
    assert people.sessions.find("", NOW) is None


def test_the_number_in_the_browser_is_not_on_file(people: People) -> None:
    held, _ = people.sessions.begin(account(people), NOW)
    with people.accounts._engine.connect() as connection:
        [row] = connection.exec_driver_sql("SELECT id FROM desk_sessions").all()
    assert row[0] != held
    assert people.sessions.find(row[0], NOW) is None


def test_a_new_password_and_the_end_of_an_account_sign_out_everywhere(people: People) -> None:
    name = account(people)
    for act in (
        lambda: people.accounts.set_password(name, PASSWORD + "新", NOW),
        lambda: people.accounts.redeem(people.accounts.link(name, NOW), PASSWORD, NOW),
        lambda: people.sessions.end_all(name, NOW),
        lambda: people.accounts.end(name, NOW),
    ):
        held, _ = people.sessions.begin(name, NOW)
        act()
        assert people.sessions.find(held, NOW) is None
    assert people.accounts.check(name, PASSWORD, NOW) is None


def test_posts_that_do_not_go_together_are_not_granted_even_to_two_accounts(
    people: People,
) -> None:
    account(people)
    account(people, "zhangsan2")
    people.accounts.grant("zhangsan", [Post.UNIT, Post.LEGAL])
    found = people.accounts.find("zhangsan")
    assert found
    assert found.posts == {Post.UNIT, Post.LEGAL}
    with pytest.raises(Unfit, match="三员分立"):
        people.accounts.grant("zhangsan", [Post.SYSTEM, Post.SECURITY])
    with pytest.raises(Unfit, match="同一人不能兼任"):
        people.accounts.grant("zhangsan2", [Post.AUDITOR])


def test_two_people_in_one_form_lose_nothing(people: People) -> None:
    first = people.drafts.keep(PAPER, {"url": ("a",), "contents": ("甲",)}, 0, "a", "甲", NOW).draft
    people.drafts.keep(PAPER, {"url": ("b",), "contents": ("甲",)}, first.version, "a", "甲", NOW)
    kept = people.drafts.keep(
        PAPER, {"url": ("a",), "contents": ("乙",)}, first.version, "b", "乙", NOW
    )
    assert kept.draft.pairs == {"url": ("b",), "contents": ("乙",)}
    assert kept.theirs == {}
    both = people.drafts.keep(
        PAPER, {"url": ("c",), "contents": ("甲",)}, first.version, "a", "甲", NOW
    )
    assert both.draft.pairs == {"url": ("c",), "contents": ("乙",)}
    assert both.theirs == {"url": ("b",)}


def test_no_field_is_lost_in_any_interleaving() -> None:
    made = random.Random(7)
    for _ in range(2_000):
        base = {name: (made.choice("甲乙丙"),) for name in "abcdef"}
        mine, theirs = (
            {
                name: (made.choice("甲乙丙"),) if made.random() < 0.4 else value
                for name, value in base.items()
            }
            for _ in range(2)
        )
        whole, told = merged(base, theirs, mine)
        for name in base:
            changed = [typed[name] for typed in (mine, theirs) if typed[name] != base[name]]
            assert whole[name] == (changed[0] if changed else base[name])
            lost = [value for value in changed if value != whole[name]]
            assert ([told[name]] if name in told else []) == lost


def test_a_draft_is_of_one_paper_and_can_be_erased(people: People) -> None:
    correction = PAPER._replace(kind=AmendmentKind.CORRECTION)
    people.drafts.keep(PAPER, {"url": ("a",)}, 0, "a", "甲", NOW)
    assert people.drafts.last(correction) is None
    for n in range(50):
        people.drafts.keep(correction, {"url": (str(n),)}, n, "a", "甲", NOW)
    assert set(people.drafts.every()) == {PAPER, correction}
    people.drafts.erase(correction)
    assert set(people.drafts.every()) == {PAPER}


def test_what_a_browser_sends_is_kept_as_every_database_takes_it() -> None:
    assert pairs_of([("a", "甲\r\n乙\x00"), ("b", "1"), ("b", "2")]) == {
        "a": ("甲\n乙",),
        "b": ("1", "2"),
    }


def test_an_upload_is_opened_kept_apart_and_erased(people: People, either: Ledger) -> None:
    made = people.uploads.take(PAPER, Handed("草案.txt", "草案".encode()), ["有电话"], "a", NOW)
    other = people.uploads.take(
        PAPER._replace(step="entry.start"), Handed("同.txt", "草案".encode()), [], "a", NOW
    )
    assert people.uploads.of(PAPER) == [made]
    assert made.told == ("有电话",)
    assert either.documents
    assert either.documents.size(made.digest) is None
    people.uploads.erase(PAPER)
    assert people.uploads.store.size(made.digest)
    people.uploads.erase(PAPER._replace(step="entry.start"))
    assert people.uploads.store.size(other.digest) is None
    with pytest.raises(BadFile, match="格式不收"):
        people.uploads.take(PAPER, Handed("病毒.exe", b"MZ"), [], "a", NOW)


def test_what_was_never_filed_goes_with_its_bytes(people: People) -> None:
    old = people.uploads.take(PAPER, Handed("旧.txt", "旧的".encode()), (), "a", NOW)
    both = people.uploads.take(PAPER, Handed("甲.txt", "两份".encode()), (), "a", NOW)
    later = NOW + OLD + timedelta(days=1)
    other = PAPER._replace(step="entry.start")
    people.uploads.take(other, Handed("乙.txt", "两份".encode()), (), "a", later)
    assert people.uploads.of(PAPER) == []
    assert people.uploads.store.size(old.digest) is None
    assert people.uploads.store.size(both.digest), "another draft names the same bytes"
