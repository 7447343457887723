"""The rows under the headings of a sheet: merged cells spread, what nobody sees told, notes kept apart."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from catalog.forms.cells import Cell
from catalog.parse import ShapeError
from storage.files.legible import shown
from storage.files.spreadsheet import MOST_FAULTS, Merged, Sheet, Table

HEADING_WITHIN = 10
"""Rows above the headings at most: title, unit, date."""
UNHIDE = "要导入的请取消隐藏、清除筛选，不要的请删去"

_TOTAL = re.compile(r"[合总小共]\s*计[:：]?")
_NOTE = re.compile(r"(备\s*注|注|说\s*明|附\s*注|填表说明)\s*\d*\s*[:：]")


class Placed(NamedTuple):
    """A row under the headings: its number, and its cells and the letters of columns by title."""

    number: int
    letters: Mapping[str, str]
    cells: Mapping[str, Cell]


def placed(place: str, sheet: Sheet, titles: Collection[str], needed: str) -> list[Placed]:
    """The rows under the headings, blank ones skipped. Raises ShapeError with faults at `place`.

    The headings are the row that holds `needed`; each must be one of the titles. What a cell that was
    merged downwards says is said of each of its rows; where `needed` itself was, they are one row.
    """
    top, headings = _headings(place, sheet, titles, needed)
    faults = [f"{place}{said}" for said in (*hidden(sheet), *_layout(sheet, top, headings, needed))]
    if faults:
        raise ShapeError(first_of(faults))
    columns = {title: letters(c) for c, title in headings.items()}
    key = next(c for c, title in headings.items() if title == needed)
    return [
        Placed(number, columns, {headings[c]: cell for c, cell in row.items() if c in headings})
        for number, row in spread(sheet, top + 1, key)
    ]


def spread(sheet: Sheet, first: int, key: int) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The rows from `first` on that have content, by number and column, merged cells spread.

    Rows over which the cell in the column `key` was merged are one.
    """
    filled = _filled(sheet, first)
    one = {
        r: m.top
        for m in sheet.merged
        if m.left <= key <= m.right
        for r in range(m.top, m.bottom + 1)
    }
    together: dict[int, list[list[Cell]]] = {}
    for r in sorted(filled):
        together.setdefault(one.get(r, r), []).append(filled[r])
    for r, rows in together.items():
        cells = {
            c: joined(row[c] for row in rows if c < len(row)) for c in range(max(map(len, rows)))
        }
        yield r + 1, {c: cell for c, cell in cells.items() if cell != ""}


def _filled(sheet: Sheet, first: int) -> dict[int, list[Cell]]:
    """The rows with content from `first` on; a cell merged over several of them stands in each."""
    rows = {
        r: list(row)
        for r, row in enumerate(sheet.rows[first:], first)
        if any(cell != "" for cell in row)
    }
    for merged in sheet.merged:
        if merged.top == merged.bottom or merged.top not in rows:
            continue
        cell = _at(sheet.rows, merged)
        for r in range(merged.top + 1, min(merged.bottom, len(sheet.rows) - 1) + 1):
            if r in rows and cell != "":
                rows[r] += [""] * (merged.left + 1 - len(rows[r]))
                rows[r][merged.left] = cell
    return rows


def _at(rows: Table, merged: Merged) -> Cell:
    row = rows[merged.top] if merged.top < len(rows) else []
    return row[merged.left] if merged.left < len(row) else ""


def joined(cells: Iterable[Cell]) -> Cell:
    """What several cells say of one thing: each once, on a line of its own."""
    said = list(dict.fromkeys(cell for cell in cells if cell != ""))
    if len(said) < 2:
        return said[0] if said else ""
    return "\n".join(str(int(c) if isinstance(c, float) and c.is_integer() else c) for c in said)


