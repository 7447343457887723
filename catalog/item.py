"""The decision item, its units, and whether each statutory procedure is due, and why."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from catalog.record import Frozen, Ground, Text

ITEM_ID = re.compile(r"^(?P<authority>[a-z][a-z0-9]{1,15})-(?P<year>\d{4})-(?P<no>\d{2,4})$")
PLANNED = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?$")


class Category(StrEnum):
    """The statutory classes of 713-3(1), as 沪府令第35号 article 5 words two of them."""

    POLICY = "重大公共政策和措施"
    PLAN = "重要规划"
    RESOURCE = "开发利用、保护重要自然资源和文化资源的重大公共政策和措施"
    PROJECT = "重大公共建设项目"
    OTHER = "其他重大事项"


class Part(StrEnum):
    """A unit's part in the item; NAMED where the source names units but says of none that it leads.

    Who leads must be settled by the start at the latest, and only among several units (713-11).
    """

    LEAD = "牵头"
    JOIN = "配合"
    NAMED = "责任"


class Unit(Frozen):
    """A decision-undertaking unit (决策承办单位)."""

    name: Text = Field(title="单位名称")
    part: Part = Field(Part.LEAD, title="分工")


class Determination(Frozen):
    """Whether one procedure is due for this item, and why (713-14, 19, 22)."""

    due: bool = Field(title="是否应当履行")
    reason: Text = Field(title="理由")
    ground: Ground | None = Field(
        None,
        title="不予公开的依据",
        description="只有依法不予公开的事项可以不听取公众意见（713-14）",
    )


class Determinations(Frozen):
    """The three applicability determinations of an item; None means not yet made."""

    consultation: Determination | None = Field(None, title="公众参与")
    expert_review: Determination | None = Field(None, title="专家论证")
    risk_assessment: Determination | None = Field(None, title="风险评估")

    def over(self, earlier: "Determinations") -> "Determinations":
        """Lay these over earlier ones: what is not said here stays."""
        return earlier.model_copy(
            update={k: v for k in type(self).model_fields if (v := getattr(self, k))}
        )


def _planned(text: str) -> str:
    match = PLANNED.match(text)
    if text and not match:
        raise ValueError("计划时间应写成 2026、2026-H1、2026-Q2、2026-06 或 2026-06-30")
    if match and match[4]:
        try:
            date(int(match[1]), int(match[4]), int(match[5] or 1))
        except ValueError as wrong:
            raise ValueError(f"没有 {text} 这一天") from wrong
    return text


Planned = Annotated[str, AfterValidator(_planned)]
"""A planned time as real catalogs give it: year, half, quarter, month or day; may be empty."""


def planned_label(planned: str) -> str:
    """Print a planned time in Chinese: 2026-Q2 -> 2026年第二季度; empty -> empty."""
    match = PLANNED.match(planned)
    if not match:
        return ""
    year, quarter, half, month, day = match.groups()
    if quarter:
        return f"{year}年第{'一二三四'[int(quarter) - 1]}季度"
    if half:
        return f"{year}年{'上下'[int(half) - 1]}半年"
    if month:
        return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")
    return f"{year}年"


def planned_end(planned: str) -> date | None:
    """Return the last day of a planned time, or None where it is empty."""
    match = PLANNED.match(planned)
    if not match:
        return None
    year, quarter, half, month, day = (int(g) if g else 0 for g in match.groups())
    if day:
        return date(year, month, day)
    last_month = month or quarter * 3 or half * 6 or 12
    return date.fromordinal(date(year + last_month // 12, last_month % 12 + 1, 1).toordinal() - 1)


class DecisionItem(Frozen):
    """What the catalog says of an item; empty means that the catalog does not say."""

    no: int = Field(title="序号", ge=1, le=9999)
    name: Text = Field(title="事项名称")
    summary: str = Field("", title="内容概述")
    category: Category | None = Field(None, title="类别")
    exclusion: str = Field(
        "",
        title="排除情形",
        description="属于宏观调控、政府立法或者突发事件应急处置的，写明哪一种",
    )
    units: tuple[Unit, ...] = Field((), title="承办单位")
    bases: tuple[Text, ...] = Field((), title="法律政策依据")
    planned: Planned = Field("", title="计划决策时间")
    hearing: bool = Field(False, title="计划听证")
    determinations: Determinations = Field(Determinations(), title="程序适用判断")
    specific_groups: str = Field(
        "", title="涉及的特定群体", description="涉及特定群体利益的，写明哪些群体（713-14）"
    )
    affects_operators: bool = Field(False, title="涉及经营者经济活动")
    public_concern: bool = Field(False, title="社会公众普遍关心")
    paragraph: str = Field("", title="出处", description="摘自哪份公开材料的哪一段")

    @property
    def lead_unit(self) -> str:
        """Name of the lead unit, or of the only one; empty where the catalog names no lead."""
        if len(self.units) == 1:
            return self.units[0].name
        return next((u.name for u in self.units if u.part is Part.LEAD), "")
