"""Attachments as they came: their text, their metadata, and whether they are what they say.

Text is read from TXT, CSV, HTML, DOCX, XLSX and PDF; a scan, an old DOC and an OFD give none.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

MAGIC = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "ofd": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "wps": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF8",),
    "mp4": (),
    "mp3": (),
}
OFFICE = {"docx", "xlsx", "pptx"}
TEXT = {"txt", "csv", "html", "htm", "md"}
TAGS = re.compile(r"<[^>]+>")
BLOCKS = re.compile(r"</(?:w:p|w:tc|a:p|c|si|row)>")
"""Where a paragraph or a cell ends; within one, a word may be cut into several runs."""


class Pdf(NamedTuple):
    """What rules ask of a PDF."""

    pages: int
    tagged: bool
    language: str
    title: str
    author: str
    text: str


def extension(path: str) -> str:
    """The extension without its dot, in small letters."""
    return path.rpartition(".")[2].lower()


def fits(path: str, body: bytes) -> bool:
    """Say whether the first bytes are those of such a file; a text must be text."""
    kind = extension(path)
    if kind in TEXT:
        return b"\x00" not in body
    expected = MAGIC.get(kind, ())
    return not expected or body.startswith(expected)


def opens(path: str, body: bytes) -> bool:
    """Say whether the file is what its extension says, and a program could open it."""
    kind = extension(path)
    if kind in OFFICE and _parts(body) is None:
        return False
    return fits(path, body) and (kind != "pdf" or pdf(body) is not None)


def text_of(path: str, body: bytes) -> str:
    """The text of a file; empty where none can be read."""
    kind = extension(path)
    if not fits(path, body):
        return ""
    if kind in TEXT:
        return body.decode("utf-8-sig", errors="replace")
    if kind in OFFICE:
        return "\n".join(
            TAGS.sub("", BLOCKS.sub("\n", xml))
            for name, xml in (_parts(body) or {}).items()
            if "docProps" not in name
        )
    if kind == "pdf":
        read = pdf(body)
        return read.text if read else ""
    return ""


@lru_cache(maxsize=8)
def _parts(body: bytes) -> Mapping[str, str] | None:
    """The XML parts of an office document, or None where it is none that opens; L-02 tells of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = [name for name in packed.namelist() if name.endswith((".xml", ".rels"))]
            return {name: packed.read(name).decode("utf-8", "replace") for name in names}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError):
        return None


def left_in(path: str, body: bytes) -> list[str]:
    """What was left in a document of those who wrote it: names, comments, tracked changes."""
    kind, found = extension(path), []
    if kind in OFFICE:
        for name, xml in (_parts(body) or {}).items():
            if name == "docProps/core.xml":
                found += [
                    f"属性里的姓名“{who}”"
                    for who in re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", xml)
                ]
            if re.search(r"comments\d*\.xml$", name) and re.search(r"<(?:w:)?comment[ >]", xml):
                found.append("批注")
            if re.search(r"<w:(?:ins|del) ", xml):
                found.append("修订痕迹")
    if kind == "pdf" and (read := pdf(body)) and read.author:
        found.append(f"属性里的作者“{read.author}”")
    return found


@lru_cache(maxsize=8)
def pdf(body: bytes) -> Pdf | None:
    """Read a PDF, or None where it is none that can be read; L-02 tells of it."""
    try:
        reader = PdfReader(io.BytesIO(body))
        root = reader.root_object
        about = reader.metadata
        return Pdf(
            pages=len(reader.pages),
            tagged="/StructTreeRoot" in root,
            language=str(root.get("/Lang", "")),
            title=(about.title or "") if about else "",
            author=(about.author or "") if about else "",
            text="\n".join(page.extract_text() for page in reader.pages),
        )
    except (PyPdfError, ValueError, KeyError, RecursionError):
        return None
