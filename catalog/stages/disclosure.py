"""决策公布: the decision and its interpretation, published together (三同步)."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from catalog import clock, law
from catalog.clock import Reckoning
from catalog.opinion import Medium
from catalog.record import Elsewhere, Frozen, Record, SecrecyReview, Text, opened_by
from catalog.stages.applicability import determination, item_of
from catalog.stages.base import Due, Role, Stage, Step
from catalog.stages.decision import Meeting
from catalog.states import ChangeKind

if TYPE_CHECKING:
    from catalog.dossier import Dossier


class Confirmation(Frozen):
    """Another organ that the published text concerns, and when it confirmed it (711-11)."""

    past: ClassVar[tuple[str, ...]] = ("confirmed_on",)

    organ: Text = Field(title="机关")
    confirmed_on: date | None = Field(None, title="确认日期")


class Retention(StrEnum):
    """Classes of archive retention."""

    PERMANENT = "永久"
    THIRTY_YEARS = "30年"
    TEN_YEARS = "10年"


class Publication(Record):
    """The decision as published (决策公布)."""

    past: ClassVar[tuple[str, ...]] = ("formed_on", "published_on")
    day: ClassVar[str] = "published_on"

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
    elsewhere: tuple[Elsewhere, ...] = Field(
        (), title="在其他网站发布", description="公布日期与本机关网站不同的填写；期限看最早的一天"
    )
    congress_reported_on: date | None = Field(None, title="向人大常委会报告日期")
    joint_with: tuple[Text, ...] = Field((), title="联合制作的机关")
    joint_lead: str = Field("", title="牵头制作的机关", description="联合制作的填写")
    concerns: tuple[Confirmation, ...] = Field((), title="内容涉及的其他机关")
    withheld: bool = Field(
        False,
        title="依法不予公开",
        description="国家秘密依法不予公开的决策填写：“公布日期”填印发日期，不要求公开审查和解读（713-32）",
    )
    retention: Retention | None = Field(None, title="保管期限")
    transfer_on: date | None = Field(None, title="移交进馆日期")

    @property
    def first_out_on(self) -> date:
        """The day on which it was first public, on whichever site."""
        return min(self.published_on, *(one.published_on for one in self.elsewhere), date.max)


class Interpretation(Record):
    """The interpretation, drafted, approved and published with the document (三同步)."""

    past: ClassVar[tuple[str, ...]] = ("published_on",)
    day: ClassVar[str] = "published_on"

    title: Text = Field(title="解读标题")
    forms: tuple[Text, ...] = Field((), title="解读形式")
    drafted_with_document: bool = Field(False, title="与文件同步起草")
    approved_with_document: bool = Field(False, title="与文件同步审签")
    published_on: date = Field(title="发布日期")
    contents: str = Field("", title="解读要点")
    url: str = Field("", title="解读网址")
    secrecy_review: SecrecyReview | None = Field(None, title="公开审查")


class ExecutionReport(Record):
    """What the executing unit reports to the authority (执行情况报告, 713-34 and 35)."""

    past: ClassVar[tuple[str, ...]] = ("reported_on", "found_on")
    day: ClassVar[str] = "reported_on"

    unit: Text = Field(title="执行单位")
    reported_on: date = Field(title="报告日期")
    progress: Text = Field(title="执行情况")
    problem: str = Field("", title="发现的问题或者情况变化", description="没有的不填（713-35）")
    found_on: date | None = Field(None, title="发现日期")
    far_below: bool = Field(False, title="明显未达到预期效果")
    many_opinions: bool = Field(False, title="社会提出较多意见")
    evaluation_proposed: str = Field("", title="对决策后评估的建议")


class Procedure(StrEnum):
    """Statutory procedures that a major adjustment may go through again (713-37)."""

    CONSULTATION = "公众参与"
    EXPERT_REVIEW = "专家论证"
    RISK_ASSESSMENT = "风险评估"
    LEGALITY_REVIEW = "合法性审查"
    DECISION = "集体讨论决定"


class DecisionChange(Record):
    """A change or stop of a decision in force, or its urgent suspension (变更、停止执行)."""

    past: ClassVar[tuple[str, ...]] = ("decided_on",)
    day: ClassVar[str] = "decided_on"

    change: ChangeKind = Field(title="变更类型")
    decided_on: date = Field(title="决定日期")
    decided_by: str = Field("", title="决定机关", description="紧急中止的，写明行政首长职务")
    reason: Text = Field(title="理由")
    procedure: str = Field("", title="履行的程序", description="重大调整须重新办理，此栏不填")
    again: tuple[Procedure, ...] = Field(
        (),
        title="重新履行的法定程序",
        description="重大调整填写；合法性审查和集体讨论决定必须重新履行（713-37、25、30）",
        json_schema_extra=opened_by("change", "重大调整"),
    )
    not_again: str = Field(
        "",
        title="其余程序不再履行的理由",
        description="重大调整没有全部重新履行的填写",
        json_schema_extra=opened_by("change", "重大调整"),
    )


def publication_due(dossier: "Dossier") -> Reckoning | None:
    """Twenty working days after the decision was formed (711-26): here, after the meeting that forms it."""
    meeting = dossier.latest(Meeting)
    if meeting is None or not meeting.passed:
        return None
    days = law.parameter("disclosure_working_days", meeting.formed_on).value
    return clock.add_working_days(meeting.formed_on, days)


def _interpretation_owed(dossier: "Dossier") -> bool:
    """What the public cares about, or is technical, is interpreted (713-32), and whatever the one
    bureau publishes whose work plan says so (要点2024-12)."""
    publication = dossier.latest(Publication)
    if publication and publication.withheld:
        return False
    item, technical = item_of(dossier), determination(dossier, "expert_review")
    plan, catalog = law.SOURCES["要点2024"], dossier.catalog
    by_plan = catalog is not None and catalog.authority.name == plan.addressee
    asked = item is not None and item.public_concern
    return asked or by_plan or technical is None or technical.due


def _interpretation_due(dossier: "Dossier") -> Reckoning | None:
    """Published together with the document (三同步)."""
    publication = dossier.latest(Publication)
    return clock.stated(publication.published_on, "文件公布日期") if publication else None


STAGE = Stage(
    slug="disclosure",
    title="决策公布",
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
        # Before the interpretation, so that an urgent suspension never waits for it. They are here
        # and not with the evaluation, because one reports on a decision that nobody evaluates.
        Step(
            "execution",
            "执行情况报告",
            ExecutionReport,
            Role.UNIT,
            "713-34",
            optional=True,
            repeatable=True,
        ),
        Step(
            "change",
            "变更或者停止执行",
            DecisionChange,
            Role.OFFICE,
            "713-37",
            optional=True,
            repeatable=True,
        ),
        Step(
            "interpretation",
            "政策解读",
            Interpretation,
            Role.UNIT,
            "713-32",
            due=Due("DIS-13", _interpretation_due),
            owed=_interpretation_owed,
        ),
    ),
)
