"""A table that an office laid out itself: where its headings stand, and what its other rows are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from catalog.forms.cells import Cell
from catalog.forms.synonyms import title_meant
from storage.files.rows import aside, joined, letters, spread, title_of
from storage.files.spreadsheet import Merged, Sheet

NAME = "事项名称"
WITHIN = 15
"""Rows among which the headings are looked for."""


@dataclass(frozen=True)
class OwnTable:
    """The table of one sheet, its rows and columns from 0."""

    sheet: Sheet
    top: int
    """The first row of its headings; -1 where there is no table."""
    bottom: int
    """The last row of its headings."""
    headings: dict[int, str]
    """By column; one of two rows is 承办单位·牵头单位, one that stands there twice has its letter."""
    key: int
    """The column that every row of the table has something in: of a catalog, the names."""

    def spare(self) -> dict[int, str]:
        """The text of each row that is none of an item, by its number from 0."""
        return {
            r: " ".join(str(cell) for cell in row if cell != "")
            for r, row in enumerate(self.sheet.rows)
            if any(cell != "" for cell in row) and not self.top <= r <= self.bottom
            and not (r > self.bottom and self._is_item(r))
        }  # fmt: skip

    def sections(self) -> dict[int, str]:
        """The texts that stand alone between the items, such as 一、重大公共政策和措施."""
        items = [n - 1 for n, _ in self.rows()]
        return {
            r: text
            for r, text in self.spare().items()
            if items and self.bottom < r < max(items) and not aside(self.sheet.rows[r])
            and len([cell for cell in self.sheet.rows[r] if cell != ""]) == 1
        }  # fmt: skip

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The rows of items by their number from 1, merged cells spread."""
        for number, cells in spread(self.sheet, self.bottom + 1, self.key):
            if self._is_item(number - 1):
                yield number, cells

    def _is_item(self, r: int) -> bool:
        if self.top < 0:
            return False
        row = self.sheet.rows[r]
        said = {title_of(cell) for cell in row if cell != ""}
        if aside(row) or said <= set(self.headings.values()):
            return False
        if r in self._named:
            return True
        return len(row) > self.key and row[self.key] != "" and r not in self._wide

    @cached_property
    def _named(self) -> frozenset[int]:
        """The rows over which a name was merged."""
        return self._rows_of(
            m for m in self._over_names() if m.left == m.right and m.top > self.bottom
        )

    @cached_property
    def _wide(self) -> frozenset[int]:
        """The rows in which one cell was merged over the column of the names and others."""
        return self._rows_of(m for m in self._over_names() if m.left < m.right)

    def _over_names(self) -> Iterator[Merged]:
        return (m for m in self.sheet.merged if m.left <= self.key <= m.right)

    @staticmethod
    def _rows_of(merged: Iterable[Merged]) -> frozenset[int]:
        return frozenset(r for m in merged for r in range(m.top, m.bottom + 1))


def own_table(
    sheet: Sheet, name: str = NAME, meant: Callable[[str], str] = title_meant
) -> OwnTable:
    """Find the table of a sheet by the heading that means `name`; without one every row is spare."""
    for r, row in enumerate(sheet.rows[:WITHIN]):
        key = next((c for c, cell in enumerate(row) if meant(title_of(cell)) == name), None)
        alone = sum(cell != "" for cell in row) == 1 and max(map(len, sheet.rows)) > 1
        if key is not None and not alone:
            over = (m.bottom for m in sheet.merged if m.top == r and m.left <= key <= m.right)
            bottom = max(over, default=r)
            return OwnTable(sheet, r, bottom, _headings(sheet, r, bottom), key)
    return OwnTable(sheet, -1, -1, {}, 0)


def _headings(sheet: Sheet, top: int, bottom: int) -> dict[int, str]:
    """The headings by column; one above several is said of each."""
    width = max(len(row) for row in sheet.rows)
    lines = [[*row, *[""] * (width - len(row))] for row in sheet.rows[top : bottom + 1]]
    for merged in sheet.merged:
        if top <= merged.top <= bottom:
            for c in range(merged.left, min(merged.right + 1, width)):
                lines[merged.top - top][c] = lines[merged.top - top][merged.left]
    found = dict[int, str]()
    for c in range(width):
        said = str(joined(title_of(line[c]) for line in lines)).replace("\n", "·")
        if said or any(c < len(row) and row[c] != "" for row in sheet.rows[bottom + 1 :]):
            found[c] = f"{said}（{letters(c)}列）" if not said or said in found.values() else said
    return found
