"""Text as it is compared: half-width, without invisible characters, digits as ASCII digits."""

import re
import unicodedata

_DASHES = "‐‑‒–—―−﹘﹣－⁃➖─"
_CHINESE_DIGITS = str.maketrans(
    "〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "00012345678911" + "23456789"
)
_SPELT = re.compile(
    r"[〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[ \-]?[〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){10,17}"
)


_ALIKE = re.compile(
    r"(?<![A-Za-z0-9])(?=\d{0,17}[OoIl])(?=[OoIl]?\d)[\dOoIl]{11}(?:[\dOoIl]{6}[\dXx])?(?![A-Za-z0-9])"
)
_LOOKS = str.maketrans("OoIl", "0011")
"""Letters typed, or read by a scanner, for digits."""


class _Table(dict[int, str]):
    """Character -> what it is compared as, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(char: str) -> str:
    if char in _DASHES:
        return "-"
    category = unicodedata.category(char)
    if category == "Cf" or char in "\u034f\u115f\u1160\u3164\uffa0" or "\ufe00" <= char <= "\ufe0f":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return unicodedata.normalize("NFKC", char)


_TABLE = _Table()


def half(text: str) -> str:
    """Character by character: half-width, nothing invisible, digits as ASCII digits."""
    return text if text.isascii() else text.translate(_TABLE)


def fold(text: str) -> str:
    """Fold a text; numbers spelt out digit by digit become digits."""
    if not text.isascii():
        text = text.translate(_TABLE)
        text = _SPELT.sub(lambda spelt: spelt[0].translate(_CHINESE_DIGITS), text)
    return _ALIKE.sub(lambda mixed: mixed[0].translate(_LOOKS), text)
