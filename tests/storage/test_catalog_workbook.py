"""The spreadsheet of a catalog: empty, filled in, and read back as the same catalog."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from catalog.annual import Authority, Catalog, CatalogRecord, PublicSource
from catalog.forms.columns import columns
from catalog.forms.hints import hint
from catalog.item import Category, DecisionItem, Determination, Determinations, Part, Regime, Unit
from catalog.parse import ShapeError
from catalog.record import Ground, Record
from storage.catalog_file import catalog_of, read_catalog
from storage.files.catalog_sheet import in_sheets
from storage.files.catalog_workbook import catalog_form
from storage.files.spreadsheet import sheets_in

EDITIONS = Path(__file__).parents[2] / "catalog" / "examples"
SPACES = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
HEAD = CatalogRecord(authority=Authority(id="slmzj", name="示例市民政局"), year=2026, title="目录")


def read_back(body: bytes) -> Catalog:
    """What a spreadsheet says."""
    return catalog_of(in_sheets(sheets_in(body, "目录.xlsx")), "目录.xlsx")


def part(body: bytes, name: str) -> Any:
    """A part of the spreadsheet as XML."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return etree.fromstring(archive.read(name))


def one(**item: Any) -> Catalog:
    """A catalog of one item."""
    said = {"no": 1, "name": "助餐规划", "units": (Unit(name="养老服务处"),)} | item
    return Catalog(catalog=HEAD, items=(DecisionItem(**said),))


@pytest.mark.parametrize("name", ["demo-2026", "shmzj-2024"])
def test_the_editions_read_back_byte_for_byte(name: str, tmp_path: Path) -> None:
    given = read_catalog(EDITIONS / f"{name}.yaml")
    path = tmp_path / "目录.xlsx"
    path.write_bytes(catalog_form(given))
    assert read_catalog(path).model_dump_json() == given.model_dump_json()


def test_every_field_has_its_column_and_no_two_the_same_title() -> None:
    for model in (CatalogRecord, DecisionItem):
        fields = {column.place[0] for column in columns(model)}
        assert fields == model.model_fields.keys() - Record.model_fields.keys()
        titles = [column.title for column in columns(model)]
        assert len(titles) == len(set(titles))


def test_the_empty_form_says_of_each_column_how_it_is_filled_in() -> None:
    [head, items] = [sheet.rows for sheet in sheets_in(catalog_form(), "目录.xlsx")]
    assert head[2] == ["栏名", "填写", "说明"]
    notes = {row[0]: row[2] for row in head[3:]}
    assert notes["年度"] == "必填；整数"
    assert notes["公布日期"] == "选填；日期，如 2026-01-12"
    assert "“乡镇政府或者街道办事处”" in str(notes["决策机关·性质"])
    assert "决策机关·网站名称" not in notes  # its place is site.yaml
    assert items[2] == [column.title for column in columns(DecisionItem)]
    assert items[1] == [hint(column, brief=True) for column in columns(DecisionItem)]
    assert len(items) == 3


def test_the_empty_form_handed_in_as_it_is_says_what_is_missing() -> None:
    with pytest.raises(ShapeError) as wrong:
        read_back(catalog_form())
    assert "目录.xlsx：事项表里一个事项也没有" in wrong.value.faults
    assert "目录.xlsx：目录表第4行B列“决策机关·代号”：没有填写" in wrong.value.faults


def test_choices_are_lists_headings_stay_and_dates_are_dates() -> None:
    body = catalog_form(one(category=Category.PLAN))
    items = part(body, "xl/worksheets/sheet2.xml")
    lists = {
        each.get("sqref").partition(":")[0]: each.findtext("x:formula1", namespaces=SPACES)
        for each in items.iterfind(".//x:dataValidation[@type='list']", SPACES)
    }
    assert lists["D4"] == f'"{",".join(Category)}"'
    assert '"是,否"' in lists.values()
    assert len(lists) == 2 + 3 + 3 + 4
    pane = items.find(".//x:pane", SPACES)
    assert (pane.get("state"), pane.get("topLeftCell")) == ("frozen", "C4")
    dated = HEAD.model_copy(update={"published_on": date(2026, 1, 12)})
    body = catalog_form(Catalog(catalog=dated, items=one().items))
    with CalamineWorkbook.from_filelike(io.BytesIO(body)) as book:
        assert date(2026, 1, 12) in [row[1] for row in book.get_sheet_by_index(0).iter_rows()]


