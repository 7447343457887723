"""Pages: running text by blocks, tables under their headings, attributes, comments, embedded data."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from checks.privacy.extracted import Piece, Read, Unread
from checks.privacy.readers import bundle, plain

_WITHIN = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup"
    " time u var wbr"
)
_INLINE = frozenset(_WITHIN.split())
_SILENT = frozenset(
    (
        "class",
        "id",
        "style",
        "rel",
        "lang",
        "type",
        "role",
        "charset",
        "integrity",
        "for",
        "headers",
    )
)


def read(text: str) -> Iterator[Read | bundle.Inner]:
    """Read a page as a browser would, and what a browser does not show."""
    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, ValueError):
        yield Unread("全文", "网页写法有错，读不出来", "请重新生成页面")
        return
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        yield from plain.lines(text)  # the parser gave up somewhere: nothing of it may be missed
    headings = _headings(root)
    for element in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        yield from _attributes(element)
        if not isinstance(element.tag, str):
            yield Piece(f"第{element.sourceline}行注释", element.text or "", lines=False)
        elif element.tag == "script":
            yield from _script(element)
        elif element.tag not in _INLINE:
            yield from _blocks(element, headings.get(element, ""))


def _blocks(element: Any, heading: str) -> Iterator[Piece]:
    """The text of a block up to each block within it; pieces of inline elements are joined."""
    held: list[str] = []
    for said in _runs(element):
        if said is not None:
            held.append(said)
        elif held:
            yield Piece(f"第{element.sourceline}行", "".join(held), heading)
            held = []
    if held:
        yield Piece(f"第{element.sourceline}行", "".join(held), heading)


def _runs(element: Any) -> Iterator[str | None]:
    """Texts in reading order; None where a block of its own stands between."""
    waiting: list[Any] = [(element, True)]
    while waiting:
        node, top = waiting.pop()
        if isinstance(node, str):
            yield node
        elif node is None or (not top and not _joins(node)):
            yield None
        else:
            yield node.text or ""
            if node.tag == "br":
                yield "\n"
            following: list[Any] = []
            for child in node:
                following += [
                    (child, False) if isinstance(child.tag, str) else ("", False),
                    (child.tail or "", False),
                ]
            waiting.extend(reversed(following))


def _joins(node: Any) -> bool:
    return node.tag in _INLINE or node.tag == "br"


def _headings(root: Any) -> dict[Any, str]:
    """Cell of a table -> the words of its column and of its row's first cell."""
    found: dict[Any, str] = {}
    for table in root.iter("table"):
        rows = list(table.iter("tr"))
        columns = [_said(cell) for cell in rows[0].iterchildren("th", "td")] if rows else []
        for row in rows:
            cells = list(row.iterchildren("th", "td"))
            label = _said(cells[0])[:40] if cells and cells[0].tag == "th" else ""
            for number, cell in enumerate(cells):
                if row is not rows[0] or number:
                    column = columns[number] if number < len(columns) and row is not rows[0] else ""
                    found[cell] = f"{column[:40]} {label if number else ''}".strip()
    for term in root.iter("dd"):
        before = term.getprevious()
        if before is not None and before.tag == "dt":
            found[term] = _said(before)[:40]
    return found


def _said(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _attributes(element: Any) -> Iterator[Read | bundle.Inner]:
    for name, value in element.attrib.items():
        place = f"第{element.sourceline}行属性{name}"
        if value.startswith("data:"):
            yield from _data(place, value)
        elif name not in _SILENT:
            heading = "电话" if value.startswith("tel:") else ""
            yield Piece(place, unquote(value), heading)


def _data(place: str, value: str) -> Iterator[Read | bundle.Inner]:
    about, _, written = value.partition(",")
    if not about.endswith(";base64"):
        yield Piece(place, unquote(written))
        return
    try:
        yield bundle.Inner(place, "内嵌数据", base64.b64decode(unquote(written)))
    except binascii.Error:
        yield Unread(place, "内嵌数据写法有错", "请重新生成页面")


def _script(element: Any) -> Iterator[Read]:
    place, said = f"第{element.sourceline}行", element.text or ""
    if "json" in element.get("type", ""):
        for part in plain.json_values(said):
            yield part._replace(place=f"{place}数据{part.place}")
    else:
        yield Piece(f"{place}脚本", said)
