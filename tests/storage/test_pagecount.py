"""Pages are counted where they are a property of the file, and nothing is guessed."""

from pathlib import Path
from typing import Any

from pypdf import PdfWriter

from storage.attachments import attach
from storage.documents import DocumentStore


def pdf(path: Path, pages: int) -> Path:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(path)
    return path


def taken(folder: Path, **document: Any) -> dict[str, Any]:
    payload = {"documents": [{"title": "甲", "kind": "决策草案", **document}]}
    [found] = attach(payload, DocumentStore(folder / "store"), folder)["documents"]
    return dict(found)


def test_the_pages_of_a_pdf_are_counted_when_it_is_taken_in(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf", 3)
    assert taken(tmp_path, file="a.pdf")["pages"] == 3


def test_what_was_typed_as_the_number_of_pages_does_not_count(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf", 3)
    found = taken(tmp_path, 文件="a.pdf", 页数="99")
    assert found["pages"] == 3
    assert "页数" not in found


def test_nothing_is_said_where_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    assert taken(tmp_path, file="a.txt")["pages"] is None
