"""docs/first-week.md: every sentence names a test (that it is there, test_house holds), and those that had none."""

import io
import re
from pathlib import Path

import pytest

import cli
from catalog.item import DecisionItem
from catalog.parse import ShapeError, parse
from cli.console import err, out
from office.settings.installation import Office
from storage.catalog_file import read_catalog
from storage.files.catalog_workbook import catalog_form
from storage.files.spreadsheet import sheets_in
from tests.flows import year
from tests.storage.sheets import catalog_sheet

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "first-week.md"
HELD = re.compile(r"`tests/[^`]+::test_\w+`")
ROWS = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
OWN_ROOMS = ("catalog", "storage", "pages", "opinions", "checks", "office", "flows", "web", "cli")


def test_every_sentence_is_held() -> None:
    sentences = [line for line in ROWS if not line.startswith("| 说的是")]
    assert len(sentences) > 20
    assert [line for line in sentences if not HELD.search(line)] == []


@pytest.mark.parametrize("units", [{"牵头单位": ""}, {"牵头单位": "", "配合单位": "甲处、乙处"}])
def test_who_forgot_the_leading_unit_is_named_a_column_that_there_is(
    tmp_path: Path, units: dict[str, str]
) -> None:
    """What was lost of a merged cell was answered with a column that no form has."""
    with pytest.raises(ShapeError) as wrong:
        read_catalog(catalog_sheet(tmp_path, units))
    asked = re.findall(r"电子表格填([^）]+)一栏", str(wrong.value))
    columns = [column for each in asked for column in re.findall("“([^”]+)”", each)]
    form = tmp_path / "form.xlsx"
    form.write_bytes(catalog_form())
    headings = {
        str(cell).replace("\n", "")
        for sheet in sheets_in(form.read_bytes(), form.name)
        for row in sheet.rows
        for cell in row
    }
    assert "牵头单位" in columns
    assert set(columns) <= headings


@pytest.mark.parametrize(
    "said", ["6月底前", "上半年", "第二季度", "年底", "6月30日", "2026年6月前", "尽快"]
)
def test_every_planned_time_that_a_message_teaches_is_taken(said: str) -> None:
    item = {"序号": 1, "事项名称": "甲", "承办单位": [{"单位名称": "乙处"}]}
    with pytest.raises(ShapeError) as wrong:
        parse(DecisionItem, item | {"计划决策时间": said})
    told = str(wrong.value).partition("请写成")[2] or str(wrong.value).partition("写成 ")[2]
    taught = re.findall(r"“([^”]+)”", told) or re.findall(r"\d{4}年[^、，； ]*", told)
    assert taught
    for spelling in taught:
        assert parse(DecisionItem, item | {"计划决策时间": spelling}).planned


def test_what_is_spelled_wrong_is_told_how_it_is_spelled_right() -> None:
    """What says 写法不对 goes on to say how, or has its remedy beside it."""
    paths = [path for room in OWN_ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    bare = [
        f"{path.relative_to(ROOT)}: {text[found.start() :][:30]}"
        for path in paths
        for text in [path.read_text("utf-8")]
        for found in re.finditer("写法不对", text)
        if not re.match(r'，|",\s*"', text[found.end() :])
    ]
    assert bare == []


@pytest.fixture
def home(tmp_path: Path) -> str:
    """A year on file of which nothing is reviewed yet."""
    office = Office(home=tmp_path / "office")
    office.home.mkdir()
    year.found(office)
    return str(office.home)


CODE = re.compile(r"[A-Z]{3}-\d{2}|[a-z_]+\.[a-z_]+(?=）)")
WORD = re.compile(r"[\u4e00-\u9fff]{2}")


@pytest.mark.parametrize("item", ["", year.ITEM])
def test_no_code_stands_alone_in_the_status(
    item: str, home: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(out, "_width", 500)
    asked = ["status", *([item] if item else []), "--home", home, "--as-of", "2027-02-01"]
    assert cli.run(asked) == 0
    lines = [line for line in re.split("\n|│|┃", capsys.readouterr().out) if CODE.search(line)]
    assert lines
    for line in lines:
        assert len(WORD.findall(CODE.sub("", line))) > 2, line


@pytest.mark.parametrize("command", [["build"], ["review"], ["review", year.ITEM], ["publish"]])
def test_what_takes_seconds_says_at_once_that_it_is_at_work(
    command: list[str], home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = io.StringIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(err, "_force_terminal", True)
    monkeypatch.setattr(err, "is_interactive", True)
    monkeypatch.setattr(err, "_file", screen)
    assert cli.run([*command, "--home", home]) in {0, 1}
    assert "正在" in screen.getvalue()
    assert "…" in screen.getvalue()
