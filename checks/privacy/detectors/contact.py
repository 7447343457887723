"""Mobile numbers and landlines."""

import re
from collections.abc import Iterator

from checks.privacy.match import Detector, Hit, at_least, cued, cues, last, places
from checks.privacy.numbers import Number, groups, joined, without_digests

_CUE = cues(
    *(
        "手机",
        "电话",
        "電話",
        "联系",
        "聯繫",
        "致电",
        "拨打",
        "移动",
        "微信",
        "短信",
        "号码",
        "来电",
    ),
    *("联络", "回电", "热线", "联通", "电信", "通话", "tel", "phone", "mobile", "call", "cell"),
)
PRIVATE = cues(
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
    ),
    *(
        "宅电",
        "家里",
        "家中",
        "自家",
        "本人",
        "居民",
        "户主",
        "患者",
        "家属",
        "监护人",
        "村民",
        "业主",
    ),
    *("当事人", "收养人", "送养人", "男方", "女方", "来访人", "求助人", "留言人", "反馈人", "个人"),
    *("老人", "家长", "父亲", "母亲", "配偶", "私人", "房主", "房东", "租户", "承租人", "被征收人"),
)
_OFFICIAL = cues(
    *("办公", "值班", "受理", "咨询", "监督", "服务", "热线", "窗口", "传真", "总机", "投诉电话"),
    *("举报电话", "政务", "民政局", "居委会", "村委会", "街道办"),
)
_MOBILE = re.compile(r"(?:(?:00)?86|0)?(1[3-9]\d{9})")
_TWO = re.compile(r"(1[3-9]\d{9})(1[3-9]\d{9})")
_SHAPES = {(3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (5, 6), (3, 2, 2, 4)}
_NUMBERED = cues(
    "编号", "单号", "订单", "流水", "文号", "序列号", "批号", "代码", "编码", "票号", "案号"
)
_AMOUNT_AFTER = re.compile(
    r"(?:\.\d+)?\s{0,2}(?:亿|万|千|百|元|吨|米|平方|立方|㎡|m2|人|户|件|kwh|字节|股|%)",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(r"[¥$€￥]\s?$|\d(?<!\d{11})[,.]$")


def _find_mobile(text: str, heading: str) -> Iterator[Hit]:
    for group in groups(text):
        if len(group.digits) < 11:
            continue
        if found := _MOBILE.fullmatch(group.digits):
            yield Hit(
                group.start, group.end, found[1], _whole(text, group.start, group.end, heading)
            )
        elif two := _TWO.fullmatch(group.digits):
            yield Hit(group.start, group.start + 11, two[1], True)
            yield Hit(group.start + 11, group.end, two[2], True)
    for number in joined(text):
        if len(number.digits) > 15 or number.shape == (2, 11):
            continue
        found = _MOBILE.fullmatch(number.digits)
        if not found or (number.gaps & {",", "、"} and not _shaped(number)):
            continue
        cue = cued(text, number.start, heading, _CUE)
        if cue or _shaped(number):
            sure = cue or not number.gaps & {" ", "\n", ",", "、"}
            yield Hit(number.start, number.end, found[1], sure)


def _whole(text: str, start: int, end: int, heading: str) -> bool:
    """Whether a row of digits is surely a mobile number: no amount, and no number of something."""
    if _AMOUNT_AFTER.match(text, end) or _AMOUNT_BEFORE.search(text[max(0, start - 14) : start]):
        return False
    return cued(text, start, heading, _CUE) or not cued(text, start, heading, _NUMBERED)


def _shaped(number: Number) -> bool:
    """Whether the digits are cut as people write a mobile number."""
    prefixed = number.shape[0] in {2, 3, 4} and len(number.digits) > 12
    shape = number.shape[1:] if prefixed else number.shape
    return shape in _SHAPES or shape == (1,) * 11


MOBILE = Detector(
    id="mobile",
    title="手机号码",
    remedy="删去，或者中间四位以星号代替；公务手机确需公开的列入允许清单",
    find=_find_mobile,
    hints=places(at_least(11)),
    shows=(3, 2),
    digits=11,
)

_MAIN = r"[2-8]\d{3}[ \-.]?\d{3,4}|[2-8]\d{2}[ \-.]?\d{4}"
_END = r"(?!\d)(?!-\d{1,2}(?!\d)|-\d{5})"
"""An extension may follow; a date or the next group of a longer number may not."""
_AREA = r"(?<![\d.])(?:\(?\+?(?:00)?86\)?[ \-]{0,2}\(?0?|\(?0)(10|2\d|[3-9]\d{2})"
_LANDLINE = re.compile(
    _AREA + r"\)?"
    r"[ \t\-./]{0,3}(?:\r?\n[ \t]{0,4})?(" + _MAIN + r")(?!\d)"
)
_WORD = r"(?:电\s?话|電\s?話|座机|办公室|值班室|宅电|固话|传真|总机|家里|热线|联系方式|tel)"
_LOCAL = re.compile(
    _WORD + r"(?:号码)?[^\d\n]{0,8}"
    rf"(?<![\d\-])({_MAIN}){_END}",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\s*({_MAIN})(?:\s?[转\-]\s?\d{{1,6}})?\s*")
_TELEPHONE = cues("电话", "座机", "固话", "宅电", "联系方式", "tel", "phone")
_MORE = re.compile(rf"(?:\s?(?:转|-)\s?\d{{1,6}})?\s?(?:[、/,;，；]|或者?|和)\s?({_MAIN}){_END}")
"""The next of several numbers, whose area is that of the first."""
_COUNTED = cues("编号", "文号", "代码", "编码", "项目号", "批次")


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)


def _find_landline(text: str, heading: str) -> Iterator[Hit]:
    text, seen = without_digests(text), 0
    for found in _LANDLINE.finditer(text):
        if cued(text, found.start(), heading, _COUNTED) and not cued(
            text, found.start(), heading, _CUE
        ):
            continue
        area, private = f"0{found[1]}", _private(text, found.start(), heading)
        yield Hit(found.start(), found.end(), _digits(area + found[2]), private)
        seen = found.end()
        for more in _others(text, seen):
            yield Hit(more.start(1), more.end(1), _digits(more[1]), private)
            seen = more.end(1)
    for found in _LOCAL.finditer(text):
        if found.start(1) >= seen:
            private = _private(text, found.start(1), heading)
            yield Hit(found.start(1), found.end(), _digits(found[1]), private)
            for more in _others(text, found.end(1)):
                yield Hit(more.start(1), more.end(1), _digits(more[1]), private)
    alone = _ALONE.fullmatch(text) if heading and _TELEPHONE.search(heading) else None
    if alone:
        yield Hit(alone.start(1), alone.end(1), _digits(alone[1]), _private("", 0, heading))


def _others(text: str, end: int) -> Iterator[re.Match[str]]:
    while more := _MORE.match(text, end):
        yield more
        end = more.end(1)


def _private(text: str, start: int, heading: str) -> bool:
    """Whether it is said whose it is, and that it is no office's."""
    if heading and PRIVATE.search(heading):
        return True
    private = last(text, start, PRIVATE)
    return private >= 0 and last(text, start, _OFFICIAL) < private


LANDLINE = Detector(
    id="landline",
    title="固定电话",
    remedy="私人电话删去；办公电话列入允许清单",
    find=_find_landline,
    hints=places(re.compile(_AREA), re.compile(_WORD, re.IGNORECASE)),
    heads=places(_TELEPHONE),
    shows=(3, 1),
    digits=7,
)
