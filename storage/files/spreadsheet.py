"""Spreadsheets, CSV and the tables of Word documents as offices hand them in: opened without harm."""

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from catalog.forms.cells import Cell
from catalog.parse import ShapeError
from storage.files import confined, probe

SHEETS = (".xlsx", ".xls", ".ods")
"""Endings of the names of spreadsheets."""
TABLES = (*SHEETS, ".csv", ".docx")
"""Endings of the names of all that holds tables."""

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

_LOOKED_AT = 10_000  # characters in which the headings of a CSV file end
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\u200b\u2060\ufeff]")
_AS_IT_WAS: Mapping[str, Callable[[Any], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda parts: timedelta(*parts),
}

Table = list[list[Cell]]
"""The rows of a sheet from its first row and column on, texts without blanks around them."""


class Merged(NamedTuple):
    """Cells that were made one, from 0; the last row and column lie within it."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """A sheet: its cells, those that were merged, and what of it nobody sees who opens it."""

    name: str
    rows: Table
    merged: tuple[Merged, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def is_blank(self) -> bool:
        """Say whether no cell has content."""
        return all(cell == "" for row in self.rows for cell in row)


def sheets_in(content: bytes, name: str) -> Iterator[Sheet]:
    """The sheets in the bytes of a table by its name's ending. Raises ShapeError where it does not open.

    Each is read by the time the next is asked for, in a process that may die of it.
    """
    if Path(name).suffix.lower() == ".csv":
        yield Sheet("", csv_rows(content, name, MOST_CELLS))
        return
    sheet: Sheet | None = None
    for line in _read(content, name):
        match line:
            case list() if sheet is not None:
                sheet.rows.append([_clean(_cell(cell)) for cell in line])
            case {"unopened": said}:
                raise ShapeError([f"文件“{name}”{said}"])
            case {"wrong": said}:
                raise ShapeError([f"{name}：打不开，请确认是没有加密的电子表格（{said}）"])
            case _:  # the next sheet, or the end
                if sheet is not None:
                    yield sheet._replace(merged=_within(sheet, name))
                sheet = _sheet(line) if "sheet" in line else None


def _within(sheet: Sheet, name: str) -> tuple[Merged, ...]:
    """The merged cells of a sheet as far as there are rows. Raises ShapeError where they overlap.

    No program makes such, and what each of them says would be said of all its rows once more.
    """
    down, across = len(sheet.rows) - 1, max(map(len, sheet.rows), default=0) - 1
    found = [
        Merged(m.top, m.left, min(m.bottom, down), min(m.right, across))
        for m in sheet.merged
        if m.top <= min(m.bottom, down) and m.left <= min(m.right, across)
    ]
    covered = sum((m.bottom - m.top + 1) * (m.right - m.left + 1) for m in found)
    if covered > (down + 1) * (across + 1):
        said = f"{name}“{sheet.name}”表：合并的单元格互相重叠，请取消合并、重新合并后再交"
        raise ShapeError([said])
    return tuple(found)


def _sheet(said: Mapping[str, Any]) -> Sheet:
    """A sheet that has no row yet, as the process speaks of it."""
    return Sheet(
        said["sheet"].strip(),
        [],
        tuple(Merged(*each) for each in said.get("merged", ())),
        said.get("hidden", False),
        frozenset(said.get("rows", ())),
        frozenset(said.get("columns", ())),
    )


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


def _clean(cell: Cell) -> Cell:
    """The cell, a text without what nobody sees: control characters, blanks of no width or around it."""
    if not isinstance(cell, str):
        return cell
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", lines).strip()


def csv_rows(content: bytes, name: str, most: int) -> Table:
    """The rows of a CSV file of at most so many cells, in the encodings that occur. Raises ShapeError."""
    for encoding in ("utf-16",) if content[:2] in _UTF16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding).removeprefix("\ufeff")  # GB18030 writes one too
        except UnicodeDecodeError:
            continue
        try:
            return list(
                _bounded(name, csv.reader(io.StringIO(text, ""), delimiter=_apart(text)), most)
            )
        except csv.Error as wrong:
            raise ShapeError([f"{name}：不是逗号分隔的表格（{wrong}）"]) from wrong
    raise ShapeError([f"{name}：既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8"])


def csv_slices(file: BinaryIO, name: str, at_once: int) -> Iterator[Table]:
    """The rows of a large CSV file, so many at a time. Raises ShapeError, as `csv_rows` does."""
    encoding = _encoding(file, name)
    file.seek(0)
    with io.TextIOWrapper(file, encoding, newline="") as text:
        apart = _apart(text.read(_LOOKED_AT))
        text.seek(0)
        rows = csv.reader(text, delimiter=apart)
        try:
            while part := [[_clean(cell) for cell in row] for row in islice(rows, at_once)]:
                yield part
        except csv.Error as wrong:
            raise ShapeError([f"{name}：不是逗号分隔的表格（{wrong}）"]) from wrong


def _encoding(file: BinaryIO, name: str) -> str:
    """The encoding in which all of a file can be read. Raises ShapeError."""
    first = file.read(2)
    for encoding in ("utf-16",) if first in _UTF16 else ("utf-8-sig", "gb18030"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while piece := file.read(1 << 20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ShapeError([f"{name}：既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8"])


def _apart(text: str) -> str:
    """What stands between the cells: WPS and Excel write tabs into what they call Unicode text."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return "\t" if "\t" in first and "," not in first else ","


def _bounded(name: str, rows: Iterable[list[str]], most: int) -> Iterator[list[Cell]]:
    for row in rows:
        most -= len(row) + 1
        if most < 0:
            raise ShapeError([f"文件“{name}”{GREEDY}"])
        yield [_clean(cell) for cell in row]
