"""How a known text may be spelt in a file: encodings of its bytes, escapes of its characters."""

import base64
import quopri
import re
from collections.abc import Iterator

from checks.privacy.escapes import DEEPEST, entities, percents, read, units
from checks.privacy.normalise import half

CODES = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_TAG = re.compile(r"<[^<>]{0,400}>")
_QUOTED = re.compile(r"(?:=[0-9A-Fa-f]{2}(?:=\r?\n)?)+")
_SOFT = re.compile(r"=\r?\n")
SEPARATORS = dict.fromkeys(map(ord, "-.()·_/—"))


def plain(text: str) -> str:
    """A text as it is compared: half-width, small letters, without blanks and what is invisible."""
    return "".join(half(text).lower().split())


def digits_only(text: str) -> str:
    """The same without the signs that part the groups of a number."""
    return plain(text).translate(SEPARATORS)


def unescaped(text: str) -> Iterator[str]:
    """A text with its escapes undone, layer by layer; then without its tags, and from quoted-printable."""
    texts = [text]
    for _ in range(DEEPEST):
        for undo in (entities, units, percents):
            undone = undo(texts[-1])
            if undone != texts[-1]:
                texts.append(undone)
    yield from texts[1:]
    if "<" in texts[-1]:
        yield _TAG.sub("", texts[-1])
    if _QUOTED.search(text) or _SOFT.search(text):
        yield _SOFT.sub("", _QUOTED.sub(lambda m: read(quopri.decodestring(m[0])), text))


def in_bytes(value: str) -> Iterator[bytes]:
    """A value as it may stand in bytes that are no text: encoded, in hexadecimal, in base64."""
    for code in CODES:
        body = value.encode(code, "ignore")
        yield body
        yield body.hex().encode()
        yield body.hex().upper().encode()
        yield from _in_base64(body)


def _in_base64(body: bytes) -> Iterator[bytes]:
    """What base64 of anything around it must hold, wherever it begins (three offsets)."""
    for offset in range(3):
        first, last = -(-offset * 4 // 3), (offset + len(body)) * 4 // 3
        within = base64.b64encode(b"\0" * offset + body)[first:last]
        yield within
        yield within.translate(bytes.maketrans(b"+/", b"-_"))
