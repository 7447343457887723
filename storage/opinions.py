"""Opinion tables: spreadsheet, CSV, YAML or rows -> opinions, every fault with its cell."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

from catalog.opinion import Opinion
from catalog.parse import ShapeError, parse
from storage.yamlfile import read_yaml

TITLES = {field.title or name: name for name, field in Opinion.model_fields.items()}
"""Fields by the Chinese title of their column."""

MOST_FAULTS = 20
"""A table in another layout would have as many faults as cells."""

_NEEDED = "意见摘要"
_HEADING_WITHIN = 10  # rows above the headings: title, unit, date
_SHEETS = {".xlsx", ".xls", ".ods"}

Placed = tuple[str, dict[str, str], Mapping[str, Any]]
"""Where a row stands, its columns by title, and the row itself."""


def read_opinions(path: Path) -> tuple[Opinion, ...]:
    """Read an opinion table by number. Raises ShapeError naming file, row and column."""
    kind = path.suffix.lower()
    if kind in {".yaml", ".yml"}:
        return opinions_from(read_yaml(path), path.name)
    if kind not in _SHEETS | {".csv"}:
        raise ShapeError([f"{path.name}：意见表应为 xlsx、xls、ods、csv 或者 yaml 文件"])
    table = _csv(path) if kind == ".csv" else _sheet(path)
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


def _placed(name: str, table: list[list[str]]) -> Iterator[Placed]:
    """The rows under the headings, blank ones skipped."""
    top, headings = _headings(name, table)
    columns = {title: _letters(c) for c, title in headings.items()}
    for number, row in enumerate(table[top + 1 :], top + 2):
        cells = {headings[c]: cell for c, cell in enumerate(row) if cell and c in headings}
        if cells:
            yield f"第{number}行", columns, cells


def _headings(name: str, table: list[list[str]]) -> tuple[int, dict[int, str]]:
    """The row of the headings, and its titles by column. Raises ShapeError."""
    tops = (r for r, row in enumerate(table[:_HEADING_WITHIN]) if _NEEDED in row)
    top = next(tops, None)
    if top is None:
        said = f"前{_HEADING_WITHIN}行没有栏名“{_NEEDED}”，栏名应为：{'、'.join(TITLES)}"
        raise ShapeError([f"{name}：{said}"])
    faults, titles = [], {c: cell for c, cell in enumerate(table[top]) if cell}
    for c, title in titles.items():
        if title not in TITLES:
            said = f"没有“{title}”这一栏，可用：{'、'.join(TITLES)}"
            faults.append(f"{name}第{top + 1}行{_letters(c)}列：{said}")
        elif title in [titles[before] for before in titles if before < c]:
            faults.append(f"{name}第{top + 1}行{_letters(c)}列：“{title}”重复")
    for number, row in enumerate(table[top + 1 :], top + 2):
        untitled = next((c for c, cell in enumerate(row) if cell and c not in titles), None)
        if untitled is not None:
            faults.append(f"{name}第{number}行{_letters(untitled)}列：有内容，但没有栏名")
            break
    if faults:
        raise ShapeError(faults)
    return top, titles


def _letters(column: int) -> str:
    """0 -> A, 26 -> AA."""
    return ("" if column < 26 else _letters(column // 26 - 1)) + chr(ord("A") + column % 26)


def _sheet(path: Path) -> list[list[str]]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as wrong:
        said = "打不开，请确认是没有加密的电子表格"
        raise ShapeError([f"{path.name}：{said}（{wrong}）"]) from wrong
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    """A cell as typed: spreadsheets keep 1 and 13800000000 as floating-point numbers."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _csv(path: Path) -> list[list[str]]:
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