@pytest.mark.parametrize("sign", ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("x")', "{=1}"])
def test_what_begins_like_a_formula_is_a_text(sign: str) -> None:
    given = one(name=sign, summary=sign, units=(Unit(name=sign),), bases=(sign,))
    body = catalog_form(given)
    assert read_back(body) == given
    assert not part(body, "xl/worksheets/sheet2.xml").findall(".//x:f", SPACES)


def test_the_same_catalog_gives_the_same_bytes() -> None:
    assert catalog_form() == catalog_form()
    assert catalog_form(one()) == catalog_form(one())


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"units": (Unit(name="甲", part=Part.JOIN), Unit(name="乙"))}, "承办单位"),
        ({"units": (Unit(name="甲、乙"),)}, "承办单位"),
        ({"units": (Unit(name="甲（企业）"),)}, "承办单位"),
        ({"bases": ("甲\n乙",)}, "法律政策依据"),
        ({"summary": "字" * 40_000}, "内容概述"),
        ({"summary": "甲\x07乙"}, "内容概述"),
    ],
)
def test_what_a_spreadsheet_has_no_room_for_is_refused(item: dict[str, Any], field: str) -> None:
    with pytest.raises(ShapeError) as wrong:
        catalog_form(one(**item))
    assert wrong.value.faults == [f"事项1“助餐规划”：{field}：在电子表格里写不下，请仍用 YAML"]


LETTERS = st.characters(
    exclude_categories=("C", "Z"), exclude_characters="、，,；;（(）)《》“”〔〕"
)
WORDS = st.text(LETTERS, min_size=1, max_size=12)
DATES = st.none() | st.dates(date(1950, 1, 1), date(2100, 12, 31))
PLANNED = st.sampled_from(
    ["", "2026", "2026-H2", "2026-Q3", "2026-03", "2026-03-01", "2025-Q4/2026-H1", "2025/2026"]
)
DETERMINED = st.none() | st.builds(
    Determination,
    due=st.booleans(),
    reason=WORDS,
    ground=st.sampled_from([Ground.SECRET, Ground.PRIVATE]),
)
UNITS = st.lists(st.builds(Unit, name=WORDS, part=st.sampled_from([Part.JOIN, Part.NAMED])))
ITEMS = st.builds(
    DecisionItem,
    no=st.just(1),
    name=WORDS,
    summary=st.just("") | WORDS,
    category=st.none() | st.sampled_from(Category),
    regime=st.sampled_from([each for each in Regime if each is not Regime.REGULATION]),
    units=UNITS.map(
        lambda units: (Unit(name="牵头处"), *sorted(units, key=lambda u: list(Part).index(u.part)))
    ),
    joint_with=st.lists(WORDS).map(tuple),
    bases=st.lists(WORDS).map(tuple),
    planned=PLANNED,
    hearing=st.booleans(),
    determinations=st.builds(Determinations, **dict.fromkeys(Determinations.model_fields, DETERMINED)),
    livelihood=st.booleans(),
)  # fmt: skip
CATALOGS = st.builds(
    CatalogRecord,
    authority=st.builds(Authority, id=st.from_regex(r"\A[a-z][a-z0-9]{1,15}\Z"), name=WORDS),
    year=st.integers(2000, 2100),
    title=WORDS,
    doc_no=st.just("") | WORDS,
    published_on=DATES,
    compiled_from=st.none() | st.builds(PublicSource, title=WORDS, dated_on=DATES),
)


@settings(max_examples=60, deadline=None)
@given(CATALOGS, ITEMS)
def test_any_catalog_reads_back(record: CatalogRecord, item: DecisionItem) -> None:
    catalog = Catalog(catalog=record, items=(item,))
    assert read_back(catalog_form(catalog)) == catalog
