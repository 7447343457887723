"""公开征求意见: notice, the legal period, and what became of each opinion."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from pydantic import Field

from catalog import clock, law
from catalog.clock import Reckoning
from catalog.opinion import Audience, Heard, Medium, OpinionSource, Outcome, Way
from catalog.record import (
    SAID_ON,
    DocumentKind,
    Elsewhere,
    Entry,
    Frozen,
    Record,
    SecrecyReview,
    Text,
)
from catalog.stages.base import Due, Role, Stage, Step, Wait
from catalog.timezone import local_day
from catalog.working_days import notice_of

if TYPE_CHECKING:
    from catalog.dossier import Dossier


class Call(StrEnum):
    """What the public is asked for; only on a draft is it the consultation of 713-15."""

    DRAFT = "决策草案"
    CATALOG = "目录事项"
    IDEAS = "意见建议或者项目"


class DateSource(StrEnum):
    """Where a date of publication was taken from: they can differ by weeks."""

    LOG = "本系统发布记录"
    PAGE = "网页显示的日期"
    SIGNED = "文末落款日期"
    ADDRESS = "网址所含日期"


class Notice(Record):
    """Public notice of the draft (公开征求意见公告)."""

    past: ClassVar[tuple[str, ...]] = ("published_on",)
    day: ClassVar[str] = "published_on"

    call: Call = Field(Call.DRAFT, title="征求意见的对象")
    published_on: date | None = Field(None, title="公告发布日期")
    published_on_source: DateSource | None = Field(None, title="公告发布日期的来源")
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
    elsewhere: tuple[Elsewhere, ...] = Field(
        (),
        title="在其他网站发布",
        description="发布日期与本机关网站不同的填写；期限从“公告发布日期”起算",
    )
    secrecy_review: SecrecyReview | None = Field(None, title="公开审查")


class Extension(Record):
    """A later closing day; the notice is published again (a period is never shortened)."""

    past: ClassVar[tuple[str, ...]] = ("published_on",)
    day: ClassVar[str] = "published_on"

    closes_on: date = Field(title="延长后的截止日期")
    published_on: date = Field(title="延期公告发布日期")
    reason: Text = Field(title="延长的理由")


class Mode(StrEnum):
    """Ways of hearing the public besides a notice (713-14(2))."""

    SYMPOSIUM = "座谈会"
    HEARING = "听证会"
    FIELD_VISIT = "实地走访"
    LETTER = "书面征求意见"
    QUESTIONNAIRE = "问卷调查"
    POLL = "民意调查"
    IDEAS = "征集意见建议"
    OTHER = "其他方式"


class Participation(Record):
    """The public heard in another way; alone it will do if the law's aim is reached (713-14)."""

    past: ClassVar[tuple[str, ...]] = ("held_on", "ended_on")
    day: ClassVar[str] = "held_on"

    mode: Mode = Field(title="方式")
    held_on: date = Field(title="开始日期")
    ended_on: date | None = Field(None, title="结束日期")
    audiences: tuple[Audience, ...] = Field((), title="听取对象")
    whom: str = Field("", title="参加人员范围")
    persons: int | None = Field(None, title="参加人数", ge=0)
    result: str = Field("", title="听取意见情况")
    instead_of_notice: str = Field(
        "",
        title="不再向社会公开征求意见的理由",
        description="只以本方式及其他直接方式听取意见的填写（713-14第二款为可以采取的方式）",
    )


class Seats(Frozen):
    """Seats of one side at a hearing, as announced."""

    side: Text = Field(title="代表方面")
    number: int = Field(title="名额", ge=0)


