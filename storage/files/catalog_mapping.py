"""An office's own catalog table -> the form's columns, as a mapping that a person has confirmed says.

Every cell is accounted for: taken into a column, reworded as the mapping says, or left out and told.
What the mapping does not speak of is a fault, never a guess.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from catalog.annual import CatalogRecord
from catalog.forms.cells import Cell, text_read
from catalog.forms.columns import columns
from catalog.item import DecisionItem
from catalog.parse import ShapeError, shown
from storage.files.catalog_sheet import piece_of
from storage.files.own_tables import OwnTable, own_table
from storage.files.pieces import Piece, Pieces
from storage.files.rows import UNHIDE, hidden, joined, letters
from storage.files.spreadsheet import Sheet

CONFIRMED, HEAD, TABLES = "已核对", "目录", "表"
SHEET, HEADINGS, SECTIONS, WORDS, SPARE = "工作表", "对应", "小标题", "词", "不导入的行"
NOT_IMPORTED = "不导入"
"""Where a heading or a word is answered with it, the cells stay out and are told."""

_KEYS = {SHEET, HEADINGS, SECTIONS, WORDS, SPARE}
_ASKED = ("决策机关·性质",)
"""What has a default that no table of an office means by its silence."""


class Account(NamedTuple):
    """What became of one cell of the file."""

    place: str
    text: str
    fate: str
    """The title of the column that took it, or NOT_IMPORTED."""
    reworded: str = ""


class Mapped(NamedTuple):
    """A file of an office's own: its pieces, and what became of each of its cells."""

    pieces: Pieces
    accounts: list[Account]


def mapped(sheets: list[Sheet], mapping: object) -> Mapped:
    """Read tables as a confirmed mapping says. Raises ShapeError where it is none, or not confirmed."""
    said = _confirmed(mapping)
    faults, accounts, items = list[str](), list[Account](), list[Piece]()
    answered = {str(each.get(SHEET, "")): each for each in said[TABLES]}
    for sheet in sheets:
        if sheet.is_blank:
            continue
        called = f"“{shown(sheet.name)}”" if sheet.name else ""
        if sheet.hidden:
            faults.append(f"工作表{called}隐藏着；{UNHIDE}")
        faults += [f"{called}{wrong}" for wrong in hidden(sheet)]
        if sheet.name not in answered:
            faults.append(f"工作表{called}有内容，对应表里没有说到它")
            continue
        table = _Table(called, own_table(sheet), answered[sheet.name])
        faults += table.unanswered()
        items += table.pieces()
        accounts += table.accounts()
    known = {sheet.name for sheet in sheets}
    faults += [
        f"对应表里的工作表“{shown(name)}”，文件里没有" for name in answered if name not in known
    ]
    head = {str(key): str(value) for key, value in said[HEAD].items()}
    faults += [f"对应表的“{HEAD}”里没有写“{title}”" for title in _ASKED if title not in head]
    titles = [column.title for column in columns(CatalogRecord)]
    unknown = [key for key in head if key not in titles]
    faults += [
        f"对应表的“{HEAD}”里没有“{shown(key)}”这一栏，可用：{'、'.join(titles)}" for key in unknown
    ]
    places = {title: f"对应表“{HEAD}”里的“{title}”" for title in head}
    catalog = piece_of(CatalogRecord, head, places, "对应表，")
    if not items and not faults:
        faults.append("一个事项也没有")
    return Mapped(Pieces(catalog, items, faults), accounts)


def _confirmed(mapping: object) -> dict[str, Any]:
    """The mapping with its parts. Raises ShapeError."""
    if not isinstance(mapping, Mapping) or mapping.keys() - {CONFIRMED, HEAD, TABLES}:
        raise ShapeError([f"对应表只有“{CONFIRMED}”“{HEAD}”“{TABLES}”三部分"])
    if mapping.get(CONFIRMED) != "是":
        raise ShapeError([f"对应表还没有核对：请逐行核对、填好空着的，再把“{CONFIRMED}”改成“是”"])
    head, tables = mapping.get(HEAD, {}), mapping.get(TABLES, [])
    right = isinstance(tables, list) and all(
        isinstance(each, Mapping) and not each.keys() - _KEYS for each in tables
    )
    if not isinstance(head, Mapping) or not right:
        raise ShapeError(
            [f"对应表的“{HEAD}”应为各栏的内容，“{TABLES}”应为列表，每张表有：{'、'.join(_KEYS)}"]
        )
    return {HEAD: head, TABLES: tables}


