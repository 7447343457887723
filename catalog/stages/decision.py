"""集体讨论决定: the meeting package, the meeting, and who sat in."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.competition import FairCompetition
from catalog.record import DocumentKind, Frozen, Record, Text, opened_by
from catalog.stages.base import Role, Stage, Step
from catalog.stages.legality_review import Response
from catalog.states import MeetingOutcome


class MeetingPackage(Record):
    """What is put before the meeting (上会材料, 713-29): its documents are the checklist."""

    past: ClassVar[tuple[str, ...]] = ("submitted_on",)
    day: ClassVar[str] = "submitted_on"

    submitted_on: date = Field(title="提请审议日期")
    fair_competition: FairCompetition | None = Field(
        None, title="公平竞争审查情况", description="涉及经营者经济活动的填写"
    )
    responses: tuple[Response, ...] = Field((), title="合法性审查意见研究采纳情况")
    amended_draft: str = Field(
        "",
        title="按审查意见修改的草案",
        description="审查结论为修改后合法、草案已经修改的，照录上会材料中该草案的标题或者 SHA-256",
    )
    congress_basis: str = Field(
        "",
        title="应当由人大讨论决定或者报告的依据",
        description="属于本级人大及其常委会讨论决定或者应当在出台前报告的，写明依据（713-8）",
    )

    @property
    def amended_digest(self) -> str:
        """The digest of the draft that it names as amended, or empty."""
        named = (d for d in self.documents if d.kind is DocumentKind.DRAFT)
        return next((d.digest for d in named if self.amended_draft in {d.title, d.digest}), "")


class MeetingKind(StrEnum):
    """Meetings that may decide (713-30); who follows by reference has one that stands for them."""

    EXECUTIVE = "常务会议"
    PLENARY = "全体会议"
    DIRECTORS = "局长办公会议"
    TOWN_HEADS = "镇长（街道主任）办公会议"
    TOPICAL = "专题会议"


class RepresentativeKind(StrEnum):
    """Classes of public representatives."""

    CITIZEN = "市民代表"
    STAKEHOLDER = "利益相关方"
    PRIVATE_ENTERPRISE = "民营企业代表"
    CONGRESS = "人大代表"
    CPPCC = "政协委员"
    EXPERT = "专家"
    MEDIA = "媒体"


class Voice(StrEnum):
    """What a representative may do at the meeting."""

    OBSERVER = "旁听"
    SPEAKER = "发言"


class Representative(Frozen):
    """A public representative; the name is printed only with separate consent (PIPL-25)."""

    kind: RepresentativeKind = Field(title="类别")
    name: str = Field("", title="姓名")
    consent: bool = Field(False, title="单独同意公开姓名")
    disclosed: bool = Field(False, title="拟公开姓名")
    view: str = Field("", title="发言要点")
    reply: str = Field("", title="回应与采纳")
    voice: Voice | None = Field(None, title="列席方式")
    reserve: bool = Field(False, title="候补（未列席）")


class Attendance(Frozen):
    """Public representatives at the decision meeting (公众代表列席)."""

    past: ClassVar[tuple[str, ...]] = ("announced_on",)

    representatives: tuple[Representative, ...] = Field((), title="列席代表")
    selection: str = Field("", title="遴选方式")
    selection_url: str = Field("", title="遴选公告网址")
    announced_on: date | None = Field(None, title="遴选公告日期")
    applicants: int | None = Field(None, title="报名人数", ge=0)
    draw: str = Field("", title="产生办法", description="例如按类别抽签")
    none_because: str = Field("", title="未安排列席的理由")
    none_reviewed_by: str = Field("", title="理由的审核单位")

    @property
    def present(self) -> tuple[Representative, ...]:
        """Those who sat in; a reserve was chosen but did not."""
        return tuple(r for r in self.representatives if not r.reserve)


class Candidate(Frozen):
    """Somebody chosen to sit in when the meeting comes; the name is for the file only."""

    kind: RepresentativeKind = Field(title="类别")
    name: str = Field("", title="姓名", description="不公开")
    reserve: bool = Field(False, title="候补")


class Selection(Record):
    """Public representatives chosen before there is a meeting (公众代表遴选)."""

    past: ClassVar[tuple[str, ...]] = ("announced_on", "drawn_on")
    day: ClassVar[str] = "announced_on"

    announced_on: date = Field(title="遴选公告日期")
    method: str = Field("", title="遴选方式")
    url: str = Field("", title="遴选公告网址")
    signup_ends_on: date | None = Field(None, title="报名截止日期")
    applicants: int | None = Field(None, title="报名人数", ge=0)
    drawn_on: date | None = Field(None, title="产生日期")
    draw: str = Field("", title="产生办法", description="例如按类别抽签")
    candidates: tuple[Candidate, ...] = Field((), title="产生的代表")


class Dissent(Frozen):
    """A differing opinion as minuted; archived, never published by itself (713-30, 711-16)."""

    speaker: Text = Field(title="发言人职务")
    opinion: Text = Field(title="不同意见")


class OtherMeeting(Frozen):
    """Another body's meeting on the same draft: the Party committee, a second lead organ."""

    past: ClassVar[tuple[str, ...]] = ("held_on",)

    body: Text = Field(title="机关")
    name: str = Field("", title="会议名称和次序")
    held_on: date = Field(title="会议日期")
    forms_decision: bool = Field(False, title="以该会议形成决策")


