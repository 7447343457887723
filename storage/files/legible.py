"""Files that people name are opened here and nowhere else: whatever keeps one from being read is one
sentence in an officer's words.
"""

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from catalog.parse import ShapeError

LONGEST, LONGEST_PATH, SHOWN = 255, 4095, 60
"""Bytes that a name and a path on a disk may have, and signs of a name that a message shows."""

_JOINERS = {"\u200c", "\u200d", "\u180e"}  # belong to the spelling of names in some scripts
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_SAID = {
    errno.EACCES: "没有读取的权限，请让信息化人员开通",
    errno.EPERM: "没有读取的权限，请让信息化人员开通",
    errno.ELOOP: "是绕圈的或者刚被换掉的链接，请换成文件本身",
    errno.ENAMETOOLONG: "文件名太长，请改短，并核对是不是把标题粘贴到了文件名一栏",
    errno.EINVAL: "文件名不对，请核对",
    errno.EISDIR: "是文件夹，请写明里面的文件",
    errno.ENXIO: "不是文件，而是管道或者设备，请换成文件",
    errno.EIO: "磁盘读取出错，请告知信息化人员",
    errno.ESTALE: "网络盘上的文件刚被换掉，请再交一次",
    errno.EMFILE: "系统打开的文件太多，请稍后再交一次",
    errno.ENFILE: "系统打开的文件太多，请稍后再交一次",
}
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC  # a pipe must not keep us waiting
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Unread(ShapeError):
    """A file that cannot be read; str() says which and why, in Chinese."""

    def __init__(self, said: str) -> None:
        super().__init__([said])


class Missing(Unread):
    """There is no file of that name."""


class Handed(NamedTuple):
    """A file as it was handed in: its name, and all its bytes."""

    name: str
    content: bytes


def content_of(path: Path, most: int) -> bytes:
    """The bytes of a file that a person named, at most so many. Raises Unread."""
    with _told(path.name):
        _check_name(path.name)
        try:
            return _content(os.open(path, _READ), path.name, most)
        except (FileNotFoundError, NotADirectoryError) as wrong:
            raise Missing(f"没有这个文件：{path}") from wrong
        except IsADirectoryError as wrong:
            raise Unread(f"{path} {_SAID[errno.EISDIR]}") from wrong


def opened(path: Path) -> BinaryIO:
    """A file that a person named, open to be read, for what is too large to be held. Raises Unread."""
    with _told(path.name):
        file = os.open(path, _READ)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise OSError(errno.ENXIO, "")
        return os.fdopen(file, "rb")


def handed_in(folder: Path | None, name: str, most: int) -> Handed:
    """The file of that name under a folder, at most so many bytes. Raises Unread.

    A link may lead to another file of the folder, never out of it, whoever changes it meanwhile.
    """
    with _told(name):
        _check_name(name)
        if folder is None:
            raise Unread(f"文件“{shown(name)}”：没有指定材料所在的文件夹")
        root = os.path.realpath(folder)
        path = Path(os.path.realpath(os.path.join(root, name)))
        if not path.is_relative_to(root):
            raise Unread(f"文件“{shown(name)}”不在材料文件夹内")
        try:
            file = _opened(root, path.relative_to(root).parts)
            return Handed(path.name, _content(file, name, most))
        except (FileNotFoundError, NotADirectoryError) as wrong:
            raise Missing(f"找不到文件“{shown(name)}”") from wrong


def unseen(name: str) -> list[str]:
    """The code points in a name that nobody sees, or that turn what stands beside them round."""
    found = (sign for sign in name if unicodedata.category(sign) in _UNSEEN)
    return [f"U+{ord(sign):04X}" for sign in dict.fromkeys(found) if sign not in _JOINERS]


def shown(name: str) -> str:
    """A name as a message can show it: not endless, and what nobody sees by its number."""
    cut = name if len(name) <= SHOWN else f"{name[: SHOWN - 20]}…{name[-19:]}"
    return "".join(f"〔U+{ord(sign):04X}〕" if unseen(sign) else sign for sign in cut)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Raises Unread for whatever the system says of a name or a file."""
    try:
        yield
    except OSError as wrong:
        said = _SAID.get(wrong.errno or 0) or f"读不出来（{wrong.strerror or wrong}）"
        raise Unread(f"文件“{shown(name)}”{said}") from wrong
    except ValueError as wrong:
        if isinstance(wrong, ShapeError):
            raise
        raise Unread(f"文件“{shown(name)}”{_SAID[errno.EINVAL]}") from wrong


def _check_name(name: str) -> None:
    """Raises Unread for a name that no disk takes, or that is not what it seems."""
    if signs := unseen(name):
        surrogate = any("\ud800" <= sign <= "\udfff" for sign in name)
        what = "不是 UTF-8 编码的字" if surrogate else "看不见的控制符"
        said = f"的文件名里有{what}（{'、'.join(signs[:5])}），请改名后再交"
        raise Unread(f"文件“{shown(name)}”{said}")
    if len(name) > LONGEST_PATH or any(len(n.encode()) > LONGEST for n in name.split("/")):
        raise Unread(f"文件“{shown(name)}”{_SAID[errno.ENAMETOOLONG]}")


def _opened(root: str, parts: tuple[str, ...]) -> int:
    """Open a file part by part, so that no link that is put in its way is followed."""
    folder = os.open(root, _FOLDER & ~os.O_NOFOLLOW)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(parts[-1] if parts else ".", _READ | os.O_NOFOLLOW, dir_fd=folder)
    finally:
        os.close(folder)


def _content(file: int, name: str, most: int) -> bytes:
    """All of an open file, which is closed. Raises Unread where it is none or changes meanwhile."""
    try:
        before = os.fstat(file)
        if stat.S_ISDIR(before.st_mode):
            raise IsADirectoryError(errno.EISDIR, "")
        if not stat.S_ISREG(before.st_mode):
            raise OSError(errno.ENXIO, "")
        if before.st_size > most:
            size = f"{before.st_size / 1024**2:.0f}兆字节，超过{most // 1024**2}兆字节"
            raise Unread(f"文件“{shown(name)}”有{size}")
        with open(file, "rb", closefd=False) as opened:
            content = opened.read(before.st_size + 1)
        after = os.fstat(file)
    finally:
        os.close(file)
    touched = (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns)
    if touched or len(content) != before.st_size:
        raise Unread(f"文件“{shown(name)}”在读的时候还在变，请等它存完、传完再交")
    return content
