"""The empty table of opinions (意见表): the columns that `opinion_table` reads, with what may be written there."""

import io
from datetime import datetime
from enum import StrEnum

from xlsxwriter import Workbook

from catalog.opinion import Opinion, OpinionSource, Outcome
from storage.files.opinion_table import TITLES

CREATED = datetime(1980, 1, 1)  # noqa: DTZ001  the same bytes whenever it is written
SHEET = "意见表"
LAST = 99_999
_CHOICES: dict[str, type[StrEnum]] = {"来源": OpinionSource, "处理结果": Outcome}
_WIDTHS = {"意见摘要": 60, "理由": 50, "对应条款": 16, "处理结果": 14, "来源": 14}
_SAID = {
    "意见摘要": "必填，一行一条",
    "处理结果": "必填，从列表里选",
    "理由": "未采纳、部分采纳的必填，公开",
    "反馈人": "不公开",
    "联系方式": "不公开",
}


def opinion_form() -> bytes:
    """The spreadsheet: one row of headings, lists where there is a choice."""
    held = io.BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        for n, (title, field) in enumerate(TITLES.items()):
            sheet.set_column(n, n, _WIDTHS.get(title, 12), text)
            sheet.write_string(0, n, title, head)
            said = _SAID.get(title) or Opinion.model_fields[field].description or ""
            asked: dict[str, object] = {
                "validate": "any",
                "input_title": title,
                "input_message": said,
            }
            if title in _CHOICES:
                asked |= {"validate": "list", "source": [one.value for one in _CHOICES[title]]}
            if said:
                sheet.data_validation(1, n, LAST, n, asked)
        sheet.freeze_panes(1, 0)
    return held.getvalue()
