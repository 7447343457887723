"""Answers by spreadsheet and back: one row for each group or single point, found again by its code."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from catalog.forms.cells import Cell
from catalog.opinion import Outcome
from catalog.parse import ShapeError
from opinions.answers import Answer, Given, Subject, faults
from opinions.importers.words import clause_named
from storage.files.legible import Handed
from storage.files.rows import Placed, placed
from storage.files.spreadsheet import MOST_FAULTS, SHEETS, sheets_in

CODE, OUTCOME, REASON, CLAUSE, CHANGE = "编号", "处理结果", "理由", "修改条款", "修改内容"
TOLD = ("条数", "来源", "渠道", "针对条款", "意见", "答复人", "确认人")
"""Columns that say what is answered; what somebody types into them is not read."""
WIDTHS = {
    CODE: 9, "条数": 6, "来源": 12, "渠道": 12, "针对条款": 10, "意见": 60,
    OUTCOME: 14, REASON: 50, CLAUSE: 12, CHANGE: 40, "答复人": 10, "确认人": 10,
}  # fmt: skip
CHOICES = [o.value for o in Outcome if o is not Outcome.DUPLICATE]
SHEET = "意见答复"


class Filled(NamedTuple):
    """What a sheet that came back says: the answers that can stand, and every fault with its cell."""

    answers: dict[str, Answer]
    faults: list[str]


def export(
    path: Path,
    there: Mapping[str, Subject],
    given: Mapping[str, Given],
    numbers: Mapping[str, str] = {},
) -> int:
    """Write what is to be answered, with the answers so far; the number of rows. Raises OSError.

    `numbers` are what the consulted draft calls its clauses, by their ids.
    """
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        head = book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#DDEBF7", "border": 1}
        )
        open_, shut = (
            book.add_format({"text_wrap": True, "valign": "top"}),
            book.add_format({"text_wrap": True, "valign": "top", "font_color": "#595959"}),
        )
        for c, (title, width) in enumerate(WIDTHS.items()):
            sheet.set_column(c, c, width)
            sheet.write_string(0, c, title, head)
        sheet.freeze_panes(1, 1)
        last = max(len(there), 1)
        column = list(WIDTHS).index(OUTCOME)
        sheet.data_validation(1, column, last, column, {"validate": "list", "source": CHOICES})
        for r, subject in enumerate(there.values(), 1):
            for c, (title, text) in enumerate(
                _row(subject, given.get(subject.code), numbers).items()
            ):
                cell = open_ if title in {OUTCOME, REASON, CLAUSE, CHANGE} else shut
                if title == "条数":
                    sheet.write_number(r, c, len(subject.points), cell)
                elif sheet.write_string(r, c, text, cell):
                    raise ShapeError([f"{subject.code}的“{title}”太长，电子表格的一格放不下"])
    return len(there)


def _row(subject: Subject, given: Given | None, numbers: Mapping[str, str]) -> dict[str, str]:
    one = given.answer if given else None
    letters = [p.submission for p in subject.points]
    title = f"【{subject.title}】" if subject.title else ""
    return {
        CODE: subject.code,
        "条数": "",
        "来源": "、".join(dict.fromkeys(x.source.value for x in letters)),
        "渠道": "、".join(dict.fromkeys(x.channel.value for x in letters)),
        "针对条款": clause_named(subject.lead.clause, numbers),
        "意见": title + subject.lead.text,
        OUTCOME: one.outcome.value if one else "",
        REASON: one.reason if one else "",
        CLAUSE: one.clause if one else "",
        CHANGE: one.change if one else "",
        "答复人": given.author.name if given else "",
        "确认人": given.confirmed_by if given else "",
    }


def filled_in(handed: Handed, there: Mapping[str, Subject]) -> Filled:
    """Read a sheet that came back. Raises ShapeError where it is none; a row nobody filled in is no answer."""
    if Path(handed.name).suffix.lower() not in {*SHEETS, ".csv"}:
        raise ShapeError([f"{handed.name}：应为导出的答复表（xlsx），或者另存的 xls、ods、csv"])
    found, wrong = dict[str, Answer](), list[str]()
    for sheet in sheets_in(handed.content, handed.name):
        if sheet.is_blank:
            continue
        for row in placed(handed.name, sheet, list(WIDTHS), CODE):
            code = _text(row.cells.get(CODE, ""))
            said = list(_faults(row, code, there, found))
            if said:
                wrong += [f"{handed.name}第{row.number}行{one}" for one in said]
            elif (one := _answer(row)) is not None:
                found[code] = one
    more = len(wrong) - MOST_FAULTS
    return Filled(found, wrong if more <= 0 else [*wrong[:MOST_FAULTS], f"另有{more}处"])


def _faults(
    row: Placed, code: str, there: Mapping[str, Subject], found: Mapping[str, Answer]
) -> Iterator[str]:
    outcome = _text(row.cells.get(OUTCOME, ""))
    typed = [t for t in (REASON, CLAUSE, CHANGE) if row.cells.get(t, "") != ""]
    if code in found:
        yield _at(row, f"{CODE}：{code}重复")
    if not outcome:
        if typed:
            yield _at(row, f"{OUTCOME}：填了“{typed[0]}”，没有填处理结果")
        return
    if outcome not in CHOICES:
        yield _at(row, f"{OUTCOME}：没有“{outcome}”，可选：{'、'.join(CHOICES)}")
        return
    if one := _answer(row):
        yield from (_at(row, said) for said in faults(code, one, there))


def _at(row: Placed, said: str) -> str:
    """A fault that starts with the title of its column, with the letter of that."""
    title, colon, rest = said.partition("：")
    return f"{row.letters.get(title, '')}列“{title}”{colon}{rest}"


def _answer(row: Placed) -> Answer | None:
    with suppress(ValueError):
        outcome = Outcome(_text(row.cells.get(OUTCOME, "")))
        return Answer(outcome, *(_text(row.cells.get(t, "")) for t in (REASON, CLAUSE, CHANGE)))
    return None


def _text(cell: Cell) -> str:
    """A cell as typed: spreadsheets keep 12 as a floating-point number."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
