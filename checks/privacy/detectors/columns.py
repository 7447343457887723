"""The cells of a table that is written in a text, with what stands above them."""

import re
from collections.abc import Callable, Iterator

_CELL = re.compile(r"[^|\t,\n]+")
_LONGEST = 16
"""Characters beyond which a cell is no heading."""


def cells(text: str, of: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    """Where each cell begins and ends below a heading that `of` makes something of."""
    heads, start = dict[int, str](), 0
    for line in text.split("\n"):
        if len(line) >= _LONGEST and not ("|" in line or "\t" in line or "," in line):
            heads, start = {}, start + len(line) + 1
            continue
        row = list(_CELL.finditer(line))
        short = [(n, cell[0]) for n, cell in enumerate(row) if len(cell[0]) < _LONGEST]
        if found := {n: told for n, cell in short if (told := of(cell))}:
            heads = found
        elif len(row) < 2:
            heads = {}
        else:
            for n, told in heads.items():
                if n < len(row):
                    yield start + row[n].start(), start + row[n].end(), told
        start += len(line) + 1
