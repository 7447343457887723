"""Pictures: what a camera or a program wrote into them; what can be seen in them, people must look at."""

import io
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image

from catalog.rules import Severity
from checks.privacy.extracted import Piece, Read, Trace, Unread

_NAMED = (
    "Artist Copyright HostComputer Make Model CameraOwnerName BodySerialNumber LensSerialNumber Software"
    " DateTimeOriginal ImageDescription UserComment XPAuthor XPComment XPTitle XPSubject XPKeywords"
)
_TELLS = frozenset(_NAMED.split())
_QUIET = frozenset(("Make", "Model", "Software", "DateTimeOriginal"))
_FORMATS = ("PNG", "JPEG", "MPO", "GIF", "TIFF", "BMP", "WEBP")
_REMEDY = "另存时去掉图片的元数据"
ICON = 48
"""Pixels of either side up to which nobody reads a paper in a picture."""
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
    yield from _exif(named)
    yield from _info(info)
    if max(size) > ICON:
        yield Unread("画面", UNSEEN, LOOK)


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
