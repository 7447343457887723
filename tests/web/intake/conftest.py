"""A home of the intake with one open consultation, whose draft has three clauses; all of it made up."""

from datetime import date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from catalog.consulted import (
    FILE,
    Answered,
    Called,
    Consulted,
    ConsultedClause,
    ConsultedNow,
    Followed,
)
from catalog.opinion import Way, WayKind
from catalog.timezone import SHANGHAI
from opinions.spool.keys import make_keys, private_key
from opinions.spool.seal import Letter, open_letter
from web.intake.app import application
from web.intake.place import Place

ITEM, PATH = "demo-2026-03", "/2026/03/"
ASKED = Consulted(
    item=ITEM,
    title="示例市困难群众临时救助办法（草案）",
    authority="示例市民政局",
    published_on=date(2026, 3, 1),
    closes_on=date(2026, 3, 31),
    page="https://www.example.gov.cn/zwgk/zdjc/2026/03/",
    ways=(Way(kind=WayKind.LETTER, detail="示例路0号"),),
    draft="a" * 64,
    clauses=(
        ConsultedClause(id="t1", number="第一条", text="为了规范临时救助，制定本办法。"),
        ConsultedClause(id="t12", number="第十二条", text="临时救助标准为每人每月二百元。"),
        ConsultedClause(id="t13", number="第十三条", text="本办法自公布之日起施行。"),
    ),
)
CALLED = Called(
    item=ITEM, title=ASKED.title, authority=ASKED.authority, page=ASKED.page, name="第12次常务会议",
    topic="临时救助标准", meets_on=date(2026, 5, 13), seats=(("老年人", 2), ("家属", 1)),
    conditions="本市居民", signup_ends_on=date(2026, 3, 31),
)  # fmt: skip
NOON = datetime(2026, 3, 20, 12, tzinfo=SHANGHAI)


class House:
    """An intake and what the office inside would open."""

    def __init__(self, home: Path) -> None:
        self.home, self.now = home, NOON
        make_keys(home)
        self.asks(ASKED)
        self.place = Place(home, lambda: self.now)
        self.client = TestClient(application(self.place))
        self.client.follow_redirects = False

    def asks(
        self, *asked: Consulted, answered: tuple[Answered, ...] = (), edition: int = 1
    ) -> None:
        follows = Followed(item=ITEM, title=ASKED.title, authority=ASKED.authority, page=ASKED.page)
        told = ConsultedNow(
            edition=edition,
            consultations=asked,
            answered=answered,
            followed=(follows,),
            called=(CALLED,),
        )
        (self.home / FILE).write_text(told.model_dump_json(), "utf-8")

    def letters(self) -> list[Letter]:
        key = private_key(self.home)
        return [open_letter(key, one) for one in self.place.spool.read()]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An intake that takes letters in the middle of the period."""
    return House(tmp_path)
