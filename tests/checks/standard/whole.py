"""The demonstration with the one thing that it lacks: a picture that is shown where a page is shared."""

import struct
import zlib
from functools import cache

from checks.standard.site import Kind, kind_of
from tests.checks.standard.demo import built

ROOT = "demo"
PICTURE = f"{ROOT}/static/logo.png"


@cache
def whole() -> dict[str, bytes]:
    """The demonstration authority's site without a fault."""
    files = {path: body for path, body in built().items() if path.startswith(f"{ROOT}/")}
    pages = [path for path in files if kind_of(path) in {Kind.ITEM, Kind.CATALOG}]
    for path in pages:
        up = "../" * (path.count("/") - 1)
        image = f'<p><img src="{up}static/logo.png" alt="" width="300" height="300"></p>'
        html = files[path].decode()
        masthead = '<header class="masthead">'
        files[path] = html.replace(masthead, f"{masthead}{image}", 1).encode()
    files[PICTURE] = _picture(300)
    return files


def _picture(size: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = b"".join(b"\x00" + b"\xff" * size for _ in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
