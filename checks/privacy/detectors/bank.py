"""Bank cards: 13 to 19 digits with the check digit of ISO/IEC 7812, and a cue or a known beginning."""

from collections.abc import Iterator

from checks.privacy.match import Detector, Hit, cued, cues
from checks.privacy.numbers import groups, joined, luhn

_CUE = cues(
    "卡号",
    "银行",
    "账号",
    "帐号",
    "账户",
    "帐户",
    "开户",
    "储蓄卡",
    "信用卡",
    "借记卡",
    "存折",
    "card",
    "社保卡",
)
_LENGTHS = frozenset({16, 17, 18, 19})
_SHAPES = {
    (4, 4, 4, 4),
    (4, 4, 4, 4, 3),
    (6, 13),
    (6, 10),
    (4, 4, 4, 4, 2),
    (4, 4, 4, 4, 1),
    (4, 15),
    (4, 12),
}


def _find(text: str, heading: str) -> Iterator[Hit]:
    for group in groups(text):
        length = len(group.digits)
        if 13 <= length <= 19 and group.digits.isdigit():
            cue = cued(text, group.start, heading, _CUE)
            yield from _judged(group.start, group.end, group.digits, cue)
    for number in joined(text):
        if len(number.digits) not in _LENGTHS:
            continue
        cue = cued(text, number.start, heading, _CUE)
        broken = cue and number.gaps == {"\n"} and luhn(number.digits.replace("X", "0"))
        shaped = number.shape in _SHAPES or set(number.shape) == {1}
        if number.digits.isdigit() and (shaped or broken):
            yield from _judged(number.start, number.end, number.digits, cue)


def _judged(start: int, end: int, digits: str, cue: bool) -> Iterator[Hit]:
    """Sure with the check digit and a cue or UnionPay's 62; a cue without the check may be a slip."""
    union_pay = digits.startswith("62") and len(digits) >= 16
    foreign = len(digits) == 16 and digits[0] in "345"
    if luhn(digits):
        if cue or union_pay or foreign:
            yield Hit(start, end, digits, cue or union_pay)
    elif cue and len(digits) >= 16:
        yield Hit(start, end, digits, False)


BANK_CARD = Detector(
    id="bank-card",
    title="银行卡号",
    remedy="删去；单位对公账号确需公开的列入允许清单",
    find=_find,
    shows=(2, 2),
)
