"""XLSX: every cell under its heading, hidden sheets, rows and columns, headers, rules of cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from checks.privacy.extracted import Piece, Read, Trace
from checks.privacy.readers.aside import formula
from checks.privacy.readers.office import attribute, joined, local, root
from checks.privacy.readers.shown import Format, formats, shown

_COLUMN = re.compile(r"[A-Z]+")
_INDEX = re.compile(r"[0-9]{1,9}")
_NUMBER = 60
"""Characters of a cell beyond which it is no number."""
_SHARED = re.compile(rb"<(?:\w{1,20}:)?sst[\s>]")
_STYLES = re.compile(rb"<(?:\w{1,20}:)?styleSheet[\s>]")
_HEADS = re.compile(r"(?:odd|even|first)(?:Header|Footer)")
_SECTION = re.compile(r"&[LCR]")
_CODE = re.compile(r'&(?:"[^"]{0,200}"|K(?:[0-9A-Fa-f]{6}|\d\d[+\-]\d{3})|\d{1,3} ?|[^&\d])')
"""What a header says of its letters, and what stands for the page or the date."""
_NARROW = {"row": ("ht", 1.0), "col": ("width", 0.5)}
"""Points and signs below which nobody sees a row or a column."""
_SIZE = re.compile(r"\d{1,6}(?:\.\d{1,20})?")
_REMEDY = "取消隐藏后核对，不应公开的删去"


class Book:
    """What the sheets of a workbook share."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        items = (item for top in _tops(parts, _SHARED) for item in top)
        self._shared, self._used = [joined(item) for item in items], set[int]()
        self._names = _names(parts)
        self._formats = dict[str, Sequence[Format]]()
        for top in _tops(parts, _STYLES):
            self._formats |= formats(top)

    def sheet(self, part: str, top: Any) -> Iterator[Read]:
        """The cells of a sheet, and whatever else it says."""
        place = f"工作表“{self._names.get(part, part)}”"
        headings: dict[str, str] = {}
        hidden = {"行": 0, "列": 0}
        within = 0  # elements that have been read with their cell
        for element in top.iter():
            if within:
                within -= 1
                continue
            name = local(element)
            if name == "c":
                within = len(element)
                if within > 1 or (within and len(element[0])):
                    within = _all_in(element)
                text, ref = self._cell(element), element.get("r", "")
                column = ref.rstrip("0123456789")
                if not column.isalpha() or not column.isupper():
                    column = "".join(_COLUMN.findall(ref))
                format_ = self._formats and self._formats.get(element.get("s", ""))
                for said in (text, *shown(text, format_)) if format_ else (text,):
                    yield Piece(f"{place}{ref}", said, headings.get(column, ""))
                headings.setdefault(column, text[:40])
            elif name in _NARROW:
                hidden["行" if name == "row" else "列"] += _is_hidden(element, *_NARROW[name])
            elif element.text and not element.text.isspace():
                yield from _said(place, name, element.text)
        for what, count in hidden.items():
            if count:
                yield Trace(place, f"隐藏的{what}", f"{count}处隐藏的{what}", _REMEDY)

    def left(self) -> Iterator[Read]:
        """Texts that no cell uses."""
        left = (text for number, text in enumerate(self._shared) if number not in self._used)
        yield from (Piece("没有单元格用到的文字", text) for text in left)

    def _cell(self, cell: Any) -> str:
        """The cell's text; a number as it was typed, not as 1.5E+10. Notes which shared text it was."""
        kind, value, worked_out, written = cell.get("t", "n"), "", "", None
        for part in cell:
            match local(part):
                case "v":
                    value = part.text or ""
                case "f":
                    worked_out = formula(part.text or "")
                case "is":
                    written = part
        shared = kind == "s" and _INDEX.fullmatch(value)
        number = int(value) if shared else len(self._shared)
        if number < len(self._shared):
            self._used.add(number)
            text = self._shared[number]
        elif written is not None:
            text = joined(written)
        else:  # zeros before a text are a part of it
            text = _plain(value) if kind == "n" else value
        if not worked_out:
            return text.rstrip()
        return worked_out if text in worked_out else f"{text} {worked_out}".rstrip()


def workbook(top: Any) -> Iterator[Read]:
    """The names of the sheets, and which of them are hidden."""
    for sheet in (e for e in top.iter() if local(e) == "sheet"):
        if sheet.get("state", "visible") != "visible":
            place = f"工作表“{sheet.get('name')}”"
            yield Trace(place, "隐藏的工作表", "工作表是隐藏的", _REMEDY)
        yield Piece("工作表名", sheet.get("name", ""))


def _names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Part of a sheet -> its name."""
    links = {
        attribute(r, "Id"): attribute(r, "Target")
        for r in _top(parts, "xl/_rels/workbook.xml.rels")
    }
    book = _top(parts, "xl/workbook.xml")
    sheets = (e for e in (book.iter() if book != () else ()) if local(e) == "sheet")
    return {
        "xl/" + links.get(attribute(s, "id"), "").removeprefix("/xl/"): s.get("name", "")
        for s in sheets
    }


def _tops(parts: Mapping[str, bytes], begins: re.Pattern[bytes]) -> Iterator[Any]:
    """The roots of the parts that begin so, whatever they are called."""
    tops = (root(body) for body in parts.values() if begins.search(body[:1000]))
    return (top for top in tops if top is not None)


def _is_hidden(element: Any, measure: str, least: float) -> bool:
    size = element.get(measure, "")
    narrow = bool(_SIZE.fullmatch(size)) and float(size) < least
    return narrow or element.get("hidden") in {"1", "true"}


def _all_in(cell: Any) -> int:
    return sum(1 for _ in cell.iterdescendants())


def _said(place: str, name: str, text: str) -> Iterator[Piece]:
    """A text of a sheet that stands in none of its cells."""
    if _HEADS.fullmatch(name):
        for section in _SECTION.split(text):
            yield Piece(f"{place}页眉页脚", _CODE.sub("", section))
    else:
        yield Piece(f"{place}·{name}", formula(text))


def _plain(value: str) -> str:
    try:
        number = Decimal(value if len(value) < _NUMBER else "NaN")
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number) >= Decimal(10) ** 25 or number % 1:
        return value
    return format(number.to_integral_value(), "f")


def _top(parts: Mapping[str, bytes], name: str) -> Any:
    """The root of a part, or nothing to go through where it is missing."""
    top = root(parts[name]) if name in parts else None
    return top if top is not None else ()
