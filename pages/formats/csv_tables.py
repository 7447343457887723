"""CSV for spreadsheets: with BOM, constant columns, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from pages.formats.address import item_url, year_url
from pages.html.render import plain
from pages.model.catalog_page import LABELS
from pages.model.page import CatalogPage, ItemPage

FORMULA = frozenset("=+-@＝＋－＠")

ATTACHMENTS = ("标题", "类别", "格式", "大小", "登记或者公开日期", "网址", "SHA-256", "提示")
ITEMS = (
    "序号", "事项名称", "承办处室", "履行程序要求", "计划决策时间", "当前状态", *LABELS.values(), "网址", "提示",
)  # fmt: skip


REDACTIONS = (
    "序号", "事项名称", "文件", "遮盖之处", "理由和依据", "遮盖单位", "遮盖日期", "下次复核日期", "网址", "提示",
)  # fmt: skip


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table that Excel and WPS open as it is meant."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def attachments(page: ItemPage, base: str) -> bytes:
    """The downloads of an item."""
    url = item_url(base, page)
    return table(
        ATTACHMENTS,
        (
            (
                file.title, file.kind, file.format, file.size, file.released_on.isoformat(),
                f"{url}{file.path}", file.sha256, page.notice,
            )
            for file in page.files
        ),
    )  # fmt: skip


def items(page: CatalogPage, base: str) -> bytes:
    """The items of a year with their states, as the catalog's table has them."""
    url = year_url(base, page.year)
    return table(
        ITEMS,
        (
            (
                row.no, row.name, row.unit, row.procedures, row.planned, row.chip.word,
                *([one.word for one in row.disclosed] or [row.chip.word] * len(LABELS)),
                f"{url}{row.href.removesuffix('index.html')}", page.notice,
            )
            for row in page.rows
        ),
    )  # fmt: skip


def redactions(page: CatalogPage, base: str) -> bytes:
    """The record of what was covered in the documents of a year; of none, its headings."""
    url = year_url(base, page.year)
    return table(
        REDACTIONS,
        (
            (
                one.no, one.name, one.title, one.where, one.reason, one.unit, one.on.isoformat(),
                one.review, f"{url}{one.path}", page.notice,
            )
            for one in page.covered
        ),
    )  # fmt: skip


def _cell(value: object) -> object:
    """Keep a text from being read as a formula, also behind blanks."""
    if not isinstance(value, str):
        return value
    text = plain(value)
    return f"'{text}" if text.lstrip()[:1] in FORMULA else text
