"""Plain text, CSV, JSON and XML."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from checks.privacy.extracted import LONGEST, Piece, Read, Unread, shortened

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(r"^\s{0,9}<\?xml[^>]{0,200}\?>")
"""What it says of its encoding no longer holds: it has been decoded."""
_CONTROL = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1b")


def decoded(body: bytes) -> str | None:
    """The text of the bytes, or None where they are no text."""
    marked = [encoding for mark, encoding in _MARKS if body.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL & set(text[:20_000]):
            return text
    return None


def lines(text: str) -> Iterator[Read]:
    """The whole text; findings name its lines."""
    yield Piece("", text, lines=True)


def table(text: str) -> Iterator[Read]:
    """The cells of a CSV under their headings; a cell without any is told by its column."""
    first = text[: text.find("\n") if "\n" in text else None][:2_000]
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    if ";" in first and not {",", "\t"} & set(first):
        delimiter = ";"
    header: list[str] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, ""), delimiter=delimiter), 1):
            above, header = header, header or [cell[:LONGEST] for cell in row]
            for column, cell in enumerate(row):
                heading = above[column] if column < len(above) else ""
                yield Piece(f"第{number}行第{column + 1}列", cell, heading)
    except csv.Error:
        yield from lines(text)


def json_values(text: str) -> Iterator[Read]:
    """Every key and value of a JSON document; the key is the heading of its value."""
    try:
        document = json.loads(
            text.lstrip("\ufeff"), parse_float=str, parse_int=str, object_pairs_hook=_Members
        )
    except (ValueError, RecursionError):
        yield from lines(text)
        return
    waiting: list[tuple[str, str, Any]] = [("$", "", document)]
    while waiting:
        place, key, value = waiting.pop()
        if isinstance(value, _Members):
            for name, part in value:
                yield Piece(f"{place}的键", name)
                waiting.append((shortened(f"{place}.{name}"), name[:LONGEST], part))
        elif isinstance(value, list):
            waiting.extend((shortened(f"{place}[{n}]"), key, part) for n, part in enumerate(value))
        elif isinstance(value, str):
            yield Piece(place, value, key)


class _Members(list[tuple[str, Any]]):
    """An object of a document, with a key as often as it is written."""


_JOINED = ("text", "p")
"""Elements whose words lie in others within them, a sign each where a drawing program wrote it."""
_MOST_WITHIN = 300


def _joined(place: str, element: Any) -> Iterator[Read]:
    """The words of a line that lie in elements of their own; of a few hundred, more is no line."""
    if etree.QName(element).localname in _JOINED:
        yield Piece(place, "".join(islice(element.itertext(), _MOST_WITHIN)))


def xml(text: str) -> Iterator[Read]:
    """Text and attributes of every element, comments included; where it is no XML, its lines."""
    declares = "<!ENTITY" in text
    if declares:  # they are read where they are written, but not put in: that may have no end
        yield Unread("全文", "用了自定义实体，展开后的文字没有检查", "请换成普通格式重新导出")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=not declares)
    try:
        root = etree.fromstring(_DECLARED.sub("", text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        yield from lines(html.unescape(text))
        return
    if declares:
        yield from lines(html.unescape(text))
    for element in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        place = f"第{element.sourceline}行"
        if isinstance(element.tag, str) and len(element):
            yield from _joined(place, element)
        for said in (element.text, element.tail):
            if said and not said.isspace():
                yield Piece(place, said)
        for name, value in element.attrib.items():
            yield Piece(f"{place}属性{etree.QName(name).localname}", value)
