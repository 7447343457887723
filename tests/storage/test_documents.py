"""The document store takes a file whole or says why not."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from storage import documents
from storage.documents import DocumentStore, Stored, Unfit


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    """An empty store."""
    return DocumentStore(tmp_path / "documents")


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file to hand in."""
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_document_is_kept_under_its_digest(store: DocumentStore, tmp_path: Path) -> None:
    stored = store.put(written(tmp_path, "草案.TXT", b"draft"))
    digest = sha256(b"draft").hexdigest()
    assert stored == Stored(digest, "草案.TXT", 5)
    assert store.path(digest) == store.folder / digest[:2] / digest[2:]
    assert store.read(digest) == b"draft"
    assert store.path(digest).stat().st_mode & 0o777 == 0o400


def test_the_same_bytes_are_kept_once(store: DocumentStore, tmp_path: Path) -> None:
    digests = {store.put(written(tmp_path, name, b"x")).digest for name in ("a.txt", "b.md")}
    assert len(digests) == 1
    assert len([p for p in store.folder.rglob("*") if p.is_file()]) == 1


def test_a_damaged_copy_is_replaced(store: DocumentStore, tmp_path: Path) -> None:
    digest = store.put(written(tmp_path, "a.txt", b"x")).digest
    store.path(digest).unlink()
    store.path(digest).write_bytes(b"")
    with pytest.raises(Unfit, match="入库后被改动"):
        store.read(digest)
    store.put(tmp_path / "a.txt")
    assert store.read(digest) == b"x"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("草案.exe", b"MZ", "“草案.exe”的格式不收，可收：pdf、docx"),
        ("草案", b"x", "格式不收"),
        ("草案.pdf", b"", "“草案.pdf”是空的"),
        ("草案.pdf", b"PK\x03\x04", "内容不是 pdf 格式"),
        ("草案.docx", b"\xd0\xcf\x11\xe0", "内容不是 docx 格式"),
        ("图.jpg", b"\x89PNG\r\n\x1a\n", "内容不是 jpg 格式"),
    ],
)
def test_what_cannot_be_taken_is_named(
    store: DocumentStore, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(Unfit, match=said):
        store.put(written(tmp_path, name, content))
    assert not store.folder.exists()


def test_a_document_has_a_largest_size(
    store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST", 1024**2)
    with pytest.raises(Unfit, match=r"“大\.txt”有2兆字节，超过1兆字节"):
        store.put(written(tmp_path, "大.txt", b"x" * 2 * 1024**2))


def test_a_folder_is_no_document(store: DocumentStore, tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(Unfit, match=r"a.txt 是文件夹，请写明里面的文件"):
        store.put(tmp_path / "a.txt")


def test_nothing_half_written_is_left(
    store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        store.put(written(tmp_path, "a.txt", b"x"))
    assert not [p for p in store.folder.rglob("*") if p.is_file()]


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64])
def test_only_a_digest_is_a_path(store: DocumentStore, digest: str) -> None:
    with pytest.raises(Unfit, match="不是 SHA-256 校验值"):
        store.path(digest)
