"""What is no file in a home, and what is no backup in a backup: named, never followed, never waited for."""

import io
import os
import socket
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

import cli
from office.backup.bundle import MOST_OF_A_HEADER, BadBackup
from office.backup.create import Manifest, backup
from office.backup.restore import restore
from office.settings.installation import Office
from storage.unfinished import HELD, work_folder
from tests.office.test_backup import AT
from tests.storage.life import live

SECRET = b"root:mima-4711"


@pytest.fixture
def home(tmp_path: Path, folder: Path) -> Path:
    """A home with something on file and an inbox."""
    office = Office(home=tmp_path / "office", store="")
    live(office.ledger(), folder, until="consultation.notice")
    (office.home / "inbox" / "slmzj-2026-03").mkdir(parents=True)
    (office.home / "inbox" / "slmzj-2026-03" / "草稿.txt").write_text("草稿", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "shadow").write_bytes(SECRET)
    return office.home


def made(home: Path, name: str = "backup") -> Manifest:
    return backup(Office(home=home, store=""), home.parent / name, AT)


def contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as answering:
        answering.bind(os.path.relpath(path))


def _device(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root makes devices")
    os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))  # zeros without end


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda path: path.symlink_to(path.parents[3] / "elsewhere" / "shadow"), "（链接）"),
        (lambda path: path.symlink_to(path.parents[3] / "elsewhere"), "（链接）"),
        (lambda path: path.symlink_to("nowhere"), "（链接）"),
        (os.mkfifo, "（管道）"),
        (_socket, "（套接字）"),
        (_device, "（设备）"),
    ],
    ids=["link", "link to a folder", "broken link", "pipe", "socket", "device"],
)
def test_what_is_no_file_in_an_inbox_is_named_and_left_out(
    make: Callable[[Path], object], named: str, home: Path
) -> None:
    make(home / "inbox" / "slmzj-2026-03" / "附件")
    manifest = made(home)
    assert manifest.left_out == (f"inbox/slmzj-2026-03/附件{named}",)
    assert "home/inbox/slmzj-2026-03/草稿.txt" in manifest.files
    assert not [name for name in manifest.files if "附件" in name]
    assert SECRET not in contents(home.parent / "backup")
    assert restore(home.parent / "backup", home.parent / "new") == manifest


def test_a_name_that_is_no_text_is_named_and_left_out(home: Path) -> None:
    (home / "inbox" / os.fsdecode(b"\xb8\xbd.txt")).write_text("x", "utf-8")
    manifest = made(home)
    assert manifest.left_out == ("inbox/\\udcb8\\udcbd.txt（名称不是文字）",)
    assert restore(home.parent / "backup", home.parent / "new") == manifest


def test_the_command_names_what_was_left_out(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "inbox" / "附件").symlink_to("/etc/passwd")
    assert cli.run(["backup", "--home", str(home), "--to", str(home.parent / "b.tar.zst")]) == 0
    assert "不是普通文件，没有备份：inbox/附件（链接）" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["site.yaml", "look/badge.svg", "inbox"])
def test_a_link_among_the_settings_is_refused_and_named(place: str, home: Path) -> None:
    path = home / place
    if path.is_dir():
        path.rename(home.parent / "moved")
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(home.parent / "elsewhere" / "shadow")
    with pytest.raises(BadBackup, match=f"{place} 是指向别处的链接"):
        made(home)
    assert not (home.parent / "backup").exists()


# ------------------------------------------------------------------ forged backups


