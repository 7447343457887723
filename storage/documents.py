"""Documents as files named by their content: the same bytes are kept once and never change."""

import os
import re
import tempfile
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from catalog.errors import BadInput
from storage.files.opens import Unopened, check_opens

MOST = 200 * 1024 * 1024
"""The largest document taken, in bytes."""

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


def inside(folder: Path | None, name: str) -> Path:
    """The file of that name under a folder. Raises Unfit where it is missing or lies outside."""
    if folder is None:
        raise Unfit(f"文件“{name}”：没有指定材料所在的文件夹")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Unfit(f"文件“{name}”不在材料文件夹内")
    if not path.is_file():
        raise Unfit(f"找不到文件“{name}”")
    return path


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
            content = _content(path)
        except OSError as wrong:
            raise Unfit(f"文件“{path.name}”读不出来：{wrong.strerror}") from wrong
        return Stored(self.keep(content), path.name, len(content))

    def keep(self, content: bytes) -> str:
        """Keep bytes of any kind; returns their digest. Whole or not at all, as with `put`."""
        digest = sha256(content).hexdigest()
        target = self.path(digest)
        if not _holds(target, digest):
            _write(target, content)
        return digest

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


def _content(path: Path) -> bytes:
    """The bytes of a file that may be taken."""
    kind = extension(path.name)
    if kind not in MEDIA_TYPES:
        raise Unfit(f"文件“{path.name}”的格式不收，可收：{'、'.join(MEDIA_TYPES)}")
    size = path.stat().st_size
    if size > MOST:
        raise Unfit(f"文件“{path.name}”有{size / 1024**2:.0f}兆字节，超过{MOST // 1024**2}兆字节")
    content = path.read_bytes()
    if not content:
        raise Unfit(f"文件“{path.name}”是空的")
    try:
        check_opens(kind, content)
    except Unopened as wrong:
        raise Unfit(f"文件“{path.name}”{wrong}") from wrong
    return content


def _holds(path: Path, digest: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == digest


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o444)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Make the new name itself survive a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
