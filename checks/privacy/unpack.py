"""The bytes of a file and all that is packed within them: zip members, gzip, streams of a PDF."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

DEEPEST = 4
LARGEST = 200_000_000
"""Bytes that one layer may unpack to; what is larger, the readers tell as not checked."""
_STREAM = re.compile(rb"stream\r?\n")


def layers(body: bytes, place: str = "", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The file itself, then what it unpacks to, each with its place.

    What cannot be unpacked is passed over: the readers of the scan say that it was not checked.
    """
    yield place, body
    if depth < DEEPEST:
        for name, inner in _within(body):
            yield from layers(inner, f"{place}{name}", depth + 1)


def _within(body: bytes) -> Iterator[tuple[str, bytes]]:
    if body.startswith(b"PK\x03\x04"):
        yield from _members(body)
    elif body.startswith(b"\x1f\x8b"):
        yield from (("解压后·", inner) for inner in _inflated(body, 31))
    elif body[:1024].lstrip().startswith(b"%PDF"):
        for stream in _STREAM.finditer(body):
            for inner in _inflated(body[stream.end() :], 15):
                yield "PDF数据流·", inner


def _members(body: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            listed = [info for info in package.infolist() if not info.is_dir()]
            if sum(info.file_size for info in listed) <= LARGEST:
                for info in listed:
                    yield f"包内{info.filename}·", package.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        return


def _inflated(body: bytes, window: int) -> Iterator[bytes]:
    unpack = zlib.decompressobj(wbits=window)
    try:
        inner = unpack.decompress(body, LARGEST)
    except zlib.error:
        return
    if inner:
        yield inner
