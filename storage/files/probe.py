"""Reads a file that was handed in, in a process of its own which may die of it, see confined.py:

    probe.py MEMORY SECONDS open KIND < file              {"pages": 3} or {"unopened": why}
    probe.py MEMORY SECONDS sheet KIND CELLS TEXT < file  a line of JSON for each sheet and each row;
                                                          of a docx its tables are the sheets
    probe.py MEMORY SECONDS paper KIND 0 TEXT < file      {"lines": [...], "doubts": [...]}

Nothing but the library that the kind needs is loaded.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[2]))

from storage.files.opens import AGAIN, Unopened, check_opens

TOO_MUCH = 7  # as in confined.py, which is not loaded here


class _TooMuch(Exception):
    """A spreadsheet holds more cells or text than it may."""


class _Left:
    """How many cells and characters there may still be."""

    def __init__(self, cells: int, text: int) -> None:
        self.cells, self.text = cells, text

    def take(self, cells: int = 0, text: int = 0) -> None:
        self.cells -= cells
        self.text -= text
        if self.cells < 0 or self.text < 0:
            raise _TooMuch


def main() -> int:
    """Do what the words say."""
    memory, seconds, job, kind, *most = sys.argv[1:]
    _bind(int(memory), int(seconds))
    content = sys.stdin.buffer.read()
    try:
        for line in JOBS[job](kind, content, *most):
            sys.stdout.write(json.dumps(line, ensure_ascii=False, default=_tagged) + "\n")
        sys.stdout.write('{"end": true}\n')
        sys.stdout.flush()
    except (MemoryError, _TooMuch):
        return TOO_MUCH
    return 0


def _bind(memory: int, seconds: int) -> None:
    """Take no more memory and time than this, write no file, and leave none behind when it dies."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.setrecursionlimit(1000)
    if sys.platform == "win32":
        return
    import resource

    bounds = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        hardest = resource.getrlimit(what)[1]
        least = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        resource.setrlimit(what, (least, least))


def _opened(kind: str, content: bytes) -> Iterator[dict[str, Any]]:
    try:
        yield {"pages": check_opens(kind, content)}
    except Unopened as wrong:
        yield {"unopened": str(wrong)}


def _sheets(kind: str, content: bytes, cells: str, text: str) -> Iterator[Any]:
    """The sheets of a spreadsheet, its rows beneath each; what keeps it from opening is said last."""
    left = _Left(int(cells), int(text))
    try:
        check_opens(kind, content)
        yield from _tables(content, left) if kind == "docx" else _book(kind, content, left)
    except Unopened as wrong:
        yield {"unopened": str(wrong)}


def _paper(kind: str, content: bytes, _cells: str, text: str) -> Iterator[Any]:
    """The text of a paper, a line for each of its paragraphs."""
    from storage.files.pdf import Locked
    from storage.files.pdf_lines import NoText, pdf_lines
    from storage.files.word_lines import word_lines
    from storage.files.word_tables import Unfit

    try:
        check_opens(kind, content)
        read = word_lines(content) if kind == "docx" else pdf_lines(content, int(text))
        lines, doubts = read
        _Left(len(lines), int(text)).take(text=sum(map(len, lines)))
        yield {"lines": lines, "doubts": doubts}
    except (Unopened, NoText, Unfit) as wrong:
        yield {"unopened": str(wrong)}
    except Locked:
        yield {"unopened": "设了打开密码，请去掉密码再交"}
    except (MemoryError, _TooMuch):
        raise
    except Exception as wrong:  # of a broken document the library raises whatever it likes
        yield {"unopened": f"打不开，可能已损坏（{type(wrong).__name__}），{AGAIN}"}


def _tables(content: bytes, left: _Left) -> Iterator[Any]:
    from storage.files.word_tables import Unfit, word_tables

    try:
        for name, rows, merged in word_tables(content):
            left.take(sum(map(len, rows)) + len(merged), sum(len(c) for row in rows for c in row))
            yield {"sheet": name, "merged": merged}
            yield from rows
    except Unfit as wrong:
        raise Unopened(str(wrong)) from wrong
    except (MemoryError, _TooMuch):
        raise
    except Exception as wrong:  # of a broken document the library raises whatever it likes
        raise Unopened(f"打不开，可能已损坏，{AGAIN}") from wrong


def _book(kind: str, content: bytes, left: _Left) -> Iterator[Any]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    from storage.files.unseen import Unseen, unseen

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            if not sheets:
                raise Unopened("里面没有工作表")
            hidden = unseen(kind, content)
            for each in sheets:
                there = hidden.get(each.name, Unseen(set(), set()))
                layout = {
                    "hidden": each.visible != SheetVisibleEnum.Visible,
                    "rows": sorted(there.rows),
                    "columns": sorted(there.columns),
                }
                yield from _rows(each.name, book.get_sheet_by_name(each.name), layout, left)
    except PasswordError:
        yield {"unopened": "设了打开密码，请去掉密码再交"}
    except (CalamineError, OSError) as wrong:
        yield {"wrong": str(wrong)[:200]}


def _rows(name: str, sheet: Any, layout: dict[str, Any], left: _Left) -> Iterator[Any]:
    """A sheet from its first row and column on."""
    down, across = sheet.end or (0, 0)
    ranges = sheet.merged_cell_ranges or []
    left.take(cells=(down + 1) * (across + 2) + 4 * len(ranges), text=len(name))
    yield {"sheet": name, "merged": [[*first, *last] for first, last in ranges], **layout}
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        left.take(text=sum(len(cell) for cell in row if isinstance(cell, str)))
        yield before + row


def _tagged(cell: object) -> dict[str, Any]:
    """What JSON has no word for, so that it comes back as it was, see spreadsheet.py."""
    match cell:
        case datetime() | date() | time():
            return {type(cell).__name__: cell.isoformat()}
        case timedelta():
            return {"timedelta": [cell.days, cell.seconds, cell.microseconds]}
    raise TypeError(type(cell))


JOBS: dict[str, Callable[..., Iterator[Any]]] = {"open": _opened, "sheet": _sheets, "paper": _paper}


if __name__ == "__main__":
    sys.exit(main())
