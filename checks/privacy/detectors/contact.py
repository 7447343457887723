"""Mobile numbers, landlines and e-mail addresses."""

import re
from collections.abc import Iterator

from checks.privacy.match import Detector, Hit, cued, cues
from checks.privacy.numbers import Number, groups, joined, without_digests

_CUE = cues(
    "手机",
    "电话",
    "联系",
    "致电",
    "拨打",
    "移动",
    "微信",
    "tel",
    "phone",
    "mobile",
    "短信",
    "号码",
    "来电",
)
_PRIVATE = cues(
    *(
        "投诉人",
        "举报人",
        "信访人",
        "来信人",
        "来电人",
        "建议人",
        "反映人",
        "申请人",
        "住宅",
        "家庭",
        "宅电",
    ),
    *("家里", "本人", "居民", "户主", "患者", "家属", "监护人", "村民", "业主", "当事人"),
)
_MOBILE = re.compile(r"(?:(?:00)?86|0)?(1[3-9]\d{9})")
_SHAPES = {(3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (5, 6)}
_AMOUNT_AFTER = re.compile(
    r"(?:\.\d+)?\s{0,2}(?:亿|万|千|百|元|吨|米|平方|立方|㎡|m2|人|户|件|kwh|字节|股|%)",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(r"[¥$€￥]\s?$|\d[,.]$")


def _find_mobile(text: str, heading: str) -> Iterator[Hit]:
    for group in groups(text):
        found = _MOBILE.fullmatch(group.digits)
        if found:
            sure = not _amount(text, group.start, group.end)
            yield Hit(group.start, group.end, found[1], sure)
    for number in joined(text):
        if len(number.digits) not in {11, 13}:
            continue
        found = _MOBILE.fullmatch(number.digits)
        if not found or number.shape in {(2, 11)}:
            continue
        cue = cued(text, number.start, heading, _CUE)
        if cue or _shaped(number):
            sure = cue or not number.gaps & {" ", "\n"}
            yield Hit(number.start, number.end, found[1], sure)


def _shaped(number: Number) -> bool:
    """Whether the digits are cut as people write a mobile number."""
    shape = number.shape[1:] if number.shape[0] == 2 and len(number.digits) == 13 else number.shape
    return shape in _SHAPES or shape == (1,) * 11


def _amount(text: str, start: int, end: int) -> bool:
    """Whether the words around say that it is so much of something."""
    return bool(
        _AMOUNT_AFTER.match(text, end) or _AMOUNT_BEFORE.search(text[max(0, start - 3) : start])
    )


MOBILE = Detector(
    id="mobile",
    title="手机号码",
    remedy="删去，或者中间四位以星号代替；公务手机确需公开的列入允许清单",
    find=_find_mobile,
    shows=(3, 2),
)

_LANDLINE = re.compile(
    r"(?<![\d.])(?:\+?86[ \-]?)?\(?(?:0|(?<=86)|(?<=86[ \-]))(10|2\d|[3-9]\d{2})\)?"
    r"[ \t\-]{0,3}(?:\r?\n[ \t]{0,4})?"
    r"([2-8]\d{3}[ \-]?\d{3,4}|[2-8]\d{2}[ \-]?\d{4})(?!\d)"
)
_LOCAL = re.compile(
    r"(?:电\s?话|座机|办公室|值班室|宅电|固话|传真|tel)(?:号码)?[^\d\n]{0,8}(?<![\d\-])"
    r"([2-8]\d{3}[ \-]?\d{3,4}|[2-8]\d{2}[ \-]?\d{4})(?![\d\-])",
    re.IGNORECASE,
)


_COUNTED = cues("编号", "文号", "代码", "编码", "项目号", "批次")


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)


def _find_landline(text: str, heading: str) -> Iterator[Hit]:
    text, seen = without_digests(text), 0
    for found in _LANDLINE.finditer(text):
        seen = found.end()
        if cued(text, found.start(), heading, _COUNTED) and not cued(
            text, found.start(), heading, _CUE
        ):
            continue
        value = _digits(f"0{found[1]}{found[2]}")
        yield Hit(found.start(), found.end(), value, cued(text, found.start(), heading, _PRIVATE))
    for found in _LOCAL.finditer(text, 0):
        if found.start(1) >= seen:
            private = cued(text, found.start(1), heading, _PRIVATE)
            yield Hit(found.start(1), found.end(), _digits(found[1]), private)


LANDLINE = Detector(
    id="landline",
    title="固定电话",
    remedy="私人电话删去；办公电话列入允许清单",
    find=_find_landline,
    shows=(3, 1),
)

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])([A-Za-z0-9_%+][A-Za-z0-9._%+\-]{0,63})\s?(?:@|[(\[【<{]\s?at\s?[)\]】>}])\s?"
    r"((?:[A-Za-z0-9\-]{1,63}[.。]){1,6}[A-Za-z]{2,24})(?![A-Za-z0-9])",
    re.IGNORECASE,
)


_NOBODY = re.compile(r"(?:^|\.)(?:gov\.cn|example)$", re.IGNORECASE)
"""Domains of government, and the one that belongs to nobody (RFC 2606)."""


def _find_email(text: str, heading: str) -> Iterator[Hit]:
    if "@" not in text and "at" not in text.lower():
        return
    for found in _EMAIL.finditer(text):
        if _NOBODY.search(found[2]):
            continue
        yield Hit(
            found.start(), found.end(), f"{found[1]}@{found[2]}".lower().replace("。", "."), True
        )


EMAIL = Detector(
    id="email",
    title="电子邮箱",
    remedy="删去私人邮箱；单位邮箱所在域名或者地址列入允许清单",
    find=_find_email,
    shows=(1, 0),
)
