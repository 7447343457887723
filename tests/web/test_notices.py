"""消息: how many things there are to do, and never what; each letter is sent at least once, by a real server."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from catalog.duties.roles import Person
from office.delivery.post import AGAIN
from office.settings.installation import Office
from storage.people.notices import Told, Wish
from tests.catalog.rules.lawful import ITEM
from tests.flows.receivers import HERE, PASSWORD, USER, Post, certified, post
from tests.web.people import House, Visitor
from web.desk.notices import _take, look, tell
from web.desk.office import Desk
from web.serve import _tell

MONDAY = datetime(2026, 11, 30, 1, tzinfo=UTC)  # nine in Shanghai
NIGHT = MONDAY + timedelta(hours=13)
WISHED = {
    "mail": "jia@example.gov.cn",
    "way": "每个工作日一次",
    "hour": "8",
    "from": "20",
    "until": "8",
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certified(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server(house: House, certificate: Path) -> Iterator[Post]:
    """The office's mail server on loopback: nobody gets a word in without TLS and a login."""
    home = house.desk.office.home
    shutil.copy(certificate.parent / "ca.pem", home)
    (home / "mail.secret").write_text(PASSWORD, "utf-8")
    (home / "mail.secret").chmod(0o600)
    with post(certificate) as served:
        settings = f"""推送:
  信任的证书: ca.pem
  邮件服务器: {{服务器: {HERE}, 端口: {served.port}, 用户名: {USER}, 口令: {{文件: mail.secret}}, 发件地址: juece@example.gov.cn}}
"""
        (home / "publication.yaml").write_text(settings, "utf-8")
        yield served


def wish(visitor: Visitor, **changed: str) -> Visitor:
    visitor.get("/xiaoxi")
    return visitor.press("", WISHED | changed)


def test_once_a_day_who_wishes_it_is_told_how_many_things_and_never_which(
    house: House, server: Post
) -> None:
    unit = wish(house.visit("unit"))
    assert "已记下" in unit.text()
    assert look(house.desk, MONDAY - timedelta(hours=2)) == 0, "before his hour"
    assert look(house.desk, MONDAY) == 1
    [letter] = server.got
    assert (letter["To"], letter["Subject"]) == ("jia@example.gov.cn", "工作台：您有3件事要办")
    said = str(letter["Subject"]) + letter.get_content()
    for secret in (ITEM, "助餐", "公告", "养老服务处", "甲同志"):
        assert secret not in said
    assert look(house.desk, MONDAY + timedelta(hours=3)) == 0, "one a day"
    assert look(house.desk, MONDAY + timedelta(days=1)) == 1
    assert look(house.desk, MONDAY + timedelta(days=5)) == 0, "a Saturday"
    assert "3件事要办" in unit.get("/xiaoxi").text()


def test_what_is_new_is_told_at_once_but_not_at_night_and_only_once(
    house: House, server: Post
) -> None:
    wish(house.visit("unit"), way="有新的就发")
    assert look(house.desk, NIGHT) == 0
    assert look(house.desk, MONDAY) == 1
    assert look(house.desk, MONDAY + timedelta(hours=1)) == 0, "nothing new"
    assert len(server.got) == 1


def test_who_has_nothing_to_do_no_wish_or_no_account_is_not_told(
    house: House, server: Post
) -> None:
    wish(house.visit("other"))  # no item of theirs
    wish(house.visit("unit2"), way="不发")
    wish(house.visit("unit"))
    house.desk.people.accounts.end("unit", MONDAY)
    assert look(house.desk, MONDAY) == 0
    assert server.got == []
    assert set(house.desk.people.notices.all()) == {"other", "unit2"}, "his address went with him"


def test_a_letter_that_was_not_taken_says_why_and_is_sent_later_the_same(
    house: House, server: Post
) -> None:
    unit = wish(house.visit("unit"))
    server.answers.append("451 4.3.0 try again later")
    assert look(house.desk, MONDAY) == 0
    assert "没有发出：邮件服务器退回：451" in unit.get("/xiaoxi").text()
    assert look(house.desk, MONDAY + AGAIN / 2) == 0
    assert look(house.desk, MONDAY + AGAIN + timedelta(seconds=1)) == 1
    assert "没有发出" not in unit.get("/xiaoxi").text()
    assert len({letter["Message-ID"] for letter in server.got}) == len(server.got) == 1


