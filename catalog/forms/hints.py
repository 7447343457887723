"""What the empty spreadsheet says of a column: must it be filled in, how, and what may be chosen."""

from datetime import date
from enum import Enum

from catalog.forms.blank import need
from catalog.forms.columns import SENTENCES, Column
from catalog.item import Part, Unit, UnitKind
from catalog.parse import YES_NO

PLANNED = (
    "如 2026年、2026年上半年、2026年第二季度、2026年6月；跨年的如 2025年第四季度至2026年第二季度"
)
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
    parts = [_needed(column), how, column.field.description or "", _default(column)]
    return "；".join(part for part in parts if part)


def options(column: Column) -> list[str]:
    """What may be chosen, in order; empty where anything may be written."""
    if column.kind is bool:
        return list(YES_NO)
    if issubclass(column.kind, Enum) and not column.many:
        return [str(choice.value) for choice in column.kind]
    return []


def _needed(column: Column) -> str:
    if column.part:
        return "牵头单位、责任单位至少填一栏" if column.part is not Part.JOIN else "选填"
    if column.field.is_required() and column.within:
        return f"写“{column.within}”时必填"
    return need(column.model, column.name).rstrip("，") or "选填"


def _how(column: Column) -> str:
    if column.part:
        return "；".join(filter(None, [UNITS[column.part], SEVERAL, OF_A_KIND]))
    if column.many:
        return LINES if column.name in SENTENCES else SEVERAL
    if column.is_planned:
        return PLANNED
    if column.kind is bool:
        return " 或者 ".join(YES_NO)
    if chosen := options(column):
        return f"从下拉列表中选：{''.join(f'“{choice}”' for choice in chosen)}"
    return {date: "日期，如 2026-01-12", int: "整数"}.get(column.kind, "")


def _default(column: Column) -> str:
    default = column.field.default
    if isinstance(default, Enum) and column.kind is not Unit:
        return f"不填就是“{default.value}”"
    return "不填就是“否”" if default is False else ""
