"""What a reader makes of a file: text with its place, traces left in the file, and what it could not read."""

from typing import NamedTuple

from catalog.rules import Severity


class Piece(NamedTuple):
    """Text that belongs together, such as a paragraph or a cell."""

    place: str
    text: str
    heading: str = ""
    """What stands above the cell or before the value; a cue as good as one in the text."""
    lines: bool = False
    """Whether the lines of the text are lines that a reader of the file can count."""


class Trace(NamedTuple):
    """Something in a file that readers of the page were not meant to get."""

    place: str
    kind: str
    says: str
    remedy: str
    severity: Severity = Severity.BLOCK


class Unread(NamedTuple):
    """A part that nobody has looked into; never silence."""

    place: str
    why: str
    remedy: str


Read = Piece | Trace | Unread
