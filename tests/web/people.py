"""An office with its desk in this process, and people who visit it: no engine, no network."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lxml import html
from starlette.testclient import TestClient

from catalog.duties.roles import Post
from catalog.forms.fields import form_of
from catalog.record import Record
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.filing import file_record
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.storage.life import ACTOR, sited, steps, ten_o_clock
from tests.web.browser import sent
from web.app import application
from web.desk.office import Desk
from web.forms.fill import fill
from web.forms.names import PaperFile

ORIGIN, PORT = "https://desk.test", 8080
PASSWORD = "很长的口令-2026-秋"
ROOM = f"/shixiang/{ITEM}/yijian"
ALIKE = ("建议把助餐点的开放时间延长到晚上七点", "建议把助餐点的开放时间延长到晚上七点。")
ALONE_SAID = "希望每个社区都能有一个送餐上门的志愿者，行动不便的老人下不了楼"
PEOPLE = {
    "unit": ("甲同志", "养老服务处", (Post.UNIT,)),
    "unit2": ("乙同志", "养老服务处", (Post.UNIT,)),
    "head": ("丙同志", "养老服务处", (Post.HEAD,)),
    "other": ("丁同志", "社会救助处", (Post.UNIT,)),
    "legal": ("戊同志", "法规处", (Post.LEGAL,)),
    "office": ("己同志", "办公室", (Post.OFFICE,)),
    "reviewer": ("寅同志", "局保密办", (Post.REVIEWER,)),
    "evaluator": ("庚同志", "评估中心", (Post.EVALUATOR,)),
    "leader": ("辛同志", "局领导", (Post.LEADER,)),
    "system": ("壬同志", "信息中心", (Post.SYSTEM,)),
    "security": ("癸同志", "机关党委", (Post.SECURITY,)),
    "auditor": ("子同志", "机关纪委", (Post.AUDITOR,)),
    "nobody": ("丑同志", "养老服务处", ()),
}
"""Made-up people of every post, and one without any."""


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 30, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """What it shows."""
        return self.at


@dataclass
class House:
    """An office whose item has come as far as a step, with everybody let in."""

    desk: Desk
    folder: Path
    app: Any = field(init=False)

    def __post_init__(self) -> None:
        self.app = application(self.desk, PORT)

    @classmethod
    def at(cls, home: Path, until: str) -> "House":
        """The life of `lawful` up to but not including a step; it is the day of that step."""
        sited(home)
        (folder := home.parent / "papers").mkdir(exist_ok=True)
        on = next(filed.on for filed in LAWFUL if filed.step == until)
        set_clock(home, ten_o_clock(on))
        desk = Desk(Office(home=home, store="", desk_origins=ORIGIN), Clock())
        for item, step, payload, at in steps(folder):
            if step == until:
                break
            file_record(desk.ledger, item, step, payload, actor=ACTOR, at=at, folder=folder)
        populate(desk)
        return cls(desk, folder)

    def copied(self, home: Path) -> "House":
        """Another one like it, in a folder of its own."""
        self.desk.ledger.close()
        shutil.copytree(self.desk.office.home, home)
        return House(Desk(Office(home=home, store="", desk_origins=ORIGIN), Clock()), self.folder)

    def visit(self, account: str = "") -> "Visitor":
        """A browser; with an account, one that is signed in."""
        visitor = Visitor(self, TestClient(self.app, base_url=ORIGIN, follow_redirects=False))
        if account:
            visitor.sign_in(account)
        return visitor

    def wait(self, **time: float) -> None:
        """Let real time pass."""
        clock = self.desk.clock
        assert isinstance(clock, Clock)
        clock.at += timedelta(**time)


def set_clock(home: Path, shows: datetime) -> None:
    """Let the office's clock show an instant from now on."""
    Drill(set_at=datetime.now(UTC), showed=shows, day_seconds=86400).save(home)


