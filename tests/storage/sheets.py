"""Spreadsheets as people hand them in."""

import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

HEAD = {
    "决策机关·代号": "slmzj",
    "决策机关·全称": "示例市民政局",
    "年度": 2026,
    "目录名称": "示例市民政局2026年度重大行政决策事项目录",
}
ITEM = {"序号": 1, "事项名称": "助餐规划", "牵头单位": "养老服务处"}
Sheets = Mapping[str, list[list[Any]]]


def workbook(path: Path, sheets: Sheets) -> Path:
    """An xlsx file with these rows; numbers become floating-point numbers, as Excel keeps them."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    _write(page, r, c, cell)
    return path


def _write(page: Any, r: int, c: int, cell: object) -> None:
    if isinstance(cell, date):
        page.write_datetime(r, c, cell)
    elif isinstance(cell, str):
        page.write_string(r, c, cell)
    else:
        page.write(r, c, cell)


def sheets_of(head: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> Sheets:
    """The two sheets of a catalog, its rows beneath the headings that occur."""
    rows = list(items)
    titles = list(dict.fromkeys(title for row in rows for title in row))
    return {
        "目录": [["栏名", "填写", "说明"], *([title, value] for title, value in head.items())],
        "事项": [titles, *([row.get(title, "") for title in titles] for row in rows)],
    }


def catalog_sheet(folder: Path, *items: Mapping[str, Any], **head: Any) -> Path:
    """A catalog as a spreadsheet; what is not said is as in HEAD and ITEM."""
    return workbook(
        folder / "目录.xlsx", sheets_of(HEAD | head, [ITEM | i for i in items] or [ITEM])
    )


def ods(path: Path, sheets: Sheets) -> Path:
    """The same as OpenDocument, texts only."""
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                '<table:table-cell office:value-type="string">'
                f"<text:p>{escape(str(cell))}</text:p></table:table-cell>"
                for cell in row
            )
            + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path
