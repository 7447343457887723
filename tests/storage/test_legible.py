"""Whatever is wrong with the name of a file, or with the file, is one sentence and never a halt."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from catalog.parse import ShapeError
from storage.attachments import attach
from storage.catalog_file import read_catalog
from storage.documents import DocumentStore
from storage.files.legible import Unread, content_of, handed_in
from storage.files.opinion_table import read_opinions
from storage.files.yaml import read_yaml
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import day
from tests.storage.life import ACTOR, ten_o_clock

AT: datetime = ten_o_clock(day(3, 2))
TITLE = "关于印发示例市老年助餐服务补贴标准调整方案的通知" * 4 + ".pdf"
NAMES = {
    "a title pasted": (TITLE, "文件名太长，请改短"),
    "86 characters": ("名" * 86, "文件名太长，请改短"),
    "a folder of such a name": ("名" * 86 + "/a.txt", "文件名太长，请改短"),
    "a path without end": ("a/" * 3000 + "a.txt", "文件名太长，请改短"),
    "a NUL": ("a\x00.txt", "里有看不见的控制符（U+0000）"),
    "a line break": ("a\n.txt", "里有看不见的控制符（U+000A）"),
    "turned round": ("报告\u202efdp.txt", "里有看不见的控制符（U+202E）"),
    "an isolate": ("a\u2066.txt", "里有看不见的控制符（U+2066）"),
    "a blank of no width": ("a\u200b.txt", "里有看不见的控制符（U+200B）"),
    "half a character": ("a\ud83d.txt", "里有不是 UTF-8 编码的字（U+D83D）"),
    "a byte of another encoding": ("a\udcb2.txt", "里有不是 UTF-8 编码的字（U+DCB2）"),
    "nothing": ("", "是文件夹"),
    "the folder itself": (".", "是文件夹"),
    "the folder above": ("..", "不在材料文件夹内"),
    "a file above": ("../a.txt", "不在材料文件夹内"),
    "a file elsewhere": ("/etc/passwd", "不在材料文件夹内"),
    "a file that is not there": ("没有.txt", "找不到文件“没有.txt”"),
    "a file taken for a folder": ("good.txt/a.txt", "找不到文件"),
    "a folder": ("folder.txt", "是文件夹"),
    "a pipe": ("pipe.txt", "不是文件，而是管道或者设备"),
    "a socket": ("socket.txt", "不是文件，而是管道或者设备"),
    "a link out": ("out.txt", "不在材料文件夹内"),
    "a link to a link out": ("out2.txt", "不在材料文件夹内"),
    "a folder that is a link out": ("etc/passwd", "不在材料文件夹内"),
    "a link to itself": ("loop.txt", "是绕圈的"),
    "a link to nothing": ("nothing.txt", "找不到文件"),
}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with one good file and everything that is none."""
    inbox = tmp_path / "inbox"
    (inbox / "folder.txt").mkdir(parents=True)
    (inbox / "good.txt").write_text("好", "utf-8")
    os.mkfifo(inbox / "pipe.txt")
    held = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(inbox)  # the name of a socket must be short
    try:
        held.bind("socket.txt")
    finally:
        os.chdir(here)
        held.close()
    (tmp_path / "outside.txt").write_text("外", "utf-8")
    (inbox / "out.txt").symlink_to(tmp_path / "outside.txt")
    (inbox / "out2.txt").symlink_to("out.txt")
    (inbox / "etc").symlink_to("/etc")
    (inbox / "loop.txt").symlink_to("loop.txt")
    (inbox / "nothing.txt").symlink_to("never.txt")
    (inbox / "link.txt").symlink_to("good.txt")
    return inbox


@pytest.mark.parametrize("what", NAMES)
def test_a_paper_that_cannot_be_opened_is_refused(inbox: Path, tmp_path: Path, what: str) -> None:
    name, told = NAMES[what]
    payload = {"材料": [{"标题": "甲", "类别": "决策草案", "文件": name}]}
    with pytest.raises(ShapeError) as wrong:
        attach(payload, DocumentStore(tmp_path / "store"), inbox)
    [fault] = wrong.value.faults
    assert fault.startswith("材料第1项：")
    assert told in fault
    assert len(fault) < 200
    fault.encode()  # it can be shown and kept


@pytest.mark.parametrize("what", NAMES)
def test_a_table_of_opinions_that_cannot_be_opened_goes_back(
    ledger: Ledger, inbox: Path, what: str
) -> None:
    """What a run files through the one door comes back as a refusal, so that it can ask again."""
    name, told = NAMES[what]
    with pytest.raises(Refused) as refused:
        file_record(
            ledger,
            "slmzj-2026-01",
            "consultation.adoption",
            {"意见表": name, "材料": [{"文件": name}]},
            actor=ACTOR,
            at=AT,
            folder=inbox,
        )
    faults = refused.value.faults
    if "UTF-8" in told:  # such a text is nowhere taken, whatever it names
        assert any("含有不完整的字符" in fault for fault in faults)
    else:
        assert any(fault.startswith("材料第1项：") and told in fault for fault in faults)
        assert not name or any(f.startswith("意见表：") and told in f for f in faults)
    assert ledger.refusals("slmzj-2026-01")


def test_a_link_to_another_file_of_the_folder_is_followed(inbox: Path) -> None:
    assert handed_in(inbox, "link.txt", 100).content == "好".encode()


