"""The lifecycle and the rule book as pages for people, generated: `make docs` writes them."""

from collections.abc import Iterator

from catalog import law
from catalog.duties.matrix import matrix_markdown
from catalog.findings import Severity
from catalog.ids import act_of, stage_of
from catalog.law import Status
from catalog.rules import GATES, RULES, Gate, Rule
from catalog.rules.elsewhere import ELSEWHERE
from catalog.stages import STAGES, STEP_OF, STEPS, Stage

_HEAD = """# 重大行政决策的全过程

<!-- 由 catalog/handbook.py 生成，改动请改 catalog/stages/ 后运行 make docs -->

每一阶段的步骤、材料、办理人和依据，都来自 `catalog/stages/` 中的同名文件。

"""


def lifecycle_markdown() -> str:
    """Draw the stages as a mermaid diagram and list their steps in a table."""
    return _HEAD + _diagram() + "\n" + _table() + "\n" + _rounds()


def _diagram() -> str:
    lines = ["```mermaid", "flowchart LR"]
    lines += [f'    {slug}["{stage.title}"]' for slug, stage in STAGES.items()]
    lines += [f"    {before} --> {slug}" for slug, s in STAGES.items() for before in s.after]
    return "\n".join([*lines, "```", ""])


def _table() -> str:
    lines = [
        "| 阶段 | 步骤 | 编号 | 材料（记录） | 办理 | 依据 | 说明 |",
        "|---|---|---|---|---|---|---|",
    ]
    for step_id, step in STEPS.items():
        stage = STAGES[stage_of(step_id)]
        notes = ["可选"] if step.optional else []
        notes += ["可多次"] if step.repeatable else []
        notes += [f"“{step.wait.name}”期满后"] if step.wait else []
        notes += [f"期限见 {step.due.rule}"] if step.due else []
        cells = (
            stage.title,
            step.title,
            f"`{step_id}`",
            f"`{step.record.__name__}`",
            step.role.value,
            law.cite(step.source),
            "，".join(notes),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _rounds() -> str:
    exempt = [f"- {s.title}：{law.cite(s.exemption)}" for s in STAGES.values() if s.exemption]
    after = [f"- {s.title}：{_after(s)}之后" for s in STAGES.values() if s.after]
    return "\n".join(
        [
            "## 先后",
            "",
            *after,
            "",
            "同一先后次序的阶段可以同时办理，先后不限。",
            "",
            "## 可以不适用的阶段",
            "",
            "须写明理由，理由和依据印在公开页面上：",
            "",
            *exempt,
            "",
        ]
    )


def _after(stage: Stage) -> str:
    return "、".join(STAGES[slug].title for slug in stage.after)


SEEN: dict[Status, str] = {
    "full": "已核对全文",
    "excerpt": "已核对部分条文",
    "derived": "由规定推导",
    "local": "各地做法",
    "unverified": "原文未见",
}

_RULES_HEAD = """# 规则

<!-- 由 catalog/handbook.py 生成，改动请改 catalog/rules/ 后运行 make docs -->

共{count}条，按阶段排列；登记材料时逐条核对。效力：**阻断**的不予登记；**说明理由方可继续**的，
写明理由、说明人后可以登记，理由随材料留存；**提示**的照常登记，问题一直列在 `juece status` 里。
依据之后注明原文核对情况（见 `catalog/law.yaml`）；没有核对的不在公开页面上引用条号。

"""


def rules_markdown() -> str:
    """List every rule and gate by stage, with the status of what each rests on."""
    entries: list[Rule | Gate] = [*RULES.values(), *dict.fromkeys(GATES.values())]
    text = _RULES_HEAD.format(count=len(entries))
    for slug, title in {"": "登记", **{slug: s.title for slug, s in STAGES.items()}}.items():
        here = sorted((_rule_row(e) for e in entries if _stage_of(e) == slug), key=lambda r: r[0])
        if here:
            text += f"## {title}\n\n" + _lines(("编号", "效力", "依据", "规则"), here) + "\n"
    text += "## 不单设规则的编号\n\n" + _lines(("编号", "在哪里保证"), sorted(ELSEWHERE.items()))
    return text


def source_rows() -> list[dict[str, str]]:
    """What the rules rest on, with the day it came into force and how much of it was read."""
    return [
        {
            "key": key,
            "title": source.cited(),
            "number": source.number or "",
            "in_force": _from_to(source.in_force_from, source.in_force_to),
            "status": SEEN[source.status],
        }
        for key, source in law.SOURCES.items()
    ]


def parameter_rows() -> list[dict[str, str]]:
    """Every number that law sets, with its dates."""
    units = {"day": "日", "working_day": "个工作日", "count": "", "year": "年"}
    return [
        {
            "name": name,
            "value": f"{period.value}{units[period.unit]}",
            "in_force": _from_to(period.since, period.until),
            "article": law.cite(period.source),
            "status": SEEN[period.status],
        }
        for name, periods in law.PARAMETERS.items()
        for period in periods
    ]


def _from_to(since: object, until: object) -> str:
    return f"{since or '未载明'}起" + (f"至{until}" if until else "")


def _stage_of(entry: Rule | Gate) -> str:
    """The stage whose records a rule reads first; empty for what holds at every filing."""
    if isinstance(entry, Gate):
        return entry.stage
    step = next((STEP_OF[on] for on in entry.on if on in STEP_OF), "")
    return stage_of(step)


def _rule_row(entry: Rule | Gate) -> tuple[str, ...]:
    severity = entry.severity if isinstance(entry, Rule) else Severity.BLOCK
    return entry.id, severity.value, "；".join(_with_status(entry.source)), entry.says


def _with_status(refs: str) -> Iterator[str]:
    for ref in filter(None, (part.strip() for part in refs.split(";"))):
        yield f"{law.cite(ref)}（{SEEN[law.SOURCES[act_of(ref)].status]}）"


def _lines(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (columns, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(columns), *lines[1:], ""])


PAGES = {"duties": matrix_markdown, "lifecycle": lifecycle_markdown, "rules": rules_markdown}

if __name__ == "__main__":
    import sys

    sys.stdout.write(PAGES[sys.argv[1]]())
