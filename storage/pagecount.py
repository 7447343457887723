"""How many pages a document has, told to whoever is about to download it."""

from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from storage.documents import extension


def page_count(path: Path) -> int | None:
    """The pages of a PDF; None for other formats, whose pages depend on who opens them, and for a
    PDF that is locked or damaged: the file is kept as it is, only nothing is said of its length."""
    if extension(path.name) != "pdf":
        return None
    try:
        return len(PdfReader(path).pages) or None
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return None
