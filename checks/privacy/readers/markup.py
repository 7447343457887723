"""Attributes of elements, however many: what the library does with them takes the square of their number."""

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

MOST = 1_000
"""Attributes of one tag of a page that are parsed; nobody writes as many."""
_FEW = 100
_ATTRIBUTE = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+))?"
_TAG = re.compile(rf"<!--.*?(?:-->|\Z)|<[A-Za-z][^\s/>]*+(?:{_ATTRIBUTE})*+", re.DOTALL)
_ONE = re.compile(_ATTRIBUTE)
_every = etree.XPath("@*")


def attributes(element: Any) -> Iterable[tuple[str, str]]:
    """Names and values; in time that grows with their number, for which the library has no way."""
    names = element.keys()
    if not names:
        return ()
    if len(names) < _FEW:
        return element.items()  # type: ignore[no-any-return]
    return [(each.attrname, str(each)) for each in _every(element)]


def crowded(text: str) -> bool:
    """Whether a tag of a page has more attributes than are parsed."""
    long = (tag[0] for tag in _TAG.finditer(text) if tag.end() - tag.start() > 2 * MOST)
    return any(sum(1 for _ in _ONE.finditer(tag, 2)) > MOST for tag in long)
