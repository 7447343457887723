"""PDF: text by pages, properties, annotations, form fields, attachments; pages that are only pictures."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from checks.privacy.extracted import Piece, Read, Trace, Unread
from checks.privacy.readers.bundle import Inner
from checks.privacy.readers.office import trace

_WRONG = (
    *(PyPdfError, DependencyError, ValueError, KeyError, TypeError, AttributeError, IndexError),
    *(OSError, NotImplementedError, AssertionError, ArithmeticError, RecursionError),
)
"""What the library is known to raise on files that do not keep to the standard."""
_SCAN = "请换成带文字的PDF，或者由人逐页看过"
_ALONE = 20
"""Characters below which a page with a picture is taken for a scan with a page number."""
_PROPERTIES = {
    "/Author": "creator",
    "/Title": "Title",
    "/Subject": "description",
    "/Keywords": "keywords",
}


def read(body: bytes) -> Iterator[Read | Inner]:
    """Read what a reader of the PDF sees, and what he does not."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings become findings here
    try:
        document = PdfReader(io.BytesIO(body), strict=False)
        if document.is_encrypted and not document.decrypt(""):
            yield Unread("全文", "有密码", "请去掉密码后再发布")
            return
        pages = list(document.pages)
    except _WRONG as wrong:
        yield Unread("全文", f"PDF读不出来（{type(wrong).__name__}）", "请重新导出PDF")
        return
    if not pages:
        yield Unread("全文", "PDF没有页面", "请重新导出PDF")
    for number, page in enumerate(pages, 1):
        yield from _safely(f"第{number}页", _page, page)
    yield from _safely("文档属性", _about, document)
    yield from _safely("附件", _attached, document)


def _safely(place: str, reader: Any, part: Any) -> Iterator[Read | Inner]:
    """Read a part; where the library gives up, say that it was not checked."""
    try:
        for found in reader(part):
            yield found._replace(place=place + found.place)
    except _WRONG as wrong:
        yield Unread(place, f"这一部分读不出来（{type(wrong).__name__}）", "请重新导出PDF")


def _page(page: PageObject) -> Iterator[Read]:
    text = page.extract_text()
    shown = "".join(text.split())
    strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32 for c in shown)
    if strange * 5 > len(shown) > 0:
        yield Unread("", "文字没有编码，读出来是乱码", _SCAN)
    elif len(shown) < _ALONE and _drawn(page, bool(shown)):
        yield Unread("", "没有文字（扫描件或者图形）", _SCAN)
    yield Piece("", text, lines=True)
    for note in page.get("/Annots") or ():
        yield from _annotation(note.get_object())


def _drawn(page: PageObject, worded: bool) -> bool:
    """Whether something stands on the page that is no text: a picture, or drawing on a page without a word."""
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources else None
    kinds = (
        [o.get_object().get("/Subtype") for o in objects.get_object().values()] if objects else []
    )
    if "/Image" in kinds or "/Form" in kinds:
        return True
    contents = page.get_contents()
    data = contents.get_data() if contents is not None else b""
    return b" ID" in data or (not worded and len(data.split()) > 4)


def _annotation(note: Any) -> Iterator[Read]:
    kind = note.get("/Subtype")
    for key in ("/Contents", "/T", "/V", "/RC"):
        said = note.get(key)
        if isinstance(said, str) and said.strip():
            yield Piece(f"批注{key}", said)
    action = note.get("/A")
    address = action.get_object().get("/URI") if action is not None else None
    if address:
        yield Piece("链接", str(address))
    if kind not in {"/Link", "/Widget", None}:
        yield Trace("", "批注", f"PDF批注（{str(kind)[1:]}）", "删除批注后重新导出")


def _about(document: PdfReader) -> Iterator[Read]:
    for key, value in (document.metadata or {}).items():
        said = str(value).strip()
        if said:
            yield Piece(f"·{key[1:]}", said)
            told = trace(_PROPERTIES.get(key, ""), said)
            yield from (each._replace(place=f"·{key[1:]}") for each in told)
    root = document.root_object
    packet = root.get("/Metadata")
    if packet is not None:
        yield Piece("·XMP", packet.get_object().get_data().decode("utf-8", "replace"))
    if "/JavaScript" in (root.get("/Names") or {}):
        yield Trace("", "PDF脚本", "带有脚本", "重新导出不带脚本的PDF")


def _attached(document: PdfReader) -> Iterator[Read | Inner]:
    for name, bodies in document.attachments.items():
        yield Trace("", "PDF内附文件", name, "另行发布附件，或者删去")
        for body in bodies:
            yield Inner(name, name, body)
