"""邮件订阅: from the form to the letters and out again, by a real mail server; nobody is told who follows."""

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import cli
from catalog.consulted import FILE, ConsultedNow, Followed
from catalog.timezone import SHANGHAI
from cli.collecting import collected
from office.build import refresh_pages, write_pages
from office.delivery import following
from office.delivery.following import look, tell
from office.delivery.post import AGAIN
from office.delivery.transports.mail import automatic
from office.settings.drill import Drill
from office.settings.installation import Office
from opinions.followers import LASTS, Followers
from opinions.spool.handover import give, take_in
from opinions.spool.keys import make_keys
from opinions.spool.spool import Spool
from tests.catalog.rules.lawful import ITEM
from tests.flows.receivers import HERE, PASSWORD, USER, Post, certified, post
from tests.office.answered import asked
from tests.web.browser import sent
from web.intake.app import application
from web.intake.place import Place

INTAKE, PATH = "https://yijian.example.gov.cn/", "/2026/03/dingyue/"
ADDRESS = "zhang.san+shi@example.com"
NOON = datetime(2026, 12, 1, 12, tzinfo=SHANGHAI)
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose site is out, with the settings of a mail server that nobody runs."""
    home = tmp_path_factory.mktemp("made") / "home"
    office = asked(home, home.parent / "papers", INTAKE)
    certificate = certified(home.parent)
    shutil.copy(certificate.parent / "ca.pem", home)
    (home / "mail.secret").write_text(PASSWORD, "utf-8")
    (home / "mail.secret").chmod(0o600)
    serves(home, 25)
    write_pages(office, date(2026, 6, 1), office.site)
    make_keys(home)
    items = (ITEM, *(f"{ITEM[:-2]}{n:02}" for n in range(10, 20)))
    follows = tuple(Followed(item=one, title="甲", authority="乙") for one in items)
    told = ConsultedNow(edition=1, followed=follows)
    (home / FILE).write_text(told.model_dump_json(), "utf-8")
    office.ledger().close()
    return home


def serves(home: Path, port: int) -> None:
    settings = f"""推送:
  信任的证书: ca.pem
  邮件服务器: {{服务器: {HERE}, 端口: {port}, 用户名: {USER}, 口令: {{文件: mail.secret}}, 发件地址: juece@example.gov.cn}}
