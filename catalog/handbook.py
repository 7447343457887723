"""The lifecycle as a page for people, generated from the stages: `make docs` writes it."""

from catalog import law
from catalog.stages import STAGES, STEPS, Stage

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
        stage = STAGES[step_id.partition(".")[0]]
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


if __name__ == "__main__":
    import sys

    sys.stdout.write(lifecycle_markdown())
