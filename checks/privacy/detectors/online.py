"""E-mail addresses, and numbers at WeChat and QQ."""

import re
from collections.abc import Iterator

from checks.privacy.match import Detector, Hit, beginning, places

_AT = r"\s?(?:@|[(\[【<{〔]\s?(?:at|a|@|艾特)\s?[)\]】>}〕]|艾特|\bat\b)\s?"
_DOT = r"\s?(?:[.。]|[(\[【<{〔]\s?(?:dot|点|\.)\s?[)\]】>}〕]|点|\bdot\b)\s?"
_EMAIL = re.compile(
    rf"([A-Za-z0-9_%+](?<![A-Za-z0-9._%+\-*×●…].)[A-Za-z0-9._%+\-]{{0,63}}){_AT}"
    rf"([A-Za-z0-9\-]{{1,63}}(?:{_DOT}[A-Za-z0-9\-]{{1,63}}){{0,5}}?{_DOT}[A-Za-z]{{2,24}})(?![A-Za-z0-9\-@]|[.。][A-Za-z])",
    re.IGNORECASE,
)
_HASH = re.compile(
    r"([A-Za-z0-9_](?<![A-Za-z0-9._#/\-].)[A-Za-z0-9._\-]{2,63})#((?:[A-Za-z0-9\-]{1,63}\.){1,3}(?:com|net|org|cn))"
    r"(?![A-Za-z0-9/])",
    re.IGNORECASE,
)
_SPOKEN = re.compile(_DOT, re.IGNORECASE)
_COVERED = re.compile(r"x{3,}|\.{2,}", re.IGNORECASE)
_OFFICE = re.compile(r"(?:^|\.)gov\.cn$", re.IGNORECASE)
_EXAMPLE = re.compile(r"(?:^|\.)example$", re.IGNORECASE)
"""The domain that belongs to nobody (RFC 2606), and stands for an office's as for anybody's."""
_BOX = re.compile(
    r"(?:yi?j(?:ian)?|jian?yi|xinxiang|info|office|admin|service|contact|webmaster|[a-z]{1,4}(?:k|c|j|bgs))$",
    re.I,
)
"""A box of an office: yijian@, fgk@."""


def _find_email(text: str, heading: str) -> Iterator[Hit]:
    lower = text.lower()
    if "@" in text or "at" in lower or "艾特" in text or "a)" in lower:
        for found in _EMAIL.finditer(text):
            spoken = not re.search(r"[@(\[【<{〔]|艾特", found[0])
            if not spoken or re.search(r"\bdot\b|点", found[2], re.IGNORECASE):
                yield from _mail(found, True)
    if "#" in text:
        for found in _HASH.finditer(text):
            yield from _mail(found, False)


def _mail(found: re.Match[str], sure: bool) -> Iterator[Hit]:
    domain = _SPOKEN.sub(".", found[2])
    box = _EXAMPLE.search(domain) and _BOX.match(found[1])
    if not box and not _OFFICE.search(domain) and not _COVERED.search(found[1]):
        yield Hit(found.start(), found.end(), f"{found[1]}@{domain}".lower(), sure)


EMAIL = Detector(
    id="email",
    title="电子邮箱",
    remedy="删去私人邮箱；单位邮箱所在域名或者地址列入允许清单",
    find=_find_email,
    hints=places(re.compile("@|#|at|艾特|a\\)", re.IGNORECASE)),
    shows=(1, 0),
)

_QQ = r"(?:(?<![A-Za-z])[QＱ]\s?[QＱ]|扣\s?扣|企鹅|(?<![A-Za-z])Q\s?号)"
_WECHAT = r"(?:[微威薇徽]\s?信|卫星|(?<![A-Za-z])(?:WeChat|wei\s?xin|v\s?x|w\s?x|v信|w信|v\s?号))"
_BETWEEN = r"(?:[\s:：=\-—·.、,是为/|()\[\]【】\"'“”「」<>]|号码?|账[号户]|帐[号户]|id|no\.?|名|搜索?|添加|加我?|同号){0,12}"
_QQ_NUMBER = re.compile(
    rf"{_QQ}(?P<group>群)?{_BETWEEN}(?P<value>[1-9](?:[ \-]?\d){{4,10}})(?![\dA-Za-z]|\s?@|年|版|[.](?!\s|$)\S)",
    re.IGNORECASE,
)
_WECHAT_NUMBER = re.compile(
    rf"{_WECHAT}(?P<group>群)?(?P<between>{_BETWEEN})(?P<value>[A-Za-z][A-Za-z0-9_\-]{{5,19}}|[1-9]\d{{4,10}})(?![A-Za-z0-9_@]|\s?@|[.][A-Za-z0-9])",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"公\s?众\s?(?:号|平台)|订阅号|服务号|小程序|视频号|企业微信|官方|官微|政务")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_ID = re.compile(r"[\d_\-]|号|[:：]|id", re.IGNORECASE)
"""What makes of a word of Latin letters the name of an account."""


def _find_social(text: str, heading: str) -> Iterator[Hit]:
    if _HINT.search(text):
        yield from _told(text)
    if heading and not _OFFICIAL.search(heading):
        yield from _headed(text, heading)


def _told(text: str) -> Iterator[Hit]:
    for found in _QQ_NUMBER.finditer(text):
        yield from _account(text, found, re.sub(r"\D", "", found["value"]))
    for found in _WECHAT_NUMBER.finditer(text):
        if _ID.search(found["between"] + found["value"]):
            yield from _account(text, found, found["value"])


def _account(text: str, found: re.Match[str], value: str) -> Iterator[Hit]:
    around = text[max(0, found.start() - 12) : found.end() + 12]
    if not _OFFICIAL.search(around) and not _MOBILE.fullmatch(value):
        yield Hit(found.start("value"), found.end("value"), value, not found["group"])


_HEADING = re.compile(rf"{_QQ}|{_WECHAT}", re.IGNORECASE)
_HINT = beginning("QqＱ扣企微威薇徽卫WwVv", f"{_QQ}|{_WECHAT}")
_CELL = re.compile(r"\s*([1-9]\d{4,10}|[A-Za-z][A-Za-z0-9_\-]{5,19})\s*")


def _headed(text: str, heading: str) -> Iterator[Hit]:
    """The account that stands alone in a cell."""
    cell = _CELL.fullmatch(text) if _HEADING.search(heading) else None
    if cell and not _MOBILE.fullmatch(cell[1]):
        yield Hit(cell.start(1), cell.end(1), cell[1], True)


SOCIAL = Detector(
    id="social",
    title="微信号和QQ号",
    remedy="删去；单位的公众号确需公开的列入允许清单",
    find=_find_social,
    hints=places(_HINT),
    heads=places(_HINT),
    shows=(1, 0),
)
