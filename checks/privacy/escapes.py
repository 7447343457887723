"""Escapes of characters, as markup, programs and addresses write them, undone."""

import html
import re
from urllib.parse import unquote_to_bytes

DEEPEST = 4
"""Escapes within escapes; further in nobody looks."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_UNITS = re.compile(r"(?:\\\\?u[0-9A-Fa-f]{4})+")
_BYTES = re.compile(r"(?:\\x[0-9A-Fa-f]{2})+")
_UNIT = re.compile(r"[0-9A-Fa-f]{4}")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_AT = re.compile(r"(?<=[A-Za-z0-9._+\-])%40(?=[A-Za-z0-9])|(?:%[0-9A-Fa-f]{2}){3,}")
"""In running text 50%20 is a share; an address of mail, or three bytes and more, is an escape."""


def entities(text: str) -> str:
    """Undo those of HTML."""
    return _ENTITY.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


def units(text: str) -> str:
    """Undo those of JSON and JavaScript."""
    return _UNITS.sub(_from_units, text) if "\\" in text else text


def percents(text: str) -> str:
    """Undo those of URLs."""
    return _PERCENT.sub(_from_bytes, text) if "%" in text else text


def in_sentences(text: str) -> str:
    """Undo what cannot be meant as it stands; line by line, so that lines can still be counted."""
    for _ in range(DEEPEST):
        before = text
        if "&" in text:
            text = _ENTITY.sub(lambda m: _line(html.unescape(m[0])), text)
        if "\\" in text:
            text = _UNITS.sub(lambda m: _line(_from_units(m)), text)
            text = _BYTES.sub(lambda m: _line(read(bytes.fromhex(m[0].replace("\\x", "")))), text)
        if "%" in text:
            text = _AT.sub(lambda m: _line(_from_bytes(m)), text)
        if text == before:
            break
    return text


def read(body: bytes) -> str:
    """Bytes as the text that they most likely are."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def _from_units(escaped: re.Match[str]) -> str:
    """UTF-16 code units; a character beyond the first plane takes two."""
    found = _UNIT.findall(escaped[0].replace("\\", " ").replace("u", " "))
    return bytes.fromhex("".join(found)).decode("utf-16-be", "replace")


def _from_bytes(escaped: re.Match[str]) -> str:
    return read(unquote_to_bytes(escaped[0]))
