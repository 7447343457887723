"""Hidden folders for work that takes its place when it is done; the next call takes away dead ones'.

A folder is held by a lock on a file in it, which goes with the process however that ends. The folder
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
PREFIX = ".juece-"
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


def _hold(lock: int) -> bool | None:
    """Take a lock: False where another process has it, None where the disk knows no locks."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
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
