"""E-mail as programs save it (.eml) -> one letter: every word is kept, what is quoted or signed is set apart in
a layer, attachments go to the document store."""

import email.policy
import re
from datetime import datetime
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

from catalog.errors import JueceError
from catalog.parse import ShapeError
from catalog.record import Actor
from catalog.submission import LONGEST, Channel, Contact, Submission
from catalog.timezone import SHANGHAI
from opinions.batches import Batch, Kind, Layer, Received
from opinions.points import LayerKind
from opinions.register import Register, Window
from storage.documents import DocumentStore, Stored, Unfit
from storage.files.legible import Handed, content_of

MOST = 50 * 1024 * 1024
"""The largest message read, in bytes."""
CUT = "去掉了引用的原文和签名，原文照存"
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "cp936", "hz-gb-2312"}
_XML = re.compile(r"^\s*<\?xml[^>]*>")
"""What Outlook and Word put before their HTML; it speaks of bytes, and these are characters already."""
_FROM_HERE = re.compile(
    r"^(?:-- ?|_{10,}|-{2,}\s*(?:原始邮件|Original Message|转发邮件信息|回复的原邮件).*|发自我的.{0,20}|"
    r"Sent from my .{0,20}|在.{4,80}写道[:：]|On .{10,80} wrote:|发件人[:：].*)$",
    re.IGNORECASE,
)


class Mailed(NamedTuple):
    """What became of one message; `faults` tell of what was left out."""

    number: int
    again: bool
    faults: tuple[str, ...]


def import_mail(
    register: Register, path: Path, window: Window, store: DocumentStore, *,
    actor: Actor, at: datetime,
) -> Mailed:  # fmt: skip
    """Take one message in. Raises ShapeError where there is no letter in it."""
    content = content_of(path, MOST)
    try:
        return _taken(register, path, content, window, store, actor, at)
    except (IndexError, RecursionError, LookupError, AttributeError) as why:
        # Python's reader of headers and parts stumbles over what strangers' programs write.
        said = f"{path.name}：邮件头或者结构不合规范，读不出来，请打开后由人工登记"
        raise ShapeError([said]) from why


def _taken(
    register: Register, path: Path, content: bytes, window: Window, store: DocumentStore,
    actor: Actor, at: datetime,
) -> Mailed:  # fmt: skip
    message = BytesParser(policy=email.policy.default).parsebytes(content)
    if not isinstance(message, EmailMessage):
        raise ShapeError([f"{path.name}：不是邮件文件"])
    received = _received(message, path.name)
    if received > at:
        raise ShapeError([f"{path.name}：收到时间{received:%Y-%m-%d %H:%M}还没有到，请核对"])
    text = _text(message, path.name)
    short = without_quotes(text)
    layers = (Layer(LayerKind.TRANSCRIPT.value, short, CUT),) if 0 < len(short) < len(text) else ()
    files, faults = _attachments(message, store)
    name, address = parseaddr(_header(message, "From").replace("\x00", ""))
    letter = Submission(
        item=window.item, round=window.round, channel=Channel.EMAIL, received_at=received,
        late=window.late(received), text=text,
    )  # fmt: skip
    one = Received(
        1, letter, Contact(name=name[:100], contact=address[:200]), "", None, layers, files
    )
    batch = Batch(window.item, window.round, Kind.FILE, path.name, sha256(content).hexdigest())
    taken = register.take_in(batch, [one], actor=actor, at=at, faults=faults)
    return Mailed(taken.batch, taken.again, tuple(f"{path.name}：{said}" for said in faults))


def without_quotes(text: str) -> str:
    """A message without what it quotes and its signature; all of it where nothing else would be left."""
    kept = list[str]()
    for line in text.splitlines():
        if _FROM_HERE.match(line.strip()):
            break
        if not line.lstrip().startswith((">", "＞")):
            kept.append(line)
    return "\n".join(kept).strip() or text


def _received(message: Message, name: str) -> datetime:
    """When our server had it: the newest Received line; the writer's own date where there is none."""
    through = [str(line) for line in message.get_all("Received", ())]
    for said in (*through[:1], str(message.get("Date", ""))):
        try:
            found = parsedate_to_datetime(said.rpartition(";")[2].strip())
        except (ValueError, TypeError):
            continue
        return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)
    raise ShapeError([f"{name}：看不出是哪天收到的，请打开后抄录，由人工登记"])


def _text(message: EmailMessage, name: str) -> str:
    part = message.get_body(("plain", "html"))
    body = "" if part is None else _decoded(part)
    if part is not None and part.get_content_subtype() == "html":
        body = _plain(body)
    body = body.replace("\r\n", "\n").replace("\x00", "").strip()
    subject = _header(message, "Subject").strip()
    text = body if not subject or subject in body else f"{subject}\n{body}".strip()
    if not body:
        raise ShapeError([f"{name}：正文是空的；内容在附件里的，请打开后由人工登记"])
    if len(text) > LONGEST:
        raise ShapeError([f"{name}：有{len(text)}字，超过{LONGEST}字，请作为附件登记，摘出要点"])
    return text


def _header(message: Message, name: str) -> str:
    """A header as it is read; older programs write Chinese into it as it stands in GBK, undeclared."""
    try:
        said = str(message.get(name, ""))
    except (IndexError, AttributeError):  # an address that Python's reader cannot take apart
        said = "\ufffd"
    if "\ufffd" not in said:
        return said
    raw = next(value for key, value in message.raw_items() if key.lower() == name.lower())
    try:
        return raw.encode("ascii", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return said


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    stated = (part.get_content_charset() or "").lower()
    stated = "gb18030" if stated in _CHINESE else stated  # what calls itself gb2312 seldom is
    for encoding in dict.fromkeys((stated or "utf-8", "utf-8", "gb18030")):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ShapeError(["正文的编码认不出来，请打开后另存一份，或者由人工登记"])


def _plain(markup: str) -> str:
    """What a reader of HTML sees, a line for each paragraph."""
    if not markup.strip():
        return ""
    try:
        page = html.fromstring(_XML.sub("", markup))
    except etree.ParserError:  # nothing but comments
        return ""
    for gone in page.xpath("//script|//style|//head"):
        gone.drop_tree()
    for line in page.xpath("//br|//p|//div|//li|//tr"):
        line.tail = "\n" + (line.tail or "")
    return re.sub(r"\n{3,}", "\n\n", page.text_content())


def _attachments(
    message: EmailMessage, store: DocumentStore
) -> tuple[tuple[Stored, ...], list[str]]:
    kept, faults = list[Stored](), list[str]()
    for part in message.iter_attachments():
        name = part.get_filename() or "未命名"
        content = part.get_payload(decode=True)
        try:
            kept.append(store.take(Handed(name, content if isinstance(content, bytes) else b""))[0])
        except (Unfit, JueceError) as wrong:
            faults.append(f"附件“{name}”没有收入：{wrong}")
    return tuple(kept), faults
