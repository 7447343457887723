"""A record on file -> what its form holds, for a correction; files by what the form calls them."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.forms.fields import STORED, Field, Kind
from catalog.record import Record
from web.forms.names import ROW, Files, inside, is_rows


def fill(fields: Iterable[Field], record: Record, files: Files) -> dict[str, tuple[str, ...]]:
    """What the form of a record holds when it is filled in with the record itself."""
    pairs: dict[str, tuple[str, ...]] = {}
    names = {(kept.digest, kept.name, kept.size): called for called, kept in files.items()}
    _group(pairs, tuple(fields), record.model_dump(mode="json"), names, "")
    return pairs


def _group(
    pairs: dict[str, tuple[str, ...]],
    fields: tuple[Field, ...],
    value: Mapping[str, Any],
    names: Mapping[tuple[str, str, int], str],
    at: str,
) -> None:
    for each in fields:
        name, said = inside(at, each.name), value.get(each.name)
        if each.kind is Kind.FILE and value.keys() >= STORED:
            pairs[name] = (names[value["digest"], value["name"], value["size"]],)
        elif is_rows(each):
            for n, row in enumerate(said or ()):
                pairs[inside(inside(name, n), ROW)] = ("1",)
                _group(pairs, each.fields, row, names, inside(name, n))
        elif each.kind is Kind.GROUP:
            _group(pairs, each.fields, said or {}, names, name)
        elif each.many:
            pairs |= _several(each, name, [_text(one) for one in said or ()])
        elif said not in (None, ""):
            pairs[name] = (_text(said),)


def _several(each: Field, name: str, values: list[str]) -> dict[str, tuple[str, ...]]:
    """Several values in one control; where a line end lies within one, each in its own."""
    if each.options:
        return {name: tuple(values)} if values else {}
    if any("\n" in value for value in values):
        return {inside(name, n): (value,) for n, value in enumerate(values)}
    return {name: ("\n".join(values),)} if values else {}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
