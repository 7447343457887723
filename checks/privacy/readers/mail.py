"""Letters of a mail program, and pages saved as one (eml, mht): their heads, and every part decoded.

What a mail program may read otherwise than we do is told as not checked.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from checks.privacy.budget import Budget
from checks.privacy.extracted import Inner, Piece, Read, Unread, shortened
from checks.privacy.readers import plain

_MOST = 1_000
"""Parts of one letter; the library looks for the end of each in every line."""
_CODES = frozenset(("", "7bit", "8bit", "binary", "base64", "quoted-printable"))
_ONCE = ("content-type", "content-transfer-encoding", "content-disposition", "mime-version")
"""Heads of which a second one is read by some programs, and by others not."""
_ENDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/css": ".css",
    "text/csv": ".csv",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
}
_BOUNDARY = re.compile(rb"boundary\s{0,9}\*?=", re.IGNORECASE)
_UUENCODED = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} \S", re.MULTILINE)
_REMEDY = "请换成PDF、DOCX或者网页"


def read(body: bytes, budget: Budget) -> Iterator[Read | Inner]:
    """Read a letter and all that is in it. Raises Spent."""
    if len(_BOUNDARY.findall(body)) > _MOST:
        yield Unread("全文", f"邮件里超过{_MOST}个部分", _REMEDY)
        return
    waiting = [("", message_from_bytes(body))]
    while waiting:
        place, part = waiting.pop()
        budget.unpack(0)
        yield from _heads(place, part)
        inner = part.get_payload()
        if isinstance(inner, list):
            for said in (part.preamble, part.epilogue):
                yield Piece(f"{place}各部分以外", said or "")
            numbered = enumerate((each for each in inner if isinstance(each, Message)), 1)
            told = [(shortened(f"{place}第{number}部分"), each) for number, each in numbered]
            waiting += reversed(told)
        else:
            yield from _body(place, part)
        if part.defects:
            why = f"邮件写法有错（{type(part.defects[0]).__name__}）"
            yield Unread(place or "全文", why, _REMEDY)


def _heads(place: str, part: Message) -> Iterator[Read]:
    for name, value in part.items():
        yield Piece(f"{place}邮件头{name}", _decoded(str(value)))
    if file := part.get_filename():
        yield Piece(f"{place}附件名", file)
    if any(len(part.get_all(name, [])) > 1 for name in _ONCE):
        yield Unread(place or "全文", "邮件头里同一项写了两次", _REMEDY)


def _decoded(value: str) -> str:
    """A head with its encoded words decoded (RFC 2047), on one line."""
    try:
        words = decode_header(value)
        said = (w if isinstance(w, str) else w.decode(code or "latin-1") for w, code in words)
        return " ".join("".join(said).split())
    except (HeaderParseError, LookupError, ValueError):
        return value


def _body(place: str, part: Message) -> Iterator[Read | Inner]:
    """A part that holds no others, as the file that it is."""
    code = str(part.get("content-transfer-encoding", "")).strip().lower()
    held = part.get_payload(decode=True)
    if code not in _CODES or not isinstance(held, bytes):
        yield Unread(place or "全文", f"邮件的编码不认识（{code[:20]}）", _REMEDY)
        return
    kind = part.get_content_type()
    name = part.get_filename() or "正文.txt"
    if not name.lower().endswith(end := _ENDS.get(kind, "")):
        name += end
    if not kind.startswith("text/"):
        yield Inner(place or "邮件正文", name, held)
        return
    if _UUENCODED.search(held):
        yield Unread(place or "全文", "邮件正文里有编过码的附件", _REMEDY)
    for text in _readings(held, part.get_content_charset()):
        yield Inner(place or "邮件正文", name, text)


def _readings(held: bytes, charset: str | None) -> Iterator[bytes]:
    """A text in one encoding that cannot be taken for another; as it stands, where that is another text."""
    try:
        said = held.decode(charset or "utf-8")
    except (LookupError, ValueError):
        yield held
        return
    yield said.encode("utf-8-sig", "replace")
    if plain.decoded(held) != said:
        yield held
