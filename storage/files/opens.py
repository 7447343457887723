"""Whether a file opens: tried as far as its kind permits, cheaply, and never beyond a bound."""

import io
import warnings
import zipfile

from catalog.errors import BadInput

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = {
    "pdf": b"%PDF-",
    "docx": ZIP,
    "xlsx": ZIP,
    "ods": ZIP,
    "ofd": ZIP,
    "zip": ZIP,
    "doc": OLE,
    "xls": OLE,
    "wps": OLE,
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
}
"""How files of a kind begin."""

MAIN_PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "ods": "content.xml",
    "ofd": "OFD.xml",
}
"""What a file of a kind cannot be without."""

MOST_UNPACKED, MOST_PARTS = 1024**3, 20_000
"""Bytes and files that an archive may hold when unpacked."""
MOST_PIXELS = 200_000_000

AGAIN = "请打开看看，重新导出后再交"


class Unopened(BadInput, ValueError):
    """A file that does not open; str() says why, in Chinese, without its name."""


def check_signature(kind: str, content: bytes) -> None:
    """Raises Unopened where a file does not begin as its kind does."""
    if not content.startswith(SIGNATURES.get(kind, b"")):
        if kind in {"docx", "xlsx"} and content.startswith(OLE):
            raise Unopened(f"设了打开密码，或者是旧版格式改了扩展名，请去掉密码、另存为 {kind}")
        raise Unopened(f"的内容不是 {kind} 格式，请核对扩展名，或者重新导出")


def check_opens(kind: str, content: bytes) -> int | None:
    """The pages of a PDF, None of other kinds; whoever hands in the file decides how long it takes
    and how much memory, see confined.py.

    Raises Unopened where it is not of its kind, broken, locked, or unpacks without end.
    """
    check_signature(kind, content)
    if SIGNATURES.get(kind) == ZIP:
        _check_archive(kind, content)
    elif kind == "pdf":
        return _pages(content)
    elif kind in {"png", "jpg", "jpeg"}:
        _check_image(kind, content)
    return None


def _check_archive(kind: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
                raise Unopened("解压后过大，不收")
            if any(p.flag_bits & 1 for p in parts):
                raise Unopened("设了密码，请去掉密码再交")
            if kind in MAIN_PART and MAIN_PART[kind] not in archive.namelist():
                raise Unopened(f"的内容不是 {kind} 格式，请核对扩展名，或者重新导出")
            broken = archive.testzip()  # reads each part, no further than the size it states
    except (Unopened, MemoryError):
        raise
    except (
        Exception
    ) as wrong:  # of a broken one the library and its codecs raise whatever they like
        raise Unopened(f"打不开，可能已损坏或者没有传完，{AGAIN}") from wrong
    if broken:
        raise Unopened(f"其中“{broken[:60]}”已损坏，{AGAIN}")


def _pages(content: bytes) -> int:
    from storage.files.pdf import Broken, Locked, pages  # takes a while to load

    try:
        count = pages(io.BytesIO(content))
    except Broken as wrong:
        raise Unopened(f"打不开，可能已损坏或者没有传完，{AGAIN}") from wrong
    except Locked as wrong:
        raise Unopened("设了打开密码，请去掉密码再交") from wrong
    if not count:
        raise Unopened(f"一页也没有，{AGAIN}")
    return count


def _check_image(kind: str, content: bytes) -> None:
    from PIL import Image

    form = "PNG" if kind == "png" else "JPEG"  # the codecs of forty other formats are not tried
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=[form]) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if image.width * image.height > MOST_PIXELS:
                raise Unopened("的尺寸过大，请缩小后再交")
            image.load()  # a picture cut short is seen only when it is decoded
    except (Unopened, MemoryError):
        raise
    except Image.DecompressionBombError as wrong:
        raise Unopened("的尺寸过大，请缩小后再交") from wrong
    except Exception as wrong:  # each format of the library has faults of its own
        raise Unopened(f"打不开，可能已损坏或者没有传完，{AGAIN}") from wrong
