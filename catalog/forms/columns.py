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
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from catalog.forms import cells
from catalog.forms.blank import kind_of
from catalog.forms.cells import Cell, Reading
from catalog.item import Part, Planned, Unit, UnitKind, planned_label
from catalog.parse import label
from catalog.record import Frozen, Place, Record

SENTENCES = frozenset({"bases"})
"""Lists whose parts are no names: a 、 may belong to one."""

_OF_A_KIND = re.compile(rf"(.+?)\s*[（(]({'|'.join(UnitKind)})[）)]", re.DOTALL)


@dataclass(frozen=True)
class Column:
    """One column: the field that it holds and where that lies in the record."""

    title: str
    """Its heading: 事项名称, 决策机关·代号, 公众参与·理由, 牵头单位."""
    label: str
    """What a message about a record calls the field."""
    place: Place
    model: type[BaseModel]
    """The record in which the field lies."""
    within: str = ""
    """The title of that record where it may be left out as a whole."""
    part: Part | None = None
    """The part of the units that it lists."""

    @property
    def name(self) -> str:
        """The field's own name."""
        return str(self.place[-1])

    @property
    def field(self) -> FieldInfo:
        """The field."""
        return self.model.model_fields[self.name]

    @property
    def must(self) -> bool:
        """Say whether the record cannot be without it."""
        return self.field.is_required() and not self.within

    @property
    def kind(self) -> type:
        """What one value is: a text, a number, yes or no, a day, a choice, a unit."""
        return kind_of(self.field.annotation)[0]

    @property
    def many(self) -> bool:
        """Say whether a cell holds several values."""
        return kind_of(self.field.annotation)[1]

    @property
    def is_planned(self) -> bool:
        """Say whether it holds a planned time."""
        return self.field.metadata == list(get_args(Planned)[1:])

    @property
    def reading(self) -> Reading:
        """How its cells are read."""
        if self.many:
            return cells.lines_read if self.name in SENTENCES else cells.names_read
        if self.is_planned:
            return cells.planned_read
        by_kind: dict[type, Reading] = {
            date: cells.date_read,
            int: cells.figures_read,
            bool: cells.figures_read,
        }
        return by_kind.get(self.kind, cells.text_read)


class Row(NamedTuple):
    """A row that was read: what it says, the column of each field, and what could not be read."""

    payload: dict[str, Any]
    titles: dict[str, str]
    faults: list[tuple[str, str]]


@cache
def columns(model: type[Frozen]) -> tuple[Column, ...]:
    """The columns of a record, in the order of its fields."""
    return tuple(_columns(model, model, (), ""))


def _columns(
    root: type[Frozen], model: type[BaseModel], at: Place, within: str
) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        if name in Record.model_fields:
            continue
        place, (kind, many) = (*at, name), kind_of(field.annotation)
        called = label(root, place)
        if kind is Unit and many:
            for part in Part:
                yield Column(f"{part.value}单位", called, place, model, within, part)
        elif issubclass(kind, BaseModel):
            yield from _columns(
                root, kind, place, within if field.is_required() else str(field.title)
            )
        else:
            yield Column("·".join(called.split("·")[-2:]), called, place, model, within)


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
            inner[column.name] = value
    return found


def _list_units(found: Row, inner: dict[str, Any], column: Column, names: str | list[str]) -> None:
    listed = inner.setdefault(column.name, [])
    for name in names:
        kind = _OF_A_KIND.fullmatch(name)
        unit = {"name": kind[1], "kind": kind[2]} if kind else {"name": name}
        listed.append(unit | {"part": column.part})
        for field in Unit.model_fields.values():
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
    if column.many:
        return "\n".join(value)
    if column.is_planned:
        return planned_label(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.value if isinstance(value, Enum) else value  # type: ignore[no-any-return]


def _unit(unit: Unit) -> str:
    return f"{unit.name}（{unit.kind.value}）" if unit.kind else unit.name
