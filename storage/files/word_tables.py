"""The tables of a Word document as sheets; what stands around them is a sheet of its own.

Read in a process that may die of the file, see probe.py. Headers and footers are not read.
"""

import io
from collections.abc import Iterator
from typing import Any

TEXT = "正文"
"""The sheet of the paragraphs that stand in no table, a row for each."""

REVISED = "有修订痕迹，请接受或者拒绝全部修订后再交"
VEILED = "有隐藏的文字，请取消隐藏或者删去后再交"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T, _TC, _TBL = f"{_W}p", f"{_W}t", f"{_W}tc", f"{_W}tbl"
_REVISIONS = (f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo")
_SIGNS = {f"{_W}br": "\n", f"{_W}tab": " "}

Rows = list[list[str]]
Ranges = list[list[int]]
"""Top, left, bottom and right of each, from 0, the last ones within it."""


class Unfit(Exception):
    """A document that cannot be read as it is; str() says why, in Chinese, without its name."""


def word_tables(content: bytes) -> Iterator[tuple[str, Rows, Ranges]]:
    """The name, the rows and the merged ranges of each table of a document, its text first.

    A merged cell says what it says in its first row and column; the others are empty. Raises Unfit,
    and of a broken document whatever the library likes.
    """
    from docx import Document

    document = Document(io.BytesIO(content))
    body: Any = document.element.body
    if next(body.iter(*_REVISIONS), None) is not None:
        raise Unfit(REVISED)
    if next(body.iter(f"{_W}vanish"), None) is not None:
        raise Unfit(VEILED)
    yield TEXT, [[said] for p in body.iter(_P) if _free(p) and (said := _said(p))], []
    outer = [table for table in body.iter(_TBL) if _free(table)]
    for n, table in enumerate(outer, 1):
        yield f"表格{n}", *_cells(table)


def _free(element: Any) -> bool:
    """Say whether it stands in no table."""
    return next(element.iterancestors(_TC), None) is None


def _cells(table: Any) -> tuple[Rows, Ranges]:
    from docx.table import Table

    rows = Rows()
    places: dict[Any, list[tuple[int, int]]] = {}
    for r, row in enumerate(Table(table, table.getparent()).rows):
        rows.append([""] * row.grid_cols_before)
        for cell in row.cells:  # a merged cell comes once for each place that it covers
            seen = places.setdefault(cell._tc, [])
            rows[r].append("" if seen else "\n".join(map(_said, cell._tc.iter(_P))).strip())
            seen.append((r, len(rows[r]) - 1))
    covered = [at for at in places.values() if len(at) > 1]
    return rows, [[*at[0], *at[-1]] for at in covered]


def _said(paragraph: Any) -> str:
    """The text of a paragraph, whatever it is wrapped in."""
    parts = paragraph.iter(_T, *_SIGNS)
    return "".join(_SIGNS.get(part.tag) or part.text or "" for part in parts).strip()
