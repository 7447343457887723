"""What a spreadsheet hides from whoever opens it: rows and columns hidden, filtered out or without height.

The library that reads the cells does not say; here the parts of the file are searched for it, piece by
piece, so that a large one takes no memory. An old .xls cannot be asked.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import unescape

PIECE = 1024**2  # bytes
MOST_HIDDEN = 10_000
"""Hidden rows or columns that are told of one tag or sheet."""

_TAG = re.compile(
    rb"<(?:\w+:)?(sheet|Relationship|row|col|table-row|table-column|table)(?=[\s/>])([^<>]*)>"
)
_SAID = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_FLAT = {"0", "0.0"}
_YES = {"1", "true"}
_RELATIONS = "xl/_rels/workbook.xml.rels"


class Unseen(NamedTuple):
    """The numbers of rows and columns that nobody sees, from 0."""

    rows: set[int]
    columns: set[int]


def unseen(kind: str, content: bytes) -> dict[str, Unseen]:
    """What each sheet of a spreadsheet that opens hides, by its name."""
    if kind not in {"xlsx", "ods"}:
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if kind == "ods":
            return _of_ods(archive)
        return {name: _of_xlsx(archive, part) for name, part in _parts(archive).items()}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by the sheet's name."""
    there = set(archive.namelist())
    if _RELATIONS not in there:
        return {}
    targets = {
        said.get("Id", ""): said.get("Target", "").removeprefix("/xl/")
        for kind, said in _tags(archive, _RELATIONS)
        if kind == "Relationship"
    }
    found = {}
    for kind, said in _tags(archive, "xl/workbook.xml"):
        key = next((value for name, value in said.items() if name.endswith(":id")), "")
        part = f"xl/{targets.get(key, '')}"
        if kind == "sheet" and part in there:
            found[said.get("name", "")] = part
    return found


def _of_xlsx(archive: zipfile.ZipFile, part: str) -> Unseen:
    found, number = Unseen(set(), set()), 0
    for kind, said in _tags(archive, part):
        hidden = said.get("hidden") in _YES
        if kind == "row":
            number = _number(said.get("r"), number + 1)
            if hidden or said.get("ht") in _FLAT:
                _hide(found.rows, number - 1, number)
        elif kind == "col" and (hidden or said.get("width") in _FLAT):
            first = _number(said.get("min"), 1)
            _hide(found.columns, first - 1, _number(said.get("max"), first))
    return found


def _of_ods(archive: zipfile.ZipFile) -> dict[str, Unseen]:
    found: dict[str, Unseen] = {}
    sheet, row, column = Unseen(set(), set()), 0, 0
    for kind, said in _tags(archive, "content.xml"):
        hidden = said.get("table:visibility") in {"collapse", "filter"}
        if kind == "table":
            sheet, row, column = Unseen(set(), set()), 0, 0
            found[said.get("table:name", "")] = sheet
        elif kind == "table-row":
            first, row = row, row + _number(said.get("table:number-rows-repeated"), 1)
            if hidden:
                _hide(sheet.rows, first, row)
        elif kind == "table-column":
            first, column = column, column + _number(said.get("table:number-columns-repeated"), 1)
            if hidden:
                _hide(sheet.columns, first, column)
    return found


def _hide(numbers: set[int], first: int, end: int) -> None:
    numbers.update(range(first, min(end, first + MOST_HIDDEN - len(numbers))))


def _tags(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The tags of a part that matter here, with what they say."""
    for piece in _pieces(archive, part):
        for match in _TAG.finditer(piece):
            said = {
                name.decode(): unescape((one or other).decode("utf-8", "replace"), _QUOTES)
                for name, one, other in _SAID.findall(match[2])
            }
            yield match[1].decode(), said


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part in pieces, none of which ends within a tag."""
    rest = b""
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            whole, end, after = (rest + piece).rpartition(b">")
            yield whole + end
            rest = after[-PIECE:]  # a tag as long as that says nothing here
    yield rest


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 9 else otherwise
