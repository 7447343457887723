"""The spreadsheet of an annual catalog, empty or filled in from one; read back by catalogsheet.

Every text is written as a text: one that begins with = + - @ is no formula.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalog.annual import IN_SETTINGS, Catalog, CatalogRecord
from catalog.forms.columns import Column, columns, written
from catalog.forms.fields import Kind, differing
from catalog.forms.hints import hint, options
from catalog.item import DecisionItem
from catalog.parse import ShapeError, parse
from catalog.record import Frozen
from storage.files.catalog_sheet import FIELD, HEAD, ITEMS, NOTE, VALUE, in_sheets
from storage.files.pieces import Piece
from storage.files.spreadsheet import sheets_in

CREATED = datetime(1980, 1, 1)  # noqa: DTZ001  the same bytes whenever it is written
ROWS = 60
"""Rows that are drawn for items; lists and formats go on to LAST."""
LAST = 999
MOST_SAID = 255  # characters that a spreadsheet shows beside a cell
TITLE = "年度重大行政决策事项目录"
FILL = "在“填写”一栏填写，再填工作表“事项”；不要改栏名。导入时有一处错，就一条也不写入，并说明错在哪一格。"
EACH = "每个事项一行，从第4行写起；不要改栏名。鼠标点到一格，旁边会显示怎么填。"
_INK, _PALE = "#1F3864", "#D9E2F3"
_LINE = 15  # points


class Styles(NamedTuple):
    """The formats of one workbook."""

    title: Format
    line: Format
    note: Format
    must: Format
    may: Format
    group: Format
    text: Format
    day: Format
    number: Format
    typed: Format
    """Of a whole column: what looks like a date or a number stays what was typed."""


def catalog_form(catalog: Catalog | None = None) -> bytes:
    """The spreadsheet, empty or with a catalog in it.

    Raises ShapeError for what a spreadsheet has no room for: papers, or units in another order.
    """
    held = io.BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        book.set_properties({"title": TITLE, "created": CREATED})
        styles = _styles(book)
        _head(book.add_worksheet(HEAD), styles, catalog)
        _items(book.add_worksheet(ITEMS), styles, catalog)
    body = held.getvalue()
    if catalog:
        _check(body, catalog)
    return body


def _styles(book: Workbook) -> Styles:
    base: dict[str, Any] = {
        "font_name": "宋体",
        "font_size": 11,
        "valign": "top",
        "text_wrap": True,
    }
    boxed = base | {"border": 1, "border_color": "#BFBFBF", "align": "left", "indent": 1}
    heading = boxed | {"bold": True, "valign": "vcenter"}
    made = (
        base | {"font_size": 16, "bold": True, "text_wrap": False, "valign": "vcenter"},
        base | {"font_size": 10, "font_color": "#404040", "text_wrap": False, "valign": "vcenter"},
        boxed | {"font_size": 10, "font_color": "#404040", "valign": "vcenter"},
        heading | {"font_color": "#FFFFFF", "bg_color": _INK},
        heading | {"font_color": _INK, "bg_color": _PALE},
        heading | {"font_color": _INK, "bg_color": "#E2EFDA"},
        boxed | {"num_format": "@"},
        boxed | {"num_format": "yyyy-mm-dd"},
        boxed | {"num_format": "0"},
        base | {"num_format": "@"},
    )
    return Styles(*(book.add_format(one) for one in made))


def _head(sheet: Worksheet, styles: Styles, catalog: Catalog | None) -> None:
    """Sheet 目录: a row for each field."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, 2, 64)
    sheet.merge_range(0, 0, 0, 2, TITLE, styles.title)
    sheet.merge_range(1, 0, 1, 2, FILL, styles.line)
    sheet.set_row(0, 30)
    sheet.set_row(1, 20)
    sheet.write_row(2, 0, (FIELD, VALUE, NOTE), styles.must)
    sheet.freeze_panes(3, 1)
    values = written(CatalogRecord, catalog.catalog) if catalog else []
    row = 3
    for n, column in enumerate(columns(CatalogRecord)):
        value = values[n] if values else ""
        if column.field.help == IN_SETTINGS and value == "":
            continue  # said elsewhere by now
        sheet.write_string(row, 0, column.title, _heading(column, styles))
        _write(sheet, row, 1, value, _style(column, styles))
        sheet.write_string(row, 2, hint(column), styles.note)
        _offer(sheet, (row, 1, row, 1), column)
        row += 1
    _page(sheet, "A4")


