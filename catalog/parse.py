"""Payload -> record: shape only, in Chinese, all faults at once.

Keys may be the English field names or the Chinese titles of the form.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError

from catalog.errors import BadInput
from catalog.forms.cells import date_read
from catalog.forms.fields import FILE, STORED, YES_NO, Field, Kind, fields_of, titles
from catalog.record import HOW_SPELLED, Document, Frozen, Original, Place, dates_in
from catalog.timezone import EARLIEST, LATEST

M = TypeVar("M", bound=Frozen)

DEEPEST, MOST_SHOWN, MOST_FAULTS = 50, 200, 200
"""Groups within groups; signs of what was typed that a message shows; faults that it names."""

MISSING = "缺少这一栏"

_MESSAGES = {
    "missing": MISSING,
    "date_from_datetime_parsing": "不是有效的日期，请按 年-月-日 写，例如 2026-01-12",
    "date_parsing": "不是有效的日期，请按 年-月-日 写，例如 2026-01-12",
    "date_type": "不是有效的日期，请按 年-月-日 写，例如 2026-01-12",
    "date_from_datetime_inexact": "只写日期，不写时间",
    "int_parsing": "应为整数",
    "int_parsing_size": "数字太大",
    "int_type": "应为整数",
    "finite_number": "应为整数",
    "int_from_float": "应为整数",
    "bool_parsing": "应为 是 或者 否（true 或者 false）",
    "bool_type": "应为 是 或者 否（true 或者 false）",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "tuple_type": "应为列表",
    "model_type": "应为一组栏目",
    "model_attributes_type": "应为一组栏目",
}


class ShapeError(BadInput, ValueError):
    """The payload does not have the shape of its record; `faults` says where and what."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = faults

    @property
    def told(self) -> str:
        """What a command prints of it, a line for each fault."""
        return "\n".join(self.faults)


def parse(model: type[M], payload: object) -> M:
    """Read a payload as a record. Raises ShapeError with every fault."""
    check_kept(payload)
    try:
        record = model.model_validate(_in_field_names(model, payload))
        faults = [
            f"{label(model, loc)}：{day}不像是真的，日期应在{EARLIEST.year}年至{LATEST.year}年之间"
            for loc, day in dates_in(record)
            if not EARLIEST <= day <= LATEST
        ]
        if faults:
            raise ShapeError(faults)
        return record
    except ValidationError as wrong:
        errors = wrong.errors()
        faults = [*dict.fromkeys(fault_of(model, error) for error in errors[:MOST_FAULTS])]
        more = max(len(errors) - MOST_FAULTS, 0)
        raise ShapeError(faults + ([f"另有{more}处"] if more else [])) from wrong


def check_kept(payload: object) -> None:
    """Raises ShapeError for what no file and no database takes: half a character, or lists in lists
    without end."""
    layer, depth = [payload], 0
    while layer:
        depth += 1
        if depth > DEEPEST:
            raise ShapeError([f"内容一层套一层，超过{DEEPEST}层，请核对"])
        for said in (each for each in layer if isinstance(each, str)):
            try:
                said.encode()
            except UnicodeEncodeError as wrong:
                text = said.encode("utf-8", "backslashreplace").decode()
                told = f"“{shown(text)}”含有不完整的字符，请重新输入"
                raise ShapeError([told]) from wrong
        layer = [part for each in layer for part in _parts(each)]


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return (*value.keys(), *value.values())
    return value if isinstance(value, list | tuple) else ()


