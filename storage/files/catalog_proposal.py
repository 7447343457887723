"""The mapping that is laid before a person: what is known of an office's own table, and what is asked."""

import re
from typing import Any

import yaml

from catalog.annual import AuthorityKind, CatalogRecord
from catalog.forms.cells import text_read
from catalog.forms.columns import Column, columns
from catalog.forms.fields import YES_NO, Kind
from catalog.forms.synonyms import title_meant
from catalog.item import DecisionItem
from catalog.parse import ShapeError
from catalog.planned import planned_in
from storage.files.catalog_mapping import (
    CONFIRMED,
    HEAD,
    HEADINGS,
    NOT_IMPORTED,
    SECTIONS,
    SHEET,
    SPARE,
    TABLES,
    WORDS,
    spare_line,
)
from storage.files.own_tables import NAME, WITHIN, OwnTable, own_table
from storage.files.spreadsheet import Sheet

ABOVE = f"""\
# 这是“对应表”：文件里的每一栏、每一行放到目录的哪一处。请逐行核对：
#   空着的要填；对应得不对的要改；不要的写“{NOT_IMPORTED}”。
#   “{WORDS}”里是照原样读不懂的字，冒号后面写它的意思，不要的写“{NOT_IMPORTED}”。
# 核对好以后把“{CONFIRMED}”改成“是”，再运行一次同样的命令。没有写在这里的格子，一格也不会导入。
# 目录的栏：{{titles}}
# 决策机关·性质：{"、".join(AuthorityKind)}；计划决策时间：2026年、2026年上半年、2026年第二季度、2026年6月
"""
_STATED = "来源所用的类别"
_TITLE = re.compile(r"[^\n]*(\d{4})\s*年[^\n]*重大[^\n]*目录[^\n]*")
_NUMBER = re.compile(r"[\u4e00-\u9fff]+[〔\[（(]\d{4}[〕\]）)]\d+号")
_AUTHORITY = re.compile(r"(?:\d{4}年度?)?([\u4e00-\u9fff]+?(?:人民政府|街道办事处|委员会|[局厅]))")
_ASKED = (
    "决策机关·代号",
    "决策机关·全称",
    "决策机关·性质",
    "年度",
    "目录名称",
    "文件编号",
    "公布日期",
)


def proposal(sheets: list[Sheet]) -> str:
    """The mapping of a file as YAML, not confirmed. Raises ShapeError where no table of items is found."""
    tables = [own_table(sheet) for sheet in sheets if not sheet.is_blank]
    if all(table.top < 0 for table in tables):
        said = f"前{WITHIN}行里没有一栏叫做“{NAME}”“决策事项”或者类似的名称，找不到事项的表格；请把那一栏的栏名改成“{NAME}”"
        raise ShapeError([said])
    head = _head(tables)
    year = int(head["年度"]) if head["年度"] else None
    whole = {CONFIRMED: "否", HEAD: head, TABLES: [_table(table, year) for table in tables]}
    titles = "、".join(column.title for column in columns(DecisionItem))
    body = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=10_000)
    return ABOVE.format(titles=titles) + body.replace(": ''\n", ":\n")


def _head(tables: list[OwnTable]) -> dict[str, str]:
    """What the texts around the tables say of the catalog."""
    spare = [text for table in tables for text in table.spare().values()]
    found = dict.fromkeys(_ASKED, "")
    if title := next((m for text in spare if (m := _TITLE.fullmatch(text))), None):
        found |= {"年度": title[1], "目录名称": "".join(title[0].split())}
        if authority := _AUTHORITY.match(found["目录名称"]):
            found["决策机关·全称"] = authority[1]
    numbers = {number for text in spare for number in _NUMBER.findall(text)}
    if len(numbers) == 1:
        found["文件编号"] = numbers.pop()
    known = {column.title for column in columns(CatalogRecord)}
    return {title: said for title, said in found.items() if title in known}


def _table(table: OwnTable, year: int | None) -> dict[str, Any]:
    targets = _targets(table)
    sections = table.sections()
    found: dict[str, Any] = {SHEET: table.sheet.name, HEADINGS: targets}
    if sections:
        found[SECTIONS] = _STATED if _STATED not in targets.values() else ""
    if words := words_unread(table, targets, year):
        found[WORDS] = words
    left = (spare_line(r, text) for r, text in table.spare().items() if r not in sections)
    return found | {SPARE: list(left)}


def _targets(table: OwnTable) -> dict[str, str]:
    """The title that each heading is known to mean, each once; the class where its words are the law's."""
    found = dict[str, str]()
    for c, heading in table.headings.items():
        title = title_meant(heading)
        if title == "类别" and not _all_options(table, c):
            title = _STATED
        found[heading] = "" if title in found.values() else title
    return found


def _all_options(table: OwnTable, c: int) -> bool:
    options = next(col.field.options for col in columns(DecisionItem) if col.title == "类别")
    return all(str(cells[c]) in options for _, cells in table.rows() if c in cells)


def words_unread(
    table: OwnTable, targets: dict[str, str], year: int | None
) -> dict[str, dict[str, str]]:
    """The texts of each column that cannot be read as they are, by heading, each with an empty meaning."""
    by_title = {column.title: column for column in columns(DecisionItem)}
    found: dict[str, dict[str, str]] = {}
    for _, cells in table.rows():
        for c, cell in cells.items():
            heading = table.headings.get(c, "")
            column = by_title.get(targets.get(heading, ""))
            if column and isinstance(cell, str) and not _is_read(column, cell, year):
                found.setdefault(heading, {})[cell] = ""
    return found


def _is_read(column: Column, cell: str, year: int | None) -> bool:
    try:
        if column.field.kind is Kind.PLANNED:
            return bool(planned_in(cell, year))
        if column.field.kind is Kind.YES_NO:
            return text_read(cell) in YES_NO
        if column.field.kind is Kind.NUMBER:
            return text_read(cell).isdecimal()
        column.reading(cell)
    except ValueError:
        return False
    return True