class HearingNotice(Record):
    """A hearing announced and yet to be held (听证公告, 713-16(2)); the record of it is another paper."""

    past: ClassVar[tuple[str, ...]] = ("published_on", "selection_published_on")
    day: ClassVar[str] = "published_on"

    published_on: date = Field(title="公告发布日期")
    holds_on: date = Field(title="计划召开日期", description="改期的，提前再登记一份听证公告")
    place: str = Field("", title="地点")
    signup_ends_on: date | None = Field(None, title="报名截止日期")
    signup: str = Field("", title="报名方式")
    selection_published_on: date | None = Field(None, title="遴选办法公布日期")
    selection_not_needed: str = Field(
        "", title="无需遴选的理由", description="不需要遴选听证参加人的，写明理由（713-16第三款）"
    )
    seats: tuple[Seats, ...] = Field((), title="名额分配")
    draft_published: bool = Field(
        False,
        title="已提前公布草案及说明",
        description="随本公告附上草案及说明的不必选（713-16第二款）",
    )
    url: str = Field("", title="公告网址")

    @property
    def shows_the_draft(self) -> bool:
        """Say whether the draft and what explains it are out with it, or were before."""
        papers = DocumentKind.DRAFT, DocumentKind.EXPLANATION
        return self.draft_published or all(map(self.has, papers))


class HearingParticipant(Frozen):
    """A hearing participant; the name is for the file only. A reserve did not take part."""

    name: Text = Field(title="姓名", description="不公开")
    side: Text = Field(title="代表方面")
    served_on: date | None = Field(None, title="材料送达日期")
    signed: bool = Field(False, title="确认记录并签字")
    reserve: bool = Field(False, title="候补")


class Hearing(Record):
    """A hearing held (听证会); what its announcement on file says need not be said again."""

    past: ClassVar[tuple[str, ...]] = ("announced_on", "held_on", "result_published_on")
    day: ClassVar[str] = "held_on"

    announced_on: date | None = Field(None, title="公告日期")
    signup_ends_on: date | None = Field(None, title="报名截止日期")
    selection_published_on: date | None = Field(None, title="遴选办法公布日期")
    selection_not_needed: str = Field(
        "", title="无需遴选的理由", description="不需要遴选听证参加人的，写明理由（713-16(3)）"
    )
    list_published_on: date | None = Field(None, title="参加人名单公布日期")
    held_on: date = Field(title="召开日期")
    place: str = Field("", title="地点")
    draft_published: bool = Field(False, title="已提前公布草案及说明")
    participants: tuple[HearingParticipant, ...] = Field((), title="听证参加人")
    seats: tuple[Seats, ...] = Field((), title="名额分配")
    observers: int | None = Field(None, title="旁听人数", ge=0)
    result: str = Field("", title="听证情况")
    result_published_on: date | None = Field(None, title="听证情况公布日期")

    def over(self, told: HearingNotice | None) -> "Hearing":
        """The hearing with what its announcement said, where the record of it does not say it again."""
        if told is None:
            return self
        said: dict[str, object] = {
            "announced_on": told.published_on,
            "draft_published": told.shows_the_draft,
        }
        names = "place", "signup_ends_on", "selection_published_on", "selection_not_needed", "seats"
        said |= {name: getattr(told, name) for name in names}
        lacking = {name: value for name, value in said.items() if not getattr(self, name)}
        return self.model_copy(update=lacking)

    @property
    def attended(self) -> tuple[tuple[int, HearingParticipant], ...]:
        """Those who took part, with their place on the list; reserves stayed away."""
        return tuple((n, p) for n, p in enumerate(self.participants, 1) if not p.reserve)


class Received(Frozen):
    """Submissions (件) that arrived by one channel, and from how many persons (人).

    None is unknown. Neither is ever added to points (条), which Counts holds.
    """

    source: OpinionSource = Field(OpinionSource.PUBLIC, title="来源")
    channel: Text = Field(title="渠道")
    submissions: int | None = Field(None, title="来件数", ge=0)
    persons: int | None = Field(None, title="人数", ge=0)