def populate(desk: Desk) -> None:
    """Let everybody in. The hash of the one password is worked out once."""
    for account, (name, unit, posts) in PEOPLE.items():
        link = desk.people.accounts.make(account, name, unit, desk.clock())
        desk.people.accounts.grant(account, posts)
        desk.people.accounts.redeem(link, PASSWORD, desk.clock())


@dataclass
class Visitor:
    """A browser of somebody, without a script; where it stands and what it sees."""

    house: House
    http: TestClient
    path: str = ""
    page: str = ""
    status: int = 0
    confirms: bool = True
    """Whether the password is given again wherever it is asked for again."""

    def sign_in(self, account: str, password: str = PASSWORD) -> "Visitor":
        """Fill in the form of the sign-in."""
        self.send("/denglu", {"name": account, "password": password, "hui": "/"})
        return self

    def get(self, path: str) -> "Visitor":
        """Open a page."""
        return self._took(self.http.get(path), path)

    def send(
        self, path: str, data: Mapping[str, Any], files: Any = None, **headers: str
    ) -> "Visitor":
        """Send a form, as a page of the desk would."""
        given = {"origin": ORIGIN, "sec-fetch-site": "same-origin"} | headers
        given = {name: value for name, value in given.items() if value}
        return self._took(self.http.post(path, data=data, files=files, headers=given), path)

    def press(
        self, button: str, typed: Mapping[str, Any] | None = None, files: Any = None
    ) -> "Visitor":
        """Press a button of the form that stands on the page, after typing into some controls."""
        data: dict[str, list[str]] = {}
        for name, value in sent(self.form):
            data.setdefault(name, []).append(value)
        data |= {n: v if isinstance(v, list) else [v] for n, v in (typed or {}).items()}
        return self.send(
            self.path.partition("?")[0], data | ({"do": [button]} if button else {}), files
        )

    def _took(self, answer: Any, path: str) -> "Visitor":
        self.status, self.path, self.page = answer.status_code, path, answer.text
        while answer.is_redirect:
            self.path = answer.headers["location"].partition("#")[0]
            answer = self.http.get(self.path)
            self.status, self.page = answer.status_code, answer.text
        if 'id="mima"' in self.page and "mima-wrong" not in self.page and self.confirms:
            return self.press("", {"mima": PASSWORD})
        return self

    @property
    def form(self) -> str:
        """The markup of the main form of the page."""
        forms = html.fromstring(self.page).xpath("//main//form")
        return html.tostring(forms[0], encoding="unicode") if forms else ""

    def text(self, id_: str = "main") -> str:
        """The words of an element, its blanks made one."""
        found = html.fromstring(self.page).get_element_by_id(id_, None)
        return " ".join(found.text_content().split()) if found is not None else ""

    def beside(self, control: str) -> str:
        """The words that a screen reader gives with a control, by its aria-describedby."""
        one = html.fromstring(self.page).get_element_by_id(control)
        return " ".join(self.text(id_) for id_ in one.get("aria-describedby", "").split())


def step_path(step: str, how: str = "") -> str:
    """The address of a form of the item of the life."""
    return f"/shixiang/{ITEM}/{step}{f'/{how}' if how else ''}"


def typed_of(record: Record) -> dict[str, list[str]]:
    """What is typed into a form for a record, without its papers."""
    files = {f"f-0-{n}": PaperFile(d.digest, d.name, d.size) for n, d in enumerate(record.kept)}
    pairs = fill(form_of(type(record)), record, files)
    return {n: [*v] for n, v in pairs.items() if not n.startswith("documents-")}


def take_in(visitor: Visitor, text: str, **more: str) -> Visitor:
    """Enter a letter in the room of the opinions, where the visitor stands."""
    csrf = visitor.page.split('name="csrf" value="')[1].split('"')[0]
    typed = {"text": text, "channel": "电话", "source": "社会公众", "consent": "可以公开"}
    typed |= {"received": "2026年3月9日", "name": "示例来电人", "contact": "13800000000"}
    return visitor.send(ROOM, {"csrf": csrf, "do": "luru"} | typed | more)