def hidden(sheet: Sheet) -> Iterator[str]:
    """A sentence for the rows, and one for the columns, that hold something and are not seen."""
    rows = [r for r in sorted(sheet.hidden_rows) if r < len(sheet.rows) and any(
        cell != "" for cell in sheet.rows[r]
    )]  # fmt: skip
    if rows:
        yield f"第{_listed(str(r + 1) for r in rows)}行有内容，但隐藏着或者被筛选掉了；{UNHIDE}"
    columns = [
        c
        for c in sorted(sheet.hidden_columns)
        if any(c < len(row) and row[c] != "" for row in sheet.rows)
    ]
    if columns:
        yield f"{_listed(map(letters, columns))}列有内容，但隐藏着；{UNHIDE}"


def _listed(names: Iterable[str]) -> str:
    all_ = list(names)
    return "、".join(all_[:10]) + (f"等{len(all_)}" if len(all_) > 10 else "")


def aside(row: Iterable[Cell]) -> str:
    """What a row below the headings is that says nothing of the table: a total, or a note.

    A number alone is a row that somebody has begun.
    """
    cells = [cell for cell in row if cell != ""]
    first = cells[0] if cells else ""
    if not isinstance(first, str):
        return ""
    if _TOTAL.fullmatch(first):
        return "合计行"
    return "表外的说明" if _NOTE.match(first) else ""


def _layout(sheet: Sheet, top: int, headings: Mapping[int, str], needed: str) -> Iterator[str]:
    """What under the headings cannot be read as rows of the table."""
    for number, row in enumerate(sheet.rows[top + 1 :], top + 2):
        said = {c: title_of(cell) for c, cell in enumerate(row) if cell != ""}
        if what := aside(row) or _alone(said, headings, needed):
            text = shown(next(iter(said.values())))
            yield f"第{number}行“{text}”是{what}，不是表里的内容，请删去这一行再交"
        elif needed in said.values():
            yield f"第{number}行又是一行栏名；下面是另一张表的，请移到另一张工作表，重复的请删去"
    notes = {r for r, row in enumerate(sheet.rows) if aside(row)}
    for merged in sheet.merged:
        across = [c for c in range(merged.left, merged.right + 1) if c in headings]
        below = merged.top > top and merged.top not in notes
        if below and len(across) > 1 and _at(sheet.rows, merged) != "":
            place = f"第{merged.top + 1}行{letters(merged.left)}至{letters(merged.right)}列"
            yield f"{place}合并成了一格，看不出是哪一栏的内容，请拆分单元格"


def _alone(said: Mapping[int, str], headings: Mapping[int, str], needed: str) -> str:
    """A text that stands alone in a row, in another column than what each row needs."""
    [(c, text)] = said.items() if len(said) == 1 else [(-1, "")]
    lonely = text and not text.replace(".", "").isdecimal() and headings.get(c, needed) != needed
    return "表外的说明" if lonely and c == min(headings) else ""


def letters(column: int) -> str:
    """0 -> A, 26 -> AA."""
    return ("" if column < 26 else letters(column // 26 - 1)) + chr(ord("A") + column % 26)


def _headings(
    place: str, sheet: Sheet, titles: Collection[str], needed: str
) -> tuple[int, dict[int, str]]:
    """The row of the headings, and its titles by column. Raises ShapeError."""
    table = sheet.rows
    rows = [[title_of(cell) for cell in row] for row in table[:HEADING_WITHIN]]
    top = next((r for r, row in enumerate(rows) if needed in row), None)
    if top is None:
        said = f"前{HEADING_WITHIN}行没有栏名“{needed}”，栏名应为：{'、'.join(titles)}"
        raise ShapeError([f"{place}：{said}"])
    found = {c: cell for c, cell in enumerate(rows[top]) if cell}
    faults = [f"{place}第{top + 1}行{said}" for said in _mistitled(found, titles)]
    faults += _untitled(place, table[top + 1 :], top + 2, found)
    if faults:
        raise ShapeError(first_of(faults))
    return top, found


def first_of(faults: list[str]) -> list[str]:
    more = len(faults) - MOST_FAULTS
    return faults if more <= 0 else [*faults[:MOST_FAULTS], f"另有{more}处"]


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
