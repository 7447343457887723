"""Passports and the permits of Hong Kong, Macao and Taiwan."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from checks.privacy.match import REACH, Detector, Hit, cued, cues, places

_CODE = re.compile(
    r"[A-Za-z\d](?<![A-Za-z0-9].)(?:(?<=[A-Za-z])[ ]?[A-Za-z]{0,2}[ \-.]{0,2}\d|(?<=\d))"
    r"(?:(?:[ \-.]|\r?\n[ ]{0,4})?\d){4,13}(?:\(\d\))?(?![A-Za-z0-9])"
)
"""Up to three letters and 5 to 14 digits, however they are parted."""
_PART = re.compile(r"\s+|[\-.]")

_PASSPORT = re.compile(r"[EGDSPKH]\d{8}|[DSP]E\d{7}|E[A-Z]\d{7}|1[45]\d{7}")
_ABROAD = re.compile(r"[A-Z]{1,2}\d{6,8}|\d{9}")
"""Passports of other countries and regions; only beside the word."""
_PASSPORT_CUE = cues("护照", "護照", "passport")

_PERMIT = re.compile(
    r"[HM]\d{10}|[HM]\d{8}|[CWLT]\d{8}|C[A-Z]\d{7}|[A-Z]{3}\d{12}|[A-Z][1289]\d{8}|\d{8}|\d{10}"
)
_PERMIT_CUE = cues(
    *("通行证", "台胞证", "回乡证", "港澳居民", "台湾居民", "往来港澳", "往来台湾", "永久居留"),
    *("永居证", "通行證", "台胞證", "回鄉證", "居留证"),
)
_TELEPHONE = cues("电话", "热线", "手机", "邮编")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_COUNTED = re.compile(r"\s?(?:件|本|人|次|份|元|张|万|名|年|%)")
_HONG_KONG = re.compile(r"[A-Z](?<![A-Za-z0-9].)([A-Z]?)[ \-]?(\d{3}[ ]?\d{3})[ \-]?\(([\dA])\)")
_MACAO = re.compile(
    r"(?<![A-Za-z0-9])[157](?:\d{6}|/\d{6}/|[ ]\d{3}[ ]\d{3}[ ]?)(?:\(\d\)|(?<=/)\d(?![A-Za-z0-9]))"
)
_MACAO_CUE = cues("澳门", "澳門", "身份证", "Macau", "Macao")
_LETTERED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,3}\d{5}")
_BRACKETED = re.compile(r"[A-Za-z][ \-]?\d{3} ?\d{3}[ \-]?\(")
"""What these numbers begin with where no word says what they are; those of Hong Kong."""
_TAIWAN = re.compile(r"[A-Z][12]\d{8}")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""The order in which Taiwan's letters count from 10."""


class _Code(NamedTuple):
    """A row of letters and digits: where it stands, and without what parts it."""

    start: int
    end: int
    value: str
    parted: bool


@lru_cache(maxsize=64)
def _codes(text: str, bare: bool) -> tuple[tuple[_Code, ...], ...]:
    """Every row as a whole, then without its last groups: a year may follow a number.

    Those without a letter, most of them dates and amounts, only where `bare`: a word has to say of
    figures alone what they are.
    """
    every = _CODE.finditer(text)
    return tuple(_rows(found) for found in every if bare or not found[0][0].isdigit())


def _said(text: str, heading: str, cue: re.Pattern[str]) -> bool:
    return bool(cue.search(text) or (heading and cue.search(heading)))


def _rows(found: re.Match[str]) -> tuple[_Code, ...]:
    ends = [*(part.start() for part in _PART.finditer(found[0])), len(found[0])]
    rows = ((end, _PART.sub("", found[0][:end]).upper()) for end in reversed(ends))
    return tuple(
        _Code(found.start(), found.start() + end, value, bool(_PART.search(found[0][:end])))
        for end, value in rows
        if len(value) >= 7
    )


def _find_passport(text: str, heading: str) -> Iterator[Hit]:
    for rows in _codes(text, _said(text, heading, _PASSPORT_CUE)):
        cue = cued(text, rows[0].start, heading, _PASSPORT_CUE) if rows else False
        for row in rows:
            plain = _PASSPORT.fullmatch(row.value)
            if (cue and (plain or _abroad(text, row))) or (
                plain and row.value[0] in "EG" and not row.parted
            ):
                yield Hit(row.start, row.end, row.value, cue)
                break


def _abroad(text: str, row: _Code) -> bool:
    return bool(_ABROAD.fullmatch(row.value)) and not _counted(text, row)


def _counted(text: str, row: _Code) -> bool:
    """Whether bare digits are a day, a telephone number or so many of something."""
    if not row.value.isdigit():
        return False
    before = text[max(0, row.start - REACH // 2) : row.start]
    day = _DAY.fullmatch(row.value) is not None
    return day or bool(_COUNTED.match(text, row.end) or _TELEPHONE.search(before))


def _find_permit(text: str, heading: str) -> Iterator[Hit]:
    for rows in _codes(text, _said(text, heading, _PERMIT_CUE)):
        cue = cued(text, rows[0].start, heading, _PERMIT_CUE) if rows else False
        for row in rows:
            if (cue and _PERMIT.fullmatch(row.value) and not _counted(text, row)) or (
                row.value[0] in "HM" and len(row.value) in {9, 11} and not row.parted
            ):
                yield Hit(row.start, row.end, row.value, cue)
                break
            if not row.parted and _TAIWAN.fullmatch(row.value) and _taiwan(row.value):
                yield Hit(row.start, row.end, row.value, True)
                break
    yield from _islands(text, heading)


def _islands(text: str, heading: str) -> Iterator[Hit]:
    """Identity cards of Hong Kong and Macao, whose last sign stands in brackets."""
    if "(" not in text and "/" not in text:
        return
    for found in _HONG_KONG.finditer(text.upper()):
        letters, digits = found[0][0] + found[1], found[2].replace(" ", "")
        if _hong_kong(letters, digits, found[3]):
            yield Hit(found.start(), found.end(), f"{letters}{digits}({found[3]})", True)
    for found in _MACAO.finditer(text):
        if cued(text, found.start(), heading, _MACAO_CUE):
            yield Hit(found.start(), found.end(), found[0].replace(" ", ""), True)


def _hong_kong(letters: str, digits: str, check: str) -> bool:
    values = [36 if c == " " else ord(c) - 55 for c in letters.rjust(2)] + [int(d) for d in digits]
    rest = sum(w * v for w, v in zip(range(9, 1, -1), values, strict=True)) % 11
    return check == "0A987654321"[rest]


def _taiwan(code: str) -> bool:
    letter = _LETTERS.index(code[0]) + 10
    values = (letter // 10, letter % 10, *map(int, code[1:]))
    return (
        sum(w * v for w, v in zip((1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), values, strict=True)) % 10 == 0
    )


PASSPORT = Detector(
    id="passport",
    title="护照号",
    remedy="删去，或者只留首字母和后两位",
    find=_find_passport,
    hints=places(_LETTERED, _PASSPORT_CUE),
    heads=places(_PASSPORT_CUE),
    shows=(1, 2),
    digits=6,
)
PERMIT = Detector(
    id="permit",
    title="港澳台证件号",
    remedy="删去，或者只留首字母和后两位",
    find=_find_permit,
    hints=places(_LETTERED, _BRACKETED, _PERMIT_CUE, _MACAO_CUE),
    heads=places(_PERMIT_CUE, _MACAO_CUE),
    shows=(1, 1),
    digits=6,
)
