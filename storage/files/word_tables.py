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
_TR, _WRAPPERS = f"{_W}tr", (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml")
_BEFORE, _SPAN = f"{_W}trPr/{_W}gridBefore", f"{_W}tcPr/{_W}gridSpan"
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
    """The rows of a table by the columns of its grid, and the ranges of its merged cells."""
    rows, ranges = Rows(), Ranges()
    above = dict[int, list[int]]()  # by column, the range of the cell that stood there last
    for r, row in enumerate(_wrapped(table, _TR)):
        said = [""] * _number(row, _BEFORE, 0)
        here = dict[int, list[int]]()
        for cell in _wrapped(row, _TC):
            c, span = len(said), max(1, _number(cell, _SPAN, 1))
            goes_on = above.get(c) if _goes_on(cell) else None
            if goes_on:
                goes_on[2] = r
            here[c] = goes_on or [r, c, r, c + span - 1]
            text = "" if goes_on else "\n".join(map(_said, cell.iter(_P))).strip()
            said += [text] + [""] * (span - 1)
        ranges += [each for each in here.values() if each[0] == r]
        above = here
        rows.append(said)
    return rows, [each for each in ranges if each[:2] != each[2:]]


def _wrapped(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, also those that a content control holds."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _wrapped(child, tag)


def _goes_on(cell: Any) -> bool:
    """Say whether it is a part of the cell above it."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _number(element: Any, path: str, otherwise: int) -> int:
    found = element.find(path)
    return otherwise if found is None else int(found.get(f"{_W}val", otherwise))


def _said(paragraph: Any) -> str:
    """The text of a paragraph, whatever it is wrapped in."""
    parts = paragraph.iter(_T, *_SIGNS)
    return "".join(_SIGNS.get(part.tag) or part.text or "" for part in parts).strip()
