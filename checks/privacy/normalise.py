"""Text as it is compared: half-width, without invisible characters, digits as ASCII digits."""

import re
import unicodedata

from checks.privacy.escapes import in_sentences

_DASHES = "−⁃➖─━‾¯ー˗⸺⸻"
"""What serves as a dash beside the dashes of Unicode (Pd)."""
_DOTS = "•‧∙⋅・･᛫∘"
_RADICALS = str.maketrans(
    "⺠⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻁⼾",
    "民母西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟虎户",
)
"""Radicals that fonts of PDF files put in the place of characters; NFKC knows the others."""
_SIGNS = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOTS, "·"),
    **dict.fromkeys("∶꞉ː։︓", ":"),
    **dict.fromkeys("✕✖╳⨯⨉", "×"),
    **dict.fromkeys("\u2028\u2029\u2800\x0b\x0c\x85", " "),
    **dict.fromkeys("\u115f\u1160\u3164\uffa0", ""),
}
_HAN_DIGITS = "〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳參陸弌弍弎洞拐勾"
_CHINESE_DIGITS = str.maketrans(_HAN_DIGITS, "000123456789112345678923" + "6123" + "079")
_SPELT = re.compile(rf"[{_HAN_DIGITS}](?:[ \-·.]?[{_HAN_DIGITS}\d])*")
_DIGITS_BEFORE = re.compile(r"(?:\d[ \-·.]?){1,40}\Z")
_DIGIT_BEFORE = re.compile(r"\d[ \-·.]?\Z")
_AS_DASH = re.compile(r"\d{3,}(?:一\d{3,})+")
SPELT_OUT = 5
"""Digits from which on a row of Chinese ones is a number that somebody dictates."""


_ALIKE = re.compile(r"(?<![A-Za-z0-9])[\dOoIl](?:[ \-]?[\dOoIl]){10,18}[Xx]?(?![A-Za-z0-9])")
_LOOKS = str.maketrans("OoIl", "0011")
"""Letters typed, or read by a scanner, for digits."""
_LETTER = re.compile(r"[OoIl]")


class _Table(dict[int, str]):
    """Character -> what it is compared as, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    category = unicodedata.category(char)
    if category == "Pd":
        return "-"
    if category in {"Cf", "Mn", "Me"} or (category == "Cc" and char not in "\t\n\r"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    folded = unicodedata.normalize("NFKC", char)
    if folded != char or category not in {"No", "Nl"}:
        return folded.translate(_RADICALS)
    digit = unicodedata.numeric(char, -1)
    return str(int(digit)) if digit in range(10) and char != "〇" else char


_TABLE = _Table()


def half(text: str) -> str:
    """Character by character: half-width, nothing invisible, digits as ASCII digits."""
    return text if text.isascii() else text.translate(_TABLE)


def fold(text: str) -> str:
    """Fold a text; numbers spelt out digit by digit become digits, escapes what they stand for."""
    text = half(text)
    if "&" in text or "%" in text or "\\" in text:
        text = half(in_sentences(text))
    if not text.isascii():
        text = _dictated(text)
    return _ALIKE.sub(_typed, text)


def _dictated(text: str) -> str:
    """The text with the digits that are written as Chinese characters, wholly or here and there."""
    parts, done = list[str](), 0
    for found in _SPELT.finditer(text):
        start, end = _begins(text, found.start(), done), found.end()
        said = text[start:end]
        if _number(said):
            dashed = _AS_DASH.fullmatch(said)
            digits = said.replace("一", "-") if dashed else said.translate(_CHINESE_DIGITS)
            parts += (text[done:start], digits)
            done = end
    return "".join((*parts, text[done:])) if parts else text


def _begins(text: str, start: int, done: int) -> int:
    """Where the digits begin that stand directly before a Chinese one."""
    if not _DIGIT_BEFORE.search(text, max(done, start - 2), start):
        return start
    before = _DIGITS_BEFORE.search(text, max(done, start - 40), start)
    return before.start() if before else start


def _number(said: str) -> bool:
    """Whether it is long enough, and no number with its middle covered: 139〇〇〇〇1234."""
    digits = re.sub(r"[ \-·.]", "", said)
    spelt = re.sub(r"\d", "", digits)
    covered = len(spelt) > 2 and len(spelt) < len(digits) and not spelt.strip("〇○")
    return len(digits) >= SPELT_OUT and not covered


def _typed(mixed: re.Match[str]) -> str:
    """Digits for letters that look alike, where most of it are digits."""
    letters = len(_LETTER.findall(mixed[0]))
    return mixed[0].translate(_LOOKS) if 0 < letters <= 8 else mixed[0]
