"""Whether a redacted copy is one: what was covered must be gone from its text, not under a black box."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from catalog.record import Redaction
from checks.privacy.budget import Budget
from checks.privacy.encodings import plain
from checks.privacy.extracted import Piece
from checks.privacy.known import Known
from checks.privacy.readers import read


class Copy(NamedTuple):
    """A redacted copy: what is on file of it, and its original."""

    redaction: Redaction
    original: Callable[[], bytes]


class Inside(NamedTuple):
    """What an office keeps inside: known values, and the originals of redacted copies by digest."""

    known: Known
    copies: Mapping[str, Copy]


def still_there(
    original: bytes, copy: bytes, redaction: Redaction, budget: Budget | None = None
) -> Iterator[str]:
    """The places covered from which no character is gone, each as it is on file.

    A place with a page is compared on that page, another one in the whole text. Of an original
    without text, such as a scan, nothing can be told.
    """
    budget = budget or Budget()
    before, after = _texts(original, budget), _texts(copy, budget)
    for place in redaction.places:
        page = f"第{place.page}页"
        held = before.get(page, "") or "".join(before.values())
        left = after.get(page, "") if page in before else "".join(after.values())
        if held and not Counter(held) - Counter(left):
            yield place.where


def _texts(body: bytes, budget: Budget) -> dict[str, str]:
    """The text of a file by the places of its reader, such as the pages of a PDF; without what the
    file says of itself, which is another with every export."""
    texts = dict[str, list[str]]()
    for part in read("", body, budget):
        if isinstance(part, Piece) and not part.of_itself:
            texts.setdefault(part.place, []).append(plain(part.text))
    return {place: "".join(said) for place, said in texts.items()}
