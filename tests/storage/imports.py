"""What is read of the files that offices hand in, and what becomes of the rest: each tried by a test,
and printed as docs/imports.md:

    python -m tests.storage.imports > docs/imports.md
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import docx
import xlsxwriter

from catalog.forms.cells import date_read, lines_read, names_read, planned_read
from catalog.parse import ShapeError
from catalog.planned import planned_in
from storage.catalog_file import read_catalog
from storage.files.opinion_table import read_opinions
from tests.storage.sheets import HEAD, ITEM, sheets_of, workbook

REFUSED = "不收"


class Written(NamedTuple):
    """What stands in a cell, and what is made of it."""

    title: str
    cell: str
    becomes: str


def _planned(cell: str) -> str:
    """A planned time in a catalog of 2026, as the import reads it."""
    try:
        return planned_in(planned_read(cell), 2026) or REFUSED
    except ValueError:
        return REFUSED


def _day(cell: str) -> str:
    try:
        return date_read(cell)
    except ValueError:
        return REFUSED


READERS: dict[str, Callable[[str], str]] = {
    "计划决策时间": _planned,
    "日期": _day,
    "法律政策依据": lambda cell: " ‖ ".join(lines_read(cell)),
    "单位": lambda cell: " ‖ ".join(names_read(cell)),
}

CELLS = [
    *(
        Written("计划决策时间", cell, becomes)
        for cell, becomes in {
            "2022年8月份": "2022-08",
            "2025年7-9月": "2025-07/2025-09",
            "9月—次年3月": "2026-09/2027-03",
            "12月底前": "2026-12",
            "2026年6月底前": "2026-06",
            "年底前": "2026",
            "十二月底前": "2026-12",
            "四季度": "2026-Q4",
            "第三至四季度": "2026-Q3/2026-Q4",
            "2026年12月31日前完成": "2026-12-31",
            "2026.1-2026.6": "2026-01/2026-06",
            "2026-06-30 00:00:00": "2026-06-30",
            "6月前": REFUSED,
            "按程序推进": REFUSED,
        }.items()
    ),
    *(
        Written("日期", cell, becomes)
        for cell, becomes in {
            "2026-02-12 00:00:00": "2026-02-12",
            "2023/8/28 0:00:00": "2023-08-28",
            "２０２６年２月１２日": "2026-02-12",
            "20260212": "2026-02-12",
            "二月十二日": REFUSED,
        }.items()
    ),
    Written(
        "法律政策依据", "《甲》（国务院令第713号）、《乙》", "《甲》（国务院令第713号） ‖ 《乙》"
    ),
    Written(
        "法律政策依据", "《甲法》第三条、第四条；《乙法》", "《甲法》第三条、第四条 ‖ 《乙法》"
    ),
    Written("法律政策依据", "《关于〈甲〉、〈乙〉的通知》", "《关于〈甲〉、〈乙〉的通知》"),
    Written("法律政策依据", "1.《甲》\n2.《乙》", "《甲》 ‖ 《乙》"),
    Written("单位", "甲局、乙局（丙、丁分局）", "甲局 ‖ 乙局（丙、丁分局）"),
]


class Handed(NamedTuple):
    """A file that is handed in, and what the program says to it."""

    what: str
    make: Callable[[Path], Path]
    said: str
    """A part of the message; where it begins with ✓, what was read."""


OPINION = ["序号", "意见摘要", "条数", "处理结果"]


def _opinions(*rows: list[Any], **more: list[list[Any]]) -> Callable[[Path], Path]:
    return lambda folder: workbook(folder / "意见表.xlsx", {"意见": [OPINION, *rows], **more})


def _merged(folder: Path) -> Path:
    path = folder / "目录.xlsx"
    rows = {
        **sheets_of(HEAD, [ITEM | {"法律政策依据": "《甲》"}, ITEM | {"序号": 2, "事项名称": "乙"}])
    }
    with xlsxwriter.Workbook(path) as book:
        for name, lines in rows.items():
            page = book.add_worksheet(name)
            for r, line in enumerate(lines):
                page.write_row(r, 0, line)
        page.merge_range(1, 3, 2, 3, "《甲》")
    return path


def _across(folder: Path) -> Path:
    path = folder / "意见表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("意见")
        page.write_row(0, 0, OPINION)
        page.write_row(1, 0, [1, "延长", 1])
        page.merge_range(1, 1, 1, 2, "延长")
    return path


def _hiding(rows: bool, columns: bool, sheet: bool = False) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "意见表.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page, other = book.add_worksheet("意见"), book.add_worksheet("另一张")
            for page_ in (page, other) if sheet else (page,):
                page_.write_row(0, 0, OPINION)
                page_.write_row(1, 0, [1, "延长", 1, "采纳"])
            if rows:
                page.set_row(1, None, None, {"hidden": True})
            if columns:
                page.set_column(3, 3, None, None, {"hidden": True})
            if sheet:
                other.hide()
        return path

    return make


def _gb18030(folder: Path) -> Path:
    path = folder / "意见表.csv"
    path.write_bytes("\ufeff序号,意见摘要\r\n1,延长㙓口路营业时间\r\n".encode("gb18030"))
    return path


def _alike(folder: Path) -> Path:
    other = ITEM | {"序号": 2, "事项名称": "助餐 规\u200b划"}
    return workbook(folder / "目录.xlsx", dict(sheets_of(HEAD, [ITEM, other])))


def _word(folder: Path) -> Path:
    document = docx.Document()
    document.add_table(rows=2, cols=2).cell(0, 0).text = "决策事项"
    document.save(str(folder / "目录.docx"))
    return folder / "目录.docx"


FILES = [
    Handed("竖向合并的单元格", _merged, "✓ 合并的内容算作每一行的"),
    Handed("横向合并的单元格", _across, "第2行B至C列合并成了一格，看不出是哪一栏的内容"),
    Handed("隐藏的行，筛选掉的行", _hiding(rows=True, columns=False), "第2行有内容，但隐藏着或者被筛选掉了"),
    Handed("隐藏的列", _hiding(rows=False, columns=True), "D列有内容，但隐藏着"),
    Handed("隐藏的工作表", _hiding(False, False, sheet=True), "“另一张”表：隐藏着"),
    Handed("合计行", _opinions([1, "延长", 3, "采纳"], ["合计", "", 3, ""]), "第3行“合计”是合计行"),
    Handed("备注行", _opinions([1, "延长", 3, "采纳"], ["备注：来自网站。"]), "第3行“备注：来自网站。”是表外的说明"),
    Handed("一张工作表里两张表", _opinions([1, "延长", 3, "采纳"], OPINION), "第3行又是一行栏名"),
    Handed(
        "两张工作表，分不出是谁的意见",
        _opinions([1, "延长"], 单位=[OPINION, [1, "会商"]]),
        "没有“来源”一栏，看不出是谁的意见",
    ),
    Handed(
        "两张工作表，以“社会公众”“征求意见单位”命名，各从1编号",
        lambda folder: workbook(
            folder / "意见表.xlsx",
            {"社会公众": [OPINION, [1, "延长"]], "征求意见单位": [OPINION, [1, "会商"]]},
        ),
        "✓ 两张都读，接着编号",
    ),
    Handed("GB18030 编码、带 BOM 的 CSV，生僻字", _gb18030, "✓ 照原样读"),
    Handed("看上去一样的两个名称（空格、全半角、看不见的字符、康熙部首）", _alike, "重复，第2行已经用了"),
    Handed("Word 表格，单位自己设计的表格", _word, "请在 juece catalog import 后加 --map 对应.yaml"),
]  # fmt: skip


def outcome(folder: Path, handed: Handed) -> str:
    """What the program says to a file: its faults, or what it read."""
    path = handed.make(folder)
    try:
        if path.stem == "目录":
            return str([[i.name, *i.bases] for i in read_catalog(path).items])
        return str([[o.no, str(o.source), o.summary] for o in read_opinions(path)])
    except ShapeError as wrong:
        return str(wrong)


def page() -> str:
    """The page, from the tables above."""
    shown = {"\n": "⏎", "|": "\\|"}
    cells = [
        f"| {w.title} | {''.join(shown.get(s, s) for s in w.cell)} | {w.becomes} |" for w in CELLS
    ]
    files = [f"| {handed.what} | {handed.said.removeprefix('✓ ')} |" for handed in FILES]
    return "\n".join([ABOVE, *cells, BETWEEN, *files, BELOW])


ABOVE = """\
# 导入：读什么，从哪里读，读不懂的怎么办

