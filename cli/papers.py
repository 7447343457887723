"""juece steps, juece form: what can be filed, and what a file must contain."""

from typing import Annotated

from cyclopts import Parameter

from cli.screen import AsJson, WrongUsage, show_json, show_table


def steps(*, as_json: AsJson = False) -> None:
    """全部步骤：编号、名称、谁来办、依据。"""
    from catalog.form import step_rows

    rows = step_rows()
    if as_json:
        show_json(rows)
        return
    show_table(
        ("编号", "步骤", "阶段", "办理", "依据"),
        [
            (
                r["step"],
                r["title"] + ("（可选）" if r["optional"] else ""),
                r["stage"],
                r["role"],
                r["article"],
            )
            for r in rows
        ],
    )


def form(
    step: Annotated[str, Parameter(help="步骤，如 consultation.notice；用 juece steps 查看")],
    *,
    as_json: AsJson = False,
) -> None:
    """一份空白材料（YAML）：每一栏写什么、可以选什么、登记时核对哪些规则。"""
    from catalog.form import blank, rules_on
    from catalog.stages import STEPS
    from catalog.unknown import no_step

    if step not in STEPS:
        raise WrongUsage(no_step(step))
    if as_json:
        rules = [r.id for r in rules_on(step)]
        show_json({"step": step, "form": blank(step), "rules": rules})
    else:
        print(blank(step), end="")
