"""Letters as folded characters: one width, one case, one form; marks of sentences and of commas kept, the rest gone.

Character by character through a table (NFKC), a block of letters at a time, so that the time taken is the
text's length and nothing else.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from opinions.grouping.variants import SIMPLE

Codes = NDArray[np.uint32]

END, STOP, COMMA = 1, 2, 3
"""Codes of the end of a letter, the end of a sentence, and a comma or colon."""
_UNKNOWN, _WIDE, _SPLIT, _SPACE, _POINT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFB
"""Not looked up yet; folds to several characters; stands between, and parts numerals alone (、 ~); blank; a stop or a point in a number."""

_STOPS = frozenset("。！？；!?;…｡\n\r\v\f\x85\u2028\u2029")
_COMMAS = frozenset("，,：:﹐､")
_KEPT = frozenset("👎%‰°")
_EMPTY = 0
_NOT = ord("不")
_NO = ord("否")
_NUMERALS = np.zeros(0x110000, dtype=bool)
_NUMERALS[[ord(c) for c in "0123456789零〇一二三四五六七八九十百千万亿两"]] = True


def _code(char: str) -> int:
    """What one character becomes: itself folded, a mark, or nothing."""
    if char in _STOPS:
        return STOP
    if char in _COMMAS:
        return COMMA
    if char in "❌🙅✖✗":
        return ord("👎")
    if char in _KEPT:
        return ord(char)
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) != 1:
        return _WIDE if wide else _EMPTY
    folded = wide.lower()
    folded = SIMPLE.get(folded, folded if len(folded) == 1 else wide)
    kind = unicodedata.category(folded)
    if folded == ".":
        return _POINT
    if folded in _STOPS:
        return STOP
    if folded in _COMMAS:
        return COMMA
    if kind[0] in "LN" or folded in _KEPT or (kind == "Sm" and folded not in "~|"):
        return ord(folded)
    if kind in ("Zs", "Cc", "Cf"):
        return _SPACE
    return _SPLIT if kind[0] in "PS" else _EMPTY


class Folding:
    """The table, filled as characters are met; one for a run."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._table = np.full(0x110000, _UNKNOWN, dtype=np.uint32)
        self._wide: dict[int, str] = {}

    def block(self, texts: Sequence[str]) -> Codes:
        """The folded characters of all texts, an END after each; commas and stops stand where they stood.

        Shape: one dimension, at most four times the characters and ENDs. Raises nothing: half a surrogate
        pair folds to nothing.
        """
        raw = _codes("\x00".join([*texts, ""]))
        if np.count_nonzero(raw == 0) != len(texts):  # a letter with a NUL of its own
            raw = _codes("\x00".join([*(text.replace("\x00", " ") for text in texts), ""]))
        self._learn(raw)
        mapped = self._table[raw]
        if self._wide and (mapped == _WIDE).any():
            raw = _codes("".join(map(chr, raw)).translate(self._wide))
            self._learn(raw)
            mapped = self._table[raw]
        mapped[raw == 0] = END
        return _settled(mapped)

    def _learn(self, raw: Codes) -> None:
        fresh = raw[self._table[raw] == _UNKNOWN]
        for code in np.unique(fresh).tolist():
            if 0xD800 <= code <= 0xDFFF:
                self._table[code] = _EMPTY
                continue
            self._table[code] = found = _code(chr(code))
            if found == _WIDE:
                # What a wide character holds folds in one step more: no letter of these is wide.
                self._wide[code] = unicodedata.normalize("NFKC", chr(code)).lower()


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def letters_of(codes: Codes) -> list[str]:
    """The characters of each letter of a block, marks of sentences left out."""
    return text_of(codes[(codes > COMMA) | (codes == END)]).split(chr(END))


def _settled(codes: Codes) -> Codes:
    """Decide by the neighbours: 2.5, 3-5 and 1,280 are numbers; "不，" is a no of its own; then drop what is nothing."""
    codes = codes[(codes != _EMPTY) & (codes != _SPACE) & (codes != _WIDE)]
    if not len(codes):
        return codes
    before, after = _numeral(np.roll(codes, 1)), np.roll(codes, -1)
    between = before & _numeral(after)
    parting = (codes == _SPLIT) | (codes == COMMA)
    point = codes == _POINT
    thousands = between & (codes == COMMA)
    for ahead in (1, 2, 3):
        thousands &= _decimal(np.roll(codes, -ahead))
    thousands &= ~_decimal(np.roll(codes, -4))
    no = (codes == _NOT) & ((after <= COMMA) | (after == _SPLIT) | (after == _POINT))
    settled = codes.copy()
    settled[no] = _NO
    settled[point] = STOP
    settled[parting & (codes == _SPLIT)] = _EMPTY
    settled[(parting | point) & before] = COMMA  # 一、 and 2. before the words they number
    settled[parting & between] = ord("-")
    settled[point & between] = ord(".")
    settled[thousands] = _EMPTY
    left: Codes = settled[settled != _EMPTY]
    return left


def _numeral(codes: Codes) -> NDArray[np.bool_]:
    numerals: NDArray[np.bool_] = _NUMERALS[np.where(codes < 0x110000, codes, 0)]
    return numerals


def _decimal(codes: Codes) -> NDArray[np.bool_]:
    return (codes >= ord("0")) & (codes <= ord("9"))


def text_of(codes: Codes) -> str:
    """The characters of folded codes."""
    return codes.astype("<u4").tobytes().decode("utf-32-le")
