"""Zip files: Office Open XML, OpenDocument, and plain packages of files."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from checks.privacy.extracted import Piece, Read, Unread
from checks.privacy.readers import office, sheet, word

LARGEST = 200_000_000
"""Bytes that one file may unpack to."""
MOST = 20_000
_QUIET = (".xml", ".rels", ".vml", ".fntdata", ".odttf", "mimetype")


class Inner(NamedTuple):
    """A file within a file."""

    place: str
    name: str
    body: bytes


def read(name: str, body: bytes) -> Iterator[Read | Inner]:
    """Read a package by what it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            parts = _parts(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        yield Unread("全文", "压缩文件已损坏", "请重新生成文件")
        return
    except RuntimeError:
        yield Unread("全文", "有密码", "请去掉密码后再发布")
        return
    if isinstance(parts, Unread):
        yield parts
    elif "OFD.xml" in parts:
        yield Unread("全文", "OFD文件", "请换成PDF，或者由人逐页看过")
    else:
        yield from _of(parts, body)


def _parts(package: zipfile.ZipFile) -> dict[str, bytes] | Unread:
    listed = [info for info in package.infolist() if not info.is_dir()]
    if sum(info.file_size for info in listed) > LARGEST or len(listed) > MOST:
        return Unread("全文", "解开后过大", "请拆分后再发布")
    return {info.filename: package.read(info) for info in listed}


def _of(parts: dict[str, bytes], body: bytes) -> Iterator[Read | Inner]:
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