def test_a_folder_put_in_the_way_as_a_link_is_not_followed(tmp_path: Path) -> None:
    """Whoever may write to the inbox changes a folder for a link out again and again."""
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    for folder in (inbox / "a", outside):
        folder.mkdir(parents=True)
        (folder / "x.txt").write_text(folder.name, "utf-8")
    (tmp_path / "link").symlink_to(outside)
    done = threading.Event()

    def swap() -> None:
        while not done.is_set():
            os.rename(inbox / "a", tmp_path / "aside")
            os.rename(tmp_path / "link", inbox / "a")
            os.rename(inbox / "a", tmp_path / "link")
            os.rename(tmp_path / "aside", inbox / "a")

    swapping = threading.Thread(target=swap)
    swapping.start()
    found = set()
    try:
        for _ in range(3000):
            try:
                found.add(handed_in(inbox, "a/x.txt", 100).content)
            except Unread:
                found.add(b"refused")
    finally:
        done.set()
        swapping.join()
    assert b"a" in found
    assert b"outside" not in found


@pytest.mark.parametrize("name", ["材料.yaml", "意见.csv", "目录.xlsx", "目录.yaml"])
@pytest.mark.parametrize("made", ["pipe", "long", "loop", "folder"])
def test_a_file_that_a_command_names_is_opened_with_the_same_care(
    tmp_path: Path, name: str, made: str
) -> None:
    path = tmp_path / name
    if made == "pipe":
        os.mkfifo(path)
    elif made == "loop":
        path.symlink_to(name)
    elif made == "folder":
        path.mkdir()
    else:
        path = tmp_path / ("名" * 90 + path.suffix)
    readers: list[Callable[[Path], object]] = [read_yaml, read_opinions, read_catalog]
    for read in readers:
        if name == "意见.csv" and read is read_catalog:
            continue
        with pytest.raises(ShapeError) as wrong:
            read(path)
        assert len(wrong.value.faults) == 1
        assert "Errno" not in wrong.value.faults[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may read all is refused nothing")
def test_a_file_without_leave_is_a_sentence(inbox: Path) -> None:
    (inbox / "good.txt").chmod(0)
    with pytest.raises(Unread, match="没有读取的权限"):
        content_of(inbox / "good.txt", 100)


@pytest.mark.parametrize("name", ["out.yaml", "etc.yaml", "名" * 90, "a\x00.yaml", "\ud800.yaml"])
def test_a_catalog_of_the_inbox_is_opened_with_the_same_care(inbox: Path, name: str) -> None:
    (inbox / "out.yaml").symlink_to("../outside.txt")
    (inbox / "etc.yaml").symlink_to("/etc/hostname")
    with pytest.raises(Unread):
        read_catalog(inbox / name, bound=True)


def test_devices_that_never_end_are_no_files() -> None:
    for device in ("/dev/zero", "/dev/stdin", "/dev/null", "/dev/tty"):
        with pytest.raises(Unread):
            content_of(Path(device), 100)


def test_a_file_that_is_still_being_written_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 30_000_000)
    done = threading.Event()

    def write() -> None:
        with path.open("r+b", buffering=0) as file:
            while not done.is_set():
                file.seek(0)
                file.write(b"y" * 1000)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        said = {_why(path) for _ in range(20)}
    finally:
        done.set()
        writing.join()
    assert "文件“a.txt”在读的时候还在变，请等它存完、传完再交" in said


def _why(path: Path) -> str:
    try:
        content_of(path, 100_000_000)
    except Unread as wrong:
        return str(wrong)
    return ""


def test_a_file_of_proc_that_says_it_is_empty_is_not_half_read() -> None:
    with pytest.raises(Unread, match="在读的时候还在变"):
        content_of(Path("/proc/self/status"), 100_000)


def test_a_file_has_a_largest_size_whatever_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "大.yaml"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)
    with pytest.raises(ShapeError, match=r"文件“大\.yaml”有10240兆字节，超过4兆字节"):
        read_yaml(path)
    with pytest.raises(ShapeError, match="超过50兆字节"):
        read_opinions(path.rename(tmp_path / "大.csv"))


def test_no_open_file_is_left_behind(inbox: Path, tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for name, _ in NAMES.values():
        with pytest.raises(Unread):
            handed_in(inbox, name, 100)
    with pytest.raises(Unread):
        handed_in(inbox, "good.txt", 1)
    assert len(os.listdir("/proc/self/fd")) == before


def test_the_name_of_a_paper_in_the_store_is_what_it_seems(tmp_path: Path) -> None:
    stored = {"标题": "甲", "文件名": "a\u202efdp.exe", "SHA-256": "0" * 64, "字节数": 1}
    with pytest.raises(ShapeError, match=r"材料第1项：文件名“a〔U\+202E〕fdp.exe”里有看不见"):
        attach({"材料": [stored]}, DocumentStore(tmp_path), tmp_path)


def test_a_paper_named_thousands_of_times_is_not_read_as_often(inbox: Path, tmp_path: Path) -> None:
    with pytest.raises(ShapeError, match="材料有1001项，最多1000项"):
        attach({"材料": [{"文件": "good.txt"}] * 1001}, DocumentStore(tmp_path / "s"), inbox)
    assert not (tmp_path / "s").exists()
