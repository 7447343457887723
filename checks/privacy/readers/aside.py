"""What a part of a package says outside its running text: attributes, comments, elements of their own.

Alternative texts, numberings, choices, prompts, names of authors and formats of numbers stand there.
"""

import re
from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from checks.privacy.extracted import Piece, Read
from checks.privacy.readers.markup import attributes

_TITLES = {
    "descr": "替代文字",
    "tooltip": "链接提示",
    "instr": "域代码",
    "textpath": "艺术字",
    "lvlText": "编号",
    "listItem": "下拉项",
    "listEntry": "下拉项",
    "helpText": "填写提示",
    "statusText": "填写提示",
    "docVar": "文档变量",
    "formatCode": "数字格式",
    "prompt": "数据验证提示",
    "promptTitle": "数据验证提示",
    "error": "数据验证提示",
    "errorTitle": "数据验证提示",
    "filter": "筛选条件",
    "customFilter": "筛选条件",
    "author": "作者",
    "num-prefix": "编号",
    "num-suffix": "编号",
    "label": "表单文字",
}
"""Names of attributes, and of the elements that hold them, as an officer knows them."""
_SHORT = 8
"""Signs of letters and figures in which there is no number of anybody, and no name."""
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_COORDINATES = "d points path enhanced-path viewBox coordsize adj modifiers"
_DIGESTS = "checksum hash hashValue salt saltValue initialisation-vector"
_TECHNICAL = frozenset((*_COORDINATES.split(), *_DIGESTS.split()))
"""What programs write for programs, unless it is Chinese."""
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_MEASURE = re.compile(
    r"[+\-]?\d*\.\d+(?:[eE][+\-]?\d+)?[a-z%]{0,4}|[0-9A-Fa-f]{20}"
    r"|\$?[A-Z]{1,3}\$?\d{1,7}(?:[: ]\$?[A-Z]{1,3}\$?\d{1,7})*"
)
"""A length, a share, the ten bytes that describe a typeface, or cells of a sheet."""
_JOINED = re.compile(r'"\s{0,9}&\s{0,9}"')
_LITERAL = re.compile(r'"([^"]{0,400})"|\\(.)')
"""What a format of numbers puts beside the figures."""
_SEPARATED = re.compile(r"[\s\-.()+]+")
_FIRST = 20
_FIGURES, _LONGEST = 7, 200
"""Digits of the shortest number that is told; signs of a text that may be one number."""


def with_aside(
    place: str, top: Any, found: Iterable[Read], texts: Container[str] | None = None
) -> Iterator[Read]:
    """The running text of a part, then what else it says and has not been said by then.

    `texts` are the elements whose text is the running one; all of them unless given.
    """
    heard = _Heard()
    for one in found:
        if isinstance(one, Piece):
            heard.texts.add(one.text.strip())
        yield one
    running = dict[str, bool]()  # of each name with its namespace
    for element in top.iter():
        tag = element.tag
        if not isinstance(tag, str):
            yield Piece(f"{place}注释", element.text or "")
        elif texts is not None:
            if tag not in running:
                running[tag] = local(tag) in texts
            own, after = None if running[tag] else element.text, element.tail
            if own or after:  # few have either
                for said in (own, after):
                    if said and not said.isspace() and heard.new(said):
                        yield Piece(f"{place}·{local(tag)}", said)
        if not (every := attributes(element)):
            continue
        for name, value in every:
            if len(value) > _SHORT or not value.isascii() or "@" in value:
                heading = _heading(every, local(name))
                yield from _attribute(place, element, name, value, heading, heard)


def formula(text: str) -> str:
    """A formula with the texts that it puts together put together."""
    return _JOINED.sub("", text)


def _format(code: str) -> str:
    """What a format of numbers writes, with the figures' room where it writes some of a number."""
    literals = "".join(a or b for a, b in _LITERAL.findall(code))
    some = 0 < sum(map(str.isdecimal, literals)) < _FIGURES
    return _LITERAL.sub(lambda m: m[1] or m[2] or "", code) if some else literals


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _attribute(
    place: str, element: Any, full: str, value: str, heading: str, heard: "_Heard"
) -> Iterator[Piece]:
    name = local(full)
    if full == _XML_ID or (name in _TECHNICAL and value.isascii()):
        return
    said = formula(_GUID.sub("", value))
    if name == "formatCode":
        said = _format(said)
    if said and not _MEASURE.fullmatch(said) and heard.new(said):
        yield Piece(_place(place, element, name), said, heading)


def _place(place: str, element: Any, name: str) -> str:
    within = local(element.tag)
    titled = _TITLES.get(name) or _TITLES.get(within)
    return f"{place}·{titled or f'{within}的{name}'}"


def _heading(said: Iterable[tuple[str, str]], name: str) -> str:
    """What a value is of: the attribute's own name, or what the element is called.

    That stands among its first attributes, or nobody looks for it.
    """
    if not name.isascii():
        return name
    called = next((v for k, v in islice(said, _FIRST) if local(k) in {"name", "tag"}), "")
    return "" if called.isascii() or name in {"name", "tag"} else called


class _Heard:
    """What a part has said so far."""

    def __init__(self) -> None:
        self.texts = set[str]()

    @cached_property
    def _numbers(self) -> set[str]:
        return set(map(_number, self.texts))

    def new(self, said: str) -> bool:
        """Whether it has not been said in this part; a number, however it is parted."""
        said = said.strip()
        if said in self.texts:
            return False
        if not _SEPARATED.sub("", said).strip("0123456789") and _number(said) in self._numbers:
            return False
        self.texts.add(said)
        return True


def _number(said: str) -> str:
    """All the digits of a text, where they are enough for a number; else nothing."""
    digits = "".join(filter(str.isdecimal, said)) if len(said) < _LONGEST else ""
    return digits if len(digits) >= _FIGURES else ""
