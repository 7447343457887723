"""Spreadsheets as offices hand them in: opened without harm, every fault with its row and column."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from catalog.forms.cells import Cell
from catalog.parse import ShapeError
from storage.files import spreadsheet_probe
from storage.files.legible import legible
from storage.files.opens import Unopened, check_opens

SHEETS = (".xlsx", ".xls", ".ods")
"""Endings of the names of spreadsheets."""

MOST_CELLS = 20_000_000
"""The library sets memory aside for every cell up to the last, and ends the program where it gets
none; one blank typed into the last corner of a sheet makes seventeen thousand million."""

_HEADING_WITHIN = 10  # rows above the headings: title, unit, date
_CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")

Table = list[list[Cell]]
"""The rows of a sheet from its first row and column on, texts without blanks around them."""


class Placed(NamedTuple):
    """A row under the headings: its number, and its cells and the letters of columns by title."""

    number: int
    letters: Mapping[str, str]
    cells: Mapping[str, Cell]


def tables(path: Path) -> Iterator[tuple[str, Table]]:
    """The sheets of a spreadsheet by name. Raises ShapeError where it does not open."""
    with legible(path):
        content = path.read_bytes()
    yield from tables_in(content, path.name)


def tables_in(content: bytes, name: str) -> Iterator[tuple[str, Table]]:
    """The sheets in the bytes of a spreadsheet. Raises ShapeError where it does not open."""
    with _told(name):
        kind = Path(name).suffix.lower().lstrip(".")
        check_opens(kind, content)
        _check_extent(kind, content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            if not sheets:
                raise Unopened("里面没有工作表")
            for sheet in sheets:
                rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
                yield sheet.strip(), [[_clean(cell) for cell in row] for row in rows]


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Raises ShapeError for whatever keeps a spreadsheet from opening."""
    try:
        yield
    except Unopened as wrong:
        raise ShapeError([f"文件“{name}”{wrong}"]) from wrong
    except PasswordError as wrong:
        raise ShapeError([f"文件“{name}”设了打开密码，请去掉密码再交"]) from wrong
    except (CalamineError, OSError) as wrong:
        said = "打不开，请确认是没有加密的电子表格"
        raise ShapeError([f"{name}：{said}（{wrong}）"]) from wrong


def placed(place: str, table: Table, titles: Collection[str], needed: str) -> Iterator[Placed]:
    """The rows under the headings, blank ones skipped. Raises ShapeError with faults at `place`.

    The headings are the row that holds `needed`; each must be one of the titles.
    """
    top, headings = _headings(place, table, titles, needed)
    columns = {title: letters(c) for c, title in headings.items()}
    for number, row in enumerate(table[top + 1 :], top + 2):
        cells = {headings[c]: cell for c, cell in enumerate(row) if cell != "" and c in headings}
        if cells:
            yield Placed(number, columns, cells)


def letters(column: int) -> str:
    """0 -> A, 26 -> AA."""
    return ("" if column < 26 else letters(column // 26 - 1)) + chr(ord("A") + column % 26)


def _headings(
    place: str, table: Table, titles: Collection[str], needed: str
) -> tuple[int, dict[int, str]]:
    """The row of the headings, and its titles by column. Raises ShapeError."""
    rows = [[title_of(cell) for cell in row] for row in table[:_HEADING_WITHIN]]
    top = next((r for r, row in enumerate(rows) if needed in row), None)
    if top is None:
        said = f"前{_HEADING_WITHIN}行没有栏名“{needed}”，栏名应为：{'、'.join(titles)}"
        raise ShapeError([f"{place}：{said}"])
    faults, found = [], {c: cell for c, cell in enumerate(rows[top]) if cell}
    for c, title in found.items():
        if title not in titles:
            said = f"没有“{title}”这一栏，可用：{'、'.join(titles)}"
            faults.append(f"{place}第{top + 1}行{letters(c)}列：{said}")
        elif title in [found[before] for before in found if before < c]:
            faults.append(f"{place}第{top + 1}行{letters(c)}列：“{title}”重复")
    faults += _untitled(place, table[top + 1 :], top + 2, found)
    if faults:
        raise ShapeError(faults)
    return top, found


def _untitled(place: str, rows: Table, first: int, titles: Collection[int]) -> Iterator[str]:
    """The first cell that has no heading above it."""
    for number, row in enumerate(rows, first):
        c = next((c for c, cell in enumerate(row) if cell != "" and c not in titles), None)
        if c is not None:
            yield f"{place}第{number}行{letters(c)}列：有内容，但没有栏名"
            return


def title_of(cell: Cell) -> str:
    """A heading without the line breaks that make it fit its column."""
    return "".join(str(cell).split())


def _clean(cell: Cell) -> Cell:
    """The cell, a text without what nobody sees: control characters, and blanks around it."""
    if not isinstance(cell, str):
        return cell
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(sign for sign in lines if sign >= " " or sign in "\n\t")
    return seen.strip().strip("\ufeff\u200b").strip()


def _check_extent(kind: str, content: bytes) -> None:
    """Raises Unopened where a sheet reaches too far to be held, or the library dies of it.

    What is in an xlsx file can be seen beforehand; any other is tried in a process of its own.
    """
    if kind != "xlsx":
        command = [sys.executable, "-P", spreadsheet_probe.__file__, str(MOST_CELLS)]
        tried = subprocess.run(command, input=content, capture_output=True).returncode
        if tried not in {0, spreadsheet_probe.TOO_FAR}:
            raise Unopened("打不开，可能已损坏，请打开看看，另存一份再交")
        far = tried == spreadsheet_probe.TOO_FAR
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = (archive.read(p) for p in archive.namelist() if p.endswith(".xml"))
            far = any(b"sheetData" in xml and _extent(xml) > MOST_CELLS for xml in parts)
    if far:
        raise Unopened("在很远的行或者列还有内容，请按 Ctrl+End 找到，删去多余的行和列再交")


def _extent(xml: bytes) -> int:
    """How many cells the sheet has up to the last one with content."""
    places = _CELL.findall(xml)
    across = max(map(_number, {column for column, _ in places}), default=0)
    return across * max((int(row) for _, row in places), default=0)


def _number(column: bytes) -> int:
    """A -> 1, AA -> 27."""
    return reduce(lambda before, sign: before * 26 + sign - ord("A") + 1, column, 0)
