"""What offices call the columns of their lists of letters, and the words that stand in them.

A heading in no list is asked about; none is guessed.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

from catalog.numerals import LAST_NUMERAL, numeral
from catalog.opinion import Audience, OpinionSource
from catalog.submission import Channel, Consent

TEXT, CODE, RECEIVED, CHANNEL, SOURCE = "意见原文", "编号", "收到时间", "渠道", "来源"
CLAUSE, NAME, CONTACT, CONSENT, AUDIENCE = "针对条款", "称呼", "联系方式", "公开意愿", "听取对象"
LEFT_OUT = "不导入"
WHY_NOT = "未导入的原因"

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    TEXT: (
        "意见", "意见内容", "意见建议", "意见和建议", "意见及建议", "建议", "建议内容", "反馈意见", "反馈内容", "修改意见",
        "修改建议", "具体意见", "主要意见", "征求意见内容", "留言内容", "来信内容", "来件内容", "内容", "原文", "意见摘要",
        "诉求内容", "答卷内容", "发言内容", "意见建议内容",
    ),
    CODE: ("来件编号", "来信编号", "意见编号", "工单编号", "工单号", "流水号", "登记号", "受理编号", "来文编号"),
    RECEIVED: (
        "收到日期", "收件时间", "收件日期", "来信时间", "来信日期", "来件时间", "来件日期", "提交时间", "提交日期", "反馈时间",
        "反馈日期", "留言时间", "留言日期", "登记时间", "登记日期", "来电时间", "发送时间", "答题时间", "时间", "日期",
    ),
    CHANNEL: ("来件渠道", "意见渠道", "反馈渠道", "征集渠道", "来源渠道", "途径", "方式", "反馈方式", "来信方式"),
    SOURCE: ("意见来源", "来件来源", "意见类别", "提出主体"),
    CLAUSE: ("条款", "对应条款", "涉及条款", "条文", "针对条文", "修改条款", "原条款", "条款号"),
    NAME: (
        "姓名", "名字", "反馈人", "提出人", "留言人", "来信人", "来电人", "写信人", "联系人", "网名", "昵称", "单位", "单位名称",
        "反馈单位", "提出单位", "姓名或单位", "姓名（单位）", "姓名/单位", "意见提出人", "意见人",
    ),
    CONTACT: (
        "联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "邮箱", "电子邮箱", "电子邮件", "邮件地址", "地址", "联系地址",
        "通讯地址",
    ),
    CONSENT: ("是否公开", "是否同意公开", "同意公开", "可否公开"),
    AUDIENCE: ("听取对象类别", "对象类别"),
    LEFT_OUT: ("序号", "序", "行号", WHY_NOT),
}  # fmt: skip

_TITLES = {word: title for title, words in SYNONYMS.items() for word in (title, *words)}

_CHANNELS = {
    Channel.WEB: (
        "网站",
        "网络",
        "网上",
        "门户网站",
        "政府网站",
        "官网",
        "互联网",
        "在线",
        "网页",
        "随申办",
        "网上征求意见",
    ),
    Channel.LETTER: ("来信", "信件", "邮寄", "书信", "挂号信", "纸质信件", "邮政"),
    Channel.PHONE: ("来电", "热线", "12345", "12345热线", "市民热线", "电话来访"),
    Channel.EMAIL: ("邮件", "邮箱", "电邮", "电子邮箱", "email", "e-mail"),
    Channel.HEARING: ("听证",),
    Channel.MEETING: ("座谈", "座谈会发言", "会议"),
    Channel.QUESTIONNAIRE: ("问卷", "调查问卷", "问卷星"),
    Channel.VISIT: ("当面", "上门", "现场", "窗口"),
    Channel.PROPOSAL: ("人大代表建议", "政协提案", "代表建议", "提案", "建议提案"),
    Channel.ATTENDANCE: ("列席", "列席发言", "公众代表"),
    Channel.UNIT_LETTER: ("来函", "函", "复函", "公函", "单位复函", "书面征求意见", "公文"),
}
_SOURCES = {
    OpinionSource.PUBLIC: ("公众", "群众", "市民", "个人", "网民", "企业", "社会", "社会组织"),
    OpinionSource.UNIT: ("单位", "部门", "机关", "区县", "委办局", "相关部门", "街镇"),
}
_CONSENTS = {
    Consent.YES: ("是", "同意", "可以", "公开", "可公开", "同意公开", "愿意"),
    Consent.ANONYMOUS: ("匿名", "可匿名公开", "同意匿名公开", "隐去姓名"),
    Consent.COUNT_ONLY: ("否", "不同意", "不公开", "不可以", "不同意公开", "不愿意", "只计数"),
}
_AUDIENCES: dict[Audience, tuple[str, ...]] = dict.fromkeys(Audience, ())

_N = "([一二三四五六七八九十百千零0-9]+)"
_NAMED = re.compile(f"第{_N}条(?:第{_N}款)?(?:第?[（(]?{_N}[）)]?项)?")
_ANCHOR = re.compile(r"t(\d+)(?:k(\d+)(?:x(\d+)(?:m(\d+))?)?)?")

W = TypeVar("W", Channel, OpinionSource, Consent, Audience)


def meant(heading: str) -> str:
    """The column that a heading is known to mean; empty where nobody has said so."""
    plain = heading.translate(str.maketrans("()", "（）")).strip("：:*＊")
    return _TITLES.get(plain, "")


def _read(said: str, words: Mapping[W, tuple[str, ...]], title: str) -> W:
    """The choice that a word means. Raises ValueError, naming the choices."""
    plain = "".join(said.split()).casefold()
    choice: W
    for choice in words:
        if plain in {choice.value.casefold(), *words[choice]}:
            return choice
    raise ValueError(f"{title}：不认识“{said[:40]}”，应为：{'、'.join(c.value for c in words)}")


def channel_meant(said: str) -> Channel:
    """The channel that a word means. Raises ValueError."""
    return _read(said, _CHANNELS, CHANNEL)


def source_meant(said: str) -> OpinionSource:
    """The source that a word means. Raises ValueError."""
    return _read(said, _SOURCES, SOURCE)


def consent_meant(said: str) -> Consent:
    """Whether a word agrees to publication. Raises ValueError."""
    return _read(said, _CONSENTS, CONSENT)


def audience_meant(said: str) -> Audience:
    """The audience that a word means. Raises ValueError."""
    return _read(said, _AUDIENCES, AUDIENCE)


_NUMERALS = {numeral(n): n for n in range(1, LAST_NUMERAL + 1)} | {
    str(n): n for n in range(1, LAST_NUMERAL + 1)
}


def article(number: str) -> int | None:
    """第十二条 -> 12; None for what is no number of an article."""
    match = _NAMED.fullmatch("".join(number.split()))
    return _NUMERALS.get(match[1]) if match and not match[2] and not match[3] else None


def clause_meant(said: str, ids: Mapping[int, str] = {}) -> str:
    """The anchor of a clause that is named: 第十二条第二款 -> t12k2. Raises ValueError.

    `ids` are the clauses of the consulted draft by the numbers that they bear; without them a clause's id
    is taken for its number, as it is in every draft that begins with 第一条 (catalog/clauses.py).
    """
    plain = "".join(said.split())
    if not plain or plain in {"全文", "整件", "整体", "全文意见", "无", "通篇"}:
        return ""
    if _ANCHOR.fullmatch(plain):
        return plain
    if match := _NAMED.fullmatch(plain):
        named, paragraph, point = match.groups()
        numbers = [_NUMERALS.get(part) for part in (named, paragraph, point) if part]
        if ids and numbers[0] not in ids:
            raise ValueError(f"{CLAUSE}：征求意见的草案里没有第{named}条，请核对")
        if None not in numbers:
            found = ids.get(_NUMERALS[named], f"t{_NUMERALS[named]}")
            found += f"k{_NUMERALS[paragraph]}" if paragraph else ""
            return found + (f"{'' if paragraph else 'k1'}x{_NUMERALS[point]}" if point else "")
    raise ValueError(
        f"{CLAUSE}：认不出“{said[:40]}”是哪一条，请写成 第十二条、第十二条第二款；说的是全文的，空着"
    )


def clause_named(anchor: str, numbers: Mapping[str, str]) -> str:
    """What people call a clause: t12k2 -> 第十二条第二款; empty for none, and for one that the draft has not.

    `numbers` are what the consulted draft calls its clauses, by their ids, and their 款, 项 and 目, see
    `drafts.numbers_by_id`: an anchor that goes deeper than the draft is cut. Without them as in `clause_meant`.
    """
    match = _ANCHOR.fullmatch(anchor)
    if match is None:
        return ""
    own, *parts = match.groups()
    at, named = f"t{own}", numbers.get(f"t{own}", "") if numbers else part_named(own, "条")
    for sign, kind, n in zip("kxm", "款项目", parts, strict=True):
        at += f"{sign}{n}"
        if not named or not n or (numbers and at not in numbers):
            break
        named += part_named(n, kind)
    return named


def part_named(number: str, kind: str) -> str:
    """第二款; empty for a number beyond all that there are."""
    return f"第{numeral(int(number))}{kind}" if 0 < int(number[:6]) <= LAST_NUMERAL else ""
