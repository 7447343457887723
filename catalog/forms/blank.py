"""An empty form of a step as YAML: what to write, what it may be, and which rules will read it."""

import types
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from catalog import law
from catalog.record import Document, Original, Record
from catalog.rules import RULES, Rule
from catalog.stages import STAGES, STEPS
from catalog.stages.consultation import AdoptionStatement

BY_SYSTEM = "由系统填写"
MUST = "必填"
STORED = {"digest", "name", "size"}
"""What the store says of a document; whoever files names the file."""
FILED = (Document, Original)
WORDS = {str: "文字", int: "整数", bool: "是 或者 否", date: "日期，如 2026-03-02"}
HEAD = """## {title}（{step}）：{role}填写，依据{article}
## 填好后登记：juece file 事项编号 {step} 文件 --by 经办人 --unit 经办处室
## “##”开头的行是说明。“#”开头的栏可以不填，要填时去掉行首的“# ”；其余各栏必填。
## 注明规则编号的，是该规则要求填写；“视情况必填”的，按该规则所说的情况；
## “不填的要说明理由”的，把理由写在“特殊情况说明”里。
"""


def blank(step_id: str) -> str:
    """The form of a step; KeyError where there is no such step."""
    step = STEPS[step_id]
    head = HEAD.format(
        title=step.title, step=step_id, role=step.role.value, article=law.cite(step.source)
    )
    lines = [*_rules(step_id), *_fields(step.record, 0, "")]
    if step.record is AdoptionStatement:
        lines.append("# 意见表:  # 文件名（xlsx、csv 或者 yaml），每行一条意见")
    return head + "\n".join(lines) + "\n"


def rules_on(step_id: str) -> list[Rule]:
    """The rules that read what is filed at a step, by id."""
    record = STEPS[step_id].record
    found = (r for r in RULES.values() if issubclass(record, r.on) and not r.id.startswith("FIL-"))
    return sorted(found, key=lambda rule: rule.id)


def step_rows() -> list[dict[str, Any]]:
    """Every step: its id, titles, and who files it."""
    return [
        {
            "step": step_id,
            "stage": STAGES[step_id.partition(".")[0]].title,
            "title": step.title,
            "role": step.role.value,
            "optional": step.optional,
            "article": law.cite(step.source),
        }
        for step_id, step in STEPS.items()
    ]


def _rules(step_id: str) -> Iterator[str]:
    found = rules_on(step_id)
    if found:
        yield f"## 登记时核对以下{len(found)}条规则："
    for rule in found:
        yield f"##   [{rule.id}] {rule.severity.value}：{rule.says}"
    yield ""


def _fields(model: type[BaseModel], depth: int, hidden: str) -> Iterator[str]:
    """The lines of a block; `hidden` is "# " where the block as a whole need not be filled in."""
    own = [n for n in model.model_fields if n not in Record.model_fields or model is Record]
    for name in (*own, *(n for n in model.model_fields if n not in own)):
        field = model.model_fields[name]
        if field.description == BY_SYSTEM or (model in FILED and name in STORED):
            continue
        needed = need(model, name)
        mark = hidden or ("" if needed.startswith(MUST) else "# ")
        yield from _field(field, field.title or name, depth, mark, needed)
    if model in FILED:
        yield f"{hidden}{'  ' * depth}文件:  # 必填，文件名，相对于本文件所在的文件夹"


def need(model: type[BaseModel], name: str) -> str:
    """Whether a field must be filled in: by its shape, by rules that refuse without it, or not."""
    if model.model_fields[name].is_required():
        return f"{MUST}，"
    on = [r for r in RULES.values() if issubclass(model, r.on)]
    always = "、".join(r.id for r in on if name in of(r.demands, model))
    at_times = "、".join(r.id for r in on if name in of(r.may_demand, model))
    excused = "、".join(r.id for r in on if name in of(r.wants, model))
    if always:
        return f"{MUST}（{always}），"
    told = [f"视情况{MUST}（{at_times}），"] if at_times else []
    return "".join([*told, f"不填的要说明理由（{excused}），"] if excused else told)


def of(names: Iterable[str], model: type[BaseModel]) -> set[str]:
    """Those of the names that a rule gives which are of one model: its own, or without a model."""
    return {name.removeprefix(f"{model.__name__}.") for name in names}


def _field(field: FieldInfo, title: str, depth: int, mark: str, need: str) -> Iterator[str]:
    kind, many = kind_of(field.annotation)
    note = f"；{field.description}" if field.description else ""
    indent = "  " * depth
    if not issubclass(kind, BaseModel):
        said = _said(kind) + ("，可写多项：[甲, 乙]" if many else "")
        yield f"{mark}{indent}{title}:  # {need}{said}{note}"
        return
    said = (need + ("可写多项" if many else "一组栏目") + note).rstrip("，")
    yield f"{mark}{indent}{title}:  # {said}"
    inner = list(_fields(kind, depth + (2 if many else 1), mark))
    if many and inner:
        place = len(mark) + 2 * (depth + 1)
        inner[0] = f"{inner[0][:place]}- {inner[0][place + 2 :]}"
    yield from inner


def _said(kind: type) -> str:
    if issubclass(kind, Enum):
        return f"可选：{'、'.join(str(one.value) for one in kind)}"
    return next((word for known, word in WORDS.items() if kind is known), "文字")


def kind_of(annotation: Any) -> tuple[type, bool]:
    """What a field holds, and whether it holds several: tuple[Unit, ...] -> (Unit, True)."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return kind_of(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return kind_of(next(part for part in get_args(annotation) if part is not type(None)))
    if origin is tuple:
        return kind_of(get_args(annotation)[0])[0], True
    return (annotation if isinstance(annotation, type) else str), False
