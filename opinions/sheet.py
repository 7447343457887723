"""Answers by spreadsheet and back: one row for each group or single point, found again by its code.

Weeks may lie between, and others answer meanwhile. Each row carries a check code (核对码) of the round, and of
the answer as it stood: a row that nobody edited says nothing, one that was edited stands only on that answer.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from catalog.forms.cells import Cell
from catalog.opinion import Outcome
from catalog.parse import ShapeError
from opinions.answers import Answer, Given, Subject, faults
from opinions.importers.words import clause_named
from storage.files.legible import Handed, unseen
from storage.files.rows import Placed, first_of, placed
from storage.files.spreadsheet import SHEETS, sheets_in
from storage.serialize import canonical

CODE, OUTCOME, REASON, CLAUSE, CHANGE = "编号", "处理结果", "理由", "修改条款", "修改内容"
MARK = "核对码"
TOLD = ("条数", "来源", "渠道", "针对条款", "意见", "答复人", "确认人", MARK)
"""Columns that say what is answered; what somebody types into them is not read."""
WIDTHS = {
    CODE: 9, "条数": 6, "来源": 12, "渠道": 12, "针对条款": 10, "意见": 60,
    OUTCOME: 14, REASON: 50, CLAUSE: 12, CHANGE: 40, "答复人": 10, "确认人": 10, MARK: 12,
}  # fmt: skip
CHOICES = [o.value for o in Outcome if o is not Outcome.DUPLICATE]
SHEET = "意见答复"
HALF = 8
"""Signs of each half of a check code: of the answer with who wrote and confirmed it, and of its words alone."""


class Answering(NamedTuple):
    """A round of a consultation as it stands: what is to be answered, and the answers so far."""

    item: str
    round: int
    there: Mapping[str, Subject]
    given: Mapping[str, Given]

    def mark(self, code: str) -> str:
        """The check code of a row as it is written now."""
        one = self.given.get(code)
        who = [one.author.name, one.confirmed_by] if one else []
        said = _said(one.answer) if one else ""
        return f"{self.item}/{self.round}/{_short([code, said, *who])}{_short([code, said])}"

    @property
    def stands(self) -> dict[str, str]:
        """The digest of each answer as it stands, by its code."""
        return {code: one.digest for code, one in self.given.items()}


class Filled(NamedTuple):
    """What a sheet that came back says: the answers that can stand, every fault with its cell, and the rows
    that were overtaken: edited, but on an answer that is not the one on file any more."""

    answers: dict[str, Answer]
    faults: list[str]
    overtaken: list[str]
    unedited: int
    """Rows that say what they said when they were written."""


def export(path: Path, of: Answering, numbers: Mapping[str, str] = {}) -> int:
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
        last = max(len(of.there), 1)
        column = list(WIDTHS).index(OUTCOME)
        sheet.data_validation(1, column, last, column, {"validate": "list", "source": CHOICES})
        for r, subject in enumerate(of.there.values(), 1):
            row = _row(subject, of.given.get(subject.code), numbers)
            row[MARK] = of.mark(subject.code)
            for c, (title, text) in enumerate(row.items()):
                cell = open_ if title in {OUTCOME, REASON, CLAUSE, CHANGE} else shut
                if title == "条数":
                    sheet.write_number(r, c, len(subject.points), cell)
                elif sheet.write_string(r, c, text, cell):
                    raise ShapeError([f"{subject.code}的“{title}”太长，电子表格的一格放不下"])
    return len(of.there)


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


def filled_in(handed: Handed, of: Answering) -> Filled:
    """Read a sheet that came back. Raises ShapeError where it is none; a row nobody filled in is no answer."""
    if signs := unseen(handed.name):
        raise ShapeError([f"文件名里有看不见的控制符（{'、'.join(signs[:5])}），请改名后再交"])
    if Path(handed.name).suffix.lower() not in {*SHEETS, ".csv"}:
        raise ShapeError([f"{handed.name}：应为导出的答复表（xlsx），或者另存的 xls、ods、csv"])
    found, wrong, overtaken, same = dict[str, Answer](), list[str](), list[str](), 0
    for sheet in sheets_in(handed.content, handed.name):
        if sheet.is_blank:
            continue
        for row in placed(handed.name, sheet, list(WIDTHS), CODE):
            code = _text(row.cells.get(CODE, ""))
            at = f"{handed.name}第{row.number}行"
            if faults := list(_faults(row, code, of.there, found)):
                wrong += [f"{at}{one}" for one in faults]
            elif (one := _answer(row)) is not None:
                mark = _Mark.read(_text(row.cells.get(MARK, "")))
                if (mark.item, mark.round) != ("", "") and mark.of != f"{of.item}/{of.round}":
                    wrong.append(f"{at}{_at(row, mark.elsewhere(of))}")
                elif mark.unedited(code, one):
                    same += 1
                elif why := mark.overtaken(of, code, one):
                    overtaken.append(f"{at}（编号{code}）{why}")
                else:
                    found[code] = one
    return Filled(found, first_of(wrong), overtaken, same)


def took(new: int, filled: Filled) -> list[str]:
    """What became of a sheet, in words: how many answers are new, and each row that was overtaken."""
    left = filled.overtaken
    told = [f"已登记{new}条答复，没有变化的{len(filled.answers) - new + filled.unedited}条"]
    if left:
        told.append(f"有{len(left)}行没有导入：导出以后别人改过；要改的，重新导出再填")
    return [*told, *first_of(left)]


class _Mark(NamedTuple):
    """A check code that came back; all of it empty where there is none, as of earlier programs."""

    item: str
    round: str
    stood: str
    said: str

    @classmethod
    def read(cls, text: str) -> "_Mark":
        item, _, rest = text.partition("/")
        round_, _, code = rest.partition("/")
        return cls(item, round_, code[:HALF], code[HALF:])

    @property
    def of(self) -> str:
        return f"{self.item}/{self.round}"

    def elsewhere(self, of: Answering) -> str:
        """A fault: the row is of another item or round, or its code was spoilt."""
        mine = f"{of.item}第{of.round}轮"
        if not (self.round.isdecimal() and len(self.stood + self.said) == 2 * HALF):
            return f"{MARK}：这一格改动过，认不出来，请重新导出{mine}的答复表再填"
        return f"{MARK}：这是{self.item}第{self.round}轮的答复表，不是{mine}的"

    def unedited(self, code: str, one: Answer) -> bool:
        """Whether the row says what it said when it was written; not one copied from another row."""
        return bool(self.said) and self.said == _short([code, _said(one)])

    def overtaken(self, of: Answering, code: str, one: Answer) -> str:
        """Why an edited row cannot stand: the answer was changed or confirmed since; or empty."""
        held = of.given.get(code)
        if held is None or _said(held.answer) == _said(one):
            return ""
        now = f"{held.answer.outcome.value}，答复人{held.author.name}"
        if not self.stood:
            return f"没有核对码，已由{held.confirmed_by}确认（{now}）" if held.confirmed_by else ""
        if of.mark(code) == f"{self.of}/{self.stood}{self.said}":
            return ""
        by = f"，{held.confirmed_by}确认" if held.confirmed_by else ""
        return f"导出以后改过，现在是：{now}{by}"


def _said(one: Answer) -> str:
    """What an answer says, however a spreadsheet broke its lines."""
    return canonical([one.outcome.value, *(" ".join(text.split()) for text in one[1:])])


def _short(said: list[str]) -> str:
    return sha256(canonical(said).encode()).hexdigest()[:HALF]


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
