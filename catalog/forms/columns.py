"""The fields of a record as columns of a spreadsheet; a record as a row of cells, and back.

A record inside the record becomes columns such as 公众参与·理由; units become one column for each part
that a unit may have. The papers and reasons that any record may bring have no column.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from catalog.forms import cells
from catalog.forms.cells import Cell, Reading
from catalog.forms.fields import Field, Kind, fields_of, own
from catalog.item import Part, Unit, UnitKind, planned_label
from catalog.parse import label
from catalog.record import Frozen, Place

SENTENCES = frozenset({"bases"})
"""Lists whose parts are no names: a 、 may belong to one."""

ONE_LINE = frozenset({"name", "title"})
"""Texts that have no lines of their own."""

_OF_A_KIND = re.compile(rf"(.+?)\s*[（(]({'|'.join(UnitKind)})[）)]", re.DOTALL)


_READINGS: dict[Kind, Reading] = {
    Kind.DAY: cells.date_read,
    Kind.NUMBER: cells.figures_read,
    Kind.YES_NO: cells.figures_read,
    Kind.PLANNED: cells.planned_read,
}


@dataclass(frozen=True)
class Column:
    """One column: the field that it holds and where that lies in the record."""

    field: Field
    title: str
    """Its heading: 事项名称, 决策机关·代号, 公众参与·理由, 牵头单位."""
    label: str
    """What a message about a record calls the field."""
    place: Place
    within: str = ""
    """The title of the record in which the field lies where it may be left out as a whole."""
    part: Part | None = None
    """The part of the units that it lists."""

    @property
    def must(self) -> bool:
        """Say whether the record cannot be without it."""
        return self.field.required and not self.within

    @property
    def is_sentences(self) -> bool:
        """Say whether it lists sentences, not names."""
        return self.field.many and self.field.name in SENTENCES

    @property
    def reading(self) -> Reading:
        """How its cells are read."""
        if self.field.many:
            return cells.lines_read if self.is_sentences else cells.names_read
        if self.field.name in ONE_LINE:
            return cells.line_read
        return _READINGS.get(self.field.kind, cells.text_read)


class Row(NamedTuple):
    """A row that was read: what it says, the column of each field, and what could not be read."""

    payload: dict[str, Any]
    titles: dict[str, str]
    faults: list[tuple[str, str]]


@cache
def columns(model: type[Frozen]) -> tuple[Column, ...]:
    """The columns of a record, in the order of its fields."""
    return tuple(_columns(model, own(model), (), ""))


def _columns(
    root: type[Frozen], fields: tuple[Field, ...], at: Place, within: str
) -> Iterator[Column]:
    for field in fields:
        place = (*at, field.name)
        called = label(root, place)
        if field.holds is Unit:
            for part in Part:
                yield Column(field, f"{part.value}单位", called, place, within, part)
        elif field.kind is Kind.GROUP:
            yield from _columns(
                root, field.fields, place, within if field.required else field.title
            )
        else:
            yield Column(field, "·".join(called.split("·")[-2:]), called, place, within)


def read(model: type[Frozen], row: Mapping[str, Cell]) -> Row:
    """What a row says of a record, by the titles of its cells; empty cells are left out."""
    found = Row({}, {}, [])
    for column in columns(model):
        found.titles[column.label] = column.title
        inner = found.payload
        cell = row.get(column.title, "")
        if cell != "" or not column.within:  # what must be there lacks its fields one by one
            for part in column.place[:-1]:
                inner = inner.setdefault(str(part), {})
        if cell == "":
            continue
        try:
            value = column.reading(cell)
        except ValueError as wrong:
            found.faults.append((column.title, str(wrong)))
            continue
        if column.part:
            _list_units(found, inner, column, value)
        else:
            inner[column.field.name] = value
    return found


def _list_units(found: Row, inner: dict[str, Any], column: Column, names: str | list[str]) -> None:
    listed = inner.setdefault(column.field.name, [])
    for name in names:
        kind = _OF_A_KIND.fullmatch(name)
        unit = {"name": kind[1], "kind": kind[2]} if kind else {"name": name}
        listed.append(unit | {"part": column.part})
        for field in fields_of(Unit).values():
            found.titles[f"{column.label}第{len(listed)}项·{field.title}"] = column.title


def written(model: type[Frozen], record: Frozen) -> list[str | int | date]:
    """A record as the cells of its columns; what is as if nobody had said it stays empty."""
    return [_written(column, record) for column in columns(model)]


def _written(column: Column, record: Frozen) -> str | int | date:
    value: Any = record
    for part in column.place:
        value = getattr(value, str(part), None)
    if value is None or value == column.field.default:
        return ""
    if column.part:
        return "\n".join(_unit(unit) for unit in value if unit.part is column.part)
    if column.field.many:
        return "\n".join(value)
    if column.field.kind is Kind.PLANNED:
        return planned_label(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.value if isinstance(value, Enum) else value  # type: ignore[no-any-return]


def _unit(unit: Unit) -> str:
    return f"{unit.name}（{unit.kind.value}）" if unit.kind else unit.name
