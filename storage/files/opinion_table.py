"""Opinion tables: spreadsheet, CSV, YAML or rows -> opinions, every fault with its cell."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from catalog.forms.cells import Cell
from catalog.forms.fields import titles
from catalog.opinion import Opinion
from catalog.parse import ShapeError, parse
from storage.files.legible import Handed, content_of
from storage.files.spreadsheet import (
    GREEDY,
    MOST,
    MOST_CELLS,
    MOST_FAULTS,
    SHEETS,
    Table,
    placed,
    tables_in,
)
from storage.files.yaml import yaml_in

TITLES = titles(Opinion)
"""Fields by the Chinese title of their column."""

MOST_COUNTED = 2**63 - 1
"""What a database can count to."""

_NEEDED = "意见摘要"

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
    table = _csv(name, content) if kind == ".csv" else next(tables_in(content, name))[1]
    return _opinions(_placed(name, table), name)


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


def _placed(name: str, table: Table) -> Iterator[Placed]:
    """The rows under the headings, as they were typed."""
    for number, letters, cells in placed(name, table, TITLES, _NEEDED):
        yield f"第{number}行", letters, {title: _text(cell) for title, cell in cells.items()}


def _text(cell: Cell) -> str:
    """A cell as typed: spreadsheets keep 1 and 13800000000 as floating-point numbers."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _csv(name: str, content: bytes) -> Table:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(_rows(name, csv.reader(io.StringIO(content.decode(encoding), newline=""))))
        except UnicodeDecodeError:
            continue
        except csv.Error as wrong:
            raise ShapeError([f"{name}：不是逗号分隔的表格（{wrong}）"]) from wrong
    raise ShapeError([f"{name}：既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8"])


def _rows(name: str, rows: Iterable[list[str]]) -> Iterator[list[Cell]]:
    """The rows of a table. Raises ShapeError where it has more cells than a spreadsheet may have."""
    left = MOST_CELLS
    for row in rows:
        left -= len(row) + 1
        if left < 0:
            raise ShapeError([f"文件“{name}”{GREEDY}"])
        yield [cell.strip() for cell in row]
