"""列席公众代表: from the form of the public to the list and the draw on the page, which anybody repeats."""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import cli
from catalog.record import Amendment, AmendmentKind
from catalog.submission import Contact
from catalog.timezone import SHANGHAI
from cli.collecting import collected
from office.build import refresh_pages, write_pages
from office.intake import tell_intake, told
from office.settings.installation import Office
from opinions.became import NotFound, became
from opinions.receipts import derive, read_receipt
from opinions.register import Register
from opinions.representatives import put_call, signed_up
from opinions.spool.keys import make_keys
from storage import database
from storage.filing import file_record
from storage.register.rows import append
from storage.register.tables import STATEMENTS
from storage.serialize import instant
from tests.catalog.rules.lawful import ITEM
from tests.office.answered import asked
from tests.opinions.conftest import letter
from tests.opinions.test_representatives import CALL, NAME, NUMBERS
from tests.pages.chromium import ALONE, served, started, violations
from tests.storage.life import ACTOR
from tests.web.browser import sent
from web.intake.app import application
from web.intake.place import Place

PATH, OWN = "/2026/03/baoming/", {"sec-fetch-site": "same-origin"}
DOMAINS = {ITEM.partition("-")[0]: "www.example.gov.cn"}
WHO = ["--by", ACTOR.name, "--unit", ACTOR.unit]


def at(month: int, day: int, hour: int = 10, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, 0, second, tzinfo=SHANGHAI)


class Hall:
    """The office with its pages and its intake; what was called is out."""

    def __init__(self, home: Path) -> None:
        self.now = at(4, 16)
        self.office = asked(home, home.parent / "papers", "https://yijian.example.gov.cn/")
        make_keys(home)
        put_call(self.office.ledger().engine, ITEM, NAME, CALL, actor=ACTOR, at=self.now)
        self.files({})
        self.place = Place(home, lambda: self.now)
        self.client = TestClient(application(self.place), follow_redirects=False)

    def files(self, said: dict[str, object], reason: str = "") -> None:
        """File the paper on the choice, or correct it, and let the edition of the day tell of it."""
        self.now += timedelta(hours=1)
        paper = {
            "announced_on": "2026-04-16", "method": "公开报名，按类别抽签",
            "signup_ends_on": "2026-04-30", **said,
        }  # fmt: skip
        amends = Amendment(kind=AmendmentKind.CORRECTION, reason=reason) if reason else None
        ledger = self.office.ledger()
        file_record(
            ledger, ITEM, "decision.selection", paper, actor=ACTOR, at=self.now, amends=amends
        )
        refresh_pages(self.office, self.now.date(), self.office.site)
        mark = ledger.mark()
        assert mark
        tell_intake(self.office, 1, self.now.date(), mark.position, DOMAINS)

    def sign_up(self, group: str, name: str, contact: str, *, status: int = 303) -> str:
        """Fill in the form: the page that comes of it."""
        page = self.client.get(PATH).text
        form = dict(sent(page[page.index("<form") :].partition(">")[2].partition("</form>")[0]))
        form |= {"leibie": group, "chengwei": name, "lianxi": contact}
        answer = self.client.post(PATH, data=form, headers=OWN)
        assert answer.status_code == status, answer.text
        if status != 303:
            return answer.text
        again = self.client.post(PATH, data=form, headers=OWN)
        first = self.client.get(answer.headers["location"]).text
        assert self.client.get(again.headers["location"]).text == first, "pressed twice"
        return first

    def page(self) -> str:
        return (self.folder / "index.html").read_text("utf-8")

    @property
    def folder(self) -> Path:
        return self.office.site / f"{ITEM.partition('-')[0]}/zwgk/zdjc/2026/03/choujian"


def number(page: str) -> str:
    return re.findall(r'class="number">([^<]+)<', page)[0]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    hall = Hall(tmp_path / "home")
    monkeypatch.setattr(Office, "now", lambda _: hall.now)
    monkeypatch.setattr("web.intake.place.LOOK_EVERY", 0.0)
    monkeypatch.chdir(tmp_path)
    yield hall
    hall.place.spool.close()
    hall.office.ledger().close()


