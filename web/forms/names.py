"""Where a control lies in a form: its name is the way to its field, ways-0-kind."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from catalog.forms.fields import Field, Kind

MOST_DIGITS = 10
"""A version, a row or an edition has fewer."""
Pairs = Mapping[str, tuple[str, ...]]
"""What a form holds: the values of each of its controls by name."""

WITHIN = "-"
"""Stands between the parts of a control's name; no field has one in its own."""
ROW = "_"
"""The last part of the name of the hidden control that says that a row is there, though empty."""


class PaperFile(NamedTuple):
    """A file that a form may name: one handed in with the draft, or one on file with the item."""

    digest: str
    name: str
    size: int
    pages: int | None = None
    told: tuple[str, ...] = ()
    """What the scanners said of it."""

    @property
    def unread(self) -> bool:
        """Say whether some of it could not be read by any program, and nobody has looked at it."""
        return any(line.startswith("未能检查") for line in self.told)


Files = Mapping[str, PaperFile]
"""The files that a form may name, by what it calls them; a browser can name no others."""


def inside(name: str, part: str | int) -> str:
    """The name of a control within a group or a list."""
    return f"{name}{WITHIN}{part}" if name else str(part)


def around(name: str) -> str:
    """The name of the list or group in which a control or a row lies."""
    return name.rpartition(WITHIN)[0]


def is_rows(field: Field) -> bool:
    """Say whether a field is a list of groups, each with controls of its own."""
    return field.many and field.kind is Kind.GROUP


def rows(pairs: Iterable[str], name: str) -> list[int]:
    """The numbers of the rows of a list that a form holds, in order."""
    start = f"{name}{WITHIN}"
    parts = {
        part.removeprefix(start).partition(WITHIN)[0] for part in pairs if part.startswith(start)
    }
    return sorted({n for part in parts if (n := number(part)) is not None and str(n) == part})


def number(typed: str) -> int | None:
    """A number that a browser sends along with a form; None for what is none, or is none of ours."""
    plain = typed.isascii() and typed.isdigit() and len(typed) < MOST_DIGITS
    return int(typed) if plain else None


def label(before: str, title: str, n: int | None = None) -> str:
    """What a message calls a field, as catalog.parse.label does: 承办单位第1项·单位名称."""
    whole = f"{before}·{title}" if before else title
    return whole if n is None else f"{whole}第{n}项"
