"""Opinions received from the public and from units, one row each (there can be a million); the ways to give one."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.record import Frozen, Text


class OpinionSource(StrEnum):
    """Who spoke: the public and consulted units are always counted apart."""

    PUBLIC = "社会公众"
    UNIT = "征求意见单位"


class Outcome(StrEnum):
    """What became of an opinion; together they partition the points received."""

    ADOPTED = "采纳"
    PARTLY_ADOPTED = "部分采纳"
    NOT_ADOPTED = "未采纳"
    SUPPORT = "无修改意见"
    OUT_OF_SCOPE = "不属于本事项"
    DUPLICATE = "重复合并"


NEEDS_REASON = frozenset({Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED})


class Opinion(Frozen):
    """One point, or several alike answered together (`points`), with what became of it."""

    no: int = Field(title="序号", ge=1)
    source: OpinionSource = Field(OpinionSource.PUBLIC, title="来源")
    channel: str = Field("", title="渠道")
    summary: Text = Field(title="意见摘要")
    points: int = Field(1, title="条数", ge=1)
    outcome: Outcome | None = Field(None, title="处理结果")
    reason: str = Field("", title="理由")
    clause: str = Field("", title="对应条款")
    person: str = Field("", title="反馈人", description="不公开")
    contact: str = Field("", title="联系方式", description="不公开")


def tally(opinions: tuple[Opinion, ...]) -> dict[Outcome, int]:
    """Count points (not rows, not persons) by outcome; every outcome is a key."""
    counts = dict.fromkeys(Outcome, 0)
    for opinion in opinions:
        if opinion.outcome:
            counts[opinion.outcome] += opinion.points
    return counts


class WayKind(StrEnum):
    """How the public may answer."""

    WEBSITE = "网站"
    EMAIL = "电子邮箱"
    LETTER = "信函"
    PHONE = "电话"
    MEETING = "座谈会"


class Way(Frozen):
    """One way to answer; the office's own contact, not personal data."""

    kind: WayKind = Field(title="方式")
    detail: Text = Field(title="地址、号码或者网址")


class Audience(StrEnum):
    """Whom the law wants heard besides the public at large."""

    PEOPLES_ORGANISATION = "人民团体"
    SOCIAL_ORGANISATION = "社会组织"
    GROUP_REPRESENTATIVE = "群众代表"
    ENTERPRISE = "企业"
    ASSOCIATION = "行业协会商会"
    GRASSROOTS = "基层走访"
    PUBLIC = "社会公众"
    UNITS = "机关、单位"


class Heard(Frozen):
    """Someone heard directly: seminar, visit, letter."""

    past: ClassVar[tuple[str, ...]] = ("heard_on",)

    audience: Audience = Field(title="听取对象")
    how: str = Field("", title="方式")
    heard_on: date | None = Field(None, title="日期")