"""
    (home / "publication.yaml").write_text(settings, "utf-8")


class Town:
    """The office, its intake, and its mail server."""

    def __init__(self, home: Path, server: Post) -> None:
        self.home, self.server, self.now = home, server, NOON
        self.office = Office(home=home, store="")
        self.place = Place(home, lambda: self.now)
        self.client = TestClient(application(self.place))

    def ask(self, mail: str = ADDRESS, path: str = PATH) -> str:
        """Fill in the form; the page that answers."""
        page = self.client.get(path).text
        form = dict(sent(page[page.index("<form") :].partition(">")[2].partition("</form>")[0]))
        answer = self.client.post(path, data=form | {"youxiang": mail}, headers=OWN)
        assert answer.status_code == 200, answer.text
        return answer.text

    def look(self) -> list[str]:
        """Collect and send, as the office does: the subjects that arrived by it."""
        before = len(self.server.got)
        collected(self.office)
        sent = look(self.office, self.now)
        new = [str(one["Subject"]) for one in self.server.got[before:]]
        assert len(new) == sent
        return new

    def link(self, verb: str) -> str:
        """The link of the last letter."""
        found = re.findall(rf"{INTAKE}({verb}/\S+)", self.server.got[-1].get_content())
        return f"/{found[0]}"

    def follow(self) -> None:
        """Up to and with the click in the letter."""
        self.ask()
        assert self.look()
        assert self.client.post(self.link("queren")).status_code == 200
        assert self.look() == []

    def grows(self, *whats: str, item: str = ITEM) -> None:
        """The next edition of the page has so many events more."""
        path = self.office.site / f"slmzj/zwgk/zdjc/2026/{item[-2:]}/item.json"
        page = json.loads(path.read_text("utf-8"))
        for n, what in enumerate(whats, len(page["updates"])):
            page["updates"].insert(0, {"id": f"{item}#x.{n}", "on": "2026-06-02", "what": what})
        path.write_text(json.dumps(page, ensure_ascii=False), "utf-8")

    def lies(self, what: str = ADDRESS) -> list[str]:
        """The files of the home in which something stands, in the clear."""
        files = (path for path in self.home.rglob("*") if path.is_file())
        return [path.name for path in files if what.encode() in path.read_bytes()]


@pytest.fixture
def town(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    home = tmp_path / "home"
    shutil.copytree(made, home)
    with post(made.parent / "server.pem") as server:
        serves(home, server.port)
        town = Town(home, server)
        monkeypatch.setattr(Office, "now", lambda _: town.now)
        yield town
        town.place.spool.close()
        town.office.ledger().close()


def test_from_the_form_to_the_letters_and_out_with_one_click(town: Town) -> None:
    assert "48小时内点信里的链接" in town.ask()
    [asking] = town.look()
    assert asking.startswith("请确认订阅：")
    assert town.server.got[-1]["To"] == ADDRESS
    town.grows("公布了还没有人要看的")
    assert town.client.get(town.link("queren")).status_code == 200
    assert town.look() == [], "a program of mail that looks behind every link agrees to nothing"
    assert town.client.post(town.link("queren")).status_code == 200
    town.now += AGAIN
    [first] = town.look()
    assert first.startswith("更新："), "what came after the question is told"
    town.grows("公布决策结果", "公布政策解读")
    assert town.look() == [], "letters to one person do not tread on each other"
    town.now += AGAIN
    assert len(town.look()) == 1
    letter = town.server.got[-1]
    said = letter.get_content().replace("\r\n", "\n")
    assert "* 公布政策解读\n* 公布决策结果\n" in said
    assert "还没有人要看的" not in said
    assert "https://www.example.gov.cn/zwgk/zdjc/2026/03/" in said
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert set(town.lies()) <= {"juece.db", "juece.db-wal"}
    one_click = letter["List-Unsubscribe"].strip(" <>\r\n").removeprefix(INTAKE[:-1])
    assert town.client.get(one_click).status_code == 200
    by_program = {"sec-fetch-site": "cross-site", "origin": "https://mail.example"}
    body = {"List-Unsubscribe": "One-Click"}
    assert town.client.post(one_click, data=body, headers=by_program).status_code == 200
    town.grows("公布执行情况")
    town.now += AGAIN
    assert town.look() == []
    assert town.lies() == [], "erased in the database, its log and the spool"


def test_the_address_by_which_one_leaves_is_written_as_it_is_however_long() -> None:
    """The library writes what is too long for a line as =?utf-8?q?…, which no program of mail reads here."""
    leave = f"<https://{'yijian.' * 12}example.gov.cn/tuiding/?ling={'x' * 22}>"
    message = automatic("a@example.gov.cn", ADDRESS, "更新：" + "甲" * 300, "k" * 32, NOON)
    message["List-Unsubscribe"] = leave
    written = message.as_bytes()
    assert f"\r\nList-Unsubscribe: {leave}\r\n".encode() in written
    assert max(map(len, written.splitlines())) < 200


def test_nobody_learns_whether_an_address_follows(town: Town) -> None:
    pages = [town.ask()]
    town.look()
    pages.append(town.ask())
    town.client.post(town.link("queren"))
    town.look()
    pages += [town.ask(), town.ask("other@example.com")]
    assert len(set(pages)) == 1
    key = town.link("queren").partition("=")[2]
    for verb in ("queren", "tuiding"):
        told = {town.client.post(f"/{verb}/?ling={one}").text for one in (key, key, "x" * 22)}
        assert len(told) == 1


def test_an_address_is_asked_once_however_often_and_however_it_is_written(town: Town) -> None:
    for mail in (ADDRESS, ADDRESS, "ZHANG.SAN@example.com", "zhang.san+x@EXAMPLE.com"):
        town.ask(mail)
    assert len(town.look()) == 1
    town.ask()
    assert town.look() == []
    town.now += timedelta(hours=24)
    assert town.look() == []


def test_of_one_mailbox_and_of_one_host_few_are_asked_the_others_wait_for_their_turn(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = town.office.site / "slmzj/zwgk/zdjc/2026/03"
    for n in range(10, 18):
        shutil.copytree(own, own.parent / f"{n}")
        town.ask(path=f"/2026/{n}/dingyue/")
    assert len(town.look()) == following.TO_MAILBOX
    town.now += following.DAY + timedelta(minutes=1)
    assert len(town.look()) == 3, "the others"
    monkeypatch.setattr(following, "TO_DOMAIN", 2)
    town.now += timedelta(hours=3)
    for n in range(5):
        town.ask(f"n{n}@crowd.example")
    assert [len(town.look()), len(town.look())] == [2, 0]
    town.now += timedelta(hours=1, minutes=1)
    assert len(town.look()) == 2


def test_of_one_network_only_so_many_addresses_are_taken(town: Town) -> None:
    for n in range(20):
        town.ask(f"n{n}@example.com")
    page = town.client.get(PATH).text
    form = dict(sent(page[page.index("<form") :].partition(">")[2].partition("</form>")[0]))
    answer = town.client.post(PATH, data=form | {"youxiang": ADDRESS}, headers=OWN)
    assert (answer.status_code, ADDRESS in answer.text) == (429, True)


@pytest.mark.parametrize(
    ("typed", "headers", "status"),
    [
        ("甲", OWN, 422),
        ("", OWN, 422),
        ("a@b.example\r\nBcc: c@d.example", OWN, 422),
        (ADDRESS, {"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_what_cannot_be_taken_is_told_and_given_back(
    town: Town, typed: str, headers: dict[str, str], status: int
) -> None:
    page = town.client.get(PATH).text
    form = dict(sent(page[page.index("<form") :].partition(">")[2].partition("</form>")[0]))
    answer = town.client.post(PATH, data=form | {"youxiang": typed}, headers=headers)
    assert answer.status_code == status
    assert town.place.spool.end() == 0
    foreign = town.client.post(PATH, data={"youxiang": ADDRESS, "ling": "x"}, headers=OWN)
    assert (foreign.status_code, ADDRESS in foreign.text) == (403, True)


def test_who_does_not_agree_in_time_is_forgotten_and_may_be_asked_anew(town: Town) -> None:
    town.ask()
    assert len(town.look()) == 1
    link = town.link("queren")
    town.now += LASTS
    assert town.look() == []
    assert town.lies() == []
    town.client.post(link)
    town.grows("公布决策结果")
    assert town.look() == [], "too late"
    town.ask()
    assert len(town.look()) == 1


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from office.settings.installation import Office
from office.delivery import following
sends = following.post
def sends_and_dies(*all):
    if sys.argv[2] == "after":
        sends(*all)
    os.kill(os.getpid(), signal.SIGKILL)
following.post = sends_and_dies
following.look(Office(home=Path(sys.argv[1]), store=""), datetime.fromisoformat(sys.argv[3]))
"""


