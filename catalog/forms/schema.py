"""Fields as a JSON schema that a browser draws: Chinese titles, nothing to choose but what is meant."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic_core import to_jsonable_python

from catalog.forms.fields import YES_NO, Field, Kind

SOMETHING = (("minLength", 1), ("pattern", r"\S"))
"""Of who files: the server itself turns a blank away."""
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.NUMBER: {"type": "integer"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.DAY: {"type": "string", "format": "date"},
}


def schema(fields: Iterable[Field], typed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An object with these fields, filled in with what was typed before."""
    shown = {field.name: field_schema(field) for field in fields}
    for name, value in filled_in(typed or {}).items():
        if name in shown:
            shown[name]["default"] = _as_drawn(value, shown[name])
    required = [field.name for field in fields if field.required]
    made = {"type": "object", "properties": shown}
    return made | ({"required": required} if required else {})


def field_schema(field: Field) -> dict[str, Any]:
    """One field: its words, what may stand there, and what stands there already."""
    one = _one(field)
    words = {"title": field.title} | ({"description": field.help} if field.help else {})
    default = filled_in(to_jsonable_python(field.default))
    filled = {} if _is_empty(default) else {"default": default}
    return words | ({"type": "array", "items": one} if field.many else one) | filled


def _one(field: Field) -> dict[str, Any]:
    if field.kind is Kind.GROUP:
        return schema(_untouched(field)) | {"additionalProperties": False}
    # A yes or no that nobody has answered yet is a choice; a switch would look like a no.
    if field.kind is Kind.CHOICE or (field.kind is Kind.YES_NO and field.default is None):
        return {"type": "string", "enum": [*field.options]}
    return _TYPES.get(field.kind, {"type": "string"}) | dict(field.limits)


def _untouched(group: Field) -> list[Field]:
    """A group that may be left out has nothing chosen in it already: the interface would send that,
    and the server then demand the rest of a group that nobody touched."""
    may_be_left_out = not (group.many or group.required) and group.default is None
    return [replace(f, default=None) if may_be_left_out else f for f in group.fields]


def _as_drawn(value: Any, drawn: Mapping[str, Any]) -> Any:
    """A value as its field shows it: a yes or no is a word where the field is a choice."""
    if isinstance(value, bool) and "enum" in drawn:
        return next(word for word, meant in YES_NO.items() if meant is value)
    if isinstance(value, list):
        return [_as_drawn(each, drawn.get("items", {})) for each in value]
    if isinstance(value, Mapping):
        inner = drawn.get("properties", {})
        return {name: _as_drawn(each, inner.get(name, {})) for name, each in value.items()}
    return value


def filled_in(value: Any) -> Any:
    """A value without what is empty in it, however deep."""
    if isinstance(value, Mapping):
        kept = {name: filled_in(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if not _is_empty(each)}
    if isinstance(value, list | tuple):
        return [each for each in map(filled_in, value) if not _is_empty(each)]
    return value.strip() if isinstance(value, str) else value


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {})
