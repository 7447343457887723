"""风险评估: risk points, measures, contingency plan; controllable or not."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.opinion import Way
from catalog.record import SAID_ON, Disclosure, Frozen, Record, Text
from catalog.stages.base import Role, Stage, Step


class Level(StrEnum):
    """Level of social-stability practice; 713 itself knows only controllable or not."""

    HIGH = "高风险"
    MEDIUM = "中风险"
    LOW = "低风险"


class RiskPoint(Frozen):
    """One risk and what is done against it."""

    risk: Text = Field(title="风险点")
    measure: str = Field("", title="防范措施")


class AssessmentNotice(Record):
    """A risk assessment under way (开展风险评估): what is assessed, by whom, and how to be heard (713-23)."""

    past: ClassVar[tuple[str, ...]] = ("begun_on", "noticed_on")
    day: ClassVar[str] = "begun_on"

    begun_on: date = Field(title="评估开始日期")
    noticed_on: date | None = Field(None, title="评估公告日期", description="另行公告的填写")
    assessor: str = Field("", title="评估主体")
    scope: tuple[Text, ...] = Field((), title="评估范围")
    methods: tuple[Text, ...] = Field(
        (), title="评估方式", description="例如舆情跟踪、重点走访、会商分析（713-23）"
    )
    ways: tuple[Way, ...] = Field((), title="提出意见的方式")
    closes_on: date | None = Field(None, title="提出意见截止日期")
    url: str = Field("", title="公告网址")


class RiskAssessment(Record):
    """One risk assessment, finished (风险评估报告)."""

    past: ClassVar[tuple[str, ...]] = ("assessed_on",)
    day: ClassVar[str] = "assessed_on"

    assessor: str = Field("", title="评估主体")
    noticed_on: date | None = Field(None, title="评估公告日期", description="另行公告的填写")
    begun_on: date | None = Field(None, title="评估开始日期")
    assessed_on: date = Field(title="报告日期")
    scope: tuple[Text, ...] = Field((), title="评估范围")
    level: Level | None = Field(None, title="风险等级")
    controllable: bool | None = Field(None, title="风险可控")
    points: tuple[RiskPoint, ...] = Field((), title="风险点和防范措施")
    no_points_found: bool = Field(False, title="未发现风险点")
    contingency_plan: str = Field("", title="处置预案")
    departments_heard: tuple[Text, ...] = Field((), title="听取意见的部门")
    draft_adjusted: str = Field("", title="草案调整情况", description="再次评估时填写")
    reused: str = Field(
        "", title="引用的已有评估", description="不作重复评估的，写明文件名称，例如《…报告》"
    )
    reused_scope: tuple[Text, ...] = Field((), title="已有评估的范围")
    draft: str = Field(
        "",
        title="所针对的草案",
        description="在卷草案的 SHA-256；只有一份的不必填写",
        pattern=r"^([0-9a-f]{64})?$",
    )
    conclusion: str = Field("", title="评估结论")
    disclosure: Disclosure = Field(Disclosure(), title="公开")
    published_on: date | None = Field(None, title="公布日期", description=SAID_ON)

    def over(self, told: AssessmentNotice | None) -> "RiskAssessment":
        """The report with what was said when it began, where it does not say that again."""
        if told is None:
            return self
        names = "noticed_on", "begun_on", "assessor", "scope"
        lacking = {name: getattr(told, name) for name in names if not getattr(self, name)}
        return self.model_copy(update=lacking)

    @property
    def reopens(self) -> str:
        """Why the draft is changed and assessed again (713-24), or empty."""
        return "风险不可控，调整决策草案后再次评估" if self.controllable is False else ""


STAGE = Stage(
    slug="risk_assessment",
    title="风险评估",
    source="713-22",
    after=("entry",),
    sections=("fengxian",),
    exemption="713-22",
    steps=(
        Step(
            "notice",
            "开展风险评估",
            AssessmentNotice,
            Role.UNIT,
            "713-23",
            optional=True,
            early=True,
        ),
        Step("report", "风险评估报告", RiskAssessment, Role.UNIT, "713-22"),
    ),
)
