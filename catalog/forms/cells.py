"""What stands in a cell of a spreadsheet -> what a payload says for it, by the kind of column.

People type 2026年第二季度 and full-width digits, and spreadsheets turn what looks like a date or a
number into one: what is certain is read, what was lost on the way is refused.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from catalog.item import RANGE

Cell = str | int | float | bool | date | datetime | time | timedelta
"""As a spreadsheet keeps it; an empty one is the empty text."""

EXACT = 2**53
"""A greater number has lost digits: spreadsheets keep every number as a floating-point one."""

AS_TEXT = "请把单元格格式改为“文本”，再写一遍"
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)")
_QUARTER = re.compile(r"(\d{4})(?:年|-|年第)([1-4一二三四])季度")
_HALF = re.compile(r"(\d{4})年?([上下])半年")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月|[-/.月](\d{1,2})日?)?")
_BETWEEN = re.compile(r"至|/(?=\d{4})")


def text_read(cell: Cell) -> str:
    """The text of a cell as it was typed. Raises ValueError where the spreadsheet lost it."""
    if isinstance(cell, date | time | timedelta):
        raise ValueError(f"被表格软件变成了日期或者时间（{cell}），{AS_TEXT}")
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float) and abs(cell) >= EXACT:
        raise ValueError(f"数字太长，表格软件丢了尾数，{AS_TEXT}")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def figures_read(cell: Cell) -> str:
    """A number or a word of choice, typed in whatever width. Raises ValueError."""
    return "".join(normalize("NFKC", text_read(cell)).split())


def date_read(cell: Cell) -> str:
    """A day. Raises ValueError."""
    if isinstance(cell, date):
        return cell.isoformat()
    match = _DATE.fullmatch(figures_read(cell))
    if not match:
        raise ValueError(f"“{text_read(cell)}”不是有效的日期，请按 年-月-日 写，例如 2026-01-12")
    year, month, day = (int(part) for part in match.groups() if part)
    return f"{year}-{month:02}-{day:02}"


def planned_read(cell: Cell) -> str:
    """A planned time, as Chinese has it or as a payload says it. Raises ValueError."""
    if isinstance(cell, date) and cell.day == 1:  # was a month typed, or its first day?
        said = f"看不出原来写的是{cell.year}年{cell.month}月还是{cell.month}月1日"
        raise ValueError(f"被表格软件变成了日期，{said}，{AS_TEXT}")
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and not cell.is_integer():  # 2026.1 may have been 2026.10
        raise ValueError(f"被表格软件变成了小数{cell}，{AS_TEXT}")
    return RANGE.join(_period(end) for end in _BETWEEN.split(figures_read(cell), maxsplit=1))


def _period(said: str) -> str:
    """One end of a planned time; what is not understood stays for the model to refuse."""
    if match := _QUARTER.fullmatch(said):
        quarter = "一二三四".find(match[2]) + 1 or int(match[2])
        return f"{match[1]}-Q{quarter}"
    if match := _HALF.fullmatch(said):
        return f"{match[1]}-H{'上下'.index(match[2]) + 1}"
    if match := _MONTH.fullmatch(said):
        return "-".join([match[1], *(f"{int(part):02}" for part in match.groups()[1:] if part)])
    return re.sub(r"^(\d{4})年(度|内)?$", r"\1", said)


def names_read(cell: Cell) -> list[str]:
    """Several names, each on a line of its own or apart by 、 ， ；, which brackets may hold too."""
    parts, depth = [""], 0
    for sign in text_read(cell):
        depth += (sign in "（(《“〔") - (sign in "）)》”〕")
        if sign == "\n" or (sign in "、，,；;" and depth <= 0):
            parts.append("")
            depth = 0
        else:
            parts[-1] += sign
    return _said(parts)


def lines_read(cell: Cell) -> list[str]:
    """Several texts, each on a line of its own; 《甲》、《乙》 are two."""
    return _said(re.split(r"\n|(?<=》)[、，；](?=《)", text_read(cell)))


def _said(parts: list[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


Reading = Callable[[Cell], str | list[str]]
