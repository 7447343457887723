"""消息: how many things there are to do, and never what; each letter is sent at least once, by a real server."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.people.notices import AGAIN, Way, Wish
from tests.catalog.rules.lawful import ITEM
from tests.flows.receivers import HERE, PASSWORD, USER, Post, certified, post
from tests.web.people import House, Visitor
from web.desk.notices import look

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
    assert "发出" in unit.text()


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


def test_a_letter_that_was_not_taken_says_why_and_is_sent_later_the_same(
    house: House, server: Post
) -> None:
    unit = wish(house.visit("unit"))
    server.answers.append("451 4.3.0 try again later")
    assert look(house.desk, MONDAY) == 0
    assert "还没有发出：邮件服务器退回：451" in unit.get("/xiaoxi").text()
    assert look(house.desk, MONDAY + AGAIN / 2) == 0
    assert look(house.desk, MONDAY + AGAIN + timedelta(seconds=1)) == 1
    assert "还没有发出" not in unit.get("/xiaoxi").text()
    assert len({letter["Message-ID"] for letter in server.got}) == len(server.got) == 1


KILLED = """
import os, signal, sys
from datetime import datetime
from office.settings.installation import Office
from storage.people.notices import Notices
from web.desk.notices import look
from web.desk.office import Desk
from pathlib import Path
if sys.argv[2] == "before":
    import web.desk.notices as told
    told._send = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
else:
    Notices.sent = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
look(Desk(Office(home=Path(sys.argv[1]), store="")), datetime.fromisoformat(sys.argv[3]))
"""


@pytest.mark.parametrize(("when", "letters"), [("before", 1), ("after", 2)])
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


def test_two_processes_send_it_once(house: House, server: Post, tmp_path: Path) -> None:
    wish(house.visit("unit"))
    notices = house.desk.people.notices
    before = notices.wish("unit")
    assert notices.put("unit", before, {"a"}, MONDAY)
    assert not notices.put("unit", before, {"a"}, MONDAY), "the other was faster"
    assert [len(notices.take(MONDAY)) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mail": "甲"}, "邮箱写得不对"),
        ({"mail": ""}, "邮箱写得不对"),
        ({"way": "常常"}, "请从所列的里面选"),
        ({"hour": "24"}, "请从所列的里面选"),
        ({"from": "晚上"}, "请从所列的里面选"),
    ],
)
def test_a_wish_badly_typed_is_told(house: House, typed: dict[str, str], said: str) -> None:
    unit = wish(house.visit("unit"), **typed)
    assert (unit.status, said in unit.text("cuo")) == (422, True)
    assert house.desk.people.notices.wish("unit") == Wish(way=Way.NEVER)


def test_without_a_mail_server_it_is_said_and_nothing_is_lost(house: House) -> None:
    unit = wish(house.visit("unit"))
    assert "还没有设邮件服务器" in unit.text()
    assert look(house.desk, MONDAY) == 0
    assert house.desk.people.notices.take(MONDAY)
