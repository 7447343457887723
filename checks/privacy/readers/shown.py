"""What a cell shows: its value in its format, which may hold some of a number of its own."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from checks.privacy.readers.office import attribute, local

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,400})"?|\\(?P<sign>.)|[_*].|\[[^\]]{0,80}\]'
    r"|(?P<figure>[0#?])|(?P<text>@)|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
"""A piece of a format (ECMA-376, part 1, 18.8.31): words, room for a figure, room for a text."""
_DATES = frozenset("ymdhseYMDHSEgG")
"""Letters that stand for parts of a date or a time, or of a number with a power."""
_WORDS = re.compile(r"\w")
_LONGEST = 400
"""Characters of a format, and of a value, that are put together."""


class Format(NamedTuple):
    """The pieces of one section: words, or "0", "#", "?" and "@" for room; True where it is room."""

    pieces: tuple[tuple[str, bool], ...]

    def of(self, value: str) -> str:
        """The value with the words round it; nothing where there is no room for it."""
        if ("@", True) in self.pieces:
            return "".join(value if room else said for said, room in self.pieces)
        rooms = sum(room for _, room in self.pieces)
        if not rooms or not value.isascii() or not value.isdigit():
            return ""
        first = max(1, len(value) - rooms + 1)  # what is left over stands in the first room
        figures, told = iter([value[:first], *value[first:]]), list[str]()
        short = rooms - len(value)
        for said, room in self.pieces:
            if room and short > 0:
                short -= 1
                told.append("0" if said == "0" else "")
            else:
                told.append(next(figures) if room else said)
        return "".join(told)


def formats(styles: Any) -> dict[str, Sequence[Format]]:
    """The number of a cell's style -> the sections of its format, where that has words of its own."""
    codes = {
        attribute(e, "numFmtId"): attribute(e, "formatCode")
        for e in styles.iter()
        if local(e) == "numFmt"
    }
    cells = next((e for e in styles.iter() if local(e) == "cellXfs"), ())
    told = {number: tuple(_sections(code)) for number, code in codes.items()}
    return {
        str(style): found
        for style, cell in enumerate(cells)
        if (found := told.get(attribute(cell, "numFmtId")))
    }


def shown(value: str, of: Sequence[Format]) -> Iterator[str]:
    """What a value is shown as, by each of the sections of its format that have words."""
    if len(value) <= _LONGEST:
        yield from dict.fromkeys(filter(None, (section.of(value) for section in of)))


def _sections(code: str) -> Iterator[Format]:
    """The sections of a format that put words beside a value; none of dates."""
    pieces, dated = list[tuple[str, bool]](), False
    for token in _TOKEN.finditer(code[:_LONGEST] + ";"):
        kind, said = token.lastgroup or "", token[token.lastgroup or 0]
        if kind == "end":
            words = "".join(said for said, room in pieces if not room)
            if _WORDS.search(words) and not dated:
                yield Format(tuple(pieces))
            pieces, dated = [], False
        elif kind in {"figure", "text"}:
            pieces.append((said, True))
        elif kind in {"quoted", "sign"}:
            pieces.append((said, False))
        elif kind == "other":
            dated = dated or said in _DATES
            pieces.append(("" if said in ",.%" else said, False))
