"""The fields of a record, described once: every form, and every message about one, is written from this.

YAML (blank), spreadsheet (columns, hints), JSON schema (schema) and messages (catalog.parse) ask here.
Which rules ask for a field stands in `asked`: payloads are read where no rule is loaded, and rules
speak of fields by their titles too.
"""

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from catalog.item import Planned
from catalog.record import OPENED_BY, Document, Frozen, Original, Record

BY_SYSTEM = "由系统填写"
YES_NO = {"是": True, "否": False}
STORED = frozenset({"digest", "name", "size"})
"""What the store says of a paper; whoever files names the file."""

_LIMITS = {"ge": "minimum", "le": "maximum", "min_length": "minLength", "pattern": "pattern"}


class Kind(Enum):
    """What one value of a field is."""

    TEXT = auto()
    NUMBER = auto()
    YES_NO = auto()
    DAY = auto()
    PLANNED = auto()
    """A planned time: a year, half, quarter, month or day."""
    CHOICE = auto()
    FILE = auto()
    """The name of a file that is handed in beside the form."""
    GROUP = auto()
    """A record with fields of its own."""


_KINDS = {bool: Kind.YES_NO, int: Kind.NUMBER, date: Kind.DAY}


@dataclass(frozen=True, eq=False)
class Field:
    """One field of a record."""

    name: str
    title: str = ""
    kind: Kind = Kind.TEXT
    help: str = ""
    options: tuple[str, ...] = ()
    """What may be chosen, in order; empty where anything may be written."""
    required: bool = False
    """The record cannot be without it by its shape; rules may ask for more, see `asked`."""
    many: bool = False
    """It holds several values."""
    default: Any = None
    limits: tuple[tuple[str, Any], ...] = ()
    """Bounds of one value, in the words of JSON Schema."""
    of: type[Frozen] = Frozen
    """The record in which it lies."""
    holds: type[Frozen] | None = None
    """The record that it holds, or holds several of."""
    fields: "tuple[Field, ...]" = ()
    """What is filled in of the record that it holds."""
    opened_by: tuple[str, tuple[Any, ...]] = ("", ())
    """The field beside it, and its answers, that ask for this one; empty: any answer does, or no field."""


FILE = Field("file", "文件", Kind.FILE, required=True)


@cache
def fields_of(model: type[Frozen]) -> Mapping[str, Field]:
    """Every field of a record by its name, in their order."""
    model.model_rebuild()  # a type that was named before it was defined is one now
    found = {name: described(name, info, model) for name, info in model.model_fields.items()}
    return types.MappingProxyType(found)


@cache
def titles(model: type[Frozen]) -> Mapping[str, str]:
    """The names of the fields of a record by their titles; by the name itself where it has none."""
    found = {field.title or name: name for name, field in fields_of(model).items()}
    return types.MappingProxyType(found)


@cache
def form_of(model: type[Frozen]) -> tuple[Field, ...]:
    """What a person fills in of a record: its own fields, then the papers and reasons that any has."""
    if model in {Document, Original}:
        return (*(field for field in own(model) if field.name not in STORED), FILE)
    shared = (fields_of(model)[name] for name in _of_any(model))
    return (*own(model), *(field for field in shared if field.help != BY_SYSTEM))


@cache
def own(model: type[Frozen]) -> tuple[Field, ...]:
    """What a person fills in of a record, without the papers and reasons that any may bring."""
    fields = fields_of(model).values()
    return tuple(f for f in fields if f.help != BY_SYSTEM and f.name not in _of_any(model))


def _of_any(model: type[Frozen]) -> Iterable[str]:
    return Record.model_fields if issubclass(model, Record) else ()


def described(name: str, info: FieldInfo, of: type[Frozen] = Frozen) -> Field:
    """Describe a field as pydantic knows it."""
    value, many, bounds = _value(info.annotation)
    limits = (*info.metadata, *bounds)
    holds = value if isinstance(value, type) and issubclass(value, Frozen) else None
    return Field(
        name,
        info.title or "",
        Kind.GROUP if holds else _kind(value, limits),
        info.description or "",
        _options(value),
        info.is_required(),
        many,
        None if info.is_required() else info.get_default(call_default_factory=True),
        tuple(_limits(limits)),
        of,
        holds,
        form_of(holds) if holds else (),
        _opened_by(info),
    )


def _opened_by(info: FieldInfo) -> tuple[str, tuple[Any, ...]]:
    """Of `opened_by(...)` beside a field: the name and the answers."""
    extra = info.json_schema_extra
    return extra.get(OPENED_BY, ("", ())) if isinstance(extra, dict) else ("", ())  # type: ignore[return-value]


def _value(annotation: Any) -> tuple[Any, bool, tuple[Any, ...]]:
    """What a field holds, whether it holds several, and what bounds each.

    tuple[Unit, ...] -> (Unit, True, ()); date | None -> (date, False, ()).
    """
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        value, many, bounds = _value(inner[0])
        return value, many, (*bounds, *inner[1:])
    if origin in {Union, types.UnionType}:
        return _value(next(part for part in inner if part is not types.NoneType))
    if origin is tuple:
        value, _, bounds = _value(inner[0])
        return value, True, bounds
    return annotation, False, ()


def _kind(of: Any, limits: tuple[Any, ...]) -> Kind:
    if get_args(Planned)[1] in limits:
        return Kind.PLANNED
    return _KINDS.get(of) or (Kind.CHOICE if _options(of) else Kind.TEXT)


def _limits(bounds: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for one in bounds:
        for name, said in _LIMITS.items():
            if (limit := getattr(one, name, None)) is not None:
                yield said, limit


def _options(of: Any) -> tuple[str, ...]:
    if of is bool:
        return tuple(YES_NO)
    if isinstance(of, type) and issubclass(of, Enum):
        return tuple(str(one.value) for one in of)
    return tuple(map(str, get_args(of))) if get_origin(of) is Literal else ()


def differing(one: Frozen, other: Frozen) -> Iterator[str]:
    """Titles of the fields in which two records of a kind differ."""
    for name, field in fields_of(type(one)).items():
        if getattr(one, name) != getattr(other, name):
            yield field.title or name
