"""A paper of an office program without its properties: who made it, for whom, with what (文档属性), and
the small picture of its first page.

The text, its comments and its tracked changes stay as they are: those a person has to deal with.
"""

import re
import zipfile
from io import BytesIO
from pathlib import PurePath
from zipfile import ZipFile

from storage.files.confined import MEGABYTE

OFFICE = {".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"}
"""Endings of packages whose properties lie in parts of their own."""
MOST = 128 * MEGABYTE
"""Bytes of a package, and of all that is in it unpacked; a larger one stays as it is."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_XML = "http://schemas.openxmlformats.org"
_EMPTY = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_XML}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{_XML}/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{_XML}/officeDocument/2006/custom-properties"/>',
    "meta.xml": (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' office:version="1.2"><office:meta/></office:document-meta>'
    ),
}
"""The parts that hold properties, as they are without any."""
_THUMBNAIL = "docProps/thumbnail"
"""A picture of the first page as it once was."""
_LINK = re.compile(rb"<Relationship\b[^<>]*/metadata/thumbnail\"[^<>]*/>")


def cleaned(name: str, content: bytes) -> bytes:
    """The file without its properties; the very same bytes where it has none, is no office package, or is
    signed: a signature covers them."""
    if PurePath(name).suffix.lower() not in OFFICE:
        return content
    try:
        with ZipFile(BytesIO(content)) as package:
            return _without(package) or content
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return content  # whoever takes it in says what is wrong with it


def _emptied(name: str, was: bytes) -> bytes:
    if name in _EMPTY:
        return (_HEAD + _EMPTY[name]).encode()
    return _LINK.sub(b"", was) if name == "_rels/.rels" else was


def _without(package: ZipFile) -> bytes:
    """The package written anew; empty where there is nothing to take out, or it must not be touched."""
    parts = package.infolist()
    names = [part.filename for part in parts]
    signed = any(
        n.startswith("_xmlsignatures/") or n.endswith("documentsignatures.xml") for n in names
    )
    large = sum(part.file_size for part in parts) > MOST or len(names) != len(set(names))
    if signed or large or not _EMPTY.keys() & set(names):
        return b""
    out, changed = BytesIO(), False
    with ZipFile(out, "w") as made:
        for part in parts:
            if part.filename.startswith(_THUMBNAIL):
                changed = True
                continue
            was = package.read(part)
            now = _emptied(part.filename, was)
            changed |= now != was
            made.writestr(part, now)  # with its own name, instant and way of packing, in its place
    return out.getvalue() if changed else b""
