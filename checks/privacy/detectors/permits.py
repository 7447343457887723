"""Passports and the permits of Hong Kong, Macao and Taiwan."""

import re
from collections.abc import Iterator

from checks.privacy.match import Detector, Hit, cued, cues

_EDGE, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_PASSPORT = re.compile(
    _EDGE
    + r"(?:[EGDSPK]\d{8}|[DSP]E\d{7}|E[A-HJ-NP-Z]\d{7}|1[45]\d{7}|[EGDSPK]\s?\d{4}\s\d{4})"
    + _END,
    re.IGNORECASE,
)
_PASSPORT_CUE = cues("护照", "passport")

_CODE = re.compile(
    _EDGE
    + r"(?:[HM]\d{10}|[HM]\d{8}|[CWLT]\d{8}|C[A-Z]\d{7}|[A-Z]{3}\d{12}|[A-Z][1289]\d{8}|[HMCWLT]?\s?\d{4}\s\d{4}|\d{8}|\d{10})"
    + _END,
    re.IGNORECASE,
)
_CODE_CUE = cues(
    *(
        "通行证",
        "台胞证",
        "回乡证",
        "港澳居民",
        "台湾居民",
        "往来港澳",
        "往来台湾",
        "永久居留",
        "永居证",
    ),
)
_HONG_KONG = re.compile(_EDGE + r"([A-Z]{1,2})(\d{6})\(([\dA])\)", re.IGNORECASE)
_MACAO = re.compile(_EDGE + r"[157]\d{6}\(\d\)|" + _EDGE + r"[157]/\d{6}/\d" + _END)
_MACAO_CUE = cues("澳门", "身份证", "Macau", "Macao")
_TAIWAN = re.compile(_EDGE + r"[A-Z][12]\d{8}" + _END, re.IGNORECASE)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""The order in which Taiwan's letters count from 10."""


def _find_passport(text: str, heading: str) -> Iterator[Hit]:
    for found in _PASSPORT.finditer(text):
        cue = cued(text, found.start(), heading, _PASSPORT_CUE)
        if cue or found[0][0].upper() in "EG":
            yield Hit(found.start(), found.end(), "".join(found[0].upper().split()), cue)


def _find_permit(text: str, heading: str) -> Iterator[Hit]:
    for found in _CODE.finditer(text):
        cue = cued(text, found.start(), heading, _CODE_CUE)
        if cue or (found[0][0] in "HM" and len(found[0]) in {9, 11}):
            yield Hit(found.start(), found.end(), "".join(found[0].upper().split()), cue)
    for found in _HONG_KONG.finditer(text):
        if _hong_kong(found[1].upper(), found[2], found[3].upper()):
            yield Hit(found.start(), found.end(), found[0].upper(), True)
    for found in _MACAO.finditer(text):
        if cued(text, found.start(), heading, _MACAO_CUE):
            yield Hit(found.start(), found.end(), found[0], True)
    for found in _TAIWAN.finditer(text):
        if _taiwan(found[0].upper()):
            yield Hit(found.start(), found.end(), found[0].upper(), True)


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
    shows=(1, 2),
)
PERMIT = Detector(
    id="permit",
    title="港澳台证件号",
    remedy="删去，或者只留首字母和后两位",
    find=_find_permit,
    shows=(1, 1),
)
