"""Lists of letters (xlsx, xls, ods, csv) -> letters and, for what is none, the line and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from catalog.forms.cells import Cell, date_read, text_read
from catalog.opinion import OpinionSource
from catalog.parse import ShapeError, parse, shown
from catalog.submission import Channel, Consent, Contact, Submission
from catalog.timezone import SHANGHAI
from opinions.batches import Received
from opinions.importers import words
from opinions.register import Window
from storage.files.legible import content_of, opened
from storage.files.own_tables import OwnTable, own_table
from storage.files.rows import UNHIDE, aside, hidden, letters
from storage.files.spreadsheet import MOST, SHEETS, Sheet, csv_slices, sheets_in

AT_ONCE = 20_000
"""Rows of a CSV file held in memory."""
TABLES = (*SHEETS, ".csv")
_SERIAL = range(36526, 73051)
"""Days that a spreadsheet counts from 1899-12-30, of 2000 to 2099: a date whose format was lost."""


_WORDS: tuple[tuple[str, str, Callable[[str], object]], ...] = (
    ("channel", words.CHANNEL, words.channel_meant),
    ("source", words.SOURCE, words.source_meant),
    ("consent", words.CONSENT, words.consent_meant),
    ("audience", words.AUDIENCE, words.audience_meant),
)
"""What is chosen in a list: field, column, and what reads it."""


class Default(NamedTuple):
    """What holds where a list has no column for it, or an empty cell."""

    channel: Channel | None = None
    source: OpinionSource | None = None
    received_on: date | None = None


class Row(NamedTuple):
    """One row of a list: a letter, or why it is none; with what stood in it, by its heading."""

    line: int
    letter: Received | None
    faults: tuple[str, ...]
    cells: Mapping[str, Cell]


def columns_said(lines: Iterable[str]) -> dict[str, str]:
    """What headings mean, each said as 市民说的话=意见原文. Raises ShapeError with those that say nothing."""
    pairs = {line: line.replace("＝", "=").partition("=") for line in lines}
    wrong = [
        line for line, (heading, sign, title) in pairs.items() if not (sign and heading and title)
    ]
    if wrong:
        raise ShapeError(
            [f"“{line}”应写成 栏名=怎样读，例如 市民说的话={words.TEXT}" for line in wrong]
        )
    return {heading.strip(): title.strip() for heading, _, title in pairs.values()}


class Reader:
    """Reads one list for one consultation, as often as asked."""

    def __init__(
        self,
        path: Path,
        window: Window,
        now: datetime,
        *,
        default: Default = Default(),  # noqa: B008  immutable
        columns: Mapping[str, str] = {},
        clauses: Mapping[int, str] = {},
    ) -> None:
        """`columns` says what headings mean that no list of synonyms has; `clauses` are the ids of the
        consulted draft's clauses by their numbers. Raises ShapeError."""
        if path.suffix.lower() not in TABLES:
            raise ShapeError([f"{path.name}：应为 xlsx、xls、ods 或者 csv 的表格"])
        if wrong := [t for t in columns.values() if t not in words.SYNONYMS]:
            raise ShapeError([f"没有“{wrong[0]}”这一栏，可用：{'、'.join(words.SYNONYMS)}"])
        self.path, self.window, self.now = path, window, now
        self.default, self.columns = default, columns
        clause: Callable[[str], object] = lambda said: words.clause_meant(said, clauses)  # noqa: E731
        self._words = (*_WORDS, ("clause", words.CLAUSE, clause))

    def digest(self) -> str:
        """The sha256 of the file."""
        digest = sha256()
        with opened(self.path) as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        return digest.hexdigest()

    def rows(self) -> Iterator[Row]:
        """Every row with content, in order. Raises ShapeError where a table is not understood."""
        line = 0
        for where, sheet, offset in self._sheets():
            table = own_table(sheet, words.TEXT, self._meant)
            self._check(where, sheet, table)
            titles = {c: self._title(heading) for c, heading in table.headings.items()}
            for number, cells in _in_order(table):
                place = f"{where}第{number + offset}行"
                line += 1
                found = self._row(line, place, titles, cells)
                yield found if found.letter else found._replace(cells=_named(table, cells))

    def _meant(self, heading: str) -> str:
        return self.columns.get(heading, "") or words.meant(heading)

    def _sheets(self) -> Iterator[tuple[str, Sheet, int]]:
        """Sheets with where they stand and how many rows lie before them: a long CSV comes in slices."""
        if self.path.suffix.lower() != ".csv":
            content = content_of(self.path, MOST)
            sheets = [s for s in sheets_in(content, self.path.name) if not s.is_blank]
            for sheet in sheets:
                yield f"“{sheet.name}”表" if len(sheets) > 1 else "", sheet, 0
            if not sheets:
                yield "", Sheet("", [[""]]), 0
            return
        head, before = list[list[Cell]](), 0
        with opened(self.path) as file:
            for part in csv_slices(file, self.path.name, AT_ONCE):
                sheet = Sheet("", [*head, *part])
                yield "", sheet, before - len(head)
                head = head or sheet.rows[: own_table(sheet, words.TEXT, self._meant).bottom + 1]
                before += len(part)
        if not before:
            yield "", Sheet("", [[""]]), 0

    def _check(self, where: str, sheet: Sheet, table: OwnTable) -> None:
        """Raises ShapeError for a table that would be read otherwise than whoever made it thinks."""
        name = f"{self.path.name}{where}"
        if sheet.hidden:
            raise ShapeError([f"{name}：隐藏着；{UNHIDE}"])
        if wrong := list(hidden(sheet)):
            raise ShapeError([f"{name}{said}" for said in wrong])
        if table.top < 0:
            known = "、".join(words.SYNONYMS[words.TEXT][:6])
            raise ShapeError(
                [f"{name}：前15行找不到“{words.TEXT}”一栏（也可以叫{known}等）；"
                 f"另有名称的，写明那一栏怎样读，例如 市民说的话={words.TEXT}"]
            )  # fmt: skip
        unknown = [h for h in table.headings.values() if not self._title(h)]
        if unknown:
            said = "、".join(f"“{shown(h)}”" for h in unknown)
            raise ShapeError(
                [f"{name}：有不认识的栏 {said}，请逐个写明怎样读，例如 "
                 f"{unknown[0]}={words.CLAUSE}，不要的写 {unknown[0]}={words.LEFT_OUT}；"
                 f"可用：{'、'.join(words.SYNONYMS)}"]
            )  # fmt: skip

    def _title(self, heading: str) -> str:
        """What a heading means; one of two rows may be 来信人·电话, one that stands there twice has its letter."""
        bare = heading.rpartition("（")[0] if heading.endswith("列）") else heading
        return self._meant(heading) or self._meant(bare) or self._meant(bare.rpartition("·")[2])

    def _row(
        self, line: int, place: str, titles: Mapping[int, str], cells: Mapping[int, Cell]
    ) -> Row:
        said: dict[str, list[Cell]] = {}
        for c, cell in cells.items():
            said.setdefault(titles[c], []).append(cell)
        faults = list[str]()
        if words.TEXT not in said and (what := aside(cells.values())):
            return Row(line, None, (f"{place}是{what}，没有导入",), {})
        letter = self._letter(line, said, faults)
        told = tuple(f"{place}{fault}" for fault in faults)
        return Row(line, None if told else letter, told, {})

    def _letter(
        self, line: int, said: Mapping[str, list[Cell]], faults: list[str]
    ) -> Received | None:
        def one(title: str) -> str:
            if title not in said:
                return ""
            try:
                return "；".join(text_read(cell).strip() for cell in said[title])
            except ValueError as wrong:
                faults.append(f"“{title}”{wrong}")
                return ""

        text = one(words.TEXT)
        if not text:
            faults.append(f"没有“{words.TEXT}”")
        at = self._received(said.get(words.RECEIVED, ()), faults)
        found: dict[str, object] = {}
        for name, title, read in self._words:
            if typed := one(title):
                try:
                    found[name] = read(typed)
                except ValueError as wrong:
                    faults.append(f"“{title}”{str(wrong).partition('：')[2]}")
        channel = found.get("channel", self.default.channel)
        if channel is None and words.CHANNEL not in said:
            faults.append(f"没有“{words.CHANNEL}”，全表一样的，写明全表的渠道")
        name, contact, code = one(words.NAME), one(words.CONTACT), one(words.CODE)
        if faults or at is None:
            return None
        unit = OpinionSource.UNIT if channel is Channel.UNIT_LETTER else OpinionSource.PUBLIC
        kept = {
            "item": self.window.item, "round": self.window.round, "channel": channel,
            "source": found.get("source", self.default.source or unit), "received_at": at,
            "late": self.window.late(at), "clause": found.get("clause", ""), "text": text,
            "consent": found.get("consent", Consent.ANONYMOUS), "audience": found.get("audience"),
        }  # fmt: skip
        try:
            who = Contact.model_validate({"name": name, "contact": contact})
            return Received(line, Submission.model_validate(kept), who, code)
        except ValidationError:
            for kind, values in ((Submission, kept), (Contact, {"name": name, "contact": contact})):
                try:
                    parse(kind, values)
                except ShapeError as wrong:
                    faults += [
                        f"“{said.partition('：')[0]}”{said.partition('：')[2]}"
                        for said in wrong.faults
                    ]
            return None

    def _received(self, cells: Iterable[Cell], faults: list[str]) -> datetime | None:
        at: datetime | None = None
        for cell in cells:
            try:
                at = instant_read(cell)
            except ValueError as wrong:
                faults.append(f"“{words.RECEIVED}”{wrong}")
                return None
        if at is None and self.default.received_on:
            at = datetime.combine(self.default.received_on, time(), SHANGHAI)
        if at is None:
            faults.append(f"没有“{words.RECEIVED}”，全表同一天的，写明收到的日期")
        elif at > self.now:
            faults.append(f"“{words.RECEIVED}”{at:%Y-%m-%d %H:%M}还没有到，请核对")
        return at


