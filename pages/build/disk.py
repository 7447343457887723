"""Files -> folder, so that whoever looks finds either the old site or the new one."""

import ctypes
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pages.build.manifest import MANIFEST

AT_FDCWD, RENAME_EXCHANGE = -100, 2
NOTHING = "这一天没有任何可以公开的页面，没有改动站点"


class NotASite(FileExistsError):
    """The folder holds something that is not an edition, and would be lost."""


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """An empty folder for a site, which takes the place of what the folder held once it is done.

    It lies beside the folder and takes its place in one step; killed before that, it leaves the old
    site and a hidden folder that the next call removes. Raises NotASite, OSError.
    """
    with alone(folder) as folder:
        if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
            raise NotASite(f"{folder}里有别的文件，不是以前生成的站点；请换一个目录")
        _clear_up(folder)
        new = beside(folder)
        try:
            yield new
            _take_the_place(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def beside(folder: Path) -> Path:
    """A new folder that can take the place of another; what becomes of none is cleared up."""
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.juece-", dir=folder.parent))
    new.chmod(0o755)
    return new


def put(folder: Path, path: str, body: bytes) -> None:
    """Write one file under a folder, for everybody to read whatever the umask."""
    target = os.path.join(folder, path)
    try:
        _fill(target, body)
    except FileNotFoundError:
        make_folders(Path(target).parent)
        _fill(target, body)


def make_folders(folder: Path) -> None:
    """Make a folder and those above it that are missing, for everybody to enter whatever the umask."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    with suppress(FileExistsError):  # another process was faster
        folder.mkdir()
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o755)


def _fill(target: str, body: bytes) -> None:
    file, rest = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666), body
    try:
        readable(file)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def readable(file: int) -> None:
    """Let everybody read an open file of our own; one of somebody else's stays as it is."""
    found = os.fstat(file)
    if found.st_mode & 0o444 != 0o444 and found.st_uid == os.geteuid():
        os.fchmod(file, stat.S_IMODE(found.st_mode) | 0o644)


@contextmanager
def alone(folder: Path) -> Iterator[Path]:
    """One writer at a time, a second one waits for the first; gives the folder behind a link."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder.parent, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(lock)


def revise(folder: Path, id_: str, files: Mapping[str, bytes], kept: Iterable[str]) -> None:
    """Write one authority's site anew, which takes its place in one step: `files`, and the `kept`.

    What is kept is linked, not copied: it costs the number of that authority's files. Raises OSError.
    """
    new = beside(folder)
    try:
        for path in kept:
            _link(folder / path, new / path.removeprefix(f"{id_}/"))
        for path, body in files.items():
            put(new, path.removeprefix(f"{id_}/"), body)
        _take_the_place(new, folder / id_)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def replace(folder: Path, path: str, body: bytes) -> None:
    """Write one file so that whoever looks finds either the old one or the new one."""
    put(folder, f"{path}.new", body)
    os.replace(folder / f"{path}.new", folder / path)


def _link(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except FileNotFoundError:
        make_folders(name.parent)
        os.link(file, name)


def _clear_up(folder: Path) -> None:
    """Undo what a killed call left: put the old site back where it was being replaced."""
    for left in folder.parent.glob(f".{folder.name}.juece-*"):
        if left.suffix == ".old" and not folder.exists():
            left.rename(folder)
        else:
            shutil.rmtree(left)


def _take_the_place(new: Path, folder: Path) -> None:
    """Exchange two folders in one step where the system can, else in two quick ones."""
    if not folder.exists():
        new.rename(folder)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    exchange = getattr(libc, "renameat2", None)
    names = (os.fsencode(new), os.fsencode(folder))
    if exchange and exchange(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
        return
    old = new.with_name(f"{new.name}.old")
    folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
