"""A paper that was handed in or is on file as lines of text: Word, PDF, Markdown and plain text.

Word and PDF are read in a process that may die of them (confined.py). A line is a paragraph as people
see it, with its number; what could not be read is a doubt.
"""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeVar

from catalog.errors import BadInput
from storage.files import confined, probe

READABLE = ("docx", "md", "txt", "pdf")
"""The kinds that are read, the most faithful first."""
MOST, MOST_TEXT = 50 * confined.MEGABYTE, 5_000_000
"""Bytes of a paper, and characters of its text."""
BOUNDS = confined.Bounds(640 * confined.MEGABYTE, 40, 120, 8 * MOST_TEXT)
GREEDY = "要用的内存或者时间超过了限度，没有读成文字"

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_MARKUP = re.compile(r"^(?:#{1,6}\s+|>\s?)+|\*\*|(?<!\w)__(?!\s)|(?<!\s)__(?!\w)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE = re.compile(r"^[\s|:｜-]*-{3}[\s|:｜-]*$")


Held = TypeVar("Held")


class Unread(BadInput, ValueError):
    """A paper whose text cannot be had; str() says why, in Chinese, without its name."""


class Paper(NamedTuple):
    """The lines of a paper; a table is one line with its rows in it."""

    lines: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def best(papers: Iterable[Held], kind_of: Callable[[Held], str]) -> Held | None:
    """Of the same text in several kinds of file the one that is read best; None where none can be read."""
    found = (one for one in papers if kind_of(one) in READABLE)
    return min(found, key=lambda one: READABLE.index(kind_of(one)), default=None)


def read_paper(kind: str, content: bytes) -> Paper:
    """The lines of a paper of a kind (READABLE). Raises Unread."""
    if kind not in READABLE:
        raise Unread(f"的格式是{kind or '未知'}，读不成文字，可读的有{'、'.join(READABLE)}")
    if len(content) > MOST:
        raise Unread(f"超过{MOST // confined.MEGABYTE}兆字节，没有读成文字")
    lines, doubts = _plain(kind, content) if kind in {"md", "txt"} else _confined(kind, content)
    cleaned = (_UNSEEN.sub("", line).strip() for line in lines)
    told = tuple(line for line in cleaned if line)
    if not told:
        raise Unread("里面没有文字，可能是扫描件")
    if sum(map(len, told)) > MOST_TEXT:
        raise Unread(GREEDY)
    return Paper(told, tuple(doubts))


def _plain(kind: str, content: bytes) -> tuple[list[str], list[str]]:
    for encoding in ("utf-16",) if content[:2] in _UTF16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (_bare(text) if kind == "md" else text.splitlines()), []
    raise Unread("既不是 UTF-8 也不是 GB18030 编码，读不成文字")


def _bare(text: str) -> list[str]:
    """Markdown without its marks; a table is one line, its cells apart as those of Word."""
    found: list[str] = []
    within = False
    for line in _COMMENT.sub("", text).splitlines():
        bare = line.strip()
        if not (bare.startswith("|") and bare.endswith("|") and len(bare) > 1):
            within = False
            found.append(_MARKUP.sub("", bare))
        elif not _RULE.match(bare):
            row = "｜".join(cell.strip() for cell in bare.strip("|").split("|"))
            found[-1:] = [f"{found[-1]}\n{row}"] if within else [*found[-1:], row]
            within = True
    return found


def _confined(kind: str, content: bytes) -> tuple[list[str], list[str]]:
    words = ["paper", kind, "0", str(MOST_TEXT)]
    try:
        said = json.loads(next(confined.answer(Path(probe.__file__), words, content, BOUNDS)))
    except confined.Died as wrong:
        raise Unread(GREEDY if wrong.greedy else "打不开，可能已损坏，没有读成文字") from wrong
    if "unopened" in said:
        raise Unread(said["unopened"])
    return said["lines"], said["doubts"]
