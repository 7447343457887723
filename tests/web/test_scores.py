"""考核 at the desk: every number opens exactly what it counts; what the door turned away is nobody's."""

import io
from datetime import timedelta

import pytest
from lxml import html
from python_calamine import CalamineWorkbook

from catalog.timezone import SHANGHAI
from storage.filing import Refused, file_record
from tests.catalog.rules.lawful import ITEM
from tests.storage.life import ACTOR, ten_o_clock
from tests.web.people import House, Visitor, set_clock


def numbers(visitor: Visitor) -> dict[tuple[str, str], tuple[int, str]]:
    """Each number of the sheet with the way to what it counts."""
    found = {}
    for cell in html.fromstring(visitor.page).xpath("//tbody//td[a]"):
        [link] = cell.xpath("a")
        found[cell.getparent()[0].text_content(), cell.get("data-title")] = (
            int(link.text),
            link.get("href"),
        )
    return found


@pytest.fixture
def late(house: House) -> House:
    """A year on, what waited is overdue; the door turned one paper away."""
    day = house.desk.today
    set_clock(house.desk.office.home, ten_o_clock(day + timedelta(days=200)).astimezone(SHANGHAI))
    with pytest.raises(Refused):
        file_record(
            house.desk.ledger,
            ITEM,
            "consultation.notice",
            {},
            actor=ACTOR,
            at=house.desk.office.now,
        )
    return house


def test_every_number_opens_exactly_its_entries(late: House) -> None:
    visitor = late.visit("legal").get("/kaohe")
    found = numbers(visitor)
    assert found["养老服务处", "承办事项"][0] == 1
    for (unit, measure), (number, link) in found.items():
        opened = visitor.get(link)
        items = html.fromstring(opened.page).xpath("//section[@aria-labelledby='mingxi']//li/a")
        assert len(items) == number, (unit, measure)
        assert f"{unit}：{measure}（{number}）" in opened.text("mingxi")


def test_what_the_door_turned_away_changes_no_number(house: House, late: House) -> None:
    before = numbers(late.visit("legal").get("/kaohe"))
    with pytest.raises(Refused):
        file_record(
            late.desk.ledger, ITEM, "consultation.notice", {}, actor=ACTOR, at=late.desk.office.now
        )
    visitor = late.visit("legal").get("/kaohe")
    assert numbers(visitor) == before
    assert "不计入" in visitor.page


def test_the_same_is_had_as_a_spreadsheet_with_each_entry(late: House) -> None:
    visitor = late.visit("office").get("/kaohe")
    answer = visitor.http.get("/kaohe/biaoge")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    head, *rows = book.get_sheet_by_name("考核").to_python()
    listed = book.get_sheet_by_name("明细").to_python()[1:]
    for (unit, measure), (number, _) in numbers(visitor).items():
        [row] = [row for row in rows if row[0] == unit]
        assert row[head.index(measure)] == number
        assert sum(one[:2] == [unit, measure] for one in listed) == number


def test_a_unit_sees_its_own_line_and_leaders_all(late: House) -> None:
    own = {unit for unit, _ in numbers(late.visit("unit").get("/kaohe"))}
    assert own == {"养老服务处"}
    assert len({unit for unit, _ in numbers(late.visit("leader").get("/kaohe"))}) > 1
    assert numbers(late.visit("other").get("/kaohe")) == {}
    for account in ("reviewer", "system", "evaluator"):
        assert late.visit(account).get("/kaohe").status == 403
        assert late.visit(account).get("/kaohe/biaoge").status == 403
    for year in ("2025", "0", "99999", "x", "02026" + "0" * 4400, "٢٠٢٦", "20260"):
        assert late.visit("legal").get(f"/kaohe?nian={year}").status == 200
