"""Bytes -> pieces, traces and what was not read; the bytes, not the name, say what a file is."""

import zlib
from collections.abc import Callable, Iterator

from checks.privacy.extracted import Read, Unread
from checks.privacy.readers import bundle, html, index, pdf, picture, plain

Reader = Callable[[str, bytes], Iterator[Read]]
DEEPEST = 4
"""A file within a file within a file; further down nobody looks."""
_INERT = (b"wOF2", b"wOFF", b"\0asm")
"""Fonts and programs of the site itself: they hold no prose."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (".html", ".htm", ".xhtml")
_DATA = {".json": plain.json_values, ".jsonld": plain.json_values, ".geojson": plain.json_values}
_TEXT = {
    ".csv": plain.table,
    ".tsv": plain.table,
    ".xml": plain.xml,
    ".svg": plain.xml,
    ".atom": plain.xml,
}


def read(path: str, body: bytes, depth: int = 0) -> Iterator[Read]:
    """Read one file; never raises for what it holds, never says nothing about what it could not read."""
    try:
        yield from _by_content(path, body, depth)
    except (RecursionError, MemoryError) as wrong:
        yield Unread("全文", f"结构过于复杂（{type(wrong).__name__}）", "请换成普通格式重新导出")


def _by_content(path: str, body: bytes, depth: int) -> Iterator[Read]:
    name = path.lower()
    if depth > DEEPEST:
        yield Unread("全文", "一层套一层的附件太深", "请把里面的文件单独上传")
    elif not body or body.startswith(_INERT):
        return
    elif body.startswith(index.MAGIC):
        yield from index.read(body)
    elif body[:1024].lstrip().startswith(b"%PDF"):
        yield from _inside(pdf.read(body), path, depth)
    elif body.startswith(b"PK\x03\x04"):
        yield from _inside(bundle.read(name, body), path, depth)
    elif body.startswith(b"\x1f\x8b"):
        yield from _unzipped(path, body, depth)
    elif body.startswith(_PICTURES) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        yield from picture.read(body)
    elif body.startswith(_OLD_OFFICE):
        yield Unread("全文", "旧版Office文件（.doc、.xls、.ppt）", "请另存为.docx、.xlsx后再发布")
    else:
        yield from _inside(_text(name, body), path, depth)


def _inside(parts: Iterator[Read | bundle.Inner], path: str, depth: int) -> Iterator[Read]:
    """Read the files within a file as well, each under its place in the outer one."""
    for part in parts:
        if isinstance(part, bundle.Inner):
            for inner in read(part.name, part.body, depth + 1):
                yield inner._replace(place=f"{part.place}内 {inner.place}")
        else:
            yield part


def _unzipped(path: str, body: bytes, depth: int) -> Iterator[Read]:
    unpack = zlib.decompressobj(wbits=31)
    try:
        inner = unpack.decompress(body, bundle.LARGEST)
    except zlib.error:
        yield Unread("全文", "压缩文件已损坏", "请重新生成")
        return
    if unpack.unconsumed_tail:
        yield Unread("全文", "压缩文件解开后过大", "请拆分后再发布")
    yield from read(path.removesuffix(".gz"), inner, depth + 1)


def _text(name: str, body: bytes) -> Iterator[Read | bundle.Inner]:
    text = plain.decoded(body)
    if text is None:
        yield Unread(
            "全文",
            "不认识的格式",
            "请换成PDF、DOCX、XLSX、CSV或者网页",
        )
        return
    suffix = "." + name.rpartition(".")[2]
    opening = text[:200].lstrip().lower()
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
    else:
        yield from plain.lines(text)
