"""Payload -> record: shape only, in Chinese, all faults at once.

Keys may be the English field names or the Chinese titles of the form.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from catalog.errors import BadInput
from catalog.record import Frozen, dates_in
from catalog.timezone import EARLIEST, LATEST

M = TypeVar("M", bound=Frozen)

DEEPEST, MOST_SHOWN, MOST_FAULTS = 50, 200, 200
"""Groups within groups; signs of what was typed that a message shows; faults that it names."""

YES_NO = {"是": True, "否": False}

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
        faults = [_fault(model, error) for error in errors[:MOST_FAULTS]]
        more = len(errors) - len(faults)
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
                told = f"“{_shown(text)}”含有不完整的字符，请重新输入"
                raise ShapeError([told]) from wrong
        layer = [part for each in layer for part in _parts(each)]


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return (*value.keys(), *value.values())
    return value if isinstance(value, list | tuple) else ()


def _shown(said: object) -> str:
    """What was typed, as far as a message can show it."""
    text = str(said)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _fault(model: type[BaseModel], error: Any) -> str:
    where = label(model, error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden":
        return f"{where}：没有这一栏。可用的栏：{_columns(model, error['loc'])}"
    if kind in {"enum", "literal_error"}:
        said = f"“{_shown(error['input'])}”不在可选范围内，可选：{_options(error)}"
    elif kind == "value_error":
        said = str(error["ctx"]["error"])
    elif kind in {"greater_than_equal", "less_than_equal"}:
        bound = error["ctx"].get("ge", error["ctx"].get("le"))
        said = f"应{'不小于' if 'ge' in error['ctx'] else '不大于'}{bound}"
    elif kind == "string_pattern_mismatch":
        said = f"“{_shown(error['input'])}”的写法不对"
    else:
        said = _MESSAGES.get(kind, error["msg"])
        if kind != "missing" and not isinstance(error["input"], list | tuple | dict):
            said = f"“{_shown(error['input'])}”{said}"
    return f"{where}：{said}"


def _columns(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    """The columns of the record in which a place lies, the likeliest meant first."""
    inner: type[BaseModel] | None = model
    for part in loc[:-1]:
        if isinstance(part, str) and inner:
            inner = model_in(inner.model_fields[part].annotation)
    titles = [f.title or name for name, f in (inner or model).model_fields.items()]
    near = get_close_matches(str(loc[-1]), titles, n=len(titles), cutoff=0.3)
    return "、".join(f"“{title}”" for title in dict.fromkeys([*near, *titles]))


def _options(error: Any) -> str:
    expected = str(error["ctx"].get("expected", ""))
    return "、".join(f"“{option}”" for option in re.findall("'([^']*)'", expected))


def label(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    """Name a place in a record in Chinese: ('units', 0, 'name') -> 承办单位第1项·单位名称."""
    words: list[str] = []
    current: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, int):
            words.append(f"{words.pop() if words else ''}第{part + 1}项")
            continue
        field = current.model_fields.get(part) if current else None
        words.append((field.title if field else None) or f"“{part}”")
        current = model_in(field.annotation) if field else None
    return "·".join(words) or "内容"


def model_in(annotation: object) -> type[BaseModel] | None:
    """The record that a field holds, or holds several of; None where it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in get_args(annotation) if (m := model_in(arg))), None)


@cache
def _names(model: type[BaseModel]) -> Mapping[str, str]:
    return {f.title: name for name, f in model.model_fields.items() if f.title}


def _in_field_names(model: type[BaseModel] | None, value: Any) -> Any:
    """Rename the keys of a payload, however deep, and read 是 and 否 where a yes or no belongs."""
    if isinstance(value, list | tuple):
        return [_in_field_names(model, part) for part in value]
    if not isinstance(value, dict) or model is None:
        return value
    names, renamed = _names(model), {}
    for key, part in value.items():
        name = names.get(str(key), str(key))
        if name in renamed:
            raise ShapeError([f"{label(model, (name,))}：这一栏写了两次"])
        renamed[name] = _field_value(model, name, part)
    return renamed


def _field_value(model: type[BaseModel], name: str, value: Any) -> Any:
    if name not in model.model_fields:
        return value
    annotation = model.model_fields[name].annotation
    if annotation is bool or bool in get_args(annotation):
        return YES_NO.get(value, value) if isinstance(value, str) else value
    return _in_field_names(model_in(annotation), value)
