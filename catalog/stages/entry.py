"""列入目录与启动: the item enters the annual catalog and its procedure is started."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.annual import CatalogRecord
from catalog.item import Category, DecisionItem, Determinations, Planned
from catalog.record import Frozen, Record, Text
from catalog.stages.base import Role, Stage, Step


class Inclusion(Record):
    """The item as the catalog lists it; one added after the catalog's publication says why."""

    past: ClassVar[tuple[str, ...]] = ("added_on",)

    item: DecisionItem = Field(title="事项")
    added_on: date | None = Field(None, title="新增日期", description="年中新增的事项填写")
    reason: str = Field("", title="新增理由")
    approved_by: str = Field("", title="批准")


class Change(StrEnum):
    """Kinds of catalog adjustment; 新增 is an inclusion with the day on which it was added."""

    CHANGED = "变更"
    POSTPONED = "延期"
    WITHDRAWN = "调出"


class Adjustment(Record):
    """A dated change of the catalog concerning one item (目录调整)."""

    past: ClassVar[tuple[str, ...]] = ("adjusted_on",)

    change: Change = Field(title="调整类型")
    adjusted_on: date = Field(title="调整日期")
    reason: Text = Field(title="调整理由")
    approved_by: str = Field("", title="批准")
    planned: Planned = Field("", title="新的计划决策时间")
    determinations: Determinations = Field(Determinations(), title="变更后的程序适用判断")


class Dispute(Frozen):
    """An unresolved disagreement with another unit (713-13)."""

    unit: Text = Field(title="单位")
    issue: Text = Field(title="争议的主要问题")
    view: str = Field("", title="对方意见")
    own_view: str = Field("", title="承办单位意见、理由和依据")


class Start(Record):
    """The decision to start the procedure (决定启动), with what drafting must have settled."""

    past: ClassVar[tuple[str, ...]] = ("started_on",)

    started_on: date = Field(title="决定启动日期")
    decided_by: str = Field("", title="决定启动的机关或者负责人职务")
    problem: str = Field("", title="拟解决的主要问题")
    category: Category | None = Field(None, title="类别")
    bases: tuple[Text, ...] = Field((), title="法律政策依据")
    consulted_units: tuple[Text, ...] = Field((), title="已协商的单位")
    disputes: tuple[Dispute, ...] = Field((), title="未达成一致的意见")
    determinations: Determinations = Field(Determinations(), title="程序适用判断")


STAGE = Stage(
    slug="entry",
    title="列入目录",
    waiting="待启动",
    source="713-3(3)",
    sections=("shuoming",),
    steps=(
        Step("catalog", "年度目录", CatalogRecord, Role.LEGAL_OFFICE, "713-3(3)", optional=True),
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
