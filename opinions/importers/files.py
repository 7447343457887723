"""A list of letters into the register: what was there before is not added, what is bad is told and kept aside."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from sqlalchemy import select

from catalog.errors import Refusal
from catalog.forms.cells import Cell
from catalog.record import Actor
from opinions.batches import GIVEN_UP, Batch, Kind, Progress, Received
from opinions.importers.tables import Reader, Row
from opinions.importers.words import WHY_NOT
from opinions.register import Register
from storage.register.tables import BATCH_ENDS, BATCHES, SUBMISSIONS

MOST_TOLD = 1000
"""Faults kept with a batch; a list in another layout would have one for each row."""
FEW = 3
"""Fewer rows than these that are as in another list may well be chance."""


class Same(StrEnum):
    """What is done with rows that are, word for word, in a list imported before."""

    ASK = "询问"
    SKIP = "跳过"
    ADD = "另计"


class Imported(NamedTuple):
    """What became of a list: letters kept, rows left out as there before, rows that are bad."""

    kept: int
    before: int
    bad: list[Row]
    faults: list[str]
    again: bool


def import_list(
    register: Register, reader: Reader, *, actor: Actor, at: datetime,
    same: Same = Same.ASK, progress: Progress = lambda _: None,
) -> Imported:  # fmt: skip
    """Take a list in. Raises ShapeError where it is not understood, Refusal where somebody is to say
    whether rows that are as in an earlier list are the same letters."""
    window = reader.window
    batch = Batch(window.item, window.round, Kind.FILE, reader.path.name, reader.digest())
    known, earlier = _codes(register, batch), _earlier(register, batch)
    if earlier and same is Same.ASK:
        _ask(reader, earlier)
    bad, faults, before = list[Row](), list[str](), 0

    def letters() -> Iterator[Received]:
        nonlocal before
        left = Counter(earlier) if same is Same.SKIP else Counter[bytes]()
        for row in reader.rows():
            one = row.letter
            if one and (fault := _of_code(one, known)):
                row, one = row._replace(faults=(fault,)), None
            if one is None:
                bad.append(row) if len(bad) < MOST_TOLD else None
                faults.extend(row.faults if len(faults) < MOST_TOLD else ())
            elif one.code in known or left[_mark(one.letter.text)] > 0:
                before += 1
                left[_mark(one.letter.text)] -= 1
            else:
                if one.code:
                    known[one.code] = _mark(one.letter.text)
                yield one

    taken = register.take_in(batch, letters(), actor=actor, at=at, faults=faults, progress=progress)
    return Imported(0 if taken.again else taken.kept, before, bad, faults, taken.again)


def _of_code(one: Received, known: dict[str, bytes]) -> str:
    """What is wrong with the code of a letter: another one has it."""
    if one.code in known and known[one.code] != _mark(one.letter.text):
        return f"编号{one.code}已经登记过，内容不同，请核对编号"
    return ""


def _mark(text: str) -> bytes:
    return sha256(text.encode()).digest()[:12]


def _codes(register: Register, batch: Batch) -> dict[str, bytes]:
    """The codes that letters of a round have by other lists, with the mark of what each letter says."""
    query = (
        select(SUBMISSIONS.c.code, SUBMISSIONS.c.text)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .join(BATCH_ENDS, BATCH_ENDS.c.batch == BATCHES.c.position)
        .where(
            BATCHES.c.item == batch.item, BATCHES.c.round == batch.round, SUBMISSIONS.c.code != ""
        )
        .where(BATCHES.c.digest != batch.digest, BATCH_ENDS.c.kept != GIVEN_UP)
    )
    with register.engine.connect() as connection:
        rows = connection.execution_options(yield_per=2000).execute(query)
        return {row.code: _mark(row.text) for row in rows}


def _earlier(register: Register, batch: Batch) -> Counter[bytes]:
    """How often each text stands in the lists of a round that are in already, other than this one."""
    query = (
        select(SUBMISSIONS.c.text)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .join(BATCH_ENDS, BATCH_ENDS.c.batch == BATCHES.c.position)
        .where(BATCHES.c.item == batch.item, BATCHES.c.round == batch.round)
        .where(BATCHES.c.kind == Kind.FILE.value, BATCHES.c.digest != batch.digest)
        .where(SUBMISSIONS.c.code == "", BATCH_ENDS.c.kept != GIVEN_UP)
    )
    with register.engine.connect() as connection:
        texts = connection.execution_options(yield_per=2000).execute(query)
        return Counter(_mark(text) for (text,) in texts)


def _ask(reader: Reader, earlier: Counter[bytes]) -> None:
    """Raises Refusal where most rows without a code are, word for word, in lists that are in already."""
    left, same, every = Counter(earlier), 0, 0
    for row in reader.rows():
        if row.letter and not row.letter.code:
            every += 1
            mark = _mark(row.letter.letter.text)
            if left[mark] > 0:
                left[mark] -= 1
                same += 1
    if same >= FEW and 2 * same >= every:
        raise Refusal(
            f"{reader.path.name} 的{every}行里有{same}行和以前导入的一字不差，没有导入："
            f"同一份表改过再交的，相同的行写明“{Same.SKIP.value}”（只导入新的）；"
            f"确是另外收到的，写明“{Same.ADD.value}”"
        )


def write_bad(path: Path, bad: list[Row]) -> None:
    """The bad rows as a list of their own, to be corrected and imported: headings as they were, and why."""
    headings = list(dict.fromkeys(h for row in bad for h in row.cells))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("未导入的行")
        for c, heading in enumerate([*headings, WHY_NOT]):
            sheet.write_string(0, c, heading)
        for r, row in enumerate(bad, 1):
            for c, heading in enumerate(headings):
                sheet.write_string(r, c, _typed(row.cells.get(heading, "")))
            sheet.write_string(r, len(headings), "；".join(row.faults))


def _typed(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
