"""Opinions received from the public and from units, one row each (there can be a million); the ways to give one."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from catalog.record import Frozen, Text


class OpinionSource(StrEnum):
    """Who spoke: the public and consulted units are always counted apart."""

    PUBLIC = "社会公众"
    UNIT = "征求意见单位"


class Outcome(StrEnum):
    """What became of an opinion; together they partition the points received."""

    ADOPTED = "采纳"
    ABSORBED = "吸收采纳"
    """Its point was taken, in a change of the unit's own."""
    PARTLY_ADOPTED = "部分采纳"
    NOT_ADOPTED = "未采纳"
    SUPPORT = "无修改意见"
    OUT_OF_SCOPE = "不属于本事项"
    DUPLICATE = "重复合并"


NEEDS_REASON = frozenset({Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED})
"""Outcomes for which a reason is owed; of one absorbed it is what was changed instead, see PUB-42."""

UNTOLD = frozenset({"不明", "不详", "若干", "数不明"})
"""How a table says that nobody knows how many opinions are alike."""


def _alike(said: object) -> object:
    return 0 if isinstance(said, str) and said.strip() in UNTOLD else said


Alike = Annotated[int, BeforeValidator(_alike)]
"""How many alike opinions a row stands for; 0: more than one, and nobody knows how many (不明)."""


class Opinion(Frozen):
    """One point, or several alike answered together (`points`), with what became of it."""

    no: int = Field(title="序号", ge=1)
    source: OpinionSource = Field(OpinionSource.PUBLIC, title="来源")
    channel: str = Field("", title="渠道")
    summary: Text = Field(title="意见摘要")
    points: Alike = Field(
        1, title="条数", description="同类意见合并成一行的条数；不知道有几条的填0", ge=0
    )
    outcome: Outcome | None = Field(None, title="处理结果")
    reason: str = Field("", title="理由")
    clause: str = Field("", title="对应条款")
    person: str = Field("", title="反馈人", description="不公开")
    contact: str = Field("", title="联系方式", description="不公开")

    @property
    def at_least(self) -> int:
        """The points that it certainly stands for; the unit is 条."""
        return self.points or 1


def tally(opinions: tuple[Opinion, ...]) -> dict[Outcome, int]:
    """Count points (not rows, not persons) by outcome; every outcome is a key.

    Where nobody knows how many are alike it is the least number: see `untold`.
    """
    counts = dict.fromkeys(Outcome, 0)
    for opinion in opinions:
        if opinion.outcome:
            counts[opinion.outcome] += opinion.at_least
    return counts


def untold(opinions: tuple[Opinion, ...]) -> frozenset[Outcome]:
    """The outcomes under which some rows stand for nobody knows how many opinions."""
    return frozenset(o.outcome for o in opinions if o.outcome and not o.points)


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


class Medium(StrEnum):
    """Where a notice was published (713-15)."""

    WEBSITE = "政府网站"
    NEW_MEDIA = "政务新媒体"
    NEWSPAPER = "报刊"
    RADIO = "广播"
    TELEVISION = "电视"
    BOARD = "公告栏"


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
