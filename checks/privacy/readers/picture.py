"""Pictures: what a camera or a program wrote into them; what can be seen in them, people must look at."""

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image

from catalog.findings import Severity
from checks.privacy.extracted import Piece, Read, Trace, Unread

_NAMED = (
    "Artist Copyright HostComputer Make Model CameraOwnerName BodySerialNumber LensSerialNumber Software"
    " DateTimeOriginal ImageDescription UserComment XPAuthor XPComment XPTitle XPSubject XPKeywords"
)
_TELLS = frozenset(_NAMED.split())
_QUIET = frozenset(("Make", "Model", "Software", "DateTimeOriginal"))
_FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")
_REMEDY = "另存时去掉图片的元数据"
ICON = 48
"""Pixels of either side up to which nobody reads a paper in a picture."""
_PNG = b"\x89PNG"
_CHUNK = re.compile(rb"[tzi](?:TXt|EXt)")
_RUN = re.compile(rb"(?:[0-9+\- ]|[\xe3-\xe9][\x80-\xbf]{2}){11,400}|[\x20-\x7e]{24,400}")
"""Words in the bytes of a file: what is packed says nothing as long, but by a rare chance."""
UNSEEN, LOOK = "图片里的文字没有检查", "请人看一遍画面"


def read(body: bytes) -> Iterator[Read]:
    """Read a picture's metadata; a picture large enough to show a paper is told as not checked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(body), formats=_FORMATS)
            exif, info, size = picture.getexif(), dict(picture.info), picture.size
            named = {**dict(exif), **exif.get_ifd(ExifTags.IFD.Exif)}
            located = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception as wrong:  # whatever the library makes of a picture made to break it
        yield Unread("全文", f"图片读不出来（{type(wrong).__name__}）", "请重新导出图片")
        return
    if located:
        yield Trace("元数据·GPS", "图片元数据", "记有拍摄地点", _REMEDY)
    told = [*_exif(named), *_info(info)]
    yield from told
    known = "\n".join(one.text for one in told if isinstance(one, Piece))
    yield from _beside(body, len(getattr(picture, "text", ())), known)
    if max(size) > ICON:
        yield Unread("画面", UNSEEN, LOOK)


def _beside(body: bytes, texts: int, known: str) -> Iterator[Read]:
    """What stands in the file and is neither the picture nor what the library tells of it."""
    for run in _RUN.finditer(body):
        if (said := run[0].decode().strip()) not in known:
            yield Piece("图片文件里的文字", said)
    if body.startswith(_PNG) and len(_CHUNK.findall(body)) > texts:
        yield Unread("元数据", "同一项文字写了几次", _REMEDY)
    if _ends(body) < len(body.rstrip(b"\0\r\n ")):
        yield Unread("图片后面", "图片后面还有别的内容", "另存为新的图片")


def _ends(body: bytes) -> int:
    """Where the picture ends, by its form; where nothing says so, with the file."""
    if body.startswith(_PNG):
        return body.rfind(b"IEND") + 8
    if body.startswith(b"\xff\xd8"):
        return body.rfind(b"\xff\xd9") + 2
    if body.startswith(b"GIF8"):
        return body.rfind(b"\0;") + 2
    if body.startswith(b"RIFF"):
        return int.from_bytes(body[4:8], "little") + 8
    return len(body)


def _exif(named: dict[int, Any]) -> Iterator[Read]:
    for code, value in sorted(named.items()):
        name = ExifTags.TAGS.get(code, str(code))
        said = _said(value, wide=name.startswith("XP"))
        if said:
            yield Piece(f"元数据·{name}", said)
        if said and name in _TELLS:
            severity = Severity.WARN if name in _QUIET else Severity.BLOCK
            yield Trace(f"元数据·{name}", "图片元数据", f"{name}：{said[:60]}", _REMEDY, severity)


def _info(info: dict[Any, Any]) -> Iterator[Read]:
    """Text chunks of PNG, comments of JPEG and GIF, XMP."""
    for name, value in info.items():
        if name in {"exif", "icc_profile", "photoshop"}:
            continue
        said = _said(value)
        if said and isinstance(value, str | bytes):
            yield Piece(f"元数据·{name}", said)
            if str(name).lower() in {"author", "comment", "artist", "xmp", "description"}:
                severity = Severity.WARN if str(name).lower() == "xmp" else Severity.BLOCK
                yield Trace(f"元数据·{name}", "图片元数据", said[:60], _REMEDY, severity)


def _said(value: object, *, wide: bool = False) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-16-le" if wide else "utf-8", "replace").strip("\0 ")
    return value.strip("\0 ") if isinstance(value, str) else ""
