"""Spreadsheets as offices hand them in: opened without harm, every fault with its row and column."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from catalog.forms.cells import Cell
from catalog.parse import ShapeError
from storage.files import confined, probe
from storage.files.legible import content_of, shown

SHEETS = (".xlsx", ".xls", ".ods")
"""Endings of the names of spreadsheets."""

MOST = 50 * confined.MEGABYTE
"""The largest table that is read, in bytes."""
MOST_CELLS, MOST_TEXT = 5_000_000, 50_000_000
"""Cells up to the last with content, and characters, that a table may have in all its sheets. The
library sets memory aside for each cell, and for each place where a long text is repeated."""
BOUNDS = confined.Bounds(640 * confined.MEGABYTE, 60, 240, 6 * MOST_TEXT)
GREEDY = (
    "内容过多，或者在很远的行或者列还有内容，请按 Ctrl+End 找到，删去多余的行和列再交；"
    "内容确实多的，请拆成几个文件"
)

MOST_FAULTS = 20
"""A table in another layout would have as many faults as cells."""

_HEADING_WITHIN = 10  # rows above the headings: title, unit, date
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_AS_IT_WAS: Mapping[str, Callable[[Any], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda parts: timedelta(*parts),
}

Table = list[list[Cell]]
"""The rows of a sheet from its first row and column on, texts without blanks around them."""


class Placed(NamedTuple):
    """A row under the headings: its number, and its cells and the letters of columns by title."""

    number: int
    letters: Mapping[str, str]
    cells: Mapping[str, Cell]


def tables(path: Path) -> Iterator[tuple[str, Table]]:
    """The sheets of a spreadsheet by name. Raises ShapeError where it does not open."""
    yield from tables_in(content_of(path, MOST), path.name)


def tables_in(content: bytes, name: str) -> Iterator[tuple[str, Table]]:
    """The sheets in the bytes of a spreadsheet. Raises ShapeError where it does not open.

    Each is read by the time the next is asked for, in a process that may die of it.
    """
    sheet: str | None = None
    table = Table()
    for line in _read(content, name):
        match line:
            case list():
                table.append([_clean(_cell(cell)) for cell in line])
            case {"unopened": said}:
                raise ShapeError([f"文件“{name}”{said}"])
            case {"wrong": said}:
                raise ShapeError([f"{name}：打不开，请确认是没有加密的电子表格（{said}）"])
            case _:  # the next sheet, or the end
                if sheet is not None:  # a sheet may have no name
                    yield sheet.strip(), table
                sheet, table = line.get("sheet"), Table()


def _read(content: bytes, name: str) -> Iterator[Any]:
    """What the library says of a spreadsheet, sheet by sheet and row by row."""
    words = ["sheet", Path(name).suffix.lower().lstrip("."), str(MOST_CELLS), str(MOST_TEXT)]
    try:
        for line in confined.answer(Path(probe.__file__), words, content, BOUNDS):
            yield json.loads(line)
    except confined.Died as wrong:
        said = GREEDY if wrong.greedy else "打不开，可能已损坏，请打开看看，另存一份再交"
        raise ShapeError([f"文件“{name}”{said}"]) from wrong


def _cell(said: Any) -> Any:
    """A cell as the library gave it."""
    if isinstance(said, dict):
        [(kind, value)] = said.items()
        return _AS_IT_WAS[kind](value)
    return said


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
    found = {c: cell for c, cell in enumerate(rows[top]) if cell}
    faults = [f"{place}第{top + 1}行{said}" for said in _mistitled(found, titles)]
    faults += _untitled(place, table[top + 1 :], top + 2, found)
    if faults:
        raise ShapeError(faults[:MOST_FAULTS])
    return top, found


def _mistitled(found: Mapping[int, str], titles: Collection[str]) -> Iterator[str]:
    """Headings that are none of the titles, or stand there twice."""
    seen = set[str]()
    for c, title in found.items():
        if title not in titles:
            yield f"{letters(c)}列：没有“{shown(title)}”这一栏，可用：{'、'.join(titles)}"
        elif title in seen:
            yield f"{letters(c)}列：“{title}”重复"
        seen.add(title)


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
    return _CONTROL.sub("", lines).strip().strip("\ufeff\u200b").strip()
