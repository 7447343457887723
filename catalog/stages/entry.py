"""列入目录与启动: the item enters the annual catalog and its procedure is started."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from catalog.annual import CatalogRecord, Reform
from catalog.identification import Identification
from catalog.item import Category, DecisionItem, Determinations, ItemRef, Planned, Unit
from catalog.opinion import Medium, Way
from catalog.questions import Questions
from catalog.record import Frozen, Record, Text, opened_by
from catalog.stages.base import Role, Stage, Step
from catalog.states import Change


class ProposalCall(Record):
    """The public asked for matters to decide, before there is any item (征集决策事项建议, 713-10)."""

    past: ClassVar[tuple[str, ...]] = ("published_on",)
    day: ClassVar[str] = "published_on"

    published_on: date = Field(title="征集公告发布日期")
    closes_on: date | None = Field(None, title="征集截止日期")
    ways: tuple[Way, ...] = Field((), title="提出建议的方式")
    media: tuple[Medium, ...] = Field((), title="发布渠道")
    url: str = Field("", title="公告网址")
    received: int | None = Field(None, title="收到建议件数", ge=0)
    taken_up: int | None = Field(None, title="列入目录的件数", ge=0)
    result: str = Field("", title="建议的研究处理情况", description="征集结束后以更正补充")


class Inclusion(Record):
    """The item as the catalog lists it; one added after the catalog's publication says why."""

    past: ClassVar[tuple[str, ...]] = ("added_on", "consented_on", "republished_on")
    day: ClassVar[str] = "added_on"

    item: DecisionItem = Field(title="事项")
    identification: Identification | None = Field(None, title="认定问卷")
    added_on: date | None = Field(None, title="新增日期", description="年中新增的事项填写")
    reason: str = Field("", title="新增理由")
    approved_by: str = Field("", title="批准")
    consented_on: date | None = Field(
        None,
        title="同级党委（党组）同意日期",
        description="年中新增的事项填写（713-3）",
        json_schema_extra=opened_by("added_on"),
    )
    republished_on: date | None = Field(
        None,
        title="目录重新公布日期",
        description="年中新增的事项填写（713-3）",
        json_schema_extra=opened_by("added_on"),
    )


class Adjustment(Record):
    """A dated change of the catalog concerning one item (目录调整)."""

    past: ClassVar[tuple[str, ...]] = ("adjusted_on",)
    day: ClassVar[str] = "adjusted_on"

    change: Change = Field(title="调整类型")
    adjusted_on: date = Field(title="调整日期")
    reason: Text = Field(title="调整理由")
    approved_by: str = Field("", title="批准")
    planned: Planned = Field("", title="新的计划决策时间")
    continued_as: tuple[ItemRef, ...] = Field(
        (),
        title="接续办理的事项编号",
        description="结转、合并、拆分的填写：由哪一个或者哪几个事项继续办理，如 demo-2027-03",
    )
    units: tuple[Unit, ...] = Field(
        (),
        title="变更后的承办单位",
        description="承办单位有变更的，写明全部承办单位和其中牵头的一个",
        json_schema_extra=opened_by("change", "变更"),
    )
    no: int | None = Field(
        None,
        title="变更后的目录序号",
        description="重新公布的目录里的序号；事项编号和网址不变",
        ge=1,
        le=9999,
        json_schema_extra=opened_by("change", "变更"),
    )
    determinations: Determinations = Field(Determinations(), title="变更后的程序适用判断")

    @model_validator(mode="after")
    def _goes_on_as_another(self) -> Self:
        if self.change.goes_on is not bool(self.continued_as):
            raise ValueError(
                "结转、合并、拆分的，写明“接续办理的事项编号”（先列入接续的事项，再登记调整）；其他调整不填"
            )
        return self


class Dispute(Frozen):
    """An unresolved disagreement with another unit (713-13)."""

    unit: Text = Field(title="单位")
    issue: Text = Field(title="争议的主要问题")
    view: str = Field("", title="对方意见")
    own_view: str = Field("", title="承办单位意见、理由和依据")


class Origin(StrEnum):
    """Who proposed the matter (713-10)."""

    LEADERS = "决策机关领导人员"
    DEPARTMENT = "所属部门或者下一级人民政府"
    CONGRESS = "人大代表、政协委员"
    PUBLIC = "公民、法人或者其他组织"
    OTHER = "其他方面（例如上级机关部署）"


class Proposal(Frozen):
    """What a department argues beside the problem and the bases (713-10.2)."""

    reasons: str = Field("", title="建议理由")
    plan: str = Field("", title="解决问题的初步方案")
    necessity: str = Field("", title="必要性")
    feasibility: str = Field("", title="可行性")


class Start(Record):
    """The decision to start the procedure (决定启动), with what drafting must have settled."""

    past: ClassVar[tuple[str, ...]] = ("started_on",)
    day: ClassVar[str] = "started_on"

    started_on: date = Field(title="决定启动日期")
    decided_by: str = Field("", title="决定启动的机关或者负责人职务")
    origin: Origin | None = Field(
        None, title="决策事项建议的来源", description="由谁提出，决定怎样研究论证（713-10）"
    )
    problem: str = Field("", title="拟解决的主要问题")
    proposal: Proposal | None = Field(
        None,
        title="建议的论证",
        description="所属部门或者下一级人民政府提出建议的填写（713-10）",
        json_schema_extra=opened_by("origin", "所属部门或者下一级人民政府"),
    )
    category: Category | None = Field(None, title="类别")
    bases: tuple[Text, ...] = Field((), title="法律政策依据")
    consulted_units: tuple[Text, ...] = Field(
        (), title="已协商的单位", description="决策事项涉及其职责或者与其关系紧密的单位（713-13）"
    )
    concerns_no_unit: str = Field(
        "",
        title="不涉及其他单位职责的说明",
        description="没有需要协商的单位的填写；填写了“已协商的单位”的不填（713-13）",
    )
    disputes: tuple[Dispute, ...] = Field((), title="未达成一致的意见")
    determinations: Determinations = Field(Determinations(), title="程序适用判断")
    questions: Questions = Field(
        Questions(), title="须回答的问题", description="哪些义务由此产生，是或者否，写明理由"
    )


REFORM = "entry.reform"
OF_THE_YEAR = frozenset({"entry.catalog", "entry.call", REFORM})
"""Steps that are filed for a year (`<authority>-<year>`) and not for an item."""

STAGE = Stage(
    slug="entry",
    title="列入目录",
    source="713-3(3)",
    sections=("shuoming",),
    steps=(
        Step("catalog", "年度目录", CatalogRecord, Role.LEGAL_OFFICE, "713-3(3)", optional=True),
        Step(
            "call",
            "征集决策事项建议",
            ProposalCall,
            Role.LEGAL_OFFICE,
            "713-10",
            optional=True,
            repeatable=True,
        ),
        Step(
            "reform",
            "机构变动",
            Reform,
            Role.LEGAL_OFFICE,
            "713-11",
            optional=True,
            repeatable=True,
        ),
        Step("inclusion", "列入目录", Inclusion, Role.LEGAL_OFFICE, "713-3(3)"),
        Step(
            "adjustment",
            "目录调整",
            Adjustment,
            Role.LEGAL_OFFICE,
            "713-3(3)",
            optional=True,
            repeatable=True,
        ),
        Step("start", "决定启动", Start, Role.UNIT, "713-10"),
    ),
)