class Meeting(Record):
    """The deciding meeting (集体讨论决定)."""

    past: ClassVar[tuple[str, ...]] = ("held_on",)
    day: ClassVar[str] = "held_on"

    kind: MeetingKind = Field(title="会议类型")
    name: str = Field("", title="会议名称和次序")
    topic: str = Field("", title="议题")
    held_on: date = Field(title="会议日期")
    outcome: MeetingOutcome | None = Field(None, title="审议结论")
    outcome_reason: str = Field("", title="再次讨论、暂缓或者不通过的理由")
    amendments: str = Field(
        "",
        title="会议对草案的修改",
        description="修改后通过的，写明修改了什么",
        json_schema_extra=opened_by("outcome", "修改后通过"),
    )
    head_spoke_last: bool | None = Field(None, title="行政首长最后发表意见")
    head_with_majority: bool | None = Field(None, title="决定与多数人意见一致")
    head_reason: str = Field("", title="与多数人意见不一致的理由")
    dissents: tuple[Dissent, ...] = Field((), title="不同意见")
    attendance: Attendance = Field(Attendance(), title="公众代表列席")
    draft: str = Field(
        "",
        title="所针对的草案",
        description="在卷草案的 SHA-256；只有一份的不必填写",
        pattern=r"^([0-9a-f]{64})?$",
    )
    others: tuple[OtherMeeting, ...] = Field(
        (), title="其他机关的会议", description="与党委共同决定或者两个以上机关联合决定的填写"
    )

    @property
    def formed_on(self) -> date:
        """The day on which the decision was formed: of another meeting, where that forms it."""
        return next((m.held_on for m in self.others if m.forms_decision), self.held_on)

    @property
    def reopens(self) -> str:
        """Why the meeting must take it up again, or empty."""
        again = {MeetingOutcome.DISCUSS_AGAIN, MeetingOutcome.DEFERRED}
        return f"会议审议结论为{self.outcome.value}" if self.outcome in again else ""

    @property
    def passed(self) -> bool:
        """Say whether the item was decided."""
        return self.outcome in {MeetingOutcome.PASSED, MeetingOutcome.PASSED_AMENDED}


STAGE = Stage(
    slug="decision",
    title="集体讨论决定",
    source="713-30",
    after=("legality_review",),
    sections=("liexi",),
    steps=(
        Step(
            "selection",
            "公众代表遴选",
            Selection,
            Role.UNIT,
            "要点2024-18",
            optional=True,
            early=True,
            ahead=True,
        ),
        Step("package", "上会材料", MeetingPackage, Role.UNIT, "713-29"),
        Step("meeting", "会议审议", Meeting, Role.OFFICE, "713-30"),
    ),
)
