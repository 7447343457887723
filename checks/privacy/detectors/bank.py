"""Bank cards: 13 to 19 digits with the check digit of ISO/IEC 7812, and a cue or a known beginning."""

import re
from collections.abc import Iterator

from checks.privacy.match import Detector, Hit, at_least, cued, cues, places
from checks.privacy.numbers import Group, groups, joined, luhn

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
_CORPORATE = re.compile(
    r"对公|基本(?:存款)?(?:账户|户)|(?:单位|企业|公司)(?:账[号户]|银行)|公司|集团|财政|国库|专户|零余额|非税|基金会|协会|学会|保证金|合作社|事务所"
    r"|缴款|缴费单位|税务|法院|工会|(?:户名|账户名称|开户名称|收款单位|收款人|收款方)[^,。;\n]{0,24}(?:[局院校委厅处所站办会店厂]|中心|政府|街道|银行|单位)"
)
"""An account of a company or an office is public, and its number often passes the check of cards."""
_OWN = cues(
    "本人",
    "个人",
    "储蓄",
    "银行卡",
    "社保卡",
    "信用卡",
    "借记卡",
    "养老金",
    "补贴",
    "一卡通",
    "工资卡",
)
BEFORE = 48
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
            yield from _judged(text, Group(group.start, group.end, group.digits), cue)
    for number in joined(text):
        if len(number.digits) not in _LENGTHS:
            continue
        cue = cued(text, number.start, heading, _CUE)
        if not number.digits.isdigit():
            continue
        broken = (cue or number.digits.startswith("62")) and "\n" in number.gaps
        shaped = number.shape in _SHAPES or set(number.shape) == {1}
        parted = cue and number.digits.startswith("62") and len(number.gaps) == 1
        if shaped or ((broken or parted) and luhn(number.digits)):
            yield from _judged(text, Group(number.start, number.end, number.digits), cue)


def _judged(text: str, group: Group, cue: bool) -> Iterator[Hit]:
    """Sure with the check digit and a cue or UnionPay's 62; a cue without the check may be a slip."""
    start, end, digits = group
    if not digits.startswith("62") and _corporate(text, start):
        return
    union_pay = digits.startswith("62") and len(digits) >= 16
    foreign = len(digits) == 16 and digits[0] in "345"
    if luhn(digits):
        if cue or union_pay or foreign:
            yield Hit(start, end, digits, cue or union_pay)
    elif cue and len(digits) >= 16:
        yield Hit(start, end, digits, False)


def _corporate(text: str, start: int) -> bool:
    """Whether the account is said to be a company's or an office's, and no one's own."""
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - BEFORE) : start]
    return bool(_CORPORATE.search(before)) and not _OWN.search(before)


BANK_CARD = Detector(
    id="bank-card",
    title="银行卡号",
    remedy="删去；单位对公账号确需公开的列入允许清单",
    find=_find,
    hints=places(at_least(13)),
    shows=(2, 2),
    digits=13,
)
