"""XLSX: every cell under its heading, hidden sheets, rows and columns, comments."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from checks.privacy.extracted import Piece, Read, Trace, Unread
from checks.privacy.readers.office import all_text, attribute, is_xml, local, root

_COLUMN = re.compile(r"[A-Z]+")
_INDEX = re.compile(r"[0-9]{1,9}")
_NUMBER = 60
"""Characters of a cell beyond which it is no number."""
_REMEDY = "取消隐藏后核对，不应公开的删去"


def read(parts: dict[str, bytes]) -> Iterator[Read]:
    """Read every sheet, shown or not, and whatever else of the workbook holds text."""
    shared = [_said(item) for item in _top(parts, "xl/sharedStrings.xml")]
    names = _names(parts)
    workbook = _top(parts, "xl/workbook.xml")
    for sheet in (e for e in _all(workbook) if local(e) == "sheet"):
        state = sheet.get("state", "visible")
        if state != "visible":
            yield Trace(f"工作表“{sheet.get('name')}”", "隐藏的工作表", "工作表是隐藏的", _REMEDY)
        yield Piece("工作表名", sheet.get("name", ""))
    used = set[int]()
    for name, body in parts.items():
        if not is_xml(name) or name == "xl/sharedStrings.xml":
            continue
        top = root(body)
        if top is None:
            yield Unread(name, "内容写法有错", "请用办公软件重新保存")
        elif local(top) == "worksheet":
            yield from _sheet(f"工作表“{names.get(name, name)}”", top, shared, used)
        elif local(top).startswith("pivotCache"):
            yield from (Piece(f"{name}的缓存", e.get("v", "")) for e in top.iter())
        else:
            yield from _other(name, top)
    left = (text for number, text in enumerate(shared) if number not in used)
    yield from (Piece("没有单元格用到的文字", text) for text in left)


def _names(parts: dict[str, bytes]) -> dict[str, str]:
    """Part of a sheet -> its name."""
    links = {
        attribute(r, "Id"): attribute(r, "Target")
        for r in _top(parts, "xl/_rels/workbook.xml.rels")
    }
    sheets = (e for e in _all(_top(parts, "xl/workbook.xml")) if local(e) == "sheet")
    return {
        "xl/" + links.get(attribute(s, "id"), "").removeprefix("/xl/"): s.get("name", "")
        for s in sheets
    }


def _sheet(place: str, top: Any, shared: list[str], used: set[int]) -> Iterator[Read]:
    headings: dict[str, str] = {}
    hidden = {"行": 0, "列": 0}
    for element in top.iter():
        name = local(element)
        if name in {"row", "col"} and element.get("hidden") in {"1", "true"}:
            hidden["行" if name == "row" else "列"] += 1
        elif name == "c":
            text, ref = _cell(element, shared, used), element.get("r", "")
            column = "".join(_COLUMN.findall(ref))
            yield Piece(f"{place}{ref}", text, headings.get(column, ""))
            headings.setdefault(column, text[:40])
        elif name in {
            "oddHeader",
            "oddFooter",
            "evenHeader",
            "evenFooter",
            "firstHeader",
            "firstFooter",
        }:
            yield Piece(f"{place}页眉页脚", element.text or "")
    for what, count in hidden.items():
        if count:
            yield Trace(place, f"隐藏的{what}", f"{count}处隐藏的{what}", _REMEDY)


def _cell(cell: Any, shared: list[str], used: set[int]) -> str:
    """The cell's text; a number as it was typed, not as 1.5E+10. Notes which shared text it was."""
    said = {local(part): part for part in cell}
    value = (said["v"].text or "") if "v" in said else ""
    formula = said["f"].text if "f" in said else None
    number = int(value) if cell.get("t") == "s" and _INDEX.fullmatch(value) else len(shared)
    if number < len(shared):
        used.add(number)
        text = shared[number]
    else:
        text = _said(said["is"]) if "is" in said else _plain(value)
    return f"{text} {formula}" if formula else text


def _plain(value: str) -> str:
    try:
        number = Decimal(value if len(value) < _NUMBER else "NaN")
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number) >= Decimal(10) ** 25 or number % 1:
        return value
    return format(number.to_integral_value(), "f")


def _other(name: str, top: Any) -> Iterator[Read]:
    """Comments, drawings, charts: their texts, and comments as traces."""
    notes = [e for e in top.iter() if local(e) in {"comment", "threadedComment"}]
    if notes:
        yield Trace(name, "批注", f"{len(notes)}条批注", "删除全部批注后重新保存")
        for number, note in enumerate(notes, 1):
            yield Piece(f"批注第{number}条", _said(note))
        return
    yield from all_text(name, top)


def _said(element: Any) -> str:
    return "".join(e.text or "" for e in element.iter() if local(e) in {"t", "text"})


def _top(parts: dict[str, bytes], name: str) -> Any:
    """The root of a part, or nothing to go through where it is missing."""
    top = root(parts[name]) if name in parts else None
    return top if top is not None else ()


def _all(top: Any) -> Iterator[Any]:
    return iter(top.iter()) if top != () else iter(())
