"""What a browser sent -> the payload for the one door. What was left empty was not filled in.

Full-width figures, dates in their usual spellings and line ends are put right; what is not understood
stays as it was typed, for the record to refuse.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from catalog.forms import cells
from catalog.forms.fields import STORED, Field, Kind
from web.forms.names import Files, Pairs, inside, is_rows, label, rows

MOST_ROWS = 500
"""Rows of a list that are read; a record has no more."""

_READINGS: dict[Kind, Callable[[cells.Cell], str]] = {
    Kind.DAY: cells.date_read,
    Kind.NUMBER: cells.figures_read,
    Kind.PLANNED: cells.planned_read,
    Kind.YES_NO: cells.figures_read,
}


@dataclass
class Typed:
    """What was read: the payload, the control of each field by what messages call it, and what named
    a file that is not there."""

    payload: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read(fields: Iterable[Field], pairs: Pairs, files: Files) -> Typed:
    """Read a form. Nothing that was typed raises."""
    found = Typed()
    found.payload = _group(found, tuple(fields), pairs, files, "", "")
    return found


def _group(
    found: Typed, fields: tuple[Field, ...], pairs: Pairs, files: Files, at: str, called: str
) -> dict[str, Any]:
    group: dict[str, Any] = {}
    for each in fields:
        name, title = inside(at, each.name), label(called, each.title or each.name)
        found.places[title] = name
        if is_rows(each):
            value: Any = _rows(found, each, pairs, files, name, title)
        elif each.kind is Kind.GROUP:
            value = _group(found, each.fields, pairs, files, name, title)
        elif each.kind is Kind.FILE:
            group |= _file(found, pairs, files, name, called)
            continue
        else:
            value = _values(each, pairs, name) if each.many else _value(each, pairs, name)
        if value not in ("", [], {}):
            group[each.name] = value
    return group


def _rows(
    found: Typed, each: Field, pairs: Pairs, files: Files, name: str, title: str
) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []
    for number in rows(pairs, name)[:MOST_ROWS]:
        row = label("", title, len(listed) + 1)
        found.places[row] = inside(name, number)
        if value := _group(found, each.fields, pairs, files, inside(name, number), row):
            listed.append(value)
    return listed


def _file(found: Typed, pairs: Pairs, files: Files, name: str, called: str) -> dict[str, Any]:
    """What the store says of the file that is named."""
    named = _last(pairs, name)
    if not named:
        return {}
    kept = files.get(named)
    if kept is None:
        found.faults.append(f"{called}：文件已经不在了，请重新上传")
        return {}
    said = {part: getattr(kept, part) for part in sorted(STORED)}
    return said | ({"pages": kept.pages} if kept.pages is not None else {})


def _value(each: Field, pairs: Pairs, name: str) -> str:
    return put_right(each.kind, _last(pairs, name))


def _values(each: Field, pairs: Pairs, name: str) -> list[str]:
    """Several values: ticked, or one on each line, or in controls of their own."""
    if each.options:
        return [value for value in pairs.get(name, ()) if value]
    lines = [line for value in pairs.get(name, ()) for line in value.split("\n")]
    lines += [_last(pairs, inside(name, n)) for n in rows(pairs, name)[:MOST_ROWS]]
    return [right for line in lines if (right := put_right(each.kind, line))]


def put_right(kind: Kind, typed: str) -> str:
    """What was typed in the spelling of payloads, or as it was where that cannot be told."""
    text = typed.strip()
    if not text or kind not in _READINGS:
        return text
    try:
        return _READINGS[kind](text)
    except ValueError:
        return text


def _last(pairs: Pairs, name: str) -> str:
    return (pairs.get(name) or ("",))[-1]