（本页由 `tests/storage/imports.py` 生成，每一行都有测试；改那里，再运行 `make docs`。）

目录从 `juece catalog form` 写出的表格、YAML，或者单位自己设计的表格导入；意见表从 xlsx、xls、ods、csv、YAML
导入。有一处不明白，就一条也不写入，并说明是哪一格、怎样改。能确定的照读，不能确定的不猜。

## 格子里怎么写都可以

“‖”分开的是几条。没有写年份的计划时间，是目录那一年的（这里是2026年）。

| 栏 | 写的是 | 读成 |
|---|---|---|"""

BETWEEN = """
## 表格的样子

| 交来的 | 结果 |
|---|---|"""

BELOW = """
旧版 xls 看不出哪些行、列是隐藏的：有隐藏内容的请另存为 xlsx。Word 文档有修订痕迹或者隐藏文字的不收，页眉页脚不读。

## 单位自己设计的目录

    juece catalog import 目录.docx --map 对应.yaml --by 张三

第一次运行写出 `对应.yaml`：每一栏对应目录的哪一栏（认得的栏名见 `catalog/forms/synonyms.py`，认不得的空着），哪些行
不是事项，哪些字读不懂。打开核对，填好空着的，把“已核对”改成“是”，再运行一次。导入后逐格说明：取用的、改写的、没有导入的。
对应表里没有说到的格子是错误，不会悄悄丢掉；明年的表格栏名不变，可以用同一份对应表。
"""

if __name__ == "__main__":
    sys.stdout.write(page())
