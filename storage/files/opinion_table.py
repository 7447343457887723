"""Opinion tables: spreadsheet, CSV, YAML or rows -> opinions, every fault with its cell."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from catalog.forms.cells import Cell
from catalog.forms.fields import titles
from catalog.opinion import Opinion, OpinionSource
from catalog.parse import ShapeError, parse
from storage.files.legible import Handed, content_of
from storage.files.rows import UNHIDE, placed
from storage.files.spreadsheet import MOST, MOST_FAULTS, SHEETS, Sheet, sheets_in
from storage.files.yaml import yaml_in

TITLES = titles(Opinion)
"""Fields by the Chinese title of their column."""

MOST_COUNTED = 2**63 - 1
"""What a database can count to."""

_NEEDED, _SOURCE, _NO = "意见摘要", "来源", "序号"

Placed = tuple[str, Mapping[str, str], Mapping[str, Any]]
"""Where a row stands, its columns by title, and the row itself."""


def read_opinions(path: Path) -> tuple[Opinion, ...]:
    """Read an opinion table by number. Raises ShapeError naming file, row and column."""
    return opinions_in(Handed(path.name, content_of(path, MOST)))


def opinions_in(handed: Handed) -> tuple[Opinion, ...]:
    """Read an opinion table that was handed in. Raises ShapeError naming file, row and column."""
    name, content = handed
    kind = Path(name).suffix.lower()
    if kind in {".yaml", ".yml"}:
        return opinions_from(yaml_in(content, name), name)
    if kind not in {*SHEETS, ".csv"}:
        raise ShapeError([f"{name}：意见表应为 xlsx、xls、ods、csv 或者 yaml 文件"])
    sheets = [sheet for sheet in sheets_in(content, name) if not sheet.is_blank]
    return _opinions(_placed(name, sheets), name)


def opinions_from(rows: object, name: str = "意见表") -> tuple[Opinion, ...]:
    """Read opinions from a list of rows keyed by field or title. Raises ShapeError."""
    if isinstance(rows, Mapping) and len(rows) == 1:
        rows = next(iter(rows.values()))
    if not isinstance(rows, list | tuple):
        raise ShapeError([f"{name}：应为列表，每条意见一项"])
    return _opinions(((f"第{n}项", {}, row) for n, row in enumerate(rows, 1)), name)


def _opinions(rows: Iterable[Placed], name: str) -> tuple[Opinion, ...]:
    found: dict[int, Opinion] = {}
    faults, more = list[str](), 0
    for n, (place, columns, row) in enumerate(rows, 1):
        try:
            opinion = _opinion(_numbered(row, n))
            if opinion.no in found:
                raise ShapeError([f"序号：{opinion.no}重复"])
            found[opinion.no] = opinion
        except ShapeError as wrong:
            said = [f"{name}{place}{_column(fault, columns)}" for fault in wrong.faults]
            room = MOST_FAULTS - len(faults)
            faults += said[:room]
            more += len(said[room:])
    if faults:
        raise ShapeError(faults + ([f"{name}：另有{more}处"] if more else []))
    return tuple(found[no] for no in sorted(found))


def _opinion(row: Any) -> Opinion:
    """Read one row: `parse` says what is wrong in Chinese, and is needed only where something is."""
    if isinstance(row, Mapping):
        named = {TITLES.get(key, key): value for key, value in row.items()}
        if len(named) == len(row):
            with suppress(ValidationError):
                return _countable(Opinion.model_validate(named))
    return _countable(parse(Opinion, row))


def _countable(opinion: Opinion) -> Opinion:
    """The opinion. Raises ShapeError for a number that no database takes."""
    numbers = {"序号": opinion.no, "条数": opinion.points}
    if wrong := [f"{title}：{n}太大" for title, n in numbers.items() if n > MOST_COUNTED]:
        raise ShapeError(wrong)
    return opinion


def _numbered(row: Any, n: int) -> Any:
    """The row with a number, and without the character that no database takes."""
    if not isinstance(row, Mapping):
        return row
    clean = {k: v.replace("\x00", "") if isinstance(v, str) else v for k, v in row.items()}
    return clean if "no" in clean or "序号" in clean else clean | {"no": n}


def _column(fault: str, columns: Mapping[str, str]) -> str:
    """The fault with the letter of the column whose title it starts with."""
    title = fault.partition("：")[0]
    return f"{columns[title]}列“{title}”{fault[len(title) :]}" if title in columns else f"，{fault}"


def _placed(name: str, sheets: list[Sheet]) -> list[Placed]:
    """The rows under the headings of every sheet, as they were typed. Raises ShapeError.

    Where sheets count from 1 each, the numbers run on.
    """
    faults, found, last = list[str](), list[Placed](), 0
    for sheet in sheets or [Sheet("", [])]:
        where = f"“{sheet.name}”表" if len(sheets) > 1 else ""
        try:
            rows = _rows(name, where, sheet, len(sheets) > 1)
        except ShapeError as wrong:
            faults += wrong.faults
            continue
        numbers = {no for *_, row in rows if (no := _number(row)) is not None}
        taken = {no for *_, row in found if (no := _number(row)) is not None}
        found += _shifted(rows, last) if numbers & taken else rows
        last = max([last, *(no for *_, row in found if (no := _number(row)) is not None)])
    if faults:
        raise ShapeError(faults)
    return found


def _rows(name: str, where: str, sheet: Sheet, several: bool) -> list[Placed]:
    if sheet.hidden:
        raise ShapeError([f"{name}{where}：隐藏着；{UNHIDE}"])
    source = {}
    if several and not any(_SOURCE in map(str, row) for row in sheet.rows):
        if sheet.name not in set(OpinionSource):
            said = f"没有“{_SOURCE}”一栏，看不出是谁的意见，请加上这一栏"
            raise ShapeError([f"{name}{where}：{said}"])
        source = {_SOURCE: sheet.name}
    return [
        (
            f"{where}第{row.number}行",
            row.letters,
            source | {t: _text(c) for t, c in row.cells.items()},
        )
        for row in placed(f"{name}{where}", sheet, TITLES, _NEEDED)
    ]


def _number(row: Mapping[str, Any]) -> int | None:
    said = str(row.get(_NO, ""))
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _shifted(rows: list[Placed], by: int) -> Iterator[Placed]:
    for place, columns, row in rows:
        no = _number(row)
        yield place, columns, row if no is None else {**row, _NO: str(no + by)}


def _text(cell: Cell) -> str:
    """A cell as typed: spreadsheets keep 1 and 13800000000 as floating-point numbers."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
