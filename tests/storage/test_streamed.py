"""A large paper is taken in, looked through and filed without being held in memory."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from storage.documents import DocumentStore, Unfit
from storage.files.legible import Handed

MEASURED = """
import json, resource, sys
from pathlib import Path
from storage.documents import DocumentStore
from web.desk.handing import told

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

store, other = DocumentStore(Path(sys.argv[1]) / "a"), DocumentStore(Path(sys.argv[1]) / "b")
with open(sys.argv[2], "rb") as file:
    told("小.txt", Path(sys.argv[3]))
    before = peak()
    stored, _ = store.take_stream("大.doc", file)
    said = told("大.doc", store.path(stored.digest))
    other.bring(store, stored.digest)
print(json.dumps([peak() - before, stored.size, other.size(stored.digest), len(said)]))
"""


def test_190_megabytes_cost_less_than_80(tmp_path: Path) -> None:
    large, small = tmp_path / "大.doc", tmp_path / "小.txt"
    small.write_text("示例", "utf-8")
    size = 190 * 1024**2
    with large.open("wb") as file:
        file.write(bytes.fromhex("d0cf11e0a1b11ae1"))
        file.truncate(size)
    command = [sys.executable, "-c", MEASURED, str(tmp_path), str(large), str(small)]
    grown, *sizes, _ = json.loads(subprocess.check_output(command, text=True).splitlines()[-1])
    assert sizes == [size, size]
    assert grown < 80, f"{grown:.0f} megabytes"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.txt", b"", "是空的"),
        ("程序.exe", b"MZ", "格式不收"),
        ("假的.pdf", b"PK\x03\x04", "不是 pdf 格式"),
        ("坏的.docx", b"PK\x03\x04" + b"x" * 3000, "docx"),
    ],
)
def test_a_stream_is_refused_as_the_whole_file_is_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    store = DocumentStore(tmp_path / "store")
    with pytest.raises(Unfit, match=said) as streamed:
        store.take_stream(name, io.BytesIO(content))
    with pytest.raises(Unfit) as whole:
        store.take(Handed(name, content))
    assert str(streamed.value) == str(whole.value)
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_what_was_altered_in_the_other_store_is_not_brought(tmp_path: Path) -> None:
    one, other = DocumentStore(tmp_path / "a"), DocumentStore(tmp_path / "b")
    stored, _ = one.take_stream("草案.txt", io.BytesIO("草案".encode()))
    one.path(stored.digest).chmod(0o600)
    one.path(stored.digest).write_bytes("改过".encode())
    with pytest.raises(Unfit, match="被改动"):
        other.bring(one, stored.digest)
    assert other.size(stored.digest) is None


def test_the_same_paper_twice_is_kept_once(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "store")
    for name in ("一.txt", "二.txt"):
        stored, pages = store.take_stream(name, io.BytesIO("草案".encode()))
        assert (stored.name, pages) == (name, None)
    assert store.read(stored.digest) == "草案".encode()
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1
