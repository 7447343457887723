"""A catalog file in pieces, whatever it was written in: payloads, and how their faults are told."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Piece(NamedTuple):
    """The catalog or one of its items, as it stands in the file."""

    payload: Any
    told: Callable[[str], str]
    """A fault with the place where it lies; empty where that place was complained of already."""
    place: str = ""
    """A row that others can be told of."""
    faults: tuple[str, ...] = ()
    """What could not be read at all, told."""


class Pieces(NamedTuple):
    """A file: the catalog, its items, and what is wrong with how it is laid out."""

    catalog: Piece
    items: list[Piece]
    faults: list[str]
