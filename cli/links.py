"""juece links: whether what the pages lead to still answers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from rich.progress import Progress

from catalog.timezone import local_day
from cli.console import AsJson, Home, SaidNo, err, say, show_json, show_table
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from office.settings.installation import Office

NEAR = timedelta(days=14)
"""How long before its last day a certificate is mentioned."""
COLUMNS = ("网址", "事项", "单位", "状态", "何时起", "上次核对", "下次核对")


def links(
    item: Annotated[str, Parameter(help="事项编号；不写则列出全部")] = "",
    *,
    check: Annotated[
        bool, Parameter(help="现在核对到期的；写明事项的，核对它的全部", negative="")
    ] = False,
    history: Annotated[str, Parameter(help="一个网址：列出它的状态变化和留存的副本")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """网页上的站外链接和办事入口：是否打得开、由谁更正。打不开不影响公布。"""
    office = office_with_catalog(home)
    today = local_day(office.now())
    if item:
        item_on_file(office, item, *office.ledger().catalogs())
    if history:
        _history(office, history, as_json)
        return
    if check:
        _check(office, today, item)
    rows = _rows(office, today, item)
    if as_json:
        show_json(rows)
    else:
        _tell(office, rows)


def _check(office: "Office", today: date, item: str) -> None:
    from office.links.notes import Busy
    from office.links.patrol import patrol, why_not

    if reason := why_not(office):
        raise SaidNo(reason)
    with Progress(console=err, transient=True) as progress:

        def begun(count: int) -> Callable[[], None]:
            task = progress.add_task("核对", total=count)
            return lambda: progress.advance(task)

        try:
            done = patrol(office, today, item=item, begun=begun)
        except Busy as busy:
            raise SaidNo("另一次链接巡查正在进行，请稍后再试") from busy
    left = f"，留待下次{done.left}个" if done.left else ""
    err.print(f"核对了{done.asked}个网址{left}")
    if done.silent:
        err.print("没有一个网站有答复，可能是本机不能上网；没有记为失效", style="yellow")


def _rows(office: "Office", today: date, item: str) -> list[dict[str, Any]]:
    """Each address in each place, the broken ones first."""
    from office.links.patrol import citations, standings
    from office.links.status import LinkState

    cited = citations(office, today, item)
    found = standings(office, cited)
    order = [LinkState.BROKEN, LinkState.DOUBTFUL, LinkState.UNTOLD, LinkState.UNCHECKED]
    rows = [
        {**one._asdict(), **dict(found[one.address]), "state": found[one.address].shown(today)}
        for one in cited
    ]
    return sorted(rows, key=lambda r: order.index(r["state"]) if r["state"] in order else 9)


def _tell(office: "Office", rows: list[dict[str, Any]]) -> None:
    from collections import Counter

    from office.links.patrol import why_not

    show_table(COLUMNS, map(_row, rows))
    counts = Counter(row["state"].value for row in rows)
    say("，".join(f"{state}{count}处" for state, count in counts.items()) or "网页上没有站外链接")
    if reason := why_not(office):
        say(f"{reason}，没有核对的显示“未核对”，不是失效", style="yellow")


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    until = row["tls_until"]
    near = f"，证书{until}到期" if until and until - row["asked_on"] <= NEAR else ""
    return (
        row["address"],
        f"{row['item']} {row['what']}",
        row["unit"],
        f"{row['state']}：{row['said']}{near}",
        str(row["since"] or ""),
        str(row["asked_on"] or ""),
        str(row["due_on"] or ""),
    )


def _history(office: "Office", address: str, as_json: bool) -> None:
    from office.links.references import addresses
    from office.links.status import LinkChecked, PageCopied

    subject, acts = next(addresses(address), address), office.ledger().acts
    checked, copied = acts.of(LinkChecked, subject), acts.of(PageCopied, subject)
    if as_json:
        found = [(d.position, {"at": d.at, "kind": d.act.KIND, **dict(d.act)}) for d in checked]
        found += [(d.position, {"at": d.at, "kind": d.act.KIND, **dict(d.act)}) for d in copied]
        show_json([told for _, told in sorted(found, key=lambda pair: pair[0])])
        return
    lines = [(d.position, d.at, d.act.state.value, d.act.said) for d in checked]
    lines += [(d.position, d.at, "留存副本", f"sha256 {d.act.sha256}") for d in copied]
    if not lines:
        say("这个网址还没有核对过")
        return
    cells = ((f"{at:%Y-%m-%d %H:%M}", what, said) for _, at, what, said in sorted(lines))
    show_table(("时间", "状态", "说明"), cells, title=subject)
