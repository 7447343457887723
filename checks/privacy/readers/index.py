"""The files of the search: after a sign of their own a program, JSON, or CBOR (RFC 8949).

An index holds the single words of pages that are read themselves. Out of its sentence a word tells
nothing (秘密 stands in 商业秘密), so of an index only what has a digit or an @ is looked at.
"""

import io
import re
from collections.abc import Iterator, Mapping, Set
from typing import Any

from checks.privacy.extracted import Piece, Read, Unread
from checks.privacy.readers import plain

MAGIC = b"pagefind_dcd"
_TELLING = re.compile(r"[\d@]")


def read(body: bytes) -> Iterator[Read]:
    """Read what can tell something. A site with a search was made where CBOR can be read."""
    rest = body.removeprefix(MAGIC)
    if rest.startswith(b"\0asm"):
        return
    if rest.startswith(b"{"):
        yield from plain.json_values(rest.decode("utf-8", "replace"))
        return
    try:
        import cbor2
    except ImportError:
        yield Unread("全文", "搜索索引读不出来", "请安装搜索组件（pagefind[extended]、cbor2）")
        return
    file = io.BytesIO(rest)
    try:
        found = dict.fromkeys(_texts(cbor2.load(file)))
    except (cbor2.CBORError, ValueError, EOFError, OverflowError):
        yield Unread("全文", "搜索索引已损坏", "请重新生成站点")
        return
    if file.read(1):
        yield Unread("全文", "搜索索引后面还有别的内容", "请重新生成站点")
    for text in found:
        if _TELLING.search(text):
            yield Piece("搜索索引", text)


def _texts(value: Any) -> Iterator[str]:
    """Every text within a value; what holds itself is gone through once."""
    waiting, seen = [value], set[int]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, int | float | None):
            continue
        if isinstance(one, str | bytes):
            yield one if isinstance(one, str) else one.decode("utf-8", "replace")
        elif isinstance(one, Mapping | list | tuple | Set) and id(one) not in seen:
            seen.add(id(one))
            waiting += [*one.keys(), *one.values()] if isinstance(one, Mapping) else one
        elif hasattr(one, "tag") and id(one) not in seen:
            seen.add(id(one))
            waiting.append(one.value)