def _named(table: OwnTable, cells: Mapping[int, Cell]) -> dict[str, Cell]:
    return {table.headings.get(c, letters(c)): cell for c, cell in cells.items()}


def instant_read(cell: Cell) -> datetime:
    """When a letter came, as a spreadsheet has it; a day alone is its beginning. Raises ValueError."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=SHANGHAI)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIAL:
        day = datetime(1899, 12, 30, tzinfo=SHANGHAI) + timedelta(days=float(cell))
        return day.replace(microsecond=0)
    said = date_read(cell)
    with suppress(ValueError):
        return datetime.fromisoformat(said).replace(tzinfo=SHANGHAI)
    raise ValueError(f"“{said}”不是有效的时间，请写成 2026-06-01 或者 2026-06-01 09:30")


def _in_order(table: OwnTable) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    """The rows of letters and all other rows under the headings that hold something, in order."""
    found: dict[int, Mapping[int, Cell]] = dict(table.rows())
    covered = {
        r + 1
        for m in table.sheet.merged
        if m.left <= table.key <= m.right and m.top + 1 in found
        for r in range(m.top + 1, m.bottom + 1)
    }
    headings = set(table.headings.values())
    for r, row in enumerate(table.sheet.rows[table.bottom + 1 :], table.bottom + 1):
        cells = {c: cell for c, cell in enumerate(row) if cell != ""}
        if cells and r + 1 not in found and r + 1 not in covered:
            if {str(cell) for cell in cells.values()} <= headings:
                continue  # the headings again, as printed on every page
            found[r + 1] = cells
    for number in sorted(found):
        yield number, found[number]
