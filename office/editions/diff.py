"""What differs between a file that is out and the one that would be, for whoever reviews it."""

import difflib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from checks.bounded import Ended, call
from checks.privacy.extracted import Piece
from checks.privacy.readers import read
from office.editions.changes import Matter

AROUND, HEADS = 1, 2
"""Unchanged lines shown about a change; lines of a diff that name the files."""
MACHINE = (".json", ".jsonld", ".xml", ".ics", ".css", ".js")
"""They say for programs what the pages beside them say for people, or how these look."""
UNSEEN = ("属性", "数据", "脚本", "注释", "文件名")
"""Places of a page that a browser does not show."""


class Comparison(NamedTuple):
    """One file; `lines` are those of a unified diff of what a reader would see in it.

    There are none where it is for programs, or can only be looked at, such as a picture.
    """

    path: str
    kind: str
    lines: tuple[str, ...]


def compare(matter: Matter, out: Path, draft: Path) -> list[Comparison]:
    """Each file of a matter that differs, pages first."""
    found = [Comparison(path, "新增", _lines(path, None, draft / path)) for path in matter.new]
    found += [
        Comparison(path, "改动", _lines(path, out / path, draft / path)) for path in matter.changed
    ]
    found += [Comparison(path, "撤下", ()) for path in matter.gone]
    return sorted(found, key=lambda one: (not one.path.endswith(".html"), one.path))


def _lines(path: str, old: Path | None, new: Path) -> tuple[str, ...]:
    if path.endswith(MACHINE):
        return ()
    try:
        return tuple(call(differing, path, old.read_bytes() if old else b"", new.read_bytes()))
    except Ended as ended:
        return (f"!（没有列出改动：{ended}，请打开预览核对）",)


def differing(path: str, old: bytes, new: bytes) -> list[str]:
    """The lines of a diff of what a reader sees in two states of a file."""
    was, now = list(_said(path, old)), list(_said(path, new))
    told = difflib.unified_diff(was, now, n=AROUND, lineterm="")
    return [line for line in islice(told, HEADS, None) if not line.startswith("@@")]


def _said(path: str, body: bytes) -> Iterator[str]:
    """What a reader sees, block by block: the text that the scanners read."""
    for part in read(path, body):
        hidden = isinstance(part, Piece) and any(word in part.place for word in UNSEEN)
        if isinstance(part, Piece) and not hidden:
            yield from filter(None, (" ".join(line.split()) for line in part.text.splitlines()))
