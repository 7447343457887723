"""juece status: where each item stands, whose turn it is, by when, and what stands open."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from catalog.names import alike
from catalog.timezone import local_day
from cli.console import AsJson, Home, SaidNo, say, show_json, show_table
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from catalog.dossier import Dossier


def status(
    item: Annotated[str, Parameter(help="事项编号；不写则列出全部")] = "",
    *,
    unit: Annotated[
        str, Parameter(help="只列这个承办单位的、还有事要办的事项，如 养老服务处")
    ] = "",
    as_of: Annotated[date | None, Parameter(help="截至哪一天，默认今天")] = None,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """各事项办到哪一步、该谁办、何时到期、还有哪些问题；写明事项编号的，列出算法和依据。"""
    from catalog.progress import item_row

    office = office_with_catalog(home)
    today = as_of or local_day(office.now())
    ledger = office.ledger()
    wanted = [item_on_file(office, item)] if item else ledger.items()
    dossiers = [ledger.load(i, opinions=True).on(today) for i in wanted]
    found = [item_row(one, today) for one in dossiers if not unit or _undertakes(one, unit)]
    if unit:
        found = [row for row in found if row["awaiting"] or row["overdue"] or row["findings"]]
    if unit and not found:
        raise SaidNo(f"没有“{unit}”要办的事项；单位名称按目录里写的")
    if as_json:
        show_json(found)
    elif item:
        _detail(found[0], today)
    else:
        rows = [(f["item"], f["name"], f["status"], _turns(f), _open(f)) for f in found]
        show_table(("编号", "事项", "状态", "待办", "未了"), rows, title=f"截至{today}")


def _undertakes(dossier: "Dossier", unit: str) -> bool:
    """Say whether a unit leads or joins in an item."""
    from catalog.stages.applicability import item_of
    from catalog.successions import heirs

    item, own = item_of(dossier), {alike(one) for one in heirs(unit, dossier.reforms)}
    return item is not None and any(alike(one.name) in own for one in item.units)


def _turns(row: dict[str, Any]) -> str:
    return "\n".join(_turn(wait) for wait in row["awaiting"])


def _turn(wait: dict[str, Any]) -> str:
    from catalog.progress import by_plan

    line = f"{wait['turn']}：{wait['title']}（{wait['step']}）"
    line += f"，{wait['opens_on']}起可办" if wait["opens_on"] else ""
    line += f"，{by_plan(wait)}不晚于{wait['due']}" if wait["due"] else ""
    return line + (f"；{wait['returned']}" if wait["returned"] else "")


def _open(row: dict[str, Any]) -> str:
    """What is open, overdue duties first: in words, the rule behind them for whoever looks it up."""
    from catalog.progress import by_plan

    overdue = [
        f"逾期：{late['turn']} {late['title']}，{by_plan(late)}应不晚于{late['due']}"
        for late in row["overdue"]
    ]
    found = [f"{f['title']}：{f['what']}（{f['rule']}）" for f in row["findings"]]
    return "\n".join(dict.fromkeys([*overdue, *found]))


def _detail(row: dict[str, Any], today: date) -> None:
    say(f"{row['item']} {row['name']}", style="bold")
    say(f"截至{today}：{row['status']}")
    for wait in row["awaiting"]:
        say("")
        say(_turn(wait), style="bold")
        if wait["opens_because"]:
            say(f"  可办之日：{wait['opens_because']}")
        if wait["due_because"]:
            say(f"  期限：{wait['due_because']}")
            say(f"  依据：{_basis(wait['due_rule'], wait['due_article'])}")
    _list("逾期", [_late(late) for late in row["overdue"]], "bold red")
    _list("未了的问题", [_found(f) for f in row["findings"]], "bold yellow")


def _list(title: str, lines: list[str], style: str) -> None:
    if lines:
        say("")
        say(f"{title}（{len(lines)}）", style=style)
    for line in lines:
        say(f"  {line}")


def _basis(rule: str, article: str) -> str:
    return f"[{rule}] {article}" if rule else article


def _late(late: dict[str, Any]) -> str:
    from catalog.progress import by_plan

    return f"{late['turn']}：{late['title']}{by_plan(late)}应不晚于{late['due']}。{_basis(late['rule'], late['article'])}"


def _found(f: dict[str, Any]) -> str:
    basis = f"（{f['article']}）" if f["article"] else ""
    said = f"[{f['rule']}] 第{f['entry']}号记录（{f['title']}）：{f['what']}{basis}。"
    if f["reason"]:
        return f"{said}已说明理由：{f['reason']}（{f['reason_by']}）"
    return f"{said}{f['severity']}：{f['remedy']}"
