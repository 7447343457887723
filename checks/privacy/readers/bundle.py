"""Zip files: Office Open XML, OpenDocument, and plain packages of files."""

from collections.abc import Container, Iterator
from typing import Any

from checks.privacy.budget import Budget
from checks.privacy.decompress import BROKEN, members
from checks.privacy.extracted import Inner, Piece, Read, Unread
from checks.privacy.readers import office, sheet, word
from checks.privacy.readers.aside import with_aside

_QUIET = (".fntdata", ".odttf", "mimetype")
_OFFICE = frozenset(
    ("[Content_Types].xml", "mimetype", "content.xml", "word/document.xml", "xl/workbook.xml")
)
"""Parts by which a package is known as one of an office program."""
_ENDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "message/rfc822": ".mht",
    "multipart/related": ".mht",
}
"""Files that a letter takes in whole, by what it says they are; how such a file's name ends."""
_WHOLE = frozenset(("svg", "html"))


def read(body: bytes, budget: Budget) -> Iterator[Read | Inner]:
    """Read a package by what it holds. Raises Spent."""
    parts = dict[str, bytes]()
    try:
        for name, part in members(body, budget):
            if part is None:
                yield Unread(f"包内文件{name}", "已损坏", "请重新生成文件")
            elif name in parts:
                yield Inner(f"包内同名文件{name}", name, part)
            else:
                parts[name] = part
    except BROKEN:
        yield Unread("全文", "压缩文件已损坏", "请重新生成文件")
        return
    except RuntimeError:
        yield Unread("全文", "有密码", "请去掉密码后再发布")
        return
    if "OFD.xml" in parts:
        yield Unread("全文", "OFD文件", "请换成PDF，或者由人逐页看过")
    else:
        yield from _of(parts)


def _of(parts: dict[str, bytes]) -> Iterator[Read | Inner]:
    known = not _OFFICE.isdisjoint(parts)
    if known:
        yield from _office(parts)
    for name, part in parts.items():
        yield Piece("包内文件名", name)
        if not known:
            yield Inner(f"包内文件{name}", name, part)


def _office(parts: dict[str, bytes]) -> Iterator[Read | Inner]:
    """Every part by what it holds and what the package says it is, not by its name."""
    book, kind = sheet.Book(parts), office.types(parts)
    for name, body in parts.items():
        page = _ENDS.get(kind(name).partition(";")[0].strip().lower())
        if not body:
            continue
        if page:
            yield Inner(f"包内文件{name}", name + page, body)
        elif not office.is_xml(name, body):
            if not name.lower().endswith(_QUIET):
                yield Inner(f"包内文件{name}", name, body)
        else:
            top = office.root(body)
            if top is not None and office.local(top) not in _WHOLE:
                yield from (one for one in _part(name, top, book) if not _names(one, parts))
            elif top is None and name.lower().endswith((".xml", ".rels")):
                yield Unread(name, "内容写法有错", "请用办公软件重新保存")
            else:  # a drawing, a page, or one that only a browser can read
                end = ".svg" if name.lower().endswith(".svg") else ".html"
                yield Inner(f"包内文件{name}", name.removesuffix(end) + end, body)
    yield from book.left()


def _names(one: Read, parts: Container[str]) -> bool:
    """Whether it is only the name of another part, which has been read."""
    return isinstance(one, Piece) and one.text.lstrip("./") in parts


def _part(name: str, top: Any, book: sheet.Book) -> Iterator[Read]:
    what = office.local(top)
    if "wordprocessingml" in top.tag:
        yield from word.part(name, top)
    elif what == "Relationships":
        yield from office.links(top)
    elif what == "sst":
        yield from with_aside(name, top, ())
    elif what == "worksheet":
        yield from with_aside(name, top, book.sheet(name, top))
    elif what == "workbook":
        yield from with_aside(name, top, (*sheet.workbook(top), *office.all_text(name, top)))
    elif name.startswith(("docProps/", "customXml/")) or name == "meta.xml":
        yield from with_aside("文档属性", top, office.properties(name, top))
    else:
        yield from with_aside(name, top, office.other(name, top))