KILLED = """
import os, signal, sys
from datetime import datetime
from office.settings.installation import Office
from web.desk.notices import look
from web.desk.office import Desk
from pathlib import Path
import web.desk.notices as told
def sends_and_dies(desk, section, letter, message):
    if sys.argv[2] == "after":
        told.post(section, desk.office.home, letter.mail, message)
    os.kill(os.getpid(), signal.SIGKILL)
told._send = sends_and_dies
look(Desk(Office(home=Path(sys.argv[1]), store="")), datetime.fromisoformat(sys.argv[3]))
"""


@pytest.mark.parametrize(
    ("when", "letters"), [pytest.param("before", 1, marks=pytest.mark.soak), ("after", 2)]
)
def test_a_kill_loses_no_letter(house: House, server: Post, when: str, letters: int) -> None:
    """Before it was sent it is sent later; after, and before that was noted, once more with its id."""
    wish(house.visit("unit"))
    home = str(house.desk.office.home)
    command = [sys.executable, "-c", KILLED, home, when, MONDAY.isoformat()]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert look(house.desk, MONDAY + AGAIN + timedelta(seconds=1)) == 1
    assert len(server.got) == letters
    assert len({letter["Message-ID"] for letter in server.got}) == 1
    assert look(house.desk, MONDAY + 3 * AGAIN) == 0


def test_of_two_processes_one_sends_it(house: House, server: Post) -> None:
    """Both looked before either had noted anything."""
    wish(house.visit("unit"))
    wished, told = house.desk.people.notices.of("unit")
    looked = [_take(house.desk, "unit", wished, told, MONDAY) for _ in range(2)]
    assert [letter is None for letter in looked] == [False, True]


def test_what_comes_back_is_new_and_so_is_a_second_thing(
    house: House, server: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {"a"}
    monkeypatch.setattr("web.desk.notices.things", lambda *_: frozenset(there))
    wish(house.visit("unit"), way="有新的就发")
    hours = (MONDAY + timedelta(hours=n) for n in range(9))
    assert look(house.desk, next(hours)) == 1
    assert look(house.desk, next(hours)) == 0
    there.add("b")
    assert look(house.desk, next(hours)) == 1
    there.remove("a")
    assert look(house.desk, next(hours)) == 0, "there is less to do"
    there.add("a")
    assert look(house.desk, next(hours)) == 1, "it was sent back"
    assert [m["Subject"][6] for m in server.got] == ["1", "2", "2"]
    assert len({m["Message-ID"] for m in server.got}) == 3


def test_what_was_not_taken_follows_the_wish_of_now(house: House, server: Post) -> None:
    """Never at night, never to an address that was given up, never to who wants none or left."""
    unit = wish(house.visit("unit"), way="有新的就发")
    server.answers += ["451 4.3.0 try again later"] * 2
    evening = MONDAY + timedelta(hours=10, minutes=55)
    assert look(house.desk, evening) == 0
    assert look(house.desk, evening + AGAIN) == 0, "twenty o'clock has struck"
    wish(unit, way="有新的就发", mail="new@example.gov.cn")
    morning = MONDAY + timedelta(days=1)
    assert look(house.desk, morning) == 0
    wish(unit, way="不发")
    assert look(house.desk, morning + AGAIN) == 0
    wish(unit, way="有新的就发", mail="new@example.gov.cn")
    assert look(house.desk, morning + 2 * AGAIN) == 1
    assert [m["To"] for m in server.got] == ["new@example.gov.cn"]
    assert server.answers == []


def test_what_nobody_could_send_for_a_week_is_told_then(house: House, server: Post) -> None:
    wish(house.visit("unit"))
    server.answers += ["451 4.3.0 try again later"] * 5
    days = [MONDAY + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7)]
    assert [look(house.desk, day) for day in days] == [0, 0, 0, 0, 0, 1]


