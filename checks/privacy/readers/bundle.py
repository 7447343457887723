"""Zip files: Office Open XML, OpenDocument, and plain packages of files."""

from collections.abc import Iterator

from checks.privacy.budget import Budget
from checks.privacy.decompress import BROKEN, members
from checks.privacy.extracted import Inner, Piece, Read, Unread
from checks.privacy.readers import office, sheet, word

_QUIET = (".xml", ".rels", ".vml", ".fntdata", ".odttf", "mimetype")


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
    if "word/document.xml" in parts:
        known, reader = True, word.read(parts)
    elif "xl/workbook.xml" in parts:
        known, reader = True, sheet.read(parts)
    elif "[Content_Types].xml" in parts or "mimetype" in parts or "content.xml" in parts:
        known, reader = True, office.paragraphs(parts)
    else:
        known, reader = False, iter(())
    yield from reader
    if known:
        yield from office.properties(parts)
    for name, part in parts.items():
        if not known or not name.lower().endswith(_QUIET):
            yield Piece("包内文件名", name)
            yield Inner(f"包内文件{name}", name, part)
