"""How many pages a document has, told to whoever is about to download it."""

from pathlib import Path

from storage.documents import extension


def page_count(path: Path) -> int | None:
    """The pages of a PDF; None for other formats, whose pages depend on who opens them, and for a
    PDF that is locked or damaged: the file is kept as it is, only nothing is said of its length."""
    if extension(path.name) != "pdf":
        return None
    from storage.files.pdf import Broken, Locked, pages  # see storage/files/opens.py

    with path.open("rb") as file:  # a file that is not there is no damaged one
        try:
            return pages(file) or None
        except (Broken, Locked):
            return None
