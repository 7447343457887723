"""A catalog in a table of an office's own, at the desk: its columns said once by a person, nothing guessed."""

from pathlib import Path

import pytest
from lxml import html

from catalog.stages.entry import Inclusion
from tests.storage import offices
from tests.storage.test_own_tables import ANSWERS, read
from tests.web.people import House, Visitor

TYPED = {
    "city": {"决策机关·代号": "slz", "决策机关·性质": "政府", "备注": "计划听证"},
    "district": {
        "决策机关·代号": "slz",
        "决策机关·性质": "政府",
        "法定程序": "不导入",
        "完成时限：按程序推进": "不导入",
    },
    "bureau": {"决策机关·代号": "slz", "决策机关·性质": "部门"},
}


def handed_in(house: House, folder: Path, which: str) -> Visitor:
    made, name, _ = ANSWERS[which]
    file = made(folder / name)
    visitor = house.visit("legal").get("/mulu")
    return visitor.press("kan", {}, [("mulu", (name, file.read_bytes()))])


def control(visitor: Visitor, title: str) -> str:
    """The name of the control with a label."""
    [found] = html.fromstring(visitor.page).xpath(f"//label[text()='{title}']/@for")
    return str(found)


def button(visitor: Visitor, does: str) -> str:
    """The value of the button that does something."""
    return f"{does}:" + visitor.page.split(f'value="{does}:')[1].split('"')[0]


def say(visitor: Visitor, typed: dict[str, str]) -> Visitor:
    said = {control(visitor, title): value for title, value in typed.items()}
    return visitor.press(button(visitor, "duiying"), said)


@pytest.mark.parametrize("which", ANSWERS)
def test_an_own_table_is_imported_once_its_columns_were_said(
    house: House, tmp_path: Path, which: str
) -> None:
    visitor = handed_in(house, tmp_path, which)
    assert "各栏对应" in visitor.page, visitor.text()
    assert "--" not in visitor.text(), "nobody at the desk is told of a command"
    say(visitor, TYPED[which])
    if (
        which == "city"
    ):  # a column that was said to be another one has words that are asked about then
        assert visitor.status == 422
        say(visitor, {"备注：须听证": "是"})
    assert "还没有导入" in visitor.page, visitor.text()
    visitor.press(button(visitor, "dao"))
    assert visitor.path == "/shixiang"
    wanted = read(tmp_path, which)
    ledger = house.desk.ledger
    assert {
        id_: ledger.load(id_).latest(Inclusion).item for id_ in wanted.numbered()
    } == wanted.numbered()


def test_what_was_not_said_is_told_and_nothing_is_imported(house: House, tmp_path: Path) -> None:
    before = house.desk.ledger.head()
    visitor = say(handed_in(house, tmp_path, "bureau"), {"项目名称": ""})
    assert visitor.status == 422
    assert "“项目名称”没有写它对应哪一栏" in visitor.text("cuo")
    assert "决策机关·性质" in visitor.text("cuo")
    spare = visitor.page.split('name="hang-0-0" value="1"')
    assert len(spare) == 2
    typed = {"hang-0-0": [], control(visitor, "项目名称"): "事项名称"}
    visitor.press(button(visitor, "duiying"), typed)
    assert "不是事项，也不在“不导入的行”里" in visitor.text("cuo")
    assert house.desk.ledger.head() == before


def test_cells_left_out_and_reworded_are_listed_before_the_import(
    house: House, tmp_path: Path
) -> None:
    visitor = say(handed_in(house, tmp_path, "bureau"), TYPED["bureau"])
    assert "没有导入" in visitor.text()
    assert "说明：本表为虚构" in visitor.text()
    assert offices.TITLE not in visitor.text()
