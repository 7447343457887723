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
from storage.files.spreadsheet import SHEETS, Table, placed, tables
from storage.files.yaml import read_yaml

TITLES = titles(Opinion)
"""Fields by the Chinese title of their column."""

MOST_FAULTS = 20
"""A table in another layout would have as many faults as cells."""

_NEEDED = "意见摘要"

Placed = tuple[str, Mapping[str, str], Mapping[str, Any]]
"""Where a row stands, its columns by title, and the row itself."""


def read_opinions(path: Path) -> tuple[Opinion, ...]:
    """Read an opinion table by number. Raises ShapeError naming file, row and column."""
    kind = path.suffix.lower()
    if kind in {".yaml", ".yml"}:
        return opinions_from(read_yaml(path), path.name)
    if kind not in {*SHEETS, ".csv"}:
        raise ShapeError([f"{path.name}：意见表应为 xlsx、xls、ods、csv 或者 yaml 文件"])
    table = _csv(path) if kind == ".csv" else next(tables(path))[1]
    return _opinions(_placed(path.name, table), path.name)


def opinions_from(rows: object, name: str = "意见表") -> tuple[Opinion, ...]:
    """Read opinions from a list of rows keyed by field or title. Raises ShapeError."""
    if isinstance(rows, Mapping) and len(rows) == 1:
        rows = next(iter(rows.values()))
    if not isinstance(rows, list | tuple):
        raise ShapeError([f"{name}：应为列表，每条意见一项"])
    return _opinions(((f"第{n}项", {}, row) for n, row in enumerate(rows, 1)), name)


def _opinions(rows: Iterable[Placed], name: str) -> tuple[Opinion, ...]:
    found: dict[int, Opinion] = {}
    faults: list[str] = []
    for n, (place, columns, row) in enumerate(rows, 1):
        try:
            opinion = _opinion(_numbered(row, n))
        except ShapeError as wrong:
            faults += [f"{name}{place}{_column(fault, columns)}" for fault in wrong.faults]
            continue
        if opinion.no in found:
            faults.append(f"{name}{place}{_column(f'序号：{opinion.no}重复', columns)}")
        found[opinion.no] = opinion
    if faults:
        more = len(faults) - MOST_FAULTS
        raise ShapeError(faults[:MOST_FAULTS] + ([f"{name}：另有{more}处"] if more > 0 else []))
    return tuple(found[no] for no in sorted(found))


def _opinion(row: Any) -> Opinion:
    """Read one row: `parse` says what is wrong in Chinese, and is needed only where something is."""
    if isinstance(row, Mapping):
        named = {TITLES.get(key, key): value for key, value in row.items()}
        if len(named) == len(row):
            with suppress(ValidationError):
                return Opinion.model_validate(named)
    return parse(Opinion, row)


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


def _csv(path: Path) -> Table:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            rows = csv.reader(io.StringIO(content.decode(encoding), newline=""))
            return [[cell.strip() for cell in row] for row in rows]
        except UnicodeDecodeError:
            continue
        except csv.Error as wrong:
            raise ShapeError([f"{path.name}：不是逗号分隔的表格（{wrong}）"]) from wrong
    raise ShapeError([f"{path.name}：既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8"])
