"""Strings that a PDF writes in hexadecimal, as most Chinese ones do: the library reads them byte by byte, which
was three quarters of what a page took."""

import re
from typing import Any

from pypdf.generic import _data_structures as library
from pypdf.generic import create_string_object
from pypdf.generic import read_hex_string_from_stream as _slowly

_AT_ONCE = 4_096
"""Bytes that are looked at together; the library itself reads a longer string."""
_BLANKS = b" \n\r\t\f\x00"
"""What the library passes over between two figures."""
_FIGURES = re.compile(rb"[0-9A-Fa-f]*")


def read(stream: Any, forced_encoding: Any = None) -> Any:
    """Read a string from its `<` on, as the library does, which also says what is wrong with one."""
    begun = stream.tell()
    said, ended, _ = stream.read(_AT_ONCE).partition(b">")
    figures = said[1:].translate(None, _BLANKS)
    if not ended or not _FIGURES.fullmatch(figures):
        stream.seek(begun)
        return _slowly(stream, forced_encoding)
    stream.seek(begun + len(said) + 1)
    whole = figures + b"0" * (len(figures) % 2)
    return create_string_object(bytes.fromhex(whole.decode()), forced_encoding)


def hasten() -> None:
    """Have the library read its strings so; it looks the function up in the module that calls it."""
    library.read_hex_string_from_stream = read  # type: ignore[attr-defined]