def test_from_the_form_to_the_list_and_the_draw_on_the_page(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "正在报名，2026年4月30日24时截止" in hall.page()
    assert "https://yijian.example.gov.cn/2026/03/baoming/" in hall.page()
    item_page = (hall.folder.parent / "index.html").read_text("utf-8")
    assert 'href="choujian/index.html"' in item_page
    early = dict(files_in(hall.folder.parent))
    hall.now = at(4, 20)
    wrong = hall.sign_up("", "", "", status=422)
    assert [field in wrong for field in ("#leibie", "#chengwei", "#lianxi")] == [True] * 3
    people = [("老年人", f"虚构老人{n}", f"1390000000{n}") for n in range(4)]
    people.append(("助餐点经营者", "虚构店主", "13900000009"))
    codes = [number(hall.sign_up(*one)) for one in people]
    hall.sign_up("老年人", "虚构老人0", "139 0000 0000")  # once more
    hall.now = at(4, 30, 23)
    codes.append(number(hall.sign_up("老年人", "虚构老人5", "13900000005")))
    hall.now = at(5, 1, 0)
    late = hall.sign_up("老年人", "虚构迟到", "13900000006")
    assert "不列入抽签的名单" in late
    hall.now = at(5, 1)
    ends = ["--home", str(hall.office.home), *WHO]
    assert cli.run(["representatives", "list", ITEM, NAME, *ends]) == 0
    said = capsys.readouterr().out
    assert "网上报名8份：列入6人；逾期1份、同一联系方式又报的1份不列入" in said.replace("\n", "")
    published = (tmp_path / "名单.txt").read_bytes()
    hall.files({"applicants": 6}, "名单已经登记")
    assert (hall.folder / "list.txt").read_bytes() == published
    page = hall.page()
    assert sha256(published).hexdigest() in page
    assert all(code in page for code in codes)
    assert number(late) not in page
    assert hall.client.get(PATH).status_code == 404
    assert told(hall.office.home).called == ()
    hall.now = at(5, 6)
    draws = ["--numbers", NUMBERS, "--home", str(hall.office.home), *WHO]
    assert cli.run(["representatives", "draw", ITEM, NAME, *draws]) == 0
    hall.files({"applicants": 6, "drawn_on": "2026-05-06"}, "已经抽签")
    page = hall.page()
    rows = re.findall(r'<td data-label="类别">([^<]+)</td><td data-label="产生">([^<]+)</td>', page)
    chosen = {group: some.split("、") for group, some in rows}
    assert {group: len(some) for group, some in chosen.items()} == {"老年人": 2, "助餐点经营者": 1}
    (outside := tmp_path / "outside").mkdir()
    (outside / "名单.txt").write_bytes((hall.folder / "list.txt").read_bytes())
    shell = ["sh", str(hall.folder / "draw.txt")]
    ran = subprocess.run(shell, cwd=outside, capture_output=True, text=True, check=True)
    order = [line.split("\t")[2] for line in ran.stdout.splitlines() if line.startswith("老年人")]
    assert order[:2] == chosen["老年人"]
    show = ["representatives", "show", ITEM, NAME, "--people", "--home", str(hall.office.home)]
    capsys.readouterr()
    assert cli.run(show) == 0
    said = capsys.readouterr().out
    assert all(people[codes.index(code)][1] in said for code in chosen["助餐点经营者"])
    for path in hall.office.site.rglob("*"):
        body = path.read_bytes() if path.is_file() else b""
        assert not re.search("虚构(老人|店主|迟到)|1390000000".encode(), body), path
    own = hall.folder.parent.relative_to(hall.office.site)
    assert cli.run(["check", str(hall.office.site)]) == 0, capsys.readouterr().out
    write_pages(hall.office, date(2026, 5, 6), tmp_path / "again")
    assert dict(files_in(tmp_path / "again" / own)) == dict(files_in(hall.folder.parent))
    write_pages(hall.office, date(2026, 4, 16), tmp_path / "then")
    assert dict(files_in(tmp_path / "then" / own)) == early, "a day that is over is built as it was"


@ALONE[0]
@ALONE[1]
def test_axe_finds_nothing_on_the_page_of_the_draw_and_it_fits_a_phone(hall: Hall) -> None:
    def looked_at(browser: Any, address: str) -> None:
        for width in (320, 375, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto(f"{address}zwgk/zdjc/2026/03/choujian/index.html")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.close()

    with served(hall.folder.parents[4]) as address, started() as browser:
        looked_at(browser, address)
        hall.now = at(4, 20)
        for n, group in enumerate(["老年人", "老年人", "老年人", "助餐点经营者"]):
            hall.sign_up(group, f"虚构{n}", f"1390000000{n}")
        hall.now = at(5, 1)
        ends = ["--home", str(hall.office.home), *WHO]
        assert cli.run(["representatives", "list", ITEM, NAME, *ends]) == 0
        hall.files({"applicants": 4}, "名单已经登记")
        hall.now = at(5, 6)
        assert cli.run(["representatives", "draw", ITEM, NAME, "--numbers", NUMBERS, *ends]) == 0
        hall.files({"applicants": 4, "drawn_on": "2026-05-06"}, "已经抽签")
        looked_at(browser, address)


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def test_who_signs_up_is_no_letter_to_the_consultation(hall: Hall) -> None:
    """Counted nowhere, looked up nowhere, and who it was lies in the table of contacts alone."""
    page = hall.sign_up("老年人", "虚构老人", "13900000001")
    collected(hall.office)
    register = Register(hall.office.ledger().engine)
    assert register.counts(ITEM, 1) == []
    assert list(register.letters(ITEM, 1)) == []
    with register.engine.connect() as connection:
        [one] = signed_up(connection, ITEM, NAME)
        receipt = read_receipt(re.findall(r"JY(?:-[A-Z0-9]{4}){5}", page)[0])
        told = hall.client.post("/2026/03/chaxun/", data={"huizhi": receipt}).text
        assert "正在研究" not in told
        assert "没有找到" in told
        with pytest.raises(NotFound):
            became(connection, hall.office.ledger().load(ITEM), derive(receipt, ITEM))
    assert (one.candidate.group, one.candidate.code, one.late) == ("老年人", number(page), False)
    assert register.contacts([one.letter])[one.letter].name == "虚构老人"
    assert register.erase(ITEM, why="本人要求", actor=ACTOR, at=hall.now, number=one.letter) == 1
    assert hall.office.ledger().verify() == []


def test_whoever_signed_up_can_be_reached_until_the_meeting_is_past(hall: Hall) -> None:
    """The contacts of the consultation go once its answers are out, which is before the meeting."""
    hall.sign_up("老年人", "虚构老人", "13900000001")
    collected(hall.office)
    register = Register(hall.office.ledger().engine)
    register.add(letter("增加助餐点"), Contact(name="虚构写信人"), actor=ACTOR, at=hall.now)
    with database.writing(register.engine) as connection:
        append(connection, STATEMENTS, [(ITEM, 1, "0" * 64, "[]", "{}", instant(hall.now))])
    before = datetime.combine(CALL.meets_on, time(12), SHANGHAI)
    assert register.held_contacts(ITEM) == (1, 0)
    assert register.erase(ITEM, why="保存期限已满", actor=ACTOR, at=before) == 1
    assert {who.name for who in register.contacts(range(9)).values()} == {"虚构老人"}
    assert register.erase(ITEM, why="会议已开", actor=ACTOR, at=before + timedelta(days=1)) == 1


def test_what_is_no_call_of_ours_is_never_on_a_list(hall: Hall) -> None:
    """A letter that whoever broke into the machine outside made up, or of another call."""
    hall.sign_up("老年人", "虚构老人", "13900000001")
    collected(hall.office)
    with hall.office.ledger().engine.connect() as connection:
        assert signed_up(connection, ITEM, "另一次") == []
    assert hall.client.get("/2026/04/baoming/").status_code == 404
    page = hall.client.get(PATH).text
    form = dict(sent(page[page.index("<form") :].partition(">")[2].partition("</form>")[0]))
    typed = form | {"leibie": "学生", "chengwei": "甲", "lianxi": "乙"}
    assert hall.client.post(PATH, data=typed, headers=OWN).status_code == 422
    typed["leibie"] = "老年人"
    foreign = hall.client.post(PATH, data=typed, headers={"sec-fetch-site": "cross-site"})
    assert (foreign.status_code, "甲" in foreign.text) == (403, True)


def test_the_call_says_no_more_than_the_page(hall: Hall) -> None:
    [called] = told(hall.office.home).called
    assert json.loads(called.model_dump_json())["seats"] == [["老年人", 2], ["助餐点经营者", 1]]
    assert all(group in hall.page() for group, _ in called.seats)
