"""The decision item, its units, and whether each statutory procedure is due, and why."""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

from catalog.ids import item_id
from catalog.planned import HOW, KEPT, RANGE, planned_in
from catalog.record import Frozen, Ground, Text


class Regime(StrEnum):
    """What kind of act the item is: it decides which periods apply to one that nobody listed.

    An item in the authority's own catalog follows 713, whatever else it is.
    """

    DECISION = "重大行政决策"
    NORMATIVE = "行政规范性文件"
    REGULATION = "政府规章"
    STATUTORY = "法定规划或者价格"
    JOINT_PARTY = "党政联合文件"
    LICENCE = "行政许可事项"
    NAMING = "地名命名、更名"


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


class UnitKind(StrEnum):
    """What a unit is; catalogs name companies and health centres too."""

    ORGAN = "行政机关"
    INSTITUTION = "事业单位"
    COMPANY = "企业"
    OTHER = "其他组织"


class Unit(Frozen):
    """A decision-undertaking unit (决策承办单位); its kind is unknown where nobody says."""

    name: Text = Field(title="单位名称")
    part: Part = Field(Part.LEAD, title="分工")
    kind: UnitKind | None = Field(None, title="单位性质")


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


def _planned(said: str) -> str:
    text = planned_in(said) if said else ""
    if said and not text:
        raise ValueError(HOW)
    for end in text.split(RANGE, 1) if text else ():
        match = KEPT.match(end)
        if match and match[4]:
            try:
                date(int(match[1]), int(match[4]), int(match[5] or 1))
            except ValueError as wrong:
                raise ValueError(f"没有 {end} 这一天") from wrong
    begin, _, last = text.partition(RANGE)
    if last and (planned_end(last) or date.min) < (planned_end(begin) or date.min):
        raise ValueError(f"计划时间 {text} 的终点早于起点")
    return text


def _item_ref(said: str) -> str:
    if not item_id(said):
        raise ValueError(f"“{said}”不是事项编号，应写成 机关代号-年度-序号，如 demo-2026-03")
    return said


ItemRef = Annotated[str, AfterValidator(_item_ref)]
"""The id of another item."""

Planned = Annotated[str, AfterValidator(_planned)]
"""A planned time as real catalogs give it, kept as year, half, quarter, month or day, or a range of two
with a slash between them (see catalog/planned.py); may be empty."""


@lru_cache(1024)
def planned_label(planned: str) -> str:
    """Print a planned time in Chinese: 2026-Q2 -> 2026年第二季度; empty -> empty."""
    if RANGE in planned:
        return "至".join(planned_label(end) for end in planned.split(RANGE, 1))
    match = KEPT.match(planned)
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


@lru_cache(1024)
def planned_end(planned: str) -> date | None:
    """Return the last day of a planned time, or None where it is empty."""
    match = KEPT.match(planned.rpartition(RANGE)[2])
    if not match:
        return None
    year, quarter, half, month, day = (int(g) if g else 0 for g in match.groups())
    if day:
        return date(year, month, day)
    last_month = month or quarter * 3 or half * 6 or 12
    return date.fromordinal(date(year + last_month // 12, last_month % 12 + 1, 1).toordinal() - 1)


def planned_start(planned: str) -> date | None:
    """Return the first day of a planned time, or None where it is empty."""
    match = KEPT.match(planned.partition(RANGE)[0])
    if not match:
        return None
    year, quarter, half, month, day = (int(g) if g else 0 for g in match.groups())
    first = month or (quarter * 3 - 2 if quarter else half * 6 - 5 if half else 1)
    return date(year, first, day or 1)


class DecisionItem(Frozen):
    """What the catalog says of an item; empty means that the catalog does not say."""

    no: int = Field(title="序号", ge=1, le=9999)
    name: Text = Field(title="事项名称")
    summary: str = Field("", title="内容概述")
    category: Category | None = Field(None, title="类别")
    category_stated: str = Field(
        "", title="来源所用的类别", description="目录所用的词不是法定类别的，照录"
    )
    regime: Regime = Field(Regime.DECISION, title="文件性质")
    exclusion: str = Field(
        "",
        title="排除情形",
        description="属于宏观调控、政府立法或者突发事件应急处置的，写明哪一种",
    )
    units: tuple[Unit, ...] = Field((), title="承办单位")
    joint_with: tuple[Text, ...] = Field((), title="联合决策的其他机关")
    joint_lead: str = Field("", title="联合决策的牵头机关")
    bases: tuple[Text, ...] = Field((), title="法律政策依据")
    planned: Planned = Field("", title="计划决策时间")
    hearing: bool = Field(False, title="计划听证")
    determinations: Determinations = Field(Determinations(), title="程序适用判断")
    specific_groups: str = Field(
        "", title="涉及的特定群体", description="涉及特定群体利益的，写明哪些群体（713-14）"
    )
    affects_operators: bool = Field(False, title="涉及经营者经济活动")
    public_concern: bool = Field(False, title="社会公众普遍关心")
    livelihood: bool = Field(False, title="民生政策")
    continues: tuple[ItemRef, ...] = Field(
        (),
        title="承接的事项编号",
        description="从往年目录结转，或者由原有事项合并、拆分来的，写原来的事项编号，如 demo-2026-03",
    )
    paragraph: str = Field("", title="出处", description="摘自哪份公开材料的哪一段")

    @property
    def lead_unit(self) -> str:
        """Name of the lead unit, or of the only one; empty where the catalog names no lead."""
        if len(self.units) == 1:
            return self.units[0].name
        return next((u.name for u in self.units if u.part is Part.LEAD), "")
