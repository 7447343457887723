"""Packed bytes -> what they unpack to, within the budget of the file."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from typing import NamedTuple

from checks.privacy.budget import Budget, Spent

GZIP, ZLIB = 31, 15
"""Forms of a deflated stream."""
MOST = 20_000
"""Members that an archive may have."""
_PIECE, _HEAD = 1 << 16, 1024
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError, ValueError),
    *(OSError, IndexError, OverflowError),
)
"""What the library is known to raise for an archive that is damaged."""


def is_pdf(body: bytes) -> bool:
    """Whether a viewer takes it for a PDF: something else may stand before its first line."""
    return b"%PDF-" in body[:_HEAD] or body[:_HEAD].lstrip().startswith(b"%PDF")


class Inflated(NamedTuple):
    """What a deflated stream holds, and where it ends; None where it is damaged or cut off."""

    body: bytes
    end: int | None


def inflated(packed: bytes, start: int, form: int, budget: Budget) -> Inflated:
    """One deflated stream, as far as it can be followed. Raises Spent.

    It is fed piece by piece: zlib copies all that it is given beyond the end of a stream.
    """
    unpack, held, whole = zlib.decompressobj(wbits=form), bytearray(), memoryview(packed)
    for at in range(start, len(packed), _PIECE):
        piece = whole[at : at + _PIECE]
        try:
            came = unpack.decompress(piece)
        except zlib.error:
            break
        budget.unpack(len(came))
        held += came
        if unpack.eof:
            return Inflated(bytes(held), at + len(piece) - len(unpack.unused_data))
    return Inflated(bytes(held), None)


class Member(NamedTuple):
    """A file of an archive; its body is None where it is damaged."""

    name: str
    body: bytes | None


def members(packed: bytes, budget: Budget) -> Iterator[Member]:
    """The files of a zip archive. Raises BROKEN, RuntimeError where it has a password, Spent."""
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        listed = [info for info in package.infolist() if not info.is_dir()]
        if len(listed) > MOST:
            raise Spent(f"压缩包里超过{MOST}个文件")
        if sum(info.file_size for info in listed) > budget.unpacked:
            budget.unpack(sum(info.file_size for info in listed))
        for info in listed:
            try:
                with package.open(info) as member:
                    body = member.read(budget.unpacked + 1)
            except BROKEN:
                yield Member(info.filename, None)
                continue
            budget.unpack(len(body))
            yield Member(info.filename, body)
