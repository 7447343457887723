"""A backup as a folder or as one .tar.zst: files under names, and a manifest of their digests."""

import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, Protocol

import zstandard

from catalog.errors import Refusal
from storage.files.legible import Unread, opened
from storage.modes import own_folders

MANIFEST = "manifest.json"
PACKED = ".tar.zst"
_AT_ONCE = 1 << 20  # bytes read in one go

MOST_TIMES, ALWAYS_ALLOWED = 1000, 1 << 30
"""A packed backup unpacks to no more than so many times its size, and so many bytes besides."""
MOST_OF_A_HEADER = 1 << 20


class BadBackup(Refusal):
    """A backup cannot be made, read or restored; str() says why, in Chinese."""


class Part(NamedTuple):
    """One file on its way into a backup or out of it; exactly `size` bytes belong to it."""

    name: str
    body: BinaryIO
    size: int
    mode: int


class Sink(Protocol):
    """What takes the parts of a backup."""

    def put(self, part: Part) -> None:
        """Take one part."""


class Digested(io.RawIOBase):
    """A stream read once, in pieces, that knows the sha256 and the length of what went by."""

    def __init__(self, body: BinaryIO, size: int) -> None:
        self._body, self._left, self._digest = body, size, sha256()

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read on; never beyond the size that was stated. Raises BadBackup where it ends early."""
        wanted = min(self._left, _AT_ONCE if size < 0 else size)
        piece = self._body.read(wanted)
        if wanted and not piece:
            raise BadBackup("文件在读取时变短了，请再试一次")
        self._left -= len(piece)
        self._digest.update(piece)
        return piece

    def hexdigest(self) -> str:
        """The sha256 of what was read."""
        return self._digest.hexdigest()


def opened_for_writing(path: Path) -> AbstractContextManager[Sink]:
    """A sink at a path that does not exist yet: packed by its name, else a folder."""
    return _packed(path) if path.name.endswith(PACKED) else _folder(path)


def parts(source: Path) -> Iterator[Part]:
    """Read a backup, part by part; each must be read before the next. Raises BadBackup.

    Whoever reads the body of a part does so within `told_of`: it may be damaged in there.
    """
    with told_of(source):
        yield from _of_folder(source) if source.is_dir() else _of_packed(source)


@contextmanager
def told_of(source: Path) -> Iterator[None]:
    """Raises BadBackup for whatever keeps a backup from being read to its end."""
    try:
        yield
    except Unread as wrong:
        raise BadBackup(f"备份 {source} 读不出来：{wrong}") from wrong
    except (tarfile.TarError, zstandard.ZstdError, EOFError) as wrong:
        raise BadBackup(f"备份 {source} 不完整或者不是备份文件（{wrong}）") from wrong


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, part: Part) -> None:
        copy(part.body, self._path / part.name, part.mode)


def copy(body: BinaryIO, target: Path, mode: int) -> None:
    """Write a stream to a new file, its user's alone, that survives a power failure."""
    own_folders(target.parent)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := body.read(_AT_ONCE):
            file.write(piece)
        file.flush()
        os.fchmod(file.fileno(), mode & 0o700)
        os.fsync(file.fileno())


@contextmanager
def _folder(path: Path) -> Iterator[Sink]:
    path.mkdir(mode=0o700)
    yield _Folder(path)


class _Packed:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def put(self, part: Part) -> None:
        member = tarfile.TarInfo(part.name)
        member.size, member.mode = part.size, part.mode & 0o700
        self._tar.addfile(member, part.body)


@contextmanager
def _packed(path: Path) -> Iterator[Sink]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        pack = zstandard.ZstdCompressor(write_checksum=True)
        with (
            pack.stream_writer(file, closefd=False) as packing,
            tarfile.open(fileobj=packing, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield _Packed(tar)
        file.flush()
        os.fsync(file.fileno())


def _of_folder(source: Path) -> Iterator[Part]:
    for path in sorted(source.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        if path.is_symlink() or not path.is_file():
            raise BadBackup(f"备份里的 {path.relative_to(source)} 不是普通文件")
        found = path.stat()
        with path.open("rb") as body:
            yield Part(path.relative_to(source).as_posix(), body, found.st_size, found.st_mode)


class _Header(tarfile.TarInfo):
    """A header of a packed backup; what goes before one is read into memory and must be small."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        if not self.isreg() and self.size > MOST_OF_A_HEADER:
            raise BadBackup("备份里有一个文件头大得不像真的，没有恢复")
        return super()._proc_member(tar)  # type: ignore[misc,no-any-return]


def _of_packed(source: Path) -> Iterator[Part]:
    seen = set[str]()
    with (
        opened(source) as file,
        zstandard.ZstdDecompressor().stream_reader(file) as unpacking,
        tarfile.open(fileobj=unpacking, mode="r|", tarinfo=_Header) as tar,
    ):
        most = os.fstat(file.fileno()).st_size * MOST_TIMES + ALWAYS_ALLOWED
        for member in tar:
            most -= member.size
            if most < 0:
                raise BadBackup(f"备份 {source} 解开后大得不像真的（{member.name}），没有恢复")
            body = tar.extractfile(member) if member.isreg() and not member.issparse() else None
            if body is None or not _safe(member.name):
                raise BadBackup(f"备份里的 {member.name} 不是普通文件，或者在备份之外")
            if member.name in seen:
                raise BadBackup(f"备份里的 {member.name} 有两个，没有恢复")
            seen.add(member.name)
            with body:
                yield Part(member.name, body, member.size, member.mode)  # type: ignore[arg-type]


def _safe(name: str) -> bool:
    """Say whether a name is a plain path below the backup, written in the one way there is."""
    path = PurePosixPath(name)
    odd = path.is_absolute() or ".." in path.parts or "\0" in name or str(path) != name
    return bool(path.parts) and not odd
