"""juece rules, juece law: the law as this program holds it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from catalog.timezone import local_day
from cli.console import AsJson, Home, SaidNo, WrongUsage, say, show_json, show_table

if TYPE_CHECKING:
    from catalog.lawchange import Effect, Shift


def rules(
    prefix: Annotated[str, Parameter(help="编号开头，如 PUB；不写则列出全部")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """全部规则：编号、效力、依据、内容。"""
    from catalog.rules import book

    found = [row for row in book() if row["id"].startswith(prefix.upper())]
    if not found:
        groups = "、".join(dict.fromkeys(row["id"].partition("-")[0] for row in book()))
        raise SaidNo(f"没有编号以“{prefix}”开头的规则，开头有：{groups}；不写则列出全部")
    if as_json:
        show_json(found)
        return
    show_table(
        ("编号", "效力", "依据", "规则"),
        [(r["id"], r["severity"], r["article"], r["says"]) for r in found],
        title=f"规则{len(found)}条",
    )


def show(*, as_json: AsJson = False) -> None:
    """法律依据（名称、文号、施行日期、核对情况）和期限标准（数值、生效日期、依据）。"""
    from catalog.handbook import parameter_rows, source_rows

    sources, parameters = source_rows(), parameter_rows()
    if as_json:
        show_json({"sources": sources, "parameters": parameters})
        return
    columns = ("代号", "名称", "文号", "施行", "核对情况")
    show_table(columns, [tuple(row.values()) for row in sources], title="依据")
    say("")
    columns = ("名称", "数值", "生效", "依据", "核对情况")
    show_table(columns, [tuple(row.values()) for row in parameters], title="期限标准")


def migrate(
    *,
    dry_run: Annotated[bool, Parameter(help="只看影响，不改任何内容（必写）", negative="")] = False,
    law: Annotated[
        Path | None, Parameter(help="修改后的 law.yaml；不写则比较启动时的规定和现行规定")
    ] = None,
    as_of: Annotated[date | None, Parameter(help="截至哪一天，默认今天")] = None,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """修改法律参数会影响哪些在办事项：逐项写明以后的步骤哪里不同、哪些期限照旧、哪些材料会不合规。"""
    from catalog import lifecycle
    from catalog.lawchange import effect, read_law, shifts
    from catalog.plainyaml import MOST_BYTES
    from office.settings.installation import office_at
    from storage.files.legible import content_of

    if not dry_run:
        raise WrongUsage(
            "只提供 --dry-run：各步骤按办理当日的规定，不作迁移；修改参数请改 catalog/law.yaml"
        )
    office = office_at(home)
    today = as_of or local_day(office.now())
    other = read_law(content_of(law, MOST_BYTES), law.name) if law else None
    known = office.ledger().items() if office.founded else []
    dossiers = [office.ledger().load(i, opinions=True).on(today) for i in known]
    effects = [effect(d, other, today) for d in dossiers if lifecycle.awaiting(d, today)]
    changed = shifts(other) if other else ()
    if as_json:
        changes, items = ([e.model_dump(mode="json") for e in es] for es in (changed, effects))
        show_json({"changes": changes, "items": items})
        return
    _tell(changed, effects)


def _tell(changed: "tuple[Shift, ...]", effects: "list[Effect]") -> None:
    for shift in changed:
        say(f"{shift.key}（{shift.article}）：{shift.before} → {shift.after}", style="bold")
    for each in effects:
        say("")
        say(f"{each.item} {each.name}", style="bold")
        say(f"  {each.says}")
        for shift in each.shifts:
            say(f"  {shift.key}（{shift.article}）：{shift.before} → {shift.after}", style="yellow")
        for failure in each.fails:
            say(f"  会不合规：{failure}", style="red")
    failing = sum(bool(each.fails) for each in effects)
    touched = sum(bool(each.shifts) for each in effects)
    say("")
    say(
        f"在办事项{len(effects)}项，规定有不同的{touched}项，材料会不合规的{failing}项；没有改动任何内容"
    )
