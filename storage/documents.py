"""Documents as files named by their content: the same bytes are kept once and never change."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, NamedTuple

from catalog.errors import BadInput
from storage.files import confined, probe
from storage.files.confined import MEGABYTE
from storage.files.legible import Handed, Unread, content_of
from storage.files.opens import AGAIN, OLE, SIGNATURES, Unopened, check_signature
from storage.modes import own_folders
from storage.unfinished import new_file

MOST = 200 * 1024 * 1024
"""The largest document taken, in bytes."""
HEAD = 1024
"""Bytes by which the kind of a file is known."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "ofd": "application/ofd",
    "wps": "application/vnd.ms-works",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "csv": "text/csv",
    "txt": "text/plain",
    "md": "text/markdown",
    "html": "text/html",
    "htm": "text/html",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
}
"""The kinds of file taken, by extension."""

TRIED = {kind for kind, start in SIGNATURES.items() if start != OLE}
"""The kinds that are opened before they are taken; of the others the first bytes alone are looked at."""
BOUNDS = confined.Bounds(512 * confined.MEGABYTE, 60, 240, 64 * 1024)
"""Of the process that opens one; it has twice the size of the file besides."""
GREEDY = "打开它要用的内存或者时间超过了限度，请缩小、拆成几个文件，或者重新导出后再交"

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Unfit(BadInput, ValueError):
    """A file that cannot be taken, or is not as it was; str() says why, in Chinese."""


class Stored(NamedTuple):
    """What a record says of a document on file."""

    digest: str
    name: str
    size: int


def extension(name: str) -> str:
    """The extension of a file name, in lower case, without the dot."""
    return Path(name).suffix.lower().lstrip(".")


def media_type(name: str) -> str:
    """The media type of a file, by its extension."""
    return MEDIA_TYPES.get(extension(name), "application/octet-stream")


class DocumentStore:
    """A folder of documents, each under the sha256 of its bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where a document lies, whether or not it is there."""
        if not _DIGEST.fullmatch(digest):
            raise Unfit(f"“{digest}”不是 SHA-256 校验值")
        return self.folder / digest[:2] / digest[2:]

    def put(self, path: Path) -> Stored:
        """Take a file in. Raises Unfit. Whole or not at all, even if the power fails."""
        try:
            return self.take(Handed(path.name, content_of(path, MOST)))[0]
        except Unread as wrong:
            raise Unfit(str(wrong)) from wrong

    def take(self, handed: Handed) -> tuple[Stored, int | None]:
        """Take in a file as it was handed in, as with `put`; also says how many pages a PDF has."""
        name, content = handed
        pages = _opened(name, content[:HEAD], len(content), content)
        return Stored(self.keep(handed.content), handed.name, len(handed.content)), pages

    def keep(self, content: bytes) -> str:
        """Keep bytes of any kind; returns their digest. Whole or not at all, as with `put`."""
        digest = sha256(content).hexdigest()
        target = self.path(digest)
        if not _holds(target, digest):
            _write(target, content)
        return digest

    def take_stream(self, name: str, file: BinaryIO) -> tuple[Stored, int | None]:
        """Take in an open file, as with `take`, without holding it in memory. Raises Unfit."""
        with self._laid(file) as (new, digest, size), new.open("rb") as laid:
            pages = _opened(name, laid.read(HEAD), size, laid)
            self._name(new, digest)
        return Stored(digest, name, size), pages

    def bring(self, other: "DocumentStore", digest: str) -> None:
        """Take in a document of another store. Raises Unfit where it is missing or has changed."""
        if _holds(self.path(digest), digest):
            return
        with other.open(digest) as file, self._laid(file) as (new, found, _):
            if found != digest:
                raise Unfit(f"材料库中 {digest[:12]}… 的内容与校验值不符，入库后被改动")
            self._name(new, digest)

    @contextmanager
    def _laid(self, file: BinaryIO) -> Iterator[tuple[Path, str, int]]:
        """A new file in the store with the bytes of another, their digest and number."""
        own_folders(self.folder)
        seen, size = sha256(), 0
        with new_file(self.folder, f"laid-{token_hex(8)}") as (number, new):
            with os.fdopen(number, "wb", closefd=False) as out:
                while piece := file.read(MEGABYTE):
                    seen.update(piece)
                    size += len(piece)
                    out.write(piece)
            os.fsync(number)
            yield new, seen.hexdigest(), size

    def _name(self, new: Path, digest: str) -> None:
        """Give a new file the name of its bytes, unless there is one that holds them."""
        target = self.path(digest)
        if not _holds(target, digest):
            own_folders(target.parent)
            new.chmod(0o400)
            os.replace(new, target)
            _sync(target.parent)

    def size(self, digest: str) -> int | None:
        """Bytes of a document, or None where it is not in the store."""
        path = self.path(digest)
        return path.stat().st_size if path.is_file() else None

    def open(self, digest: str) -> BufferedReader:
        """Open a document for reading, its bytes unchecked. Raises Unfit where it is missing."""
        if self.size(digest) is None:
            raise Unfit(f"材料库中没有校验值为 {digest[:12]}… 的文件")
        return self.path(digest).open("rb")

    def check(self, digest: str) -> None:
        """Raises Unfit where a document is missing or its bytes have changed."""
        with self.open(digest) as file:
            if file_digest(file, "sha256").hexdigest() != digest:
                raise Unfit(f"材料库中 {digest[:12]}… 的内容与校验值不符，入库后被改动")

    def read(self, digest: str) -> bytes:
        """The bytes of a document, checked. Raises Unfit."""
        self.check(digest)
        return self.path(digest).read_bytes()


def _opened(name: str, head: bytes, size: int, content: bytes | BinaryIO) -> int | None:
    """The pages of a PDF that may be taken, None of another kind. Raises Unfit where it may not be."""
    kind = extension(name)
    if kind not in MEDIA_TYPES:
        raise Unfit(f"文件“{name}”的格式不收，可收：{'、'.join(MEDIA_TYPES)}")
    if not size:
        raise Unfit(f"文件“{name}”是空的")
    if size > MOST:
        raise Unfit(f"文件“{name}”超过{MOST // MEGABYTE}兆字节，请缩小或者拆成几个文件")
    try:
        check_signature(kind, head)
        return _tried(kind, size, content) if kind in TRIED else None
    except Unopened as wrong:
        raise Unfit(f"文件“{name}”{wrong}") from wrong


def _tried(kind: str, size: int, content: bytes | BinaryIO) -> int | None:
    """Open a file in a process that may die of it. Raises Unopened."""
    bounds = BOUNDS._replace(memory=BOUNDS.memory + 2 * size)
    try:
        lines = list(confined.answer(Path(probe.__file__), ["open", kind], content, bounds))
    except confined.Died as wrong:
        raise Unopened(GREEDY if wrong.greedy else f"打不开，可能已损坏，{AGAIN}") from wrong
    said = json.loads(lines[0])
    if "unopened" in said:
        raise Unopened(said["unopened"])
    pages: int | None = said["pages"]
    return pages


def _holds(path: Path, digest: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == digest


def _write(target: Path, content: bytes) -> None:
    own_folders(target.parent)
    with new_file(target.parents[1], target.name) as (file, new):
        with os.fdopen(file, "wb", closefd=False) as out:
            out.write(content)
        os.fsync(file)
        os.replace(new, target)
        os.fchmod(file, 0o400)
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Make the new name itself survive a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
