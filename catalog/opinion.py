"""Opinions received from the public and from units, one row each (there can be a million)."""

from enum import StrEnum

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