def shown(said: object) -> str:
    """What was typed, as far as a message can show it: not endless, and on one line."""
    text = "↵".join(str(said).splitlines())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def fault_of(model: type[Frozen], error: Any) -> str:
    """One of the errors of a ValidationError of a record, in Chinese: 联系方式：有230字，最多200字."""
    place, kind = error["loc"], error["type"]
    where = label(model, place)
    if kind == "missing" and place[-1] in STORED and _stored(model, place):
        paper = label(model, place[:-1]) if len(place) > 1 else ""
        return f"{paper}·{FILE.title}：{MISSING}".removeprefix("·")
    if kind == "extra_forbidden":
        return f"{where}：没有这一栏。可用的栏：{_quoted(_columns(model, place))}"
    if kind in {"enum", "literal_error"}:
        said = f"“{shown(error['input'])}”不在可选范围内，可选：{_quoted(_options(model, place))}"
    elif kind == "value_error":
        said = str(error["ctx"]["error"])
    elif kind in {"greater_than_equal", "less_than_equal"}:
        bound = error["ctx"].get("ge", error["ctx"].get("le"))
        said = f"应{'不小于' if 'ge' in error['ctx'] else '不大于'}{bound}"
    elif kind == "string_too_long":  # not what was typed: it may be a person's
        said = f"有{len(error['input'])}字，最多{error['ctx']['max_length']}字"
    elif kind == "string_pattern_mismatch":
        how = HOW_SPELLED.get(error["ctx"]["pattern"]) or _help(model, place)
        said = f"“{shown(error['input'])}”的写法不对，{how}"
    else:
        said = _MESSAGES.get(kind, error["msg"])
        if kind != "missing" and not isinstance(error["input"], list | tuple | dict):
            typed = error["input"]
            said = f"没有填写，{said}" if typed is None else f"“{shown(typed)}”{said}"
    return f"{where}：{said}"


def _stored(model: type[Frozen], place: Place) -> bool:
    """Say whether a place is what the store says of a paper: whoever files names the file."""
    there = next((f.of for _, f in reversed([*_along(model, place)]) if f), model)
    return issubclass(there, Document | Original)


def _columns(model: type[Frozen], place: Place) -> Iterable[str]:
    """The columns of the record in which a place lies, the likeliest meant first."""
    holding = [field.holds for _, field in _along(model, place[:-1]) if field and field.holds]
    there = list(titles(holding[-1] if holding else model))
    near = get_close_matches(str(place[-1]), there, n=len(there), cutoff=0.3)
    return dict.fromkeys([*near, *there])


def _options(model: type[Frozen], place: Place) -> Iterable[str]:
    return next(field.options for _, field in reversed([*_along(model, place)]) if field)


def _help(model: type[Frozen], place: Place) -> str:
    return next((field.help for _, field in reversed([*_along(model, place)]) if field), "")


def _quoted(words: Iterable[str]) -> str:
    return "、".join(f"“{word}”" for word in words)


def label(model: type[Frozen], place: Place) -> str:
    """Name a place in a record in Chinese: ('units', 0, 'name') -> 承办单位第1项·单位名称."""
    words: list[str] = []
    for part, field in _along(model, place):
        if isinstance(part, int):
            words.append(f"{words.pop() if words else ''}第{part + 1}项")
        else:
            words.append((field.title if field else "") or f"“{shown(part)}”")
    return "·".join(words) or "内容"


def _along(model: type[Frozen], place: Place) -> Iterator[tuple[int | str, Field | None]]:
    """Each part of a place with the field that it names; a row's number or key names none."""
    there: type[Frozen] | None = model
    for part in place:
        field = fields_of(there).get(part) if there and isinstance(part, str) else None
        yield part, field
        there = field.holds if field else there


def _in_field_names(model: type[Frozen] | None, value: Any) -> Any:
    """Rename the keys of a payload, however deep, and read 是 and 否 where a yes or no belongs."""
    if isinstance(value, list | tuple):
        return [_in_field_names(model, part) for part in value]
    if not isinstance(value, dict) or model is None:
        return value
    names, renamed = titles(model), {}
    for key, part in value.items():
        name = names.get(str(key), str(key))
        if name in renamed:
            raise ShapeError([f"{label(model, (name,))}：这一栏写了两次"])
        renamed[name] = _field_value(model, name, part)
    return renamed


def _field_value(model: type[Frozen], name: str, value: Any) -> Any:
    field = fields_of(model).get(name)
    if field is None:
        return value
    if field.kind is Kind.YES_NO:
        return YES_NO.get(value, value) if isinstance(value, str) else value
    if field.kind is Kind.DAY:
        return [_day(each) for each in value] if isinstance(value, list | tuple) else _day(value)
    return _in_field_names(field.holds, value)


def _day(value: Any) -> Any:
    """A day however it is written; what is none stays for the model to refuse."""
    if not isinstance(value, str):
        return value
    with suppress(ValueError):
        return date_read(value)
    return value
