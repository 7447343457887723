"""专家论证: what experts found of necessity, feasibility and scientific basis."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.opinion import Outcome
from catalog.record import SAID_ON, Disclosure, Frozen, Record, Text
from catalog.stages.base import Role, Stage, Step


class ReviewMode(StrEnum):
    """Ways of expert review (713-19)."""

    MEETING = "论证会"
    WRITTEN = "书面咨询"
    ENTRUSTED = "委托咨询论证"


class Aspect(StrEnum):
    """What a review covers (713-19)."""

    NECESSITY = "必要性"
    FEASIBILITY = "可行性"
    SCIENCE = "科学性"


class Pool(StrEnum):
    """Where an expert stands towards the pools of 713-21; nobody must come from one."""

    LISTED = "在库"
    ABOVE = "上级专家库"
    OUTSIDE = "库外"
    REMOVED = "已移出"


class Expert(Frozen):
    """An expert or professional body; the name is for the file unless consent is given."""

    name: Text = Field(title="姓名或者机构名称")
    unit: str = Field("", title="单位")
    field: str = Field("", title="专业领域")
    declared_on: date | None = Field(None, title="利害关系声明日期")
    conflict: bool = Field(False, title="有直接利害关系")
    signed: bool = Field(False, title="意见已署名或者盖章")
    dissenting: bool = Field(False, title="持不同意见")
    consent: bool = Field(False, title="同意公开姓名")
    pool: Pool | None = Field(None, title="专家库")
    origin: str = Field("", title="推荐来源", description="库外专家写明由谁推荐，例如上级机关")


class View(Frozen):
    """A view of the experts and what became of it (713-29.3)."""

    summary: Text = Field(title="意见摘要")
    outcome: Outcome | None = Field(None, title="处理结果")
    reason: str = Field("", title="理由")


class ExpertReview(Record):
    """One expert review, finished (专家论证)."""

    past: ClassVar[tuple[str, ...]] = ("reviewed_on",)
    day: ClassVar[str] = "reviewed_on"

    mode: ReviewMode = Field(title="方式")
    reviewed_on: date = Field(title="论证日期")
    experts: tuple[Expert, ...] = Field((), title="专家")
    aspects: tuple[Aspect, ...] = Field((), title="论证内容")
    conclusion: str = Field("", title="论证结论")
    views: tuple[View, ...] = Field((), title="意见研究采纳情况")
    draft: str = Field(
        "",
        title="所针对的草案",
        description="在卷草案的 SHA-256；只有一份的不必填写",
        pattern=r"^([0-9a-f]{64})?$",
    )
    also_heard: str = Field(
        "", title="会上同时听取的公众意见", description="座谈会兼作公众参与的，写明听取了谁的意见"
    )
    disclosure: Disclosure = Field(Disclosure(), title="公开")
    published_on: date | None = Field(None, title="公布日期", description=SAID_ON)


STAGE = Stage(
    slug="expert_review",
    title="专家论证",
    source="713-19",
    after=("entry",),
    sections=("zhuanjia",),
    exemption="713-19",
    steps=(Step("review", "专家论证", ExpertReview, Role.UNIT, "713-19"),),
)
