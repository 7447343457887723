"""Pictures of a PDF in which something can be read, each told once however often it is drawn."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf.generic import StreamObject

from checks.privacy.extracted import Unread
from checks.privacy.readers.picture import ICON, LOOK, UNSEEN

LEGIBLE = 8
"""Pixels in which no sign fits; a strip of a page may have fewer."""
_SIZES = (("/Width", "/W"), ("/Height", "/H"))


class Pictures:
    """The pictures of one document that have been met."""

    def __init__(self) -> None:
        self._told, self._met = set[bytes](), set[bytes]()
        self._strips = Counter[float]()
        """How high the strips of a length are together."""

    def met(self, name: str, about: Any, body: bytes) -> Iterator[Unread]:
        """Tell a picture that is no icon."""
        masks = [_object(about.get(key)) for key in ("/SMask", "/Mask")]
        drawn = [about, *(mask for mask in masks if isinstance(mask, StreamObject))]
        same = hashlib.sha256(body).digest()
        large = [self._is_large(one, same) for one in drawn]
        self._met.add(same)
        if not any(large):
            return
        if same not in self._told:
            self._told.add(same)
            yield Unread(f"·图片{name.removeprefix('/')}", UNSEEN, LOOK)
        self._told.update(hashlib.sha256(mask._data).digest() for mask in drawn[1:])

    def _is_large(self, picture: Any, same: bytes) -> bool:
        """Whether something can be read in it, or in it and all the strips that are as long.

        One that does not say its size can be read.
        """
        sizes = [_object(picture.get(long, picture.get(short))) for long, short in _SIZES]
        if not all(isinstance(size, int | float) for size in sizes):
            return True
        short, long = sorted(sizes)
        if long > ICON and short < LEGIBLE and same not in self._met:
            self._strips[long] += short
            return self._strips[long] > ICON
        return bool(long > ICON and short >= LEGIBLE)


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
