"""An empty form of a step as YAML: what to write, what it may be, and which rules will read it."""

from collections.abc import Iterator, Sequence
from typing import Any

from catalog import law
from catalog.forms.asked import must, needed, rules_on
from catalog.forms.fields import Field, Kind, form_of
from catalog.ids import stage_of
from catalog.stages import STAGES, STEPS
from catalog.stages.consultation import AdoptionStatement

WORDS = {
    Kind.NUMBER: "整数",
    Kind.YES_NO: "是 或者 否",
    Kind.DAY: "日期，如 2026-03-02",
    Kind.FILE: "文件名，相对于本文件所在的文件夹",
}
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
    lines = [*_rules(step_id), *_lines(form_of(step.record), 0, "")]
    if step.record is AdoptionStatement:
        lines.append("# 意见表:  # 文件名（xlsx、csv 或者 yaml），每行一条意见")
    return head + "\n".join(lines) + "\n"


def step_rows() -> list[dict[str, Any]]:
    """Every step: its id, titles, and who files it."""
    return [
        {
            "step": step_id,
            "stage": STAGES[stage_of(step_id)].title,
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


def _lines(fields: Sequence[Field], depth: int, hidden: str) -> Iterator[str]:
    """The lines of a block; `hidden` is "# " where the block as a whole need not be filled in."""
    for field in fields:
        mark = hidden or ("" if must(field) else "# ")
        said = "，".join(filter(None, (needed(field), _said(field))))
        note = f"；{field.help}" if field.help else ""
        yield f"{mark}{'  ' * depth}{field.title}:  # {said}{note}"
        inner = list(_lines(field.fields, depth + (2 if field.many else 1), mark))
        if field.many and inner:
            place = len(mark) + 2 * (depth + 1)
            inner[0] = f"{inner[0][:place]}- {inner[0][place + 2 :]}"
        yield from inner


def _said(field: Field) -> str:
    if field.kind is Kind.GROUP:
        return "可写多项" if field.many else "一组栏目"
    chosen = f"可选：{'、'.join(field.options)}" if field.kind is Kind.CHOICE else ""
    return (chosen or WORDS.get(field.kind, "文字")) + (
        "，可写多项：[甲, 乙]" if field.many else ""
    )