def forged(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    """A packed backup of any members."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    path.write_bytes(zstandard.compress(body.getvalue()))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, to
    return made


FORGED = {
    "a link": ([(member("home/a", tarfile.SYMTYPE, "/etc/passwd"), b"")], "不是普通文件"),
    "a hard link": (
        [(member("home/a"), b"x"), (member("home/b", tarfile.LNKTYPE, "home/a"), b"")],
        "home/b 不是普通文件",
    ),
    "a pipe": ([(member("home/a", tarfile.FIFOTYPE), b"")], "不是普通文件"),
    "a device": ([(member("home/a", tarfile.CHRTYPE), b"")], "不是普通文件"),
    "a way up": ([(member("home/../../a"), b"x")], "在备份之外"),
    "an absolute name": ([(member("/tmp/juece-forged"), b"x")], "在备份之外"),
    "the same twice": ([(member("home/a"), b"x"), (member("home/a"), b"y")], "home/a 有两个"),
    "the same in another spelling": (
        [(member("home/a"), b"x"), (member("home/./a"), b"y")],
        "在备份之外",
    ),
    "a file as a folder": (
        [(member("home/a"), b"x"), (member("home/a/b"), b"y")],
        "home/a/b 与别的文件重名",
    ),
    "a folder as a file": (
        [(member("home/a/b"), b"x"), (member("home/a"), b"y")],
        "home/a 与别的文件重名",
    ),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_backup_is_refused_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    members, said = FORGED[kind]
    packed = forged(tmp_path / "forged.tar.zst", *members)
    with pytest.raises(BadBackup, match=said):
        restore(packed, tmp_path / "new" / "home")
    assert list((tmp_path / "new").iterdir()) == []
    assert not Path("/tmp/juece-forged").exists()


def test_a_backup_that_unpacks_without_measure_is_refused_before_it_fills_the_disk(
    tmp_path: Path,
) -> None:
    packed, piece = tmp_path / "bomb.tar.zst", bytes(1 << 20)
    header = member("home/zeros")
    header.size = 64 << 30
    pack = zstandard.ZstdCompressor().compressobj()
    body = [pack.compress(header.tobuf()), *(pack.compress(piece) for _ in range(64)), pack.flush()]
    packed.write_bytes(b"".join(body))
    with pytest.raises(BadBackup, match="大得不像真的（home/zeros）"):
        restore(packed, tmp_path / "new" / "home")
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_that_would_fill_the_memory_is_refused(kind: bytes, tmp_path: Path) -> None:
    """Nothing of it is there: a reader that asked for it would find the end, not this refusal."""
    header = member("x", kind)
    header.size = MOST_OF_A_HEADER + 1
    packed = tmp_path / "bomb.tar.zst"
    packed.write_bytes(zstandard.compress(header.tobuf(tarfile.GNU_FORMAT) + bytes(1024)))
    with pytest.raises(BadBackup, match="文件头大得不像真的"):
        restore(packed, tmp_path / "new" / "home")


def test_a_sparse_file_is_refused(tmp_path: Path) -> None:
    header = member("home/zeros")
    header.pax_headers = {
        "GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.name": "home/zeros",
        "GNU.sparse.size": str(64 << 30), "GNU.sparse.numblocks": "1", "GNU.sparse.map": "0,1",
    }  # fmt: skip
    with pytest.raises(BadBackup):
        restore(forged(tmp_path / "sparse.tar.zst", (header, b"x")), tmp_path / "new" / "home")
    assert list((tmp_path / "new").iterdir()) == []


# ------------------------------------------------------------------ what is left of others


def test_the_work_of_a_living_process_and_of_others_is_never_taken_away(home: Path) -> None:
    place = home.parent
    (place / ".juece-backup-mine").symlink_to(place / "elsewhere")
    (place / "elsewhere" / HELD).write_text("", "utf-8")
    with work_folder(place, "backup") as living:
        (living / "half").write_bytes(SECRET)
        made(home)
        assert (living / "half").read_bytes() == SECRET
    assert not living.exists()
    assert (place / "elsewhere" / "shadow").read_bytes() == SECRET


def test_what_a_dead_process_left_is_taken_away_whatever_it_was_making(home: Path) -> None:
    for name in ("dead", "begun"):
        (home.parent / f".juece-backup-{name}").mkdir()
    dead = home.parent / ".juece-backup-dead"
    (dead / HELD).write_text("", "utf-8")
    (dead / "documents").mkdir()
    (dead / "documents" / "half").write_bytes(SECRET)
    made(home)
    assert list(home.parent.glob(".juece-*")) == []


def test_a_home_that_is_restored_into_names_what_is_in_the_way(home: Path) -> None:
    made(home)
    new = home.parent / "new"
    new.mkdir()
    (new / ".new.k2j3h4g5").mkdir()
    with pytest.raises(BadBackup, match=r"里已有内容（.new.k2j3h4g5）"):
        restore(home.parent / "backup", new)
    (new / ".new.k2j3h4g5").rmdir()
    with work_folder(new, "restore"), pytest.raises(BadBackup, match="另一个命令正在"):
        restore(home.parent / "backup", new)
