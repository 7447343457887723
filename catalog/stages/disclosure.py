"""决策公布: the decision and its interpretation, published together (三同步)."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from catalog import clock, law
from catalog.record import Frozen, Record, Text
from catalog.stages.base import Due, Role, Stage, Step
from catalog.stages.consultation import Medium
from catalog.stages.decision import Meeting

if TYPE_CHECKING:
    from catalog.dossier import Dossier


class SecrecyReview(Frozen):
    """Review before publication of one document (先审查、后公开; 一事一审)."""

    reviewed_on: date = Field(title="审查日期")
    reviewer: Text = Field(title="审查人职务")
    passed: bool = Field(title="同意公开")


class Publication(Record):
    """The decision as published (决策公布)."""

    past: ClassVar[tuple[str, ...]] = ("formed_on", "published_on")

    title: Text = Field(title="文件标题")
    doc_no: str = Field("", title="文件编号")
    index_no: str = Field("", title="索取号")
    summary: str = Field("", title="内容概述")
    formed_on: date | None = Field(None, title="成文日期")
    published_on: date = Field(title="公布日期")
    effective_on: date | None = Field(None, title="施行日期")
    expires_on: date | None = Field(None, title="有效期至")
    media: tuple[Medium, ...] = Field((), title="公布渠道")
    in_gazette: bool = Field(False, title="已在政府公报刊登")
    changes: str = Field("", title="与草案相比的主要变化")
    expert_adoption: str = Field("", title="专家意见采纳情况说明")
    secrecy_review: SecrecyReview | None = Field(None, title="公开审查")
    party_reported_on: date | None = Field(None, title="向同级党委（党组）请示报告日期")
    executing_unit: str = Field("", title="执行单位")
    disclosure_attribute_stated: bool = Field(True, title="已确定公开属性")
    service_url: str = Field("", title="办事入口（阅办联动）")
    url: str = Field("", title="公布网址")


class Interpretation(Record):
    """The interpretation, drafted, approved and published with the document (三同步)."""

    past: ClassVar[tuple[str, ...]] = ("published_on",)

    title: Text = Field(title="解读标题")
    forms: tuple[Text, ...] = Field((), title="解读形式")
    drafted_with_document: bool = Field(False, title="与文件同步起草")
    approved_with_document: bool = Field(False, title="与文件同步审签")
    published_on: date = Field(title="发布日期")
    contents: str = Field("", title="解读要点")
    url: str = Field("", title="解读网址")


def publication_due(dossier: "Dossier") -> date | None:
    """Twenty working days after the decision was formed (711-26): here, after the meeting."""
    meeting = dossier.latest(Meeting)
    if meeting is None or not meeting.passed:
        return None
    days = law.parameter("disclosure_working_days", meeting.held_on).value
    return clock.add_working_days(meeting.held_on, days).end


def _interpretation_due(dossier: "Dossier") -> date | None:
    publication = dossier.latest(Publication)
    return publication.published_on if publication else None


STAGE = Stage(
    slug="disclosure",
    title="决策公布",
    waiting="待决策公布",
    source="713-32",
    after=("decision",),
    sections=("jieguo",),
    steps=(
        Step(
            "publication",
            "决策公布",
            Publication,
            Role.UNIT,
            "713-32",
            due=Due("DIS-01", publication_due),
        ),
        Step(
            "interpretation",
            "政策解读",
            Interpretation,
            Role.UNIT,
            "要点2024-12",
            due=Due("DIS-13", _interpretation_due),
        ),
    ),
)