def test_one_whose_tasks_cannot_be_told_keeps_nobody_else_waiting(
    house: House, server: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def of(_: object, person: Person) -> frozenset[str]:
        if person.account == "unit":
            raise RuntimeError(person.account)
        return frozenset({"a"})

    monkeypatch.setattr("web.desk.notices.things", of)
    wish(house.visit("unit"))
    wish(house.visit("unit2"))
    assert look(house.desk, MONDAY) == 1
    assert "unit 的消息没有发出" in caplog.text


def test_an_address_that_is_refused_for_good_is_tried_with_the_next_letter(
    house: House, server: Post
) -> None:
    unit = wish(house.visit("unit"))
    server.refused.add("jia@example.gov.cn")
    tries = [look(house.desk, MONDAY + n * AGAIN) for n in range(6)]
    assert tries == [0] * 6
    assert len(server.logins) == 1, "a mail server shuts out who knocks for ever"
    assert "没有发出：" in unit.get("/xiaoxi").text()
    server.refused.clear()
    assert look(house.desk, MONDAY + timedelta(days=1)) == 1
    assert "没有发出：" not in unit.get("/xiaoxi").text()


def test_what_is_wrong_with_our_own_settings_is_told_where_one_looks(
    house: House, server: Post
) -> None:
    unit = wish(house.visit("unit"))
    (house.desk.office.home / "mail.secret").unlink()
    assert look(house.desk, MONDAY) == 0
    assert "没有发出：" in unit.get("/xiaoxi").text()
    (house.desk.office.home / "mail.secret").write_text(PASSWORD, "utf-8")
    (house.desk.office.home / "mail.secret").chmod(0o600)
    assert look(house.desk, MONDAY + AGAIN) == 1


def test_in_a_drill_nobody_is_written_to(
    house: House, server: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish(house.visit("unit"))
    monkeypatch.setattr("web.desk.office.Desk.clock", lambda _: MONDAY)
    assert tell(house.desk) == 0
    (house.desk.office.home / "drill.json").unlink()
    assert tell(house.desk) == 1


def test_a_clock_that_ran_ahead_keeps_nobody_waiting(house: House, server: Post) -> None:
    wish(house.visit("unit"))
    server.answers.append("451 4.3.0 try again later")
    assert look(house.desk, MONDAY + timedelta(days=70)) == 0
    assert look(house.desk, MONDAY) == 1


IMPOSSIBLE = (
    ".zhang@example.gov.cn", "zhang.@example.gov.cn", "zhang..san@example.gov.cn", "zhang@.gov.cn",
    "zhang@example..cn", "zhang@example.gov.cn.", "zhang@-example.cn", "zhang@example-.cn", "zhang@-",
    f"zhang@{'a' * 64}.cn",
)  # fmt: skip
"""Addresses that no server takes."""


@pytest.mark.parametrize("good", ["zhang.san@example.gov.cn", "a@b", "x_1+y-z@mail-2.example.cn"])
def test_an_address_that_a_server_may_take_is_kept(house: House, good: str) -> None:
    wish(house.visit("unit"), mail=good)
    assert house.desk.people.notices.of("unit")[0].mail == good


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mail": "甲"}, "邮箱写得不对"),
        ({"mail": ""}, "邮箱写得不对"),
        *(({"mail": no}, "邮箱写得不对") for no in IMPOSSIBLE),
        ({"way": "常常"}, "请从所列的里面选"),
        ({"hour": "24"}, "请从所列的里面选"),
        ({"from": "晚上"}, "请从所列的里面选"),
    ],
)
def test_a_wish_badly_typed_is_told(house: House, typed: dict[str, str], said: str) -> None:
    unit = wish(house.visit("unit"), **typed)
    assert (unit.status, said in unit.text("cuo")) == (422, True)
    assert house.desk.people.notices.of("unit") == (Wish(), Told())


def test_without_a_mail_server_it_is_said_and_nothing_is_lost(house: House) -> None:
    unit = wish(house.visit("unit"))
    assert "还没有设邮件服务器" in unit.text()
    assert look(house.desk, MONDAY) == 0
    assert house.desk.people.notices.of("unit")[1] == Told()


def test_the_desks_process_writes_to_people_and_to_followers_whatever_goes_wrong_with_one(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    over, asked = Event(), list[str]()

    def fails(desk: Desk) -> int:
        asked.append("people")
        raise RuntimeError("made up")

    def tells(office: Office) -> int:
        asked.append("followers")
        over.set()
        return 0

    monkeypatch.setattr("web.desk.notices.EVERY", 0.0)
    monkeypatch.setattr("web.desk.notices.tell", fails)
    monkeypatch.setattr("office.delivery.following.tell", tells)
    _tell(house.desk, over)
    assert asked == ["people", "followers"]
    assert "消息没有发出" in caplog.text
