"""What the empty spreadsheet says of a column: must it be filled in, how, and what may be chosen."""

from enum import Enum

from catalog.forms.asked import needed
from catalog.forms.columns import Column
from catalog.forms.fields import Kind
from catalog.item import Part, UnitKind

WORDS = {
    Kind.NUMBER: "整数",
    Kind.YES_NO: "是 或者 否",
    Kind.DAY: "日期，如 2026-01-12",
    Kind.PLANNED: "如 2026年、2026年上半年、2026年第二季度、2026年6月底前；"
    "跨期的如 2025年第四季度至2026年第二季度",
}
SEVERAL = "几个名称用顿号隔开，或者每行一个"
LINES = "每行一条（Alt+Enter 换行）"
UNITS = {
    Part.LEAD: "只有一个承办单位的，写在这里；几个单位承办的，写牵头的一个",
    Part.JOIN: "",
    Part.NAMED: "原来的目录没有写明谁牵头的，各单位写在这里",
}
OF_A_KIND = "不是行政机关的在名称后注明" + "".join(
    f"（{kind.value}）" for kind in UnitKind if kind is not UnitKind.ORGAN
)


def hint(column: Column, *, brief: bool = False) -> str:
    """The words beside a field; in brief, without the choices that its list shows anyway."""
    how = _how(column)
    how = how.partition("：“")[0] if brief else how
    parts = [_needed(column), how, column.field.help, _default(column)]
    return "；".join(part for part in parts if part)


def options(column: Column) -> tuple[str, ...]:
    """What may be chosen, in order; empty where anything may be written."""
    return () if column.field.many else column.field.options


def _needed(column: Column) -> str:
    if column.part:
        return "牵头单位、责任单位至少填一栏" if column.part is not Part.JOIN else "选填"
    if column.field.required and column.within:
        return f"写“{column.within}”时必填"
    return needed(column.field) or "选填"


def _how(column: Column) -> str:
    if column.part:
        return "；".join(filter(None, [UNITS[column.part], SEVERAL, OF_A_KIND]))
    if column.field.many:
        return LINES if column.is_sentences else SEVERAL
    if column.field.kind is Kind.CHOICE:
        return f"从下拉列表中选：{''.join(f'“{choice}”' for choice in options(column))}"
    return WORDS.get(column.field.kind, "")


def _default(column: Column) -> str:
    default = column.field.default
    if isinstance(default, Enum):
        return f"不填就是“{default.value}”"
    return "不填就是“否”" if default is False else ""
