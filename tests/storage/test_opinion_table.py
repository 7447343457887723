"""Opinion tables as people hand them in."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from catalog.opinion import Opinion, OpinionSource, Outcome
from catalog.parse import ShapeError
from storage.files.legible import Handed
from storage.files.opinion_table import (
    MOST_FAULTS,
    TITLES,
    opinions_from,
    opinions_in,
    read_opinions,
)
from tests.storage.hostile import zipped
from tests.storage.sheets import workbook

HEADINGS = list(TITLES)
ROW = [1, "社会公众", "电子邮箱", "增加开放时间", 2, "未采纳", "无财力", "第3条", "甲", 13800000000]
OPINION = Opinion(
    no=1,
    source=OpinionSource.PUBLIC,
    channel="电子邮箱",
    summary="增加开放时间",
    points=2,
    outcome=Outcome.NOT_ADOPTED,
    reason="无财力",
    clause="第3条",
    person="甲",
    contact="13800000000",
)


def sheet(folder: Path, *rows: list[object]) -> Path:
    """A spreadsheet with these rows; numbers become floating-point numbers, as Excel keeps them."""
    path = folder / "意见表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for r, row in enumerate(rows):
            page.write_row(r, 0, row)
    return path


def faults(path: Path) -> list[str]:
    """What is wrong with a table."""
    with pytest.raises(ShapeError) as wrong:
        read_opinions(path)
    return wrong.value.faults


def test_the_headings_are_the_titles_of_the_form() -> None:
    assert HEADINGS == [
        "序号", "来源", "渠道", "意见摘要", "条数", "处理结果", "理由", "对应条款", "反馈人", "联系方式",
    ]  # fmt: skip


def test_a_spreadsheet_is_read(tmp_path: Path) -> None:
    assert read_opinions(sheet(tmp_path, HEADINGS, ROW)) == (OPINION,)


def test_a_title_row_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["意见采纳情况表"], [], HEADINGS, [], ROW, ["", " "], [])
    assert read_opinions(path) == (OPINION,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_that_occur(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "意见.csv"
    lines = [",".join(HEADINGS), ",".join(map(str, ROW)), ",,,,,,,,,", '2,,,"两行\n镕基",1,,,,,']
    path.write_text("\r\n".join(lines), encoding)
    first, second = read_opinions(path)
    assert first == OPINION
    assert (second.summary, second.outcome) == ("两行\n镕基", None)


def test_yaml_and_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "意见.yaml"
    path.write_text("意见表:\n- 意见摘要: 增加\n- 意见摘要: 减少\n  条数: 3\n", "utf-8")
    assert [(o.no, o.points) for o in read_opinions(path)] == [(1, 1), (2, 3)]
    assert opinions_from([{"summary": "增加"}, {"意见摘要": "减少", "条数": 3}]) == (
        read_opinions(path)
    )


def test_rows_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["序号", "意见摘要"], [2, "乙"], [1, "甲"])
    assert [o.summary for o in read_opinions(path)] == ["甲", "乙"]


def test_a_wrong_cell_is_named_by_row_and_column(tmp_path: Path) -> None:
    wrong = [1, "社会公众", "", "", "两条", "采那"]
    said = faults(sheet(tmp_path, ["表"], HEADINGS, ROW, wrong))
    assert said[0] == "意见表.xlsx第4行D列“意见摘要”：缺少这一栏"
    assert said[1] == "意见表.xlsx第4行E列“条数”：“两条”应为整数"
    assert said[2].startswith("意见表.xlsx第4行F列“处理结果”：“采那”不在可选范围内，可选：“采纳”")
    assert len(said) == 3


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["意见摘要", "备考"]], "意见表.xlsx第1行B列：没有“备考”这一栏，可用：序号"),
        ([["意见摘要", "理由", "理由"]], "意见表.xlsx第1行C列：“理由”重复"),
        ([["意见摘要"], ["甲", "乙"]], "意见表.xlsx第2行B列：有内容，但没有栏名"),
        ([["内容", "结果"]], "意见表.xlsx：前10行没有栏名“意见摘要”"),
        ([[]], "意见表.xlsx：前10行没有栏名“意见摘要”"),
        ([["序号", "意见摘要"], [1, "甲"], [1, "乙"]], "意见表.xlsx第3行A列“序号”：1重复"),
    ],
)
def test_a_wrong_heading_is_named(tmp_path: Path, rows: list[list[object]], said: str) -> None:
    [fault] = faults(sheet(tmp_path, *rows))
    assert fault.startswith(said)


def test_a_table_of_something_else_is_not_listed_cell_by_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [["x", "甲"] for _ in range(100)]
    said = faults(sheet(tmp_path, ["条数", "意见摘要"], *rows))
    assert len(said) == MOST_FAULTS + 1
    assert said[-1] == "意见表.xlsx：另有80处"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"not a zip", "的内容不是 xlsx 格式，请核对扩展名"),
        ("a.csv", b"\xff\xfe\x00", "既不是 UTF-8 也不是 GB18030"),
        ("a.pdf", b"%PDF-", "意见表应为"),
        ("a.yaml", b"- x: [", "写法不对"),
        ("a.yaml", b"3", "应为列表"),
        ("a.yaml", b"[3]", "第1项，内容：“3”应为一组栏目"),
    ],
)
def test_a_file_that_is_no_table_says_so(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    [fault] = faults(tmp_path / name)
    assert fault.startswith(("a.", "文件“a.")) or "第1项" in fault
    assert said in fault


def test_a_sheet_without_a_name_is_read_as_any_other(tmp_path: Path) -> None:
    named = workbook(tmp_path / "意见.xlsx", {"表": [["意见摘要"], ["甲"]]}).read_bytes()
    with zipfile.ZipFile(io.BytesIO(named)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="表"'.encode(), b'name=""')
    [opinion] = opinions_in(Handed("意见.xlsx", zipped(parts)))
    assert opinion.summary == "甲"


def merged_sheet(
    folder: Path, rows: list[list[object]], *ranges: tuple[int, int, int, int]
) -> Path:
    """A spreadsheet with these rows, where ranges of cells were merged."""
    path = folder / "意见表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for r, row in enumerate(rows):
            page.write_row(r, 0, row)
        for top, left, bottom, right in ranges:
            page.merge_range(top, left, bottom, right, rows[top][left])
    return path


def test_what_was_merged_downwards_is_said_of_every_row(tmp_path: Path) -> None:
    """Units' opinions below the first row of a merged 来源 were published as the public's."""
    rows: list[list[object]] = [
        ["意见采纳情况表"],
        ["序号", "来源", "渠道", "意见摘要", "处理结果", "理由"],
        [1, "社会公众", "网站", "延长营业时间", "采纳", "已写入第三条"],
        [2, "征求意见单位", "书面征求意见", "明确市、区负担比例", "采纳", "已写入第五条"],
        [3, "", "", "增加部门会商机制", "未采纳", "已有联席会议"],
        [4, "", "", "补充绩效评价", "采纳", "已写入第八条"],
    ]
    read = read_opinions(merged_sheet(tmp_path, rows, (0, 0, 0, 5), (3, 1, 5, 1), (3, 2, 5, 2)))
    assert [(o.source.value, o.channel) for o in read] == [
        ("社会公众", "网站"),
        *[("征求意见单位", "书面征求意见")] * 3,
    ]


def test_an_opinion_that_was_merged_over_rows_is_one(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "意见摘要", "处理结果", "理由"],
        [1, "延长营业时间", "部分采纳", "工作日延长"],
        ["", "", "", "周末视人手而定"],
    ]
    [read] = read_opinions(merged_sheet(tmp_path, rows, (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)))
    assert read.reason == "工作日延长\n周末视人手而定"


def test_the_numbers_of_a_second_table_run_on_and_repeats_within_one_are_told(
    tmp_path: Path,
) -> None:
    head = ["序号", "来源", "意见摘要"]
    sheets = {
        "一": [head, [1, "社会公众", "甲"], [2, "社会公众", "乙"]],
        "二": [head, [1, "征求意见单位", "丙"], [1, "征求意见单位", "丁"]],
    }
    assert faults(workbook(tmp_path / "意见表.xlsx", sheets)) == [
        "意见表.xlsx“二”表第3行A列“序号”：3重复"
    ]
    sheets["二"].pop()
    read = read_opinions(workbook(tmp_path / "意见表.xlsx", sheets))
    assert [(o.no, o.summary) for o in read] == [(1, "甲"), (2, "乙"), (3, "丙")]


def test_a_sheet_without_a_table_is_told_not_passed_over(tmp_path: Path) -> None:
    sheets = {"一": [["来源", "意见摘要"], ["社会公众", "甲"]], "说明": [["填表须知"]]}
    [said] = faults(workbook(tmp_path / "意见表.xlsx", sheets))
    assert said.startswith("意见表.xlsx“说明”表：")
