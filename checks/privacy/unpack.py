"""The bytes of a file and all that is packed within them: zip members, gzip, streams of a PDF."""

import re
from collections.abc import Iterator

from checks.privacy.budget import Budget
from checks.privacy.decompress import BROKEN, GZIP, ZLIB, inflated, is_pdf, members

DEEPEST = 4
_STREAM = re.compile(rb"stream\r?\n")


def layers(
    body: bytes, budget: Budget, place: str = "", depth: int = 0
) -> Iterator[tuple[str, bytes]]:
    """The file itself, then what it unpacks to, each with its place. Raises Spent.

    What cannot be unpacked is passed over: the readers of the scan say that it was not checked.
    """
    yield place, body
    if depth < DEEPEST:
        for name, inner in _within(body, budget):
            yield from layers(inner, budget, f"{place}{name}", depth + 1)


def _within(body: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    if body.startswith(b"PK\x03\x04"):
        yield from _members(body, budget)
    elif body.startswith(b"\x1f\x8b"):
        yield from _inflated("解压后·", body, 0, GZIP, budget)
    elif is_pdf(body):
        for stream in _STREAM.finditer(body):
            yield from _inflated("PDF数据流·", body, stream.end(), ZLIB, budget)


def _members(body: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    try:
        for name, inner in members(body, budget):
            if inner is not None:
                yield f"包内{name}·", inner
    except (*BROKEN, RuntimeError):
        return


def _inflated(
    place: str, body: bytes, start: int, form: int, budget: Budget
) -> Iterator[tuple[str, bytes]]:
    end: int | None = start
    while end is not None and end < len(body):
        inner, end = inflated(body, end, form, budget)
        if inner:
            yield place, inner
        if form != GZIP:
            break