@pytest.mark.parametrize(
    ("when", "letters", "which"),
    [
        ("after", 2, "asking"),
        pytest.param("before", 1, "news", marks=pytest.mark.soak),
        pytest.param("before", 1, "asking", marks=pytest.mark.soak),
        pytest.param("after", 2, "news", marks=pytest.mark.soak),
    ],
)
def test_a_kill_between_two_letters_loses_none_and_repeats_at_most_the_one_under_its_id(
    town: Town, when: str, letters: int, which: str
) -> None:
    if which == "asking":
        town.ask()
        collected(town.office)
    else:
        town.follow()
        town.grows("公布决策结果")
        town.now += AGAIN
    town.server.got.clear()
    command = [sys.executable, "-c", KILLED, str(town.home), when, town.now.isoformat()]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert town.look() == [], "another process may be at it"
    town.now += AGAIN
    assert len(town.look()) == 1
    town.now += 3 * AGAIN
    assert town.look() == []
    assert len(town.server.got) == letters
    assert len({one["Message-ID"] for one in town.server.got}) == 1


def test_what_comes_after_a_kill_makes_another_letter(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that drops what it has already must not drop what is new."""

    def sends_and_dies(*told: Any) -> None:
        sends(*told)
        raise KeyboardInterrupt

    town.follow()
    town.grows("公布决策结果")
    town.now += AGAIN
    sends = following.post
    with monkeypatch.context() as dying:
        dying.setattr(following, "post", sends_and_dies)
        with pytest.raises(KeyboardInterrupt):
            look(town.office, town.now)
    town.grows("公布政策解读")
    town.now += AGAIN
    assert len(town.look()) == 1
    assert len({one["Message-ID"] for one in town.server.got[-2:]}) == 2


def test_an_address_that_is_refused_for_good_is_erased_in_the_end(town: Town) -> None:
    town.follow()
    town.server.refused.add(ADDRESS)
    town.grows("公布决策结果")
    logins = len(town.server.logins)
    for _ in range(following.REFUSALS):
        town.now += following.DAY
        assert [town.look(), town.look()] == [[], []]
    assert len(town.server.logins) == logins + following.REFUSALS, "once a day"
    assert town.lies() == []


def test_what_a_server_does_not_take_now_is_sent_later_and_no_address_is_lost(town: Town) -> None:
    town.follow()
    town.grows("公布决策结果")
    town.server.answers += ["451 4.3.0 try again later"] * (following.REFUSALS + 1)
    for _ in range(following.REFUSALS + 1):
        town.now += AGAIN
        assert town.look() == []
    town.now += AGAIN
    assert len(town.look()) == 1


def test_a_server_that_takes_nothing_is_left_alone_after_a_few(town: Town) -> None:
    for n in range(8):
        town.ask(f"n{n}@example.com")
    town.server.answers += ["451 4.3.0 try again later"] * 8
    assert town.look() == []
    assert len(town.server.answers) == 8 - following.PATIENCE


def test_letters_carried_across_twice_add_nothing_and_lie_nowhere(
    town: Town, tmp_path: Path
) -> None:
    """An old file that comes again after its writer has left asks him nothing and names him nowhere."""
    town.ask()
    carried = tmp_path / "carried"
    carried.mkdir()
    files = [one.path for one in give(town.place.spool, carried)]
    assert len(town.look()) == 1
    town.client.post(town.link("queren").replace("queren", "tuiding"))
    assert town.look() == []
    assert take_in(town.place.spool, carried).new == 1
    assert files
    assert town.look() == []
    assert Followers(town.office.ledger().engine).all() == []
    assert town.place.spool.read() == []


def test_a_kill_before_the_spool_was_wiped_leaves_no_address_there(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    town.follow()
    leave = town.link("queren").replace("queren", "tuiding")
    town.ask("another@example.com")
    town.client.post(leave)
    with monkeypatch.context() as dying:
        dying.setattr(Spool, "wipe", dies)
        with pytest.raises(KeyboardInterrupt):
            collected(town.office)
    assert len(town.place.spool.read()) == 2
    collected(town.office)
    assert town.place.spool.read() == []
    assert town.lies() == []


def test_a_withdrawn_edition_that_comes_back_is_not_told_twice(town: Town) -> None:
    town.follow()
    path = town.office.site / "slmzj/zwgk/zdjc/2026/03/item.json"
    before = path.read_bytes()
    town.grows("公布决策结果")
    after = path.read_bytes()
    town.now += AGAIN
    assert len(town.look()) == 1
    path.write_bytes(before)
    assert town.look() == []
    path.write_bytes(after)
    town.now += AGAIN
    assert town.look() == []


def test_two_processes_send_one_letter(town: Town) -> None:
    town.ask()
    collected(town.office)
    there = Followers(town.office.ledger().engine)
    [before] = there.all()
    noted = [there.note(before, before._replace(tried_at=town.now)) for _ in range(2)]
    assert noted == [True, False]


def test_who_agrees_while_the_question_is_still_being_sent_follows(town: Town) -> None:
    town.ask()
    collected(town.office)
    there = Followers(town.office.ledger().engine)
    [before] = there.all()
    assert there.note(before, trying := before._replace(tried_at=town.now))
    town.client.post(f"/queren/?ling={before.key}")
    collected(town.office)
    assert there.note(trying, trying._replace(lettered_at=town.now))
    assert there.all()[0].confirmed_at


def test_in_a_drill_nobody_is_written_to(town: Town) -> None:
    town.ask()
    collected(town.office)
    drill = Drill(set_at=NOON, showed=NOON, day_seconds=60)
    (town.home / "drill.json").write_text(drill.model_dump_json(), "utf-8")
    assert tell(town.office) == 0
    (town.home / "drill.json").unlink()
    assert tell(town.office) == 1


def test_the_command_counts_and_names_nobody(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    town.ask()
    collected(town.office)
    assert cli.run(["followers", "--send", "--home", str(town.home)]) == 0
    assert cli.run(["followers", "--json", "--home", str(town.home)]) == 0
    said = capsys.readouterr().out
    assert "发出1封" in said
    assert json.loads(said[said.index("{") :])["items"] == [
        {"item": ITEM, "confirmed": 0, "waiting": 1}
    ]
    assert ADDRESS not in said
    (town.home / "publication.yaml").unlink()
    assert cli.run(["followers", "--send", "--home", str(town.home)]) == 1


def test_the_page_leads_to_the_form_beside_atom_where_there_is_mail_and_an_intake(
    town: Town, tmp_path: Path
) -> None:
    def page() -> str:
        """The page as it is after the settings were changed, and nothing else."""
        refresh_pages(town.office, date(2026, 6, 1), tmp_path / "draft")
        return (tmp_path / "draft/slmzj/zwgk/zdjc/2026/03/index.html").read_text("utf-8")

    both = page()
    assert both.index("更新订阅（Atom）") < both.index(f'href="{INTAKE}2026/03/dingyue/"')
    settings = (town.home / "site.yaml").read_text("utf-8")
    (town.home / "site.yaml").write_text(re.sub(r".*意见征集网址.*\n", "", settings), "utf-8")
    assert "dingyue" not in page()
    (town.home / "site.yaml").write_text(settings, "utf-8")
    (town.home / "publication.yaml").unlink()
    assert "dingyue" not in page()
