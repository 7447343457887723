"""A folder of this machine, or of one that it mounts."""

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from office.targets.backend import TEMPORARY, Kind
from office.targets.errors import Missing, PermanentError, TransientError
from pages.build.disk import AT_FDCWD, RENAME_EXCHANGE, make_folders, readable

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
GONE = (FileNotFoundError, NotADirectoryError)


class Local:
    """Files under a folder; every one is on the disk before its name is."""

    trades = True

    def __init__(self, root: Path) -> None:
        self._root = root
        self._touched: set[str] = set()

    def read(self, path: str) -> bytes:
        """See Place."""
        with _told(path):
            return self._at(path).read_bytes()

    def put(self, path: str, body: bytes) -> None:
        """See Place."""
        with _told(path):
            new = self._new(path)
            file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            with open(file, "wb") as out:
                readable(file)
                out.write(body)
                out.flush()
                os.fsync(file)
            self._name(new, path)

    def copy(self, path: str, to: str) -> None:
        """See Place. A second name for the same bytes, which are never written to again."""
        with _told(path):
            new = self._new(to)
            try:
                os.link(self._at(path), new)
            except PermissionError:  # a file system without such names
                shutil.copyfile(self._at(path), new)
            self._name(new, to)
            new.unlink(missing_ok=True)  # a rename between two names of one file does nothing

    def delete(self, path: str) -> None:
        """See Place."""
        with _told(path), suppress(*GONE):
            self._at(path).unlink()
            self._touched.add(os.path.dirname(self._at(path)))

    def drop(self, folder: str) -> None:
        """See Place."""
        with suppress(OSError):
            self._at(folder).rmdir()

    def list(self, folder: str) -> dict[str, int]:
        """See Place. A file that vanishes meanwhile, as another's note may, is left out."""
        root, found = self._at(folder), dict[str, int]()
        with _told(folder):
            for at, _, names in os.walk(root):
                for path in (Path(at, name) for name in names):
                    with suppress(FileNotFoundError):
                        found[path.relative_to(root).as_posix()] = path.lstat().st_size
        return found

    def kind(self, path: str) -> Kind:
        """See Linking."""
        at = self._at(path)
        with _told(path):
            if at.is_symlink():
                return "link"
            if not at.exists():
                return ""
            if not at.is_dir():
                raise PermanentError(f"{at}是一个文件，不是文件夹；请换一个位置")
            return "folder" if any(at.iterdir()) else "empty"

    def leads(self, path: str) -> str:
        """See Linking."""
        with _told(path):
            return os.readlink(self._at(path))

    def point(self, path: str, to: str) -> None:
        """See Linking."""
        self.settle()
        with _told(path):
            new = self._new(path)
            new.unlink(missing_ok=True)
            os.symlink(to, new)
            if self.kind(path) == "empty":
                self.trade_names(new, self._at(path))
                new.rmdir()
            else:
                self._name(new, path)
        self.settle()

    def trade(self, path: str, to: str, aside: str) -> None:
        """See Linking."""
        self.settle()
        with _told(path):
            self._at(aside).unlink(missing_ok=True)  # a link that a killed call left
            os.symlink(to, self._at(aside))
            self.trade_names(self._at(aside), self._at(path))
            self._touched |= {os.path.dirname(self._at(one)) for one in (aside, path)}
        self.settle()

    def trade_names(self, one: Path, other: Path) -> None:
        """Exchange two names in one step. Raises PermanentError where the system cannot."""
        exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        names = os.fsencode(one), os.fsencode(other)
        if not exchange or exchange(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE):
            raise PermanentError(f"{other}是文件夹，这个系统不能一步换成链接；请先把它改名")

    def settle(self) -> None:
        """See Place."""
        folders, self._touched = self._touched, set()
        for folder in folders:
            with suppress(*GONE):
                file = os.open(folder, os.O_RDONLY)
                try:
                    os.fsync(file)
                finally:
                    os.close(file)

    def close(self) -> None:
        """See Place."""

    def _at(self, path: str) -> Path:
        return self._root / path

    def _new(self, path: str) -> Path:
        """A name to write under, with its folder there and nothing by it."""
        new = Path(f"{self._at(path)}{TEMPORARY}")
        try:
            new.unlink()
        except FileNotFoundError:
            make_folders(new.parent)
            above = new.parent.relative_to(self._root).parents
            self._touched |= {os.fspath(self._root / folder) for folder in above}
        return new

    def _name(self, new: Path, path: str) -> None:
        os.replace(new, self._at(path))
        self._touched.add(os.path.dirname(self._at(path)))


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Say in words what the system says in numbers."""
    try:
        yield
    except GONE as wrong:
        raise Missing(path) from wrong
    except PermissionError as wrong:
        raise PermanentError(
            f"没有权限写{wrong.filename or path}；请给运行本程序的用户开通权限"
        ) from wrong
    except OSError as wrong:
        if wrong.errno in FULL:
            raise PermanentError(f"目标磁盘已满，{path}没有写成；请腾出空间再推送") from wrong
        raise TransientError(f"{path}：{wrong.strerror or wrong}") from wrong
