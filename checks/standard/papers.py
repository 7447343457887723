"""Attachments as they came: their text, their metadata, and whether they are what they say.

Text is read from TXT, CSV, HTML, DOCX, XLSX and PDF; a scan, an old DOC and an OFD give none.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from checks.bounded import Ended, call

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
TAGS = re.compile(r"<[^<>]+>")
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


class _Inside(NamedTuple):
    """What is in a file, as far as one can look into it."""

    opens: bool = False
    text: str = ""
    left: Sequence[str] = ()
    pdf: Pdf | None = None


def opens(path: str, body: bytes) -> bool:
    """Say whether the file is what its extension says, and a program could open it."""
    return fits(path, body) and _inside(extension(path), body).opens


def text_of(path: str, body: bytes) -> str:
    """The text of a file; empty where none can be read."""
    return _inside(extension(path), body).text if fits(path, body) else ""


def left_in(path: str, body: bytes) -> Sequence[str]:
    """What was left in a document of those who wrote it: names, comments, tracked changes."""
    return _inside(extension(path), body).left


def pdf(body: bytes) -> Pdf | None:
    """Read a PDF, or None where it is none that can be read; L-02 tells of it."""
    return _inside("pdf", body).pdf


@lru_cache(maxsize=8)
def _inside(kind: str, body: bytes) -> _Inside:
    """A file may be made to stop whoever opens it: another process does, and the scanners tell of it."""
    if kind in TEXT:
        return _Inside(True, body.decode("utf-8-sig", errors="replace"))
    if kind not in OFFICE and kind != "pdf":
        return _Inside(True)
    try:
        found = _Inside(*call(_of_pdf if kind == "pdf" else _of_office, body))
    except Ended:
        return _Inside()
    return found._replace(pdf=Pdf(*found.pdf) if found.pdf else None)


def _of_office(body: bytes) -> _Inside:
    """An office document that is none that opens gives nothing; L-02 tells of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = [name for name in packed.namelist() if name.endswith((".xml", ".rels"))]
            parts = {name: packed.read(name).decode("utf-8", "replace") for name in names}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError):
        return _Inside()
    text = "\n".join(
        TAGS.sub("", BLOCKS.sub("\n", xml)) for name, xml in parts.items() if "docProps" not in name
    )
    return _Inside(True, text, list(_left(parts)))


def _left(parts: Mapping[str, str]) -> Iterator[str]:
    for name, xml in parts.items():
        if name == "docProps/core.xml":
            for who in re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", xml):
                yield f"属性里的姓名“{who}”"
        if re.search(r"comments\d*\.xml$", name) and re.search(r"<(?:w:)?comment[ >]", xml):
            yield "批注"
        if re.search(r"<w:(?:ins|del) ", xml):
            yield "修订痕迹"


def _of_pdf(body: bytes) -> _Inside:
    """A PDF that cannot be read gives nothing; L-02 tells of it."""
    from pypdf import PdfReader  # half a second, in this process only where a PDF is looked at
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(body))
        root, about = reader.root_object, reader.metadata
        read = Pdf(
            pages=len(reader.pages),
            tagged="/StructTreeRoot" in root,
            language=str(root.get("/Lang", "")),
            title=(about.title or "") if about else "",
            author=(about.author or "") if about else "",
            text="\n".join(page.extract_text() for page in reader.pages),
        )
    except (PyPdfError, ValueError, KeyError, RecursionError):
        return _Inside()
    left = [f"属性里的作者“{read.author}”"] if read.author else []
    return _Inside(True, read.text, left, read)
