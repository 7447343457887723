"""Pages are counted where they are a property of the file, and nothing is guessed."""

from pathlib import Path

import pytest
from pypdf import PdfWriter

from storage.attachments import attach
from storage.documents import DocumentStore
from storage.pagecount import page_count


def pdf(path: Path, pages: int, password: str = "") -> Path:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)
    return path


def test_the_pages_of_a_pdf_are_counted_when_it_is_taken_in(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf", 3)
    payload = {"documents": [{"title": "甲", "kind": "决策草案", "file": "a.pdf"}]}
    taken = attach(payload, DocumentStore(tmp_path / "store"), tmp_path)
    assert taken["documents"][0]["pages"] == 3


def test_what_was_typed_as_the_number_of_pages_does_not_count(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf", 3)
    payload = {"材料": [{"标题": "甲", "类别": "决策草案", "文件": "a.pdf", "页数": "99"}]}
    taken = attach(payload, DocumentStore(tmp_path / "store"), tmp_path)
    assert taken["材料"][0]["pages"] == 3
    assert "页数" not in taken["材料"][0]


@pytest.mark.parametrize(("name", "body"), [("a.txt", b"x"), ("a.pdf", b"%PDF-1.7\nnot one")])
def test_nothing_is_said_where_nothing_is_known(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    assert page_count(tmp_path / name) is None


def test_a_locked_pdf_keeps_its_pages_to_itself(tmp_path: Path) -> None:
    assert page_count(pdf(tmp_path / "a.pdf", 2, "geheim")) is None


def test_a_pdf_that_is_not_there_is_not_taken_for_one_without_pages(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        page_count(tmp_path / "a.pdf")
