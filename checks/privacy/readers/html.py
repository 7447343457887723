"""Pages: running text by blocks, tables under their headings, attributes, comments, embedded data."""

import base64
import binascii
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import unquote

from lxml import etree

from checks.privacy.extracted import Inner, Piece, Read, Unread
from checks.privacy.readers import plain
from checks.privacy.readers.markup import MOST, attributes, crowded

_WITHIN = (
    "a abbr acronym b bdi bdo big button cite code data del dfn em font i ins kbd label mark nobr output q"
    " ruby s samp slot small span strike strong sub sup time tspan tt u var wbr"
)
_NODES, _HEADING, _LABEL = 60, 40, 12
"""Nodes of a heading that are read, and characters of it that are kept; those of a form's label."""
_INLINE = frozenset(_WITHIN.split())
PAGE = "内嵌网页.html"
_DATA = re.compile(r"data:[\w/+.-]{0,80}(?:;[\w=.-]{1,40}){0,4},[^\"'()<>\s]*", re.IGNORECASE)
_SHOWN = re.compile(r"attr\(\s{0,9}([\w\-]{1,40})")
"""Attributes that a style sheet puts on the page."""
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")
_SILENT = frozenset(
    (
        "class",
        "id",
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


def read(text: str) -> Iterator[Read | Inner]:
    """Read a page as a browser would, and what a browser does not show."""
    if crowded(text):
        yield Unread("全文", f"一个标签有{MOST}个以上的属性", "请重新生成页面")
        yield from plain.lines(text)
        return
    try:
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        root = etree.fromstring(text.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        yield Unread("全文", "网页写法有错，读不出来", "请重新生成页面")
        return
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        yield from plain.lines(text)  # the parser gave up somewhere: nothing of it may be missed
    headings = _headings(root)
    silent = _SILENT - set(_SHOWN.findall(text))
    for element in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        if element.keys():
            yield from _attributes(element, silent)
        tag = element.tag
        if not isinstance(tag, str):
            yield Piece(f"第{element.sourceline}行注释", element.text or "", lines=False)
        elif tag == "script":
            yield from _script(element)
        elif tag == "style":
            yield from styles(f"第{element.sourceline}行", element.text or "")
        elif _within(tag):
            pass
        elif len(element):
            yield from _blocks(element, headings.get(element, ""))
        elif (said := element.text) and not said.isspace():  # a cell with nothing in it but words
            yield Piece(f"第{element.sourceline}行", said, headings.get(element, ""))


def _blocks(element: Any, heading: str) -> Iterator[Piece]:
    """The text of a block up to each block within it; pieces of inline elements are joined."""
    held: list[str] = []
    runs = _runs(element) if any(map(_is_in_line, element)) else _apart(element)
    for said in runs:
        if said is not None:
            held.append(said)
        elif held:
            yield from _block(element, held, heading)
            held = []
    yield from _block(element, held, heading)


def _block(element: Any, held: Iterable[str], heading: str) -> Iterator[Piece]:
    text = "".join(held)
    if text and not text.isspace():
        yield Piece(f"第{element.sourceline}行", text, heading)


def _is_in_line(node: Any) -> bool:
    return isinstance(node.tag, str) and _joins(node)


def _apart(element: Any) -> Iterator[str | None]:
    """The same as `_runs` of an element with nothing in it but blocks, such as a row of a table."""
    if text := element.text:
        yield text
    for child in element:
        if isinstance(child.tag, str):
            yield None
        if tail := child.tail:
            yield tail


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
    return _within(node.tag) or node.tag == "br"


def _within(tag: str) -> bool:
    """Whether a browser sets it in the line; so it does with elements that nobody defined."""
    return tag in _INLINE or "-" in tag


def _headings(root: Any) -> dict[Any, str]:
    """Cell of a table -> the words of its column and of its row's first cell."""
    found: dict[Any, str] = {}
    for rows in _tables(root):
        columns = [_said(cell) for cell in rows[0]]
        headed = any(cell.tag == "th" for cell in rows[0])
        for cells in rows:
            label = _said(cells[0]) if cells and cells[0].tag == "th" else ""
            for number, cell in enumerate(cells):
                if cells is not rows[0] or number:
                    column = (
                        columns[number] if number < len(columns) and cells is not rows[0] else ""
                    )
                    beside = label or (_beside(cells, number) if not headed else "")
                    found[cell] = f"{column} {beside if number else ''}".strip()
    for term in root.iter("dd"):
        before = term.getprevious()
        if before is not None and before.tag == "dt":
            found[term] = _said(before)
    return found


def _beside(cells: Sequence[Any], number: int) -> str:
    """The label before a cell of a form, whose cells are labels and values by turns."""
    said = _said(cells[number - 1]) if number % 2 and not len(cells) % 2 else ""
    return said if len(said) <= _LABEL else ""


def _tables(root: Any) -> Iterator[Sequence[Sequence[Any]]]:
    """The cells of each table, row by row; those of a table within it are of that one alone."""
    open_: list[list[list[Any]]] = [[]]  # rows and cells that a fragment holds outside of any
    for event, element in etree.iterwalk(root, ("start", "end"), ("table", "tr")):
        if element.tag == "tr":
            if event == "start":
                open_[-1].append(list(element.iterchildren("th", "td")))
        elif event == "start":
            open_.append([])
        elif rows := open_.pop():
            yield rows
    loose = [
        *root.iterchildren("td"),
        *(td for body in root.iterchildren("body") for td in body.iterchildren("td")),
    ]
    yield from (rows for rows in (open_[0], [loose]) if rows and rows[0])


def _said(element: Any) -> str:
    """How a heading begins; what is nested in it without end is no heading."""
    if not len(element):
        return (element.text or "").strip()[:_HEADING]
    held = list[str]()
    events = ("start", "end", "comment", "pi")
    for event, node in islice(etree.iterwalk(element, events), _NODES):
        if event == "start":
            held.append(node.text or "")
        elif node is not element:
            held.append(node.tail or "")
    return "".join(held).strip()[:_HEADING]


def _attributes(element: Any, silent: Container[str]) -> Iterator[Read | Inner]:
    for name, value in attributes(element):
        place = f"第{element.sourceline}行属性{name}"
        if value.lstrip()[:5].lower() == "data:":
            yield from _data(place, value)
        elif name == "srcdoc":
            yield Inner(place, PAGE, value.encode())
        elif name == "style":
            yield from styles(place, value)
        elif name not in silent:
            heading = "电话" if value.startswith("tel:") else ""
            yield Piece(place, unquote(value), heading)


def _data(place: str, address: str) -> Iterator[Read | Inner]:
    """The file in a data: address (RFC 2397), under its kind."""
    head, _, coded = address.partition(",")
    about = head.lower()
    name = PAGE if "html" in about else "内嵌图形.svg" if "svg" in about else "内嵌数据"
    if not about.rstrip().endswith(";base64"):
        yield Inner(place, name, unquote(coded).encode())
        return
    try:
        yield Inner(place, name, base64.b64decode(unquote(coded)))
    except (binascii.Error, ValueError):
        yield Unread(place, "内嵌数据写法有错", "请重新生成页面")


def styles(place: str, css: str) -> Iterator[Read | Inner]:
    """What a style sheet can put on a page: its words, unescaped, and the files within it."""
    for found in _DATA.finditer(css):
        yield from _data(place, found[0])
    yield Piece(place, _ESCAPED.sub(_unescaped, css))


def _unescaped(found: re.Match[str]) -> str:
    sign = int(found[1], 16)
    return chr(sign) if 0 < sign < 0x110000 and not 0xD800 <= sign < 0xE000 else " "


def _script(element: Any) -> Iterator[Read]:
    place, said = f"第{element.sourceline}行", element.text or ""
    if "json" in element.get("type", ""):
        for part in plain.json_values(said):
            yield part._replace(place=f"{place}数据{part.place}")
    else:
        yield Piece(f"{place}脚本", said)
