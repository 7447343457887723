"""Every way to falsify one piece of evidence in a record, in a fixed order."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from catalog.record import Record

R = TypeVar("R", bound=Record)
Path = tuple[str | int, ...]

DAYS_MOVED = (-30, -1, 1, 30)


class Way(NamedTuple):
    """One change of one place of a record; a dropped element of a list has GONE for its value."""

    path: Path
    new: object

    @property
    def field(self) -> str:
        """The place without its numbers: `experts[].signed`."""
        words = ("[]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(words).removeprefix(".")

    def __str__(self) -> str:
        words = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return f"{''.join(words).removeprefix('.')} -> {self.new}"


GONE = Enum("GONE", "GONE").GONE


def ways(value: object, path: Path = ()) -> Iterator[Way]:
    """Every single change: what is there is left out, blanked, moved, flipped or exchanged."""
    if isinstance(value, dict):
        for name, part in value.items():
            if (*path, name) != ("form_no",):  # the door says which form it is
                yield from ways(part, (*path, name))
    if isinstance(value, list | tuple):
        for n, part in enumerate(value):
            yield Way((*path, n), GONE)
            yield from ways(part, (*path, n))
    elif value is not None and path:
        yield Way(path, None)
    yield from (Way(path, new) for new in _others(value))


def _others(value: object) -> Iterator[object]:
    match value:
        case Enum():
            yield from (other for other in type(value) if other is not value)
        case bool():
            yield not value
        case int():
            yield from (value - 1, value + 1)
        case str() if value:
            yield ""
        case date():
            yield from (value + timedelta(days=n) for n in DAYS_MOVED)


@cache
def ways_of(record: Record) -> tuple[Way, ...]:
    """Every way to falsify a record, those that its shape refuses included."""
    return tuple(ways(record.model_dump()))


def falsified(record: R, way: Way) -> R | None:
    """The record falsified in one way; None where its shape refuses that."""
    return _reshaped(record, lambda data: _changed(data, way.path, way.new))


def moved(record: R, days: int) -> R:
    """The record with every date in it moved by the same days."""
    shifted = _reshaped(record, lambda data: _moved(data, timedelta(days=days)))
    assert shifted, record
    return shifted


def _reshaped(record: R, change: Callable[[Any], Any]) -> R | None:
    try:
        return type(record).model_validate(change(record.model_dump()))
    except ValidationError:
        return None


def _changed(value: Any, path: Path, new: object) -> Any:
    if not path:
        return new
    if isinstance(value, dict):
        return value | {path[0]: _changed(value[path[0]], path[1:], new)}
    parts = list(value)
    parts[path[0]] = _changed(parts[path[0]], path[1:], new)
    return tuple(part for part in parts if part is not GONE)


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {name: _moved(part, by) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_moved(part, by) for part in value)
    return value + by if isinstance(value, date) else value
