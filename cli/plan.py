"""juece plan, juece clock: when things can and must happen, with the arithmetic."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from catalog.timezone import local_day
from cli.console import AsJson, Home, SaidNo, WrongUsage, out, say, show_json, show_table
from cli.examples import EXAMPLES
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from catalog.dossier import Dossier
    from catalog.plan import Plan

LONGEST = 3650
"""The longest period reckoned, in days; no law knows a longer one."""


def plan(
    item: Annotated[str, Parameter(help="事项编号；列全年的，写 --year")] = "",
    *,
    start: Annotated[date | None, Parameter(name="--from", help="从哪一天起推算，默认今天")] = None,
    by: Annotated[date | None, Parameter(help="计划决策的日期，默认按目录")] = None,
    year: Annotated[int | None, Parameter(help="列出一个年度的全部事项")] = None,
    authority: Annotated[str, Parameter(help="机关代号，如 demo；不写则列出全部机关")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """依法推算：各步骤最早哪天能办、最迟哪天要办才赶得上计划，写明算法和依据。"""
    if bool(item) == bool(year):
        raise WrongUsage(
            f"事项编号和 --year 写一个，且只写一个，例如 {EXAMPLES['plan']}，或者 juece plan --year 2026"
        )
    if (by and year) or (authority and item):
        raise WrongUsage("--by 用于单个事项，--authority 用于全年")
    office = office_with_catalog(home)
    ledger = office.ledger()
    day = start or local_day(office.now())
    if item:
        _one(_plan(ledger.load(item_on_file(office, item), on=day), day, by), as_json)
        return
    catalogs = [c for c in ledger.catalogs() if _is_of(c, year, authority)]
    if not catalogs:
        whose = f"机关代号为“{authority}”的" if authority else ""
        there = "、".join(ledger.catalogs())
        raise SaidNo(f"没有{whose}{year}年度的目录。在卷的目录有：{there}")
    dossiers = [ledger.load(i, on=day) for c in catalogs for i in ledger.items(c)]
    _year([_plan(d, day) for d in dossiers if d.entries], year or 0, as_json)


def _plan(dossier: "Dossier", day: date, by: date | None = None) -> "Plan":
    from catalog.plan import plan as reckon

    return reckon(dossier, day, by)


def _is_of(catalog: str, year: int | None, authority: str) -> bool:
    whose, _, when = catalog.rpartition("-")
    return when == str(year) and authority in {"", whose}


def _one(found: "Plan", as_json: bool) -> None:
    if as_json:
        show_json(found.model_dump(mode="json"))
        return
    say(f"{found.item} {found.name}（自{found.start}起推算）", style="bold")
    if found.remark:
        say(found.remark)
        return
    for row in found.rows:
        say("")
        if row.done_on:
            say(f"{row.title}（{row.role}）：{row.done_on}已办")
            continue
        say(f"{row.title}（{row.role}，{row.step}）", style="bold red" if row.late else "bold")
        say(f"  最早：{_day(row.earliest)}{row.earliest_because}")
        say(f"  最迟：{_day(row.latest)}{row.latest_because}")
        say(f"  依据：{row.article}")
    say("")
    say(verdict(found), style="bold red" if found.too_late else "bold green")


def _day(on: date | None) -> str:
    return f"{on}。" if on else ""


def verdict(found: "Plan") -> str:
    """Say in one line whether the plan can be met."""
    meeting = found.row("decision.meeting")
    if found.remark or meeting is None:
        return found.remark
    if meeting.done_on:
        late = f"，晚于计划（{found.planned}）" if found.too_late else ""
        return f"{meeting.done_on}已经审议{late}"
    earliest = f"最早{meeting.earliest}可以审议" if meeting.earliest else meeting.earliest_because
    if found.planned is None:
        return f"{earliest}；没有计划决策时间"
    if found.too_late:
        return f"依法已经赶不上计划（{found.planned}）：{earliest}"
    first = found.latest_start
    if first is None or first.latest is None:
        return f"{earliest}，赶得上计划（{found.planned}）"
    return f"{earliest}，计划{found.planned}；“{first.title}”最迟{first.latest}"


def _year(found: list["Plan"], year: int, as_json: bool) -> None:
    if as_json:
        show_json([plan.model_dump(mode="json") for plan in found])
        return
    rows = [(p.item, p.name, _next(p), str(p.planned or "未载明"), verdict(p)) for p in found]
    show_table(("编号", "事项", "下一步", "计划", "推算"), rows, title=f"{year}年度")


def _next(found: "Plan") -> str:
    row = found.latest_start
    if row is None:
        return ""
    return f"{row.title}：{row.earliest or row.earliest_because}起"


def clock(
    start: Annotated[date, Parameter(help="起算日，如 2026-02-13")],
    *,
    days: Annotated[int | None, Parameter(help="自然日数")] = None,
    working_days: Annotated[int | None, Parameter(help="工作日数")] = None,
    as_json: AsJson = False,
) -> None:
    """期限计算：从起算日（不计入）起若干日或者若干工作日，写明算法。"""
    from catalog import clock as calendar

    if (days is None) == (working_days is None):
        raise WrongUsage("--days 和 --working-days 写一个，且只写一个")
    if not 0 <= (days or working_days or 0) <= LONGEST:
        raise WrongUsage(f"日数应在0到{LONGEST}之间")
    reckoned = (
        calendar.add_days(start, days)
        if days is not None
        else calendar.add_working_days(start, working_days or 0)
    )
    if as_json:
        show_json(reckoned.model_dump(mode="json") | {"explanation": reckoned.explain()})
    else:
        out.print(reckoned.explain())
