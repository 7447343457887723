"""Plain text, CSV, JSON and XML."""

import codecs
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
from checks.privacy.readers.markup import attributes

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(r"^\s{0,9}<\?xml[^>]{0,200}\?>")
"""What it says of its encoding no longer holds: it has been decoded."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CHARSET = re.compile(
    rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w\-]{1,40})", re.IGNORECASE
)
_JAPANESE = "iso2022_jp_2"
"""The encoding of that name with all that it may switch to, Chinese characters among it."""
_DECLARING = 1024
"""Bytes in which a browser looks for what a page says of its encoding."""
_OTHERS = frozenset(
    (
        "iso2022_jp",
        "iso2022_kr",
        "shift_jis",
        "euc_jp",
        "euc_kr",
        "big5",
        "big5hkscs",
        "hz",
        "utf-7",
    )
)
"""Encodings whose bytes are other characters, or other figures, than those of the usual ones."""


def decoded(body: bytes) -> str | None:
    """The text of the bytes, or None where they are no text."""
    marked = [encoding for mark, encoding in _MARKS if body.startswith(mark)]
    for encoding in marked or _declared(body) or ("utf-8", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    return None


def _declared(body: bytes) -> list[str]:
    """The encoding that a page says it is in, where that is none of the usual ones."""
    said = _CHARSET.search(body[:_DECLARING])
    if not said:
        return []
    try:
        name = codecs.lookup(said[1].decode("ascii", "replace")).name
    except LookupError:
        return []
    return [_JAPANESE if name == "iso2022_jp" else name] if name in _OTHERS else []


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
        for name, value in attributes(element):
            yield Piece(f"{place}属性{etree.QName(name).localname}", value)
