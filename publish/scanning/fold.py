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


def fold(text: str) -> str:
    """Fold a text; numbers spelt out digit by digit become digits."""
    if text.isascii():
        return text
    folded = text.translate(_TABLE)
    return _SPELT.sub(lambda spelt: spelt[0].translate(_CHINESE_DIGITS), folded)