class Counts(Frozen):
    """Points by outcome as the statement gives them; the unit is 条 (points)."""

    points: int | None = Field(None, title="意见条数", ge=0)
    adopted: int = Field(0, title="采纳", ge=0)
    absorbed: int = Field(0, title="吸收采纳", description="采纳其意，由承办单位另行修改", ge=0)
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

    day: ClassVar[str] = "published_on"

    received: tuple[Received, ...] = Field((), title="来件情况")
    counts: Counts = Field(Counts(), title="意见处理情况")
    none_received: bool = Field(False, title="未收到意见")
    main_reasons: str = Field("", title="较集中意见未采纳的原因")
    groups_heard: tuple[Heard, ...] = Field((), title="专门听取意见情况")
    draft_changes: str = Field(
        "", title="草案修改情况", description="征求意见后草案有修改的，写明改了什么"
    )
    material_change: bool = Field(False, title="草案有实质性变化")
    objections: int = Field(
        0, title="收到的异议", description="对处理结果的异议，件；公布以后收到的，更正时写", ge=0
    )
    objections_answered: int = Field(0, title="答复的异议", description="件", ge=0)
    published_on: date | None = Field(None, title="采纳情况公布日期", description=SAID_ON)
    url: str = Field("", title="公布网址")
    secrecy_review: SecrecyReview | None = Field(None, title="公开审查")
    opinion_rows: int = Field(0, title="意见表行数", description="由系统填写", ge=0)
    opinion_digest: str = Field("", title="意见表校验值", description="由系统填写")


def closing(dossier: "Dossier") -> Reckoning | None:
    """How the effective last day comes about: the latest closing day, moved past a holiday.

    A notice corrected after its extension may name a later day than the extension does.
    """
    notice = dossier.latest(Notice)
    if notice is None or notice.closes_on is None:
        return None
    extension = dossier.latest(Extension)
    if extension and extension.closes_on >= notice.closes_on:
        return clock.extend(clock.stated(extension.closes_on, "延期公告写明的截止日期"))
    return clock.extend(clock.stated(notice.closes_on, "公告写明的截止日期"))


def closing_day(dossier: "Dossier") -> date | None:
    """The effective last day: the latest closing day, moved past a holiday (民法典-203)."""
    closed = closing(dossier)
    return closed.end if closed else None


def last_day(closes_on: date) -> date:
    """Move a closing day past a holiday (民法典-203); it stands where no table says of holidays."""
    return clock.extend(clock.stated(closes_on, "截止日期")).end


class Moved(NamedTuple):
    """A closing day moved by a holiday table that came out when the period had begun."""

    on: date
    """The day on which the table came out."""
    to: date
    document: str


def moved_since(closes_on: date, announced_on: date) -> Moved | None:
    """How a holiday table of after the announcement moved its closing day; None: it did not."""
    table, last = notice_of(closes_on.year), last_day(closes_on)
    if table is None or table.published_on is None or last == closes_on:
        return None
    return (
        Moved(table.published_on, last, table.document)
        if table.published_on > announced_on
        else None
    )


def moved_closings(dossier: "Dossier") -> Iterator[tuple[Entry, Moved]]:
    """The announcements whose closing day a holiday table moved while they stood."""
    told = [e for e in dossier.entries if isinstance(e.record, Notice | Extension)]
    for entry, following in zip_longest(told, told[1:]):
        closes_on = getattr(entry.record, "closes_on", None)
        moved = moved_since(closes_on, local_day(entry.at)) if closes_on else None
        if moved and (following is None or local_day(following.at) >= moved.on):
            yield entry, moved


def _feedback_due(dossier: "Dossier") -> Reckoning | None:
    closed = closing_day(dossier)
    if closed is None:
        return None
    return clock.add_days(closed, law.parameter("feedback_days", closed).value)


def _instead(record: Record) -> str:
    """Another way of hearing the public that stands alone needs no notice (713-14(2): 可以)."""
    return "notice" if isinstance(record, Participation) and record.instead_of_notice else ""


STAGE = Stage(
    slug="consultation",
    title="公开征求意见",
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
        Step(
            "hearing_notice",
            "听证公告",
            HearingNotice,
            Role.UNIT,
            "713-16(2)",
            optional=True,
            repeatable=True,
        ),
        Step("hearing", "听证会", Hearing, Role.UNIT, "713-16", optional=True),
        Step(
            "participation",
            "其他方式听取意见",
            Participation,
            Role.UNIT,
            "713-14(2)",
            optional=True,
            repeatable=True,
            early=True,
        ),
        Step(
            "adoption",
            "意见采纳情况",
            AdoptionStatement,
            Role.UNIT,
            "713-18",
            wait=Wait("征求意见中", closing),
            due=Due("PUB-26", _feedback_due),
        ),
    ),
    stands_for=_instead,
)
