"""What stands in a cell of a spreadsheet -> what a payload says for it, by the kind of column.

People type 2026年第二季度 and full-width digits, and spreadsheets turn what looks like a date or a
number into one: what is certain is read, what was lost on the way is refused.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from catalog.planned import NoYear, planned_in, without_midnight

Cell = str | int | float | bool | date | datetime | time | timedelta
"""As a spreadsheet keeps it; an empty one is the empty text."""

EXACT = 2**53
"""A greater number has lost digits: spreadsheets keep every number as a floating-point one."""

AS_TEXT = "请把单元格格式改为“文本”，再写一遍"
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)")
_HOUR = re.compile(r"(.+?)(?:T|\s+)(\d{1,2}:\d\d.*)")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*(?=《)")


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


def line_read(cell: Cell) -> str:
    """A text of one line, without the breaks that make it fit its cell. Raises ValueError."""
    return "".join(line.strip() for line in text_read(cell).split("\n"))


def figures_read(cell: Cell) -> str:
    """A number or a word of choice, typed in whatever width. Raises ValueError."""
    return "".join(normalize("NFKC", text_read(cell)).split())


def date_read(cell: Cell) -> str:
    """A day; one with an hour other than midnight is left for the model to refuse. Raises ValueError."""
    if isinstance(cell, date):
        return cell.isoformat()
    said = without_midnight(text_read(cell))
    day, hour = match.groups() if (match := _HOUR.fullmatch(said)) else (said, "")
    match = _DATE.fullmatch("".join(day.split()))
    if not match:
        raise ValueError(f"“{text_read(cell)}”不是有效的日期，请按 年-月-日 写，例如 2026-01-12")
    year, month, at = (int(part) for part in match.groups() if part)
    return f"{year}-{month:02}-{at:02}" + (f"T{hour:0>5}" if hour else "")


def planned_read(cell: Cell) -> str:
    """A planned time as a record keeps it; what names no year, or is no time, stays as it is for the
    catalog or the model to say. Raises ValueError.
    """
    if isinstance(cell, date) and cell.day == 1:  # was a month typed, or its first day?
        said = f"看不出原来写的是{cell.year}年{cell.month}月还是{cell.month}月1日"
        raise ValueError(f"被表格软件变成了日期，{said}，{AS_TEXT}")
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and not cell.is_integer():  # 2026.1 may have been 2026.10
        raise ValueError(f"被表格软件变成了小数{cell}，{AS_TEXT}")
    try:
        return planned_in(text_read(cell)) or text_read(cell)
    except NoYear:
        return text_read(cell)


def names_read(cell: Cell) -> list[str]:
    """Several names, each on a line of its own or apart by 、 ， ；, which brackets may hold too."""
    return _said(_apart(text_read(cell), lambda _: True))


def lines_read(cell: Cell) -> list[str]:
    """Several texts, each on a line of its own or before a title: 《甲》第三条、《乙》 are two.

    A number before a title is none of its words.
    """
    parts = _apart(text_read(cell), lambda rest: rest.lstrip().startswith("《"))
    return _said([_NUMBERED.sub("", part.strip()) for part in parts])


def _apart(text: str, ends: Callable[[str], bool]) -> list[str]:
    """The parts between signs that stand in no bracket, where what follows a sign lets it end one."""
    parts, depth = [""], 0
    for n, sign in enumerate(text):
        depth += (sign in "（(《“〔〈") - (sign in "）)》”〕〉")
        if sign == "\n" or (sign in "、，,；;" and depth <= 0 and ends(text[n + 1 : n + 9])):
            parts.append("")
            depth = 0
        else:
            parts[-1] += sign
    return parts


def _said(parts: list[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


Reading = Callable[[Cell], str | list[str]]
