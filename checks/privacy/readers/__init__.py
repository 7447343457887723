"""Bytes -> pieces, traces and what was not read; the bytes, not the name, say what a file is."""

import re
from collections.abc import Iterator

from checks.privacy.budget import Budget, Spent
from checks.privacy.decompress import GZIP, inflated, is_pdf
from checks.privacy.extracted import Inner, Piece, Read, Unread, shortened
from checks.privacy.readers import bundle, html, index, mail, plain
from checks.privacy.readers.sealed import is_sealed

DEEPEST = 4
"""A file within a file within a file; further down nobody looks."""
_INERT = (b"wOF2", b"wOFF", b"\0asm")
"""Fonts and programs of the site itself: they hold no prose."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (".html", ".htm", ".xhtml")
_LETTERS = (".eml", ".mht", ".mhtml")
_CODED = (".vcf", ".ps", ".eps")
_MAIL = re.compile(
    r"^content-transfer-encoding:\s*(?:base64|quoted-printable)", re.IGNORECASE | re.MULTILINE
)
"""Letters whose words are written in a code of their own, whatever the file is called."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DATA = {".json": plain.json_values, ".jsonld": plain.json_values, ".geojson": plain.json_values}
_TEXT = {
    ".csv": plain.table,
    ".tsv": plain.table,
    ".xml": plain.xml,
    ".svg": plain.xml,
    ".atom": plain.xml,
}


def read(path: str, body: bytes, budget: Budget | None = None) -> Iterator[Read]:
    """Read one file; never raises for what it holds, never says nothing about what it could not read.

    A budget may be given that another search of the same file goes on with.
    """
    budget = budget or Budget()
    try:
        yield from _read(path, body, budget, 0)
    except Spent as spent:
        yield Unread("全文", f"{spent}，没有全部检查", "请拆分成小的文件，或者换成普通格式重新导出")


def _read(path: str, body: bytes, budget: Budget, depth: int) -> Iterator[Read]:
    """What is wrong with a file within a file leaves the others to be read. Raises Spent."""
    try:
        for part in _by_content(path, body, budget, depth):
            if isinstance(part, Piece):
                budget.say(len(part.text))
            yield part.clean()
    except Spent:
        raise
    except (RecursionError, MemoryError) as wrong:
        yield Unread("全文", f"结构过于复杂（{type(wrong).__name__}）", "请换成普通格式重新导出")
    except Exception as wrong:  # the libraries raise what they like for files made to break them
        yield Unread("全文", f"读不出来（{type(wrong).__name__}）", "请重新导出，或者换成普通格式")


def _by_content(path: str, body: bytes, budget: Budget, depth: int) -> Iterator[Read]:
    name = path.lower()
    if depth > DEEPEST:
        yield Unread("全文", "一层套一层的附件太深", "请把里面的文件单独上传")
    elif not body or body.startswith(_INERT) or is_sealed(body):
        return
    elif body.startswith(index.MAGIC):
        yield from index.read(body)
    elif is_pdf(body):
        from checks.privacy.readers import pdf  # half a second, for those who have none

        yield from _inside(pdf.read(body, budget), budget, depth)
    elif body.startswith(b"PK\x03\x04"):
        yield from _inside(bundle.read(body, budget), budget, depth)
    elif body.startswith(b"\x1f\x8b"):
        yield from _unzipped(path, body, budget, depth)
    elif body.startswith(_PICTURES) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        from checks.privacy.readers import picture

        yield from picture.read(body)
    elif body.startswith(_OLD_OFFICE):
        yield Unread("全文", "旧版Office文件（.doc、.xls、.ppt）", "请另存为.docx、.xlsx后再发布")
    else:
        yield from _inside(_text(name, body, budget), budget, depth)


def _inside(parts: Iterator[Read | Inner], budget: Budget, depth: int) -> Iterator[Read]:
    """Read the files within a file as well, each under its place in the outer one."""
    for part in parts:
        if isinstance(part, Inner):
            for inner in _read(part.name, part.body, budget, depth + 1):
                yield inner._replace(place=shortened(f"{part.place}内 {inner.place}"))
        else:
            yield part


def _unzipped(path: str, body: bytes, budget: Budget, depth: int) -> Iterator[Read]:
    """All streams of the file, one after the other, are one."""
    held, end = bytearray(), 0
    while body.startswith(b"\x1f\x8b", end):
        inner, ended = inflated(body, end, GZIP, budget)
        held += inner
        if ended is None:
            yield Unread("全文", "压缩文件已损坏", "请重新生成")
            break
        end = ended
    else:
        if body[end:].strip(b"\0"):
            yield Unread("全文", "压缩文件后面还有别的内容", "请重新生成")
    yield from _read(path.removesuffix(".gz"), bytes(held), budget, depth + 1)


def _text(name: str, body: bytes, budget: Budget) -> Iterator[Read | Inner]:
    suffix = "." + name.rpartition(".")[2]
    text = plain.decoded(body)
    if suffix in _LETTERS or (text and _MAIL.search(text)):
        wide = text and body.startswith(_WIDE)
        yield from mail.read(text.encode() if text and wide else body, budget)
        return
    if text is None:
        yield Unread(
            "全文",
            "不认识的格式",
            "请换成PDF、DOCX、XLSX、CSV或者网页",
        )
        return
    opening = text[:200].lstrip().lower()
    if suffix in _CODED or opening.startswith("%!ps"):
        yield Unread("全文", "名片或者PostScript，文字是编过码的", "请换成PDF、DOCX或者网页")
        return
    if suffix in _MARKUP or opening.startswith(("<!doctype html", "<html")):
        yield from html.read(text)
    elif suffix in _DATA:
        yield from _DATA[suffix](text)
    elif suffix in _TEXT:
        yield from _TEXT[suffix](text)
    elif opening.startswith("<?xml"):
        yield from plain.xml(text)
    elif opening.startswith("{\\rtf"):
        yield Unread("全文", "RTF文件", "请另存为.docx后再发布")
    elif suffix == ".ics":
        yield from plain.lines(text.replace("\r\n ", "").replace("\n ", ""))
    elif suffix == ".css":
        yield from html.styles("全文", text)
    else:
        yield from plain.lines(text)
