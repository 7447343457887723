"""集体讨论决定: the meeting package, the meeting, and who sat in."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.record import Frozen, Record, Text
from catalog.stages.base import Role, Stage, Step
from catalog.stages.legality_review import Response


class MeetingPackage(Record):
    """What is put before the meeting (上会材料, 713-29): its documents are the checklist."""

    past: ClassVar[tuple[str, ...]] = ("submitted_on",)

    submitted_on: date = Field(title="提请审议日期")
    responses: tuple[Response, ...] = Field((), title="合法性审查意见研究采纳情况")


class MeetingKind(StrEnum):
    """Meetings that may decide (713-30); a bureau's director's meeting stands for the first."""

    EXECUTIVE = "常务会议"
    PLENARY = "全体会议"
    DIRECTORS = "局长办公会议"
    TOPICAL = "专题会议"


class MeetingOutcome(StrEnum):
    """What the meeting decided."""

    PASSED = "通过"
    PASSED_AMENDED = "修改后通过"
    DISCUSS_AGAIN = "再次讨论"
    DEFERRED = "暂缓"
    REJECTED = "不通过"


class RepresentativeKind(StrEnum):
    """Classes of public representatives."""

    CITIZEN = "市民代表"
    STAKEHOLDER = "利益相关方"
    PRIVATE_ENTERPRISE = "民营企业代表"
    CONGRESS = "人大代表"
    CPPCC = "政协委员"
    EXPERT = "专家"
    MEDIA = "媒体"


class Representative(Frozen):
    """A public representative; the name is printed only with separate consent (PIPL-25)."""

    kind: RepresentativeKind = Field(title="类别")
    name: str = Field("", title="姓名")
    consent: bool = Field(False, title="单独同意公开姓名")
    disclosed: bool = Field(False, title="拟公开姓名")
    view: str = Field("", title="发言要点")
    reply: str = Field("", title="回应与采纳")


class Attendance(Frozen):
    """Public representatives at the decision meeting (公众代表列席)."""

    representatives: tuple[Representative, ...] = Field((), title="列席代表")
    selection: str = Field("", title="遴选方式")
    selection_url: str = Field("", title="遴选公告网址")
    none_because: str = Field("", title="未安排列席的理由")
    none_reviewed_by: str = Field("", title="理由的审核单位")


class Dissent(Frozen):
    """A differing opinion as minuted; archived, never published by itself (713-30, 711-16)."""

    speaker: Text = Field(title="发言人职务")
    opinion: Text = Field(title="不同意见")


class Meeting(Record):
    """The deciding meeting (集体讨论决定)."""

    past: ClassVar[tuple[str, ...]] = ("held_on",)

    kind: MeetingKind = Field(title="会议类型")
    name: str = Field("", title="会议名称和次序")
    topic: str = Field("", title="议题")
    held_on: date = Field(title="会议日期")
    outcome: MeetingOutcome | None = Field(None, title="审议结论")
    outcome_reason: str = Field("", title="再次讨论、暂缓或者不通过的理由")
    head_spoke_last: bool | None = Field(None, title="行政首长最后发表意见")
    head_with_majority: bool | None = Field(None, title="决定与多数人意见一致")
    head_reason: str = Field("", title="与多数人意见不一致的理由")
    dissents: tuple[Dissent, ...] = Field((), title="不同意见")
    attendance: Attendance = Field(Attendance(), title="公众代表列席")

    @property
    def passed(self) -> bool:
        """Say whether the item was decided."""
        return self.outcome in {MeetingOutcome.PASSED, MeetingOutcome.PASSED_AMENDED}


def _again(record: Record) -> str:
    if isinstance(record, Meeting) and record.outcome in {
        MeetingOutcome.DISCUSS_AGAIN,
        MeetingOutcome.DEFERRED,
    }:
        return f"会议审议结论为{record.outcome.value}"
    return ""


STAGE = Stage(
    slug="decision",
    title="集体讨论决定",
    waiting="待集体讨论决定",
    source="713-30",
    after=("legality_review",),
    sections=("liexi",),
    steps=(
        Step("package", "上会材料", MeetingPackage, Role.UNIT, "713-29"),
        Step("meeting", "会议审议", Meeting, Role.OFFICE, "713-30"),
    ),
    reopens=_again,
)