class _Table:
    """One table with what the mapping says of it."""

    def __init__(self, called: str, table: OwnTable, said: Mapping[str, Any]) -> None:
        self.called, self.table = called, table
        self.titles = [column.title for column in columns(DecisionItem)]
        self.targets = _texts(said.get(HEADINGS))
        self.words = {key: _texts(words) for key, words in _groups(said.get(WORDS)).items()}
        self.section = str(said.get(SECTIONS, NOT_IMPORTED))
        spare = said.get(SPARE)
        self.told = set(map(str, spare)) if isinstance(spare, list) else set()
        above = table.sections() if self.section != NOT_IMPORTED else {}
        self.sections = {r: _unnumbered(text) for r, text in above.items()}
        self.left = {r: text for r, text in table.spare().items() if r not in above}

    def unanswered(self) -> Iterator[str]:
        """What the mapping says nothing of, or what nobody can do."""
        for heading in self.table.headings.values():
            target = self.targets.get(heading)
            if target is None:
                said = f"没有写它对应哪一栏，不要的写“{NOT_IMPORTED}”"
                yield f"{self.called}的“{shown(heading)}”{said}；可用：{'、'.join(self.titles)}"
            elif target not in {*self.titles, NOT_IMPORTED}:
                yield f"{self.called}的“{shown(heading)}”对应的“{shown(target)}”不是目录的栏，可用：{'、'.join(self.titles)}"
        if self.section not in {*self.titles, NOT_IMPORTED}:
            yield f"{self.called}的小标题对应的“{shown(self.section)}”不是目录的栏"
        for r, text in self.left.items():
            if spare_line(r, text) not in self.told:
                yield f"{self.called}的{spare_line(r, shown(text))}：不是事项，也不在“{SPARE}”里，请核对后列入"

    def pieces(self) -> Iterator[Piece]:
        """The items, every fault with the place of its cell."""
        for number, cells in self.table.rows() if self.table.top >= 0 else ():
            row, places = dict[str, Cell](), dict[str, str]()
            if above := [r for r in self.sections if r < number]:
                row[self.section] = self._word(SECTIONS, self.sections[max(above)])
            for c, cell in cells.items():
                heading = self.table.headings.get(c, "")
                target = self.targets.get(heading, NOT_IMPORTED)
                if target in self.titles:
                    word = self._word(heading, cell)
                    row[target] = joined(
                        (row.get(target, ""), "" if word == NOT_IMPORTED else word)
                    )
                    places[target] = f"{self.called}第{number}行{letters(c)}列“{heading}”"
            piece = piece_of(DecisionItem, row, places, f"{self.called}第{number}行，")
            yield piece._replace(place=f"第{number}行")

    def _word(self, heading: str, cell: Cell) -> Cell:
        said = self.words.get(heading, {})
        return said.get(str(cell) if isinstance(cell, str) else _plain(cell), cell)

    def accounts(self) -> Iterator[Account]:
        """What became of every cell that has content."""
        for r, row in enumerate(self.table.sheet.rows):
            for c, cell in enumerate(row):
                if cell != "":
                    yield self._account(r, c, cell)

    def _account(self, r: int, c: int, cell: Cell) -> Account:
        place, text = f"{self.called}{letters(c)}{r + 1}", _plain(cell)
        if self.table.top <= r <= self.table.bottom:
            return Account(place, text, "栏名")
        if r in self.left:
            return Account(place, text, NOT_IMPORTED)
        if r in self.sections:
            word = _plain(self._word(SECTIONS, self.sections[r]))
            return Account(place, text, self.section, word if word != text else "")
        heading = self.table.headings.get(c, "")
        word = _plain(self._word(heading, cell))
        target = NOT_IMPORTED if word == NOT_IMPORTED else self.targets.get(heading, NOT_IMPORTED)
        return Account(place, text, target, word if word not in {text, NOT_IMPORTED} else "")


def spare_line(r: int, text: str) -> str:
    """A row that is none of an item, as the mapping lists it."""
    return f"第{r + 1}行：{' '.join(text.split())}"


def _unnumbered(section: str) -> str:
    """一、重大公共政策 -> 重大公共政策."""
    number, sign, rest = section.partition("、")
    return rest if sign and len(number) < 4 else section


def _plain(cell: Cell) -> str:
    try:
        return text_read(cell)
    except ValueError:  # a day or an hour: as the library gave it
        return str(cell)


def _texts(said: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in said.items()} if isinstance(said, Mapping) else {}


def _groups(said: object) -> dict[str, Any]:
    return {str(k): v for k, v in said.items()} if isinstance(said, Mapping) else {}
