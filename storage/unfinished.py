"""Hidden folders and files that take their place when they are done; the next call clears dead ones.

They are held by a lock, on a file in a folder, which goes with the process however that ends. The folder
of a living process is never touched, and neither is one of another user.
"""

import errno
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HELD = ".held"
PREFIX, NEW = ".juece-", ".new-"
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


@contextmanager
def work_folder(place: Path, kind: str) -> Iterator[Path]:
    """A folder of this process in a place, taken away at the end with what is still in it.

    Those that killed processes left there are taken away first. Raises OSError.
    """
    clear(place, kind)
    folder, lock = _begin(place, kind)
    try:
        yield folder
    finally:
        _remove(folder)
        os.close(lock)


def clear(place: Path, kind: str, look: Callable[[Path], None] | None = None) -> None:
    """Take away the folders of a kind that killed processes left in a place, each after a `look`."""
    for folder in place.glob(f"{PREFIX}{kind}-*"):
        if not _ours(folder):
            continue
        try:
            lock = os.open(folder / HELD, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            with suppress(OSError):  # killed before it was held; or it begins this very moment
                folder.rmdir()
            continue
        try:
            if _hold(lock):
                if look:
                    look(folder)
                _remove(folder)
        finally:
            os.close(lock)


def at_work(place: Path, kind: str) -> list[Path]:
    """The folders of a kind that are there: after `clear`, those of processes that are at work."""
    return sorted(place.glob(f"{PREFIX}{kind}-*"))


@contextmanager
def new_file(folder: Path, name: str) -> Iterator[tuple[int, Path]]:
    """A new file, open for writing, and its path: hidden until it is renamed, and gone if it is not.

    Two processes may write one of the same name. What killed ones left in the folder is taken away.
    Raises OSError.
    """
    for left in folder.glob(f"{NEW}*"):
        _forget(left)
    path, file = _new(folder / f"{NEW}{name}")
    try:
        yield file, path
    finally:
        if _is_at(file, path):
            path.unlink()
        os.close(file)


def _new(path: Path) -> tuple[Path, int]:
    """Make a file that is held; where another process holds one, wait until that has its name."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        _hold(file, wait=True)
        if _is_at(file, path):
            os.ftruncate(file, 0)
            return path, file
        os.close(file)


def _forget(path: Path) -> None:
    """Take away a file that nobody holds any more."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return  # it has just got its name
    if _hold(file) and _is_at(file, path):
        path.unlink()
    os.close(file)


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except FileNotFoundError:
        return False


def _begin(place: Path, kind: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{kind}-", dir=place))
        try:
            lock = os.open(folder / HELD, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            continue  # another call, which clears up, thought it dead
        except OSError:
            folder.rmdir()
            raise
        if _hold(lock) is not False and (folder / HELD).exists():
            return folder, lock
        os.close(lock)


def _hold(lock: int, *, wait: bool = False) -> bool | None:
    """Take a lock: False where another process has it, None where the disk knows no locks."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError as wrong:
        if wrong.errno not in _NO_LOCKS:
            raise
        return None
    return True


def _ours(folder: Path) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def _remove(folder: Path) -> None:
    """Remove a folder, what holds it last: killed half-way, the rest can still be told from others'."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != HELD:
            path.unlink()
    (folder / HELD).unlink(missing_ok=True)
    folder.rmdir()
