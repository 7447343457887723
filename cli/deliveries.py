"""juece deliveries: who was sent which decision, with which proof, and what was not taken."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, WrongUsage, say, show_json, show_table
from cli.filing import actor_at
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from catalog.record import Actor
    from office.delivery.log import Delivered, TakenUpAgain, Undelivered
    from office.settings.installation import Office
    from storage.acts import Done


def deliveries(
    item: Annotated[str, Parameter(help="事项编号；不写则列出全部")] = "",
    *,
    again: Annotated[str, Parameter(help="把已放弃的再推送一次：订阅单位的名称")] = "",
    because: Annotated[str, Parameter(help="再推送的理由，例如 对方已修复接口")] = "",
    by: Annotated[str, Parameter(help="经办人")] = "",
    unit: Annotated[str, Parameter(help="经办处室")] = "法规处",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """推送记录：哪件决策送给了谁、对方怎样签收、没有送达的为什么和何时再试。"""
    from office.delivery.log import TakenUpAgain

    office = office_with_catalog(home)
    if item:
        item_on_file(office, item)
    if again:
        if not (item and because.strip()):
            raise WrongUsage("再推送一次，要写明事项编号，并用 --because 写明理由")
        act = TakenUpAgain(subscriber=again, because=because)
        _take_up(office, item, act, actor_at(office, by, unit))
        return
    rows = sorted(_rows(office, item or None), key=lambda row: row["position"])
    if as_json:
        show_json(rows)
    elif not rows:
        say("还没有推送过" if not item else f"{item} 还没有推送过")
    else:
        lines = [(r["item"], r["subscriber"], f"{r['at']:%Y-%m-%d %H:%M}", r["said"]) for r in rows]
        show_table(("编号", "订阅单位", "时间", "结果"), lines, title=f"推送{len(rows)}次")


def _rows(office: "Office", item: str | None) -> Iterator[dict[str, Any]]:
    from office.delivery.log import Delivered, TakenUpAgain, Undelivered

    acts = office.ledger().acts
    for kind in (Delivered, Undelivered, TakenUpAgain):
        found: list[Done[Any]] = acts.of(kind, item)
        for done in found:
            yield {
                "position": done.position,
                "item": done.subject,
                "at": done.at,
                "result": kind.KIND,
                "said": _said(done.act),
                **done.act.model_dump(mode="json"),
            }


def _said(act: "Delivered | Undelivered | TakenUpAgain") -> str:
    from office.delivery.log import Delivered, Undelivered

    if isinstance(act, Delivered):
        proof = act.message_id or f"应答 SHA-256 {act.reply_digest[:16]}…"
        replaced = f"\n替代 {act.replaces}" if act.replaces else ""
        return f"已送达 {act.key}（{act.way}，{act.to}）\n{act.reply}\n{proof}{replaced}"
    if isinstance(act, Undelivered):
        then = f"{act.again_at:%m月%d日%H:%M}后再试" if act.again_at else "不再自动重试"
        return f"没有送达 {act.key}（{act.way}，{act.to}）：{act.why}；{then}"
    return f"再次推送：{act.because}"


def _take_up(office: "Office", item: str, act: "TakenUpAgain", actor: "Actor") -> None:
    from office.delivery.log import Undelivered

    acts = office.ledger().acts
    if not any(done.act.subscriber == act.subscriber for done in acts.of(Undelivered, item)):
        raise SaidNo(f"{item} 没有推送给“{act.subscriber}”而未送达的记录")
    acts.append(act, item, actor, office.now)
    say(f"{item} 下一次推送时再送“{act.subscriber}”：每天早上，或者在界面运行“推送”")
