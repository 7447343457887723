"""PDF: text by pages, properties, annotations, form fields, attachments; pictures are told."""

import hashlib
import io
import logging
import re
from collections.abc import Hashable, Iterator
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject, NameObject, StreamObject

from checks.privacy.budget import Budget, Spent
from checks.privacy.extracted import Inner, Piece, Read, Trace, Unread
from checks.privacy.readers import hexadecimal, objects
from checks.privacy.readers.glyphs import SCAN, Glyphs
from checks.privacy.readers.office import trace

hexadecimal.hasten()

_ALONE = 20
"""Characters below which a page with a picture is taken for a scan with a page number."""
_END = re.compile(rb"startxref\s{1,9}\d{1,12}\s{1,9}%%EOF[ \r\n]{0,3}")
_OBJECT = re.compile(rb"\d\s{1,9}obj\b")
_MOST_SAVED = 8
"""How often a PDF may have been saved over before, each time with what stood there looked at."""
_HEAD, _PAGE = 1024, 100
"""Bytes in which a PDF says that it is made for the web, and how much work a page is."""
_PROPERTIES = {
    "/Author": "creator",
    "/Title": "Title",
    "/Subject": "description",
    "/Keywords": "keywords",
}


def read(body: bytes, budget: Budget) -> Iterator[Read | Inner]:
    """Read what a reader of the PDF sees, what he does not, and what stood there before. Raises Spent."""
    told = set[Hashable]()
    for part in _of(body, budget):
        told.add(_said(part))
        yield part
    earlier = _saved_before(body)
    if len(earlier) > _MOST_SAVED:
        why = f"保存过{len(earlier) + 1}次，旧的内容还在文件里"
        yield Unread("保存前的旧内容", why, "请“打印为PDF”另存为新文件")
    for number, end in enumerate(earlier[:_MOST_SAVED], 1):
        for part in _of(body[:end], budget):
            if _said(part) not in told:
                told.add(_said(part))
                yield part._replace(place=f"保存前的旧内容（第{number}次保存）{part.place}")


def _saved_before(body: bytes) -> list[int]:
    """Where the file ended each time that it was saved over by adding other objects to its end."""
    ends = [end.end() for end in _END.finditer(body)]
    if b"/Linearized" in body[:_HEAD]:
        ends = ends[1:]  # the first end of such a file is that of the table of its first page
    return [end for end, following in pairwise(ends) if _OBJECT.search(body, end, following)]


def _said(part: Read | Inner) -> Hashable:
    """What a part says, wherever it stands."""
    if isinstance(part, Inner):
        return hashlib.sha256(part.body).digest()
    return part.text if isinstance(part, Piece) else part[1:3]


def _of(body: bytes, budget: Budget) -> Iterator[Read | Inner]:
    """Read a PDF as it was last saved. Raises Spent."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings become findings here
    try:
        document = PdfReader(io.BytesIO(body), strict=False)
        if document.is_encrypted and not document.decrypt(""):
            yield Unread("全文", "有密码", "请去掉密码后再发布")
            return
        pages = list(document.pages)
    except Exception as wrong:  # the library raises what it likes for what is not to the standard
        yield Unread("全文", f"PDF读不出来（{type(wrong).__name__}）", "请重新导出PDF")
        return
    if not pages:
        yield Unread("全文", "PDF没有页面", "请重新导出PDF")
    glyphs = Glyphs(document, budget)
    for number, page in enumerate(pages, 1):
        budget.tick(_PAGE)
        yield from _safely(f"第{number}页", _page(f"第{number}页", page, glyphs))
        yield from _safely(f"第{number}页", _annotations(page, glyphs))
    yield from _safely("文档属性", _about(document))
    yield from _safely("附件", objects.read(document, glyphs, budget))
    yield from glyphs.unsaid()


def _safely(place: str, found: Iterator[Read | Inner]) -> Iterator[Read | Inner]:
    """Read a part; where the library gives up, say that it was not checked. Raises Spent."""
    try:
        for one in found:
            yield one._replace(place=place + one.place)
    except (Spent, MemoryError):
        raise
    except Exception as wrong:
        yield Unread(place, f"这一部分读不出来（{type(wrong).__name__}）", "请重新导出PDF")


def _page(place: str, page: PageObject, glyphs: Glyphs) -> Iterator[Read]:
    """The text of a page and of what is drawn on it, and what stands in place of signs."""
    contents = page.get("/Contents")
    parsed = glyphs.parsed(contents.get_object()) if contents is not None else None
    text = _extracted(page, parsed)
    length = len("".join(text.split()))
    scan = length < _ALONE and _drawn(page, bool(length))
    if scan:
        yield Unread("", "没有文字（扫描件或者图形）", SCAN)
    yield Piece("", text, lines=True)
    if contents is not None:
        shown = glyphs.shown(place, contents.get_object(), page.get("/Resources"), parsed)
        if len("".join(shown.text.split())) > length:  # the library passed over a drawing
            yield Piece("", shown.text, lines=True)
        yield from (Piece("替代文字", said) for said in shown.spoken)
        yield from () if scan else shown.pictures


def _extracted(page: PageObject, parsed: ContentStream | None) -> str:
    """The text that the library makes of a page whose contents have been read, and are not again."""
    if parsed is None:
        return page.extract_text()
    key, held = NameObject("/Contents"), page.raw_get("/Contents")
    page[key] = parsed
    try:
        return page.extract_text()
    finally:
        page[key] = held


def _annotations(page: PageObject, glyphs: Glyphs) -> Iterator[Read]:
    for note in page.get("/Annots") or ():
        glyphs.gone_through.add(id(note.get_object()))
        yield from _annotation(note.get_object())


def _drawn(page: PageObject, worded: bool) -> bool:
    """Whether something stands on the page that is no text: a picture, or drawing on a page without a word."""
    resources = page.get("/Resources")
    named = resources.get_object().get("/XObject") if resources else None
    things = [each.get_object() for each in named.get_object().values()] if named else []
    if any(isinstance(one, StreamObject) for one in things):
        return True
    contents = page.get_contents()
    data = contents.get_data() if contents is not None else b""
    return b" ID" in data or (not worded and len(data.split()) > 4)


def _annotation(note: Any) -> Iterator[Read]:
    if not isinstance(note, DictionaryObject):
        return
    kind = note.get("/Subtype")
    for key in ("/Contents", "/T", "/V", "/RC", "/TU", "/DV", "/Opt"):
        yield from (Piece(f"批注{key}", said) for said in objects.strings(note.get(key)))
    action = note.get("/A")
    held = action.get_object() if action is not None else None
    address = held.get("/URI") if isinstance(held, DictionaryObject) else None
    if address:
        yield Piece("链接", str(address))
    if kind not in {"/Link", "/Widget", None}:
        yield Trace("", "批注", f"PDF批注（{str(kind)[1:]}）", "删除批注后重新导出")


def _about(document: PdfReader) -> Iterator[Read]:
    for key, value in (document.metadata or {}).items():
        said = str(value).strip()
        if said:
            yield Piece(f"·{key[1:]}", said, of_itself=True)
            told = trace(_PROPERTIES.get(key, ""), said)
            yield from (each._replace(place=f"·{key[1:]}") for each in told)
