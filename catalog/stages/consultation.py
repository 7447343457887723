"""公开征求意见: notice, the legal period, and what became of each opinion."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from catalog import clock, law
from catalog.opinion import OpinionSource, Outcome
from catalog.record import Frozen, Record, Text
from catalog.stages.base import Due, Role, Stage, Step, Wait

if TYPE_CHECKING:
    from catalog.dossier import Dossier


class Medium(StrEnum):
    """Where a notice was published (713-15)."""

    WEBSITE = "政府网站"
    NEW_MEDIA = "政务新媒体"
    NEWSPAPER = "报刊"
    RADIO = "广播"
    TELEVISION = "电视"
    BOARD = "公告栏"


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


class Heard(Frozen):
    """Someone heard directly: seminar, visit, letter."""

    audience: Audience = Field(title="听取对象")
    how: str = Field("", title="方式")
    heard_on: date | None = Field(None, title="日期")


class Notice(Record):
    """Public notice of the draft (公开征求意见公告)."""

    past: ClassVar[tuple[str, ...]] = ("published_on",)

    published_on: date | None = Field(None, title="公告发布日期")
    closes_on: date | None = Field(None, title="征求意见截止日期")
    stated_days: int | None = Field(None, title="公告写明的天数", ge=1)
    media: tuple[Medium, ...] = Field((), title="发布渠道")
    ways: tuple[Way, ...] = Field((), title="提出意见的方式")
    contents: str = Field("", title="主要内容")
    shortening_stated: bool = Field(False, title="已在公告中说明缩短理由")
    hearing_required_by: str = Field(
        "", title="依法应当听证", description="法律、法规、规章对听证另有规定的，写明依据"
    )
    url: str = Field("", title="公告网址")


class Extension(Record):
    """A later closing day; the notice is published again (a period is never shortened)."""

    past: ClassVar[tuple[str, ...]] = ("published_on",)

    closes_on: date = Field(title="延长后的截止日期")
    published_on: date = Field(title="延期公告发布日期")
    reason: Text = Field(title="延长的理由")


class HearingParticipant(Frozen):
    """A hearing participant; the name is for the file only."""

    name: Text = Field(title="姓名", description="不公开")
    side: Text = Field(title="代表方面")
    served_on: date | None = Field(None, title="材料送达日期")
    signed: bool = Field(False, title="确认记录并签字")


class Hearing(Record):
    """A hearing held (听证会)."""

    past: ClassVar[tuple[str, ...]] = ("announced_on", "held_on")

    announced_on: date | None = Field(None, title="公告日期")
    selection_published_on: date | None = Field(None, title="遴选办法公布日期")
    selection_not_needed: str = Field(
        "", title="无需遴选的理由", description="不需要遴选听证参加人的，写明理由（713-16(3)）"
    )
    list_published_on: date | None = Field(None, title="参加人名单公布日期")
    held_on: date = Field(title="召开日期")
    place: str = Field("", title="地点")
    draft_published: bool = Field(False, title="已提前公布草案及说明")
    participants: tuple[HearingParticipant, ...] = Field((), title="听证参加人")
    result: str = Field("", title="听证情况")


class Received(Frozen):
    """Submissions that arrived by one channel."""

    source: OpinionSource = Field(OpinionSource.PUBLIC, title="来源")
    channel: Text = Field(title="渠道")
    submissions: int = Field(title="来件数", ge=0)


class Counts(Frozen):
    """Points by outcome as the statement gives them; the unit is 条 (points)."""

    points: int | None = Field(None, title="意见条数", ge=0)
    adopted: int = Field(0, title="采纳", ge=0)
    partly_adopted: int = Field(0, title="部分采纳", ge=0)
    not_adopted: int = Field(0, title="未采纳", ge=0)
    support: int = Field(0, title="无修改意见", ge=0)
    out_of_scope: int = Field(0, title="不属于本事项", ge=0)
    duplicate: int = Field(0, title="重复合并", ge=0)

    def by_outcome(self) -> dict[Outcome, int]:
        """The stated counts keyed by outcome."""
        return {o: getattr(self, o.name.lower()) for o in Outcome}


class AdoptionStatement(Record):
    """What was received and what became of it (意见收集和采纳情况)."""

    received: tuple[Received, ...] = Field((), title="来件情况")
    counts: Counts = Field(Counts(), title="意见处理情况")
    none_received: bool = Field(False, title="未收到意见")
    main_reasons: str = Field("", title="较集中意见未采纳的原因")
    groups_heard: tuple[Heard, ...] = Field((), title="专门听取意见情况")
    published_on: date | None = Field(None, title="采纳情况公布日期")
    url: str = Field("", title="公布网址")
    opinion_rows: int = Field(0, title="意见表行数", description="由系统填写", ge=0)
    opinion_digest: str = Field("", title="意见表校验值", description="由系统填写")


def closing_day(dossier: "Dossier") -> date | None:
    """The effective last day: the latest closing day, moved past a holiday (民法典-203)."""
    notice = dossier.latest(Notice)
    if notice is None or notice.closes_on is None:
        return None
    extension = dossier.latest(Extension)
    return last_day(extension.closes_on if extension else notice.closes_on)


def last_day(closes_on: date) -> date:
    """Move a closing day past a holiday (民法典-203); it stands where no table says of holidays.

    The table of a year is published before the year begins, so the day is exact when it comes.
    """
    try:
        return clock.effective_last_day(closes_on)
    except clock.CalendarMissing:
        return closes_on


def _feedback_due(dossier: "Dossier") -> date | None:
    closed = closing_day(dossier)
    if closed is None:
        return None
    return clock.add_days(closed, law.parameter("feedback_days", closed).value).end


STAGE = Stage(
    slug="consultation",
    title="公开征求意见",
    waiting="待公开征求意见",
    source="713-14",
    after=("entry",),
    sections=("yijian", "caina"),
    exemption="713-14",
    steps=(
        Step("notice", "征求意见公告", Notice, Role.UNIT, "713-15"),
        Step(
            "extension",
            "延长征求意见期限",
            Extension,
            Role.UNIT,
            "713-15",
            optional=True,
            repeatable=True,
        ),
        Step("hearing", "听证会", Hearing, Role.UNIT, "713-16", optional=True),
        Step(
            "adoption",
            "意见采纳情况",
            AdoptionStatement,
            Role.UNIT,
            "713-18",
            wait=Wait("征求意见中", closing_day),
            due=Due("PUB-26", _feedback_due),
        ),
    ),
)
