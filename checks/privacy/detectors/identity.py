"""Resident id numbers: 18 digits (GB 11643-1999), the old 15, permits of the same form."""

import re
from collections.abc import Iterator
from datetime import date

from checks.privacy.match import Detector, Hit, at_least, cued, cues, places
from checks.privacy.numbers import groups, joined

_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CUE = cues(
    *("身份证", "证件", "公民身份", "身份号码", "居住证", "居留", "身分证", "身份信息", "证号"),
    *("身證", "身份證", "sfz", r"\bid", "idcard"),
)
_OTHER = cues(
    *("统一社会信用代码", "信用代码", "订单", "流水号", "文号", "受理编号", "办件编号", "项目代码"),
    *("宗地", "地块", "地号", "图斑", "不动产单元", "合同编号", "快递单号", "运单"),
)
_INSIDE = re.compile(r"(?=((?:[1-8]\d{5}|9\d{5})(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dX]))")
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_digit(first17: str) -> str:
    """The 18th character, ISO 7064 MOD 11-2."""
    rest = sum(w * int(d) for w, d in zip(_WEIGHTS, first17, strict=True)) % 11
    return "10X98765432"[rest]


def _born(digits: str) -> bool:
    """Whether eight digits are a day somebody alive may be born on."""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2050
    except ValueError:
        return False


def _formed(digits: str) -> bool:
    """Any county of a province, or a foreigner's permanent residence (9 and the province)."""
    place = _PROVINCE.match(digits) or (digits[0] == "9" and _PROVINCE.match(digits, 1))
    return bool(place) and digits[:17].isdigit() and _born(digits[6:14])


def _checked(digits: str) -> bool:
    return _formed(digits) and check_digit(digits[:17]) == digits[17]


def _credit_code(digits: str) -> bool:
    """Whether the digits are a unified social credit code (GB 32100-2015)."""
    if not digits.isdigit() or digits[0] not in "1359":
        return False
    rest = sum(int(d) * pow(3, n, 31) for n, d in enumerate(digits[:17])) % 31
    return _USCC[(31 - rest) % 31] == digits[17]


def _find(text: str, heading: str) -> Iterator[Hit]:
    for group in groups(text):
        yield from _of_group(group.start, group.digits, text, heading)
    for number in joined(text):
        if len(number.digits) not in {15, 18}:
            continue
        cue = cued(text, number.start, heading, _CUE)
        checked = _checked(number.digits) if len(number.digits) == 18 else False
        right = checked or (cue and (_formed if len(number.digits) == 18 else _old)(number.digits))
        if right:
            other = not cue and cued(text, number.start, heading, _OTHER)
            yield Hit(number.start, number.end, number.digits, not other)


def _of_group(start: int, digits: str, text: str, heading: str) -> Iterator[Hit]:
    if len(digits) < 15:
        return
    cue = cued(text, start, heading, _CUE)
    if len(digits) == 18 and _formed(digits):
        right = _checked(digits)
        other = not cue and cued(text, start, heading, _OTHER)
        if right or not (other or _credit_code(digits)) or cue:
            yield Hit(start, start + 18, digits, (right and not other) or cue)
    elif len(digits) == 15 and _old(digits):
        if cue or not cued(text, start, heading, _OTHER):
            yield Hit(start, start + 15, digits, cue)
    elif len(digits) > 18:
        yield from _embedded(start, digits, cue)
    elif cue and len(digits) in {17, 19} and _born(digits[6:14]):
        yield Hit(start, start + len(digits), digits, True)


def _embedded(start: int, digits: str, cue: bool) -> Iterator[Hit]:
    """An id run together with another number: what is left over may be a mobile number."""
    for found in _INSIDE.finditer(digits):
        if _checked(found[1]):
            at, rest = start + found.start(), digits.replace(found[1], "", 1)
            sure = cue or bool(re.fullmatch(r"1[3-9]\d{9}", rest))
            yield Hit(at, at + 18, found[1], sure)


def _old(digits: str) -> bool:
    """15 digits carry no check digit and a year of two digits."""
    return digits.isdigit() and bool(_PROVINCE.match(digits)) and _born(f"19{digits[6:12]}")


RESIDENT_ID = Detector(
    id="resident-id",
    title="居民身份证号",
    remedy="删去，或者只留前三位后两位；确需公开的，取得本人单独同意后列入允许清单",
    find=_find,
    hints=places(at_least(14)),  # an X may be the last
    shows=(3, 2),
    digits=15,
)
