"""What lies on a read-only disk can be verified there, as an auditor gets it; nothing is written."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest

from cli import run
from office.backup.restore import restore
from office.settings.installation import Office, office_at
from storage.acts import Act
from tests.office.editions import life
from tests.office.targets.kill import and_out
from tests.storage.tampering import unguarded

MOUNTED = 'at=$1; shift; mount --bind "$at" "$at" && mount -o remount,bind,ro "$at" && exec "$@"'
TYPED = "import sys; from cli import run; sys.exit(run(sys.argv[1:]))"


class Noted(Act):
    """Something that was done."""

    KIND: ClassVar[str] = "noted"


def unshared() -> list[str]:
    """How a process gets mounts of its own here; nothing where it cannot."""
    for how in (["unshare", "-m"], ["unshare", "-U", "-r", "-m"]):
        if shutil.which("unshare") and not subprocess.run([*how, "true"], check=False).returncode:
            return how
    return []


pytestmark = pytest.mark.skipif(not unshared(), reason="no mounts of one's own can be made here")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with an edition on file and its site, and nobody connected."""
    home = tmp_path_factory.mktemp("disk") / "office"
    office = life.begun(home)
    filings = life.filings()
    life.file(office, filings)
    life.publish(office, filings[-1].at)
    shutil.copytree(home / "draft", home / "site")
    office.ledger().close()
    return home


@pytest.fixture
def copied(home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(home, tmp_path / "disk" / "office"))


def typed(disk: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command, while a folder is mounted read-only."""
    mounted = [*unshared(), "sh", "-c", MOUNTED, "sh", str(disk)]
    return subprocess.run(
        [*mounted, sys.executable, "-c", TYPED, *words],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3],
        env=os.environ | {"JUECE_HOME": str(disk / "office")},
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "{home}/site"),
        ("verify", "{home}/site", "--kept", "{home}/site/edition.json", "--sm3"),
        ("verify-ledger",),
        ("verify-ledger", "--home", "{home}", "--kept", "{home}/site"),
        ("scan", "{home}/site"),
        ("check", "{home}/site"),
        ("status",),
    ],
    ids=" ".join,
)
def test_a_read_only_disk_can_be_verified(home: Path, words: tuple[str, ...]) -> None:
    assert typed(home.parent, "verify", "/nowhere").returncode == 2, "the rig itself works"
    before = sorted(home.rglob("*"))
    done = typed(home.parent, *(word.format(home=home) for word in words))
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert sorted(home.rglob("*")) == before


def test_what_is_not_sound_on_a_read_only_disk_is_found(copied: Path) -> None:
    with unguarded(copied / "juece.db") as db:
        db.execute("DELETE FROM acts")
    done = typed(copied.parent, "verify-ledger", "--kept", str(copied / "site" / "edition.json"))
    assert done.returncode == 1
    assert "台账里没有公开第1号的记录" in done.stderr


@pytest.fixture
def logged(home: Path, tmp_path: Path) -> Path:
    """A disk that was copied while the office was at work: its last entries are in the log alone."""
    live = Path(shutil.copytree(home, tmp_path / "live"))
    copied = Path(shutil.copytree(home, tmp_path / "disk" / "office"))
    office = Office(home=live, store="")
    with closing(sqlite3.connect(live / "juece.db")) as other:
        other.execute("PRAGMA wal_autocheckpoint = 0")
        office.ledger().acts.append(Noted(), "a", life.PUBLISHER, life.filings()[-1].at)
        for name in ("juece.db", "juece.db-wal", "juece.db-shm"):
            shutil.copy(live / name, copied)
        assert (copied / "juece.db-wal").stat().st_size
        office.ledger().close()
    return copied


def test_what_is_in_the_log_alone_is_read_too(logged: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    copy = shutil.copytree(logged, tmp_path / "whole")
    subprocess.run(
        [sys.executable, "-c", TYPED, "backup", "--home", str(copy), "--to", str(kept)],
        check=True, capture_output=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    done = typed(logged.parent, "verify-ledger", "--kept", str(kept))
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_a_log_that_cannot_be_read_is_told_and_not_passed_over(logged: Path) -> None:
    (logged / "juece.db-shm").unlink()
    done = typed(logged.parent, "verify-ledger")
    assert done.returncode == 3
    assert "旁边有还没并入的 juece.db-wal" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_read_only_disk_can_be_backed_up(home: Path, tmp_path: Path) -> None:
    done = typed(home.parent, "backup", "--to", str(tmp_path / "kept"))
    assert (done.returncode, done.stderr.strip()) == (0, "")
    restored = restore(tmp_path / "kept", tmp_path / "again")
    assert restored.ledger == Office(home=home, store="").ledger().head()


def test_what_is_in_the_log_alone_is_backed_up_from_a_read_only_disk(
    logged: Path, tmp_path: Path
) -> None:
    done = typed(logged.parent, "backup", "--to", str(tmp_path / "kept"))
    assert (done.returncode, done.stderr.strip()) == (0, "")
    restore(tmp_path / "kept", tmp_path / "again")
    assert Office(home=tmp_path / "again", store="").ledger().acts.of(Noted)


def _without_its_index(logged: Path) -> None:
    (logged / "juece.db-shm").unlink()


def _no_database(logged: Path) -> None:
    for left in logged.glob("juece.db-*"):
        left.unlink()
    (logged / "juece.db").write_bytes(b"juece" * 5000)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(_without_its_index, "旁边有还没并入的 juece.db-wal"), (_no_database, "打不开")],
)
def test_a_backup_that_cannot_read_a_read_only_disk_says_so_in_a_sentence(
    spoil: Callable[[Path], None], said: str, logged: Path, tmp_path: Path
) -> None:
    spoil(logged)
    done = typed(logged.parent, "backup", "--to", str(tmp_path / "kept"))
    assert done.returncode == 3
    assert done.stderr.startswith("出错了：数据库 ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "kept").exists()


def test_a_backup_onto_a_read_only_disk_says_so_in_a_sentence(home: Path) -> None:
    done = typed(home.parent, "backup", "--to", str(home.parent / "kept"))
    assert done.returncode == 3
    assert "在只读的磁盘上" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_user_who_may_only_read_can_verify(home: Path, copied: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can become another user")
    for path in (copied, *copied.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for folder in copied.parents:
        if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o001:
            folder.chmod(0o711)
    # The other user may not be able to read the program: all of it is loaded before.
    assert run(["verify-ledger", "--home", str(home), "--kept", str(home / "site")]) == 0
    office_at(home).ledger().close()
    child = os.fork()
    if child == 0:
        and_out(lambda: as_nobody(copied))
    assert os.waitpid(child, 0)[1] == 0


def as_nobody(home: Path) -> None:
    os.setuid(65534)
    assert not os.access(home, os.W_OK)
    assert run(["verify-ledger", "--home", str(home), "--kept", str(home / "site")]) == 0
