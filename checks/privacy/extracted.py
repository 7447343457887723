"""What a reader makes of a file: text with its place, traces left in the file, and what it could not read."""

from typing import NamedTuple, Self

from catalog.findings import Severity

LONGEST = 80
"""Characters of a place; what stands there may come from the file."""


LONGEST_PATH = 400
"""Characters of the path of a file, and of why something was not read, that are told."""


class Piece(NamedTuple):
    """Text that belongs together, such as a paragraph or a cell."""

    place: str
    text: str
    heading: str = ""
    """What stands above the cell or before the value; a cue as good as one in the text."""
    lines: bool = False
    """Whether the lines of the text are lines that a reader of the file can count."""
    of_itself: bool = False
    """Whether the file says it of itself (properties, XMP): it is another with every export."""

    def clean(self) -> Self:
        """The same in characters that can be written; half of one cannot."""
        place, text, heading, _, _ = self
        if len(place) <= LONGEST and len(heading) <= LONGEST:
            try:
                f"{place}{text}{heading}".encode()
            except UnicodeEncodeError:
                pass
            else:
                return self
        place, text, heading = map(_written, (place, text, heading))
        return self._replace(place=shortened(place), text=text, heading=heading[:LONGEST])


class Trace(NamedTuple):
    """Something in a file that readers of the page were not meant to get."""

    place: str
    kind: str
    says: str
    remedy: str
    severity: Severity = Severity.BLOCK

    def clean(self) -> Self:
        """The same in characters that can be written."""
        return self._replace(place=shortened(_written(self.place)), says=_written(self.says))


class Unread(NamedTuple):
    """A part that nobody has looked into; never silence."""

    place: str
    why: str
    remedy: str

    def clean(self) -> Self:
        """The same in characters that can be written."""
        return self._replace(
            place=shortened(_written(self.place)), why=shortened(_written(self.why), LONGEST_PATH)
        )


Read = Piece | Trace | Unread


class Inner(NamedTuple):
    """A file within a file."""

    place: str
    name: str
    body: bytes


def shortened(place: str, longest: int = LONGEST) -> str:
    """A place that fits a line, however deep in the file it is: how it begins and how it ends."""
    half = longest // 2
    return place if len(place) <= longest else f"{place[: half - 1]}…{place[-half:]}"


def _can_be_written(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _written(text: str) -> str:
    """The text, with U+FFFD for each half of a character (a lone surrogate)."""
    if _can_be_written(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