def _items(sheet: Worksheet, styles: Styles, catalog: Catalog | None) -> None:
    """Sheet 事项: a row for each item under the headings; what to write stands above them."""
    items = catalog.items if catalog else ()
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{TITLE}：事项", styles.title)
    sheet.write_string(0, 3, EACH, styles.line)
    sheet.set_row(1, 8 * _LINE)
    sheet.set_row(2, 3 * _LINE)
    across = columns(DecisionItem)
    for c, column in enumerate(across):
        typed = None if column.field.kind is Kind.NUMBER else styles.typed
        sheet.set_column(c, c, _width(column), typed)
        sheet.write_string(1, c, hint(column, brief=True), styles.note)
        sheet.write_string(2, c, column.title, _heading(column, styles))
        _offer(sheet, (3, c, LAST, c), column)
    for row in range(len(items) or ROWS):
        values = written(DecisionItem, items[row]) if items else [""] * len(across)
        if items:
            sheet.set_row(row + 3, _height(across, values))
        for c, (column, value) in enumerate(zip(across, values, strict=True)):
            _write(sheet, row + 3, c, value, _style(column, styles))
    sheet.freeze_panes(3, 2)
    _page(sheet, "A3", across=3)
    sheet.repeat_rows(2)
    sheet.repeat_columns(0, 1)


def _height(across: tuple[Column, ...], values: Sequence[str | int | date]) -> int:
    """Points that the longest text of a row takes; spreadsheets show no more than 409."""
    lines = [
        sum(1 + 2 * len(line) // (_width(column) - 3) for line in str(value).split("\n"))
        for column, value in zip(across, values, strict=True)
    ]
    return min(max(lines) * _LINE + 3, 409)


def _page(sheet: Worksheet, paper: str, across: int = 1) -> None:
    sheet.set_landscape()
    sheet.set_paper({"A3": 8, "A4": 9}[paper])
    sheet.fit_to_pages(across, 0)
    sheet.set_footer("&C第&P页，共&N页")


def _heading(column: Column, styles: Styles) -> Format:
    if column.must:
        return styles.must
    return styles.group if column.within else styles.may


def _style(column: Column, styles: Styles) -> Format:
    return {Kind.DAY: styles.day, Kind.NUMBER: styles.number}.get(column.field.kind, styles.text)


def _width(column: Column) -> int:
    """As wide as what is likely to stand there."""
    if column.field.kind in {Kind.NUMBER, Kind.YES_NO}:
        return 10 if column.field.kind is Kind.NUMBER else 14
    if column.field.name in {"name", "summary", "reason", "bases", "paragraph"}:
        return 40
    return 24


def _write(sheet: Worksheet, row: int, c: int, value: str | int | date, style: Format) -> None:
    if value == "":
        sheet.write_blank(row, c, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, c, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    elif isinstance(value, int):
        sheet.write_number(row, c, value, style)
    else:
        sheet.write_string(row, c, value, style)


def _offer(sheet: Worksheet, cells: tuple[int, int, int, int], column: Column) -> None:
    """A list to choose from where there are choices, and the hint beside the cell."""
    said: dict[str, Any] = {
        "validate": "any",
        "input_title": column.title,
        "input_message": hint(column, brief=True)[:MOST_SAID],
    }
    if choices := options(column):
        said |= {"validate": "list", "source": [*choices], "error_title": "请从下拉列表中选"}
        said["error_message"] = hint(column)[:MOST_SAID]
    sheet.data_validation(*cells, said)


def _check(body: bytes, catalog: Catalog) -> None:
    """Raises ShapeError where the spreadsheet does not say the same as the catalog."""
    pieces = in_sheets(sheets_in(body, "目录.xlsx"))
    lost = [f"目录：{title}" for title in _lost(pieces.catalog, catalog.catalog)]
    for piece, item in zip(pieces.items, catalog.items, strict=True):
        lost += [f"事项{item.no}“{item.name}”：{title}" for title in _lost(piece, item)]
    if lost:
        raise ShapeError([f"{where}：在电子表格里写不下，请仍用 YAML" for where in lost])


def _lost(piece: Piece, given: Frozen) -> list[str]:
    """Titles of the fields that differ."""
    try:
        read = parse(type(given), piece.payload)
    except ShapeError as wrong:
        return [fault.partition("：")[0] for fault in wrong.faults]
    return list(differing(read, given))
