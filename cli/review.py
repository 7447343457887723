"""juece review: what waits to be made public, what differs, and what the reviewer says of it."""

import re
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from catalog.timezone import local_day
from cli.console import AsJson, Home, SaidNo, WrongUsage, err, say, show_json, show_table
from cli.filing import actor_of, unless_desk_only
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from office.editions.review import Proposed
    from office.settings.installation import Office

SHORT = 12
"""Signs of a digest that are shown, and enough to name it by."""


def review(
    matter: Annotated[
        str, Parameter(help="事项编号、目录编号，或者 website；不写时列出全部待审查的")
    ] = "",
    /,
    *,
    agree: Annotated[str, Parameter(help="同意公开，写明列表中的校验值")] = "",
    send_back: Annotated[str, Parameter(name="--return", help="退回，写明列表中的校验值")] = "",
    note: Annotated[str, Parameter(help="说明；退回的必须写明理由")] = "",
    by: Annotated[str, Parameter(help="审查人")] = "",
    unit: Annotated[str, Parameter(help="审查人处室")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """公开前审查：列出新增和改动的内容，逐事同意或者退回；审查后有任何改动，须重新审查。"""
    from office.editions import draft
    from office.editions import publish as editions
    from office.editions.review import proposed, reviewable

    if bool(agree) and bool(send_back):
        raise WrongUsage("--agree 和 --return 只能用一个")
    if send_back and not note.strip():
        raise WrongUsage("退回的要写明理由：请用 --note 写明，例如 --note 附件不是最后一稿")
    office = office_with_catalog(home)
    if agree or send_back:
        unless_desk_only(office)
    if matter:
        _known(office, matter)
    with err.status("正在生成草稿，与已公开的比较 …"), draft.alone(office):
        editions.prepare(office, local_day(office.now()))
    if agree or send_back:
        _take(office, matter, agree or send_back, bool(agree), note, by, unit)
        return
    named = reviewable(office).values() if matter else proposed(office)
    found = [one for one in named if matter in {"", one.id}]
    if as_json:
        show_json([_data(one) for one in found])
    elif not found:
        say(f"{matter}没有待审查的内容：草稿与已公开的一致")
    elif matter:
        _show(office, found[0])
    else:
        columns = ("编号", "名称", "变化", "原因", "校验值", "状态")
        show_table(columns, [_row(one) for one in found])


def _take(
    office: "Office", matter: str, digest: str, agreed: bool, note: str, by: str, unit: str
) -> None:
    from office.editions.review import proposed, review, reviewable
    from office.editions.verdict import Reviewed, Verdict

    if not matter or not re.fullmatch(rf"[0-9a-f]{{{SHORT},64}}", digest):
        raise WrongUsage(
            f"请写明事项编号，和列表中的校验值（至少前{SHORT}位），用 juece review 查看"
        )
    reviewer = actor_of(by, unit, "审查人")
    found = {one.id: one.matter.digest for one in reviewable(office).values()}
    whole = found.get(matter, "")
    full = whole if whole.startswith(digest) else digest.ljust(64, "0")[:64]
    verdict = Verdict.AGREED if agreed else Verdict.RETURNED
    said = Reviewed(digest=full, verdict=verdict, note=note)
    if wrong := review(office, {matter: said}, reviewer):
        raise SaidNo("\n".join(wrong))
    left = [one.id for one in proposed(office) if one.open]
    say(f"已登记：{matter} {verdict.value}", style="green")
    say(f"还有{len(left)}事没有同意公开：{'、'.join(left)}" if left else "都已同意，可以公开")


def _known(office: "Office", matter: str) -> None:
    """Raise SaidNo for a matter that there cannot be."""
    from office.editions.changes import PROGRAM, WEBSITE

    item_on_file(office, matter, *office.ledger().catalogs(), WEBSITE, PROGRAM)


def _row(one: "Proposed") -> tuple[str, ...]:
    why = "\n".join([*one.withdrawn, "；".join(one.reasons)])
    counts = one.matter.counts or "紧急公开后补审"
    return (one.id, one.title, counts, why, one.matter.digest[:SHORT], one.state)


def _data(one: "Proposed") -> dict[str, object]:
    matter = one.matter
    files = {"new": matter.new, "changed": matter.changed, "gone": matter.gone}
    told = {"id": one.id, "title": one.title, "digest": matter.digest, "state": one.state}
    return told | {"reasons": one.reasons, "withdrawn": one.withdrawn, "files": files}


def _show(office: "Office", one: "Proposed") -> None:
    from office.editions import draft
    from office.editions.review import compared

    with err.status("正在检查 …"):
        remarks = draft.examined(office, [one.matter]).remarks
    for said in (said for id_ in one.ids for said in remarks.get(id_, ())):
        say(f"请留意：{said}", style="yellow")
    show_table(("编号", "名称", "变化", "原因", "校验值", "状态"), [_row(one)], stacked=True)
    for each in compared(office, one.matter):
        say(f"\n{each.kind} {each.path}", style="bold")
        if each.kind != "撤下":
            say(f"  预览：{(office.draft / each.path).absolute()}")
        if not each.lines and each.kind != "撤下":
            page = each.path.endswith(".html")
            why = "看得见的文字没有变化" if page else "机读数据、样式或者图片，随网页变化"
            say(f"  {why}，请打开预览核对")
        for line in each.lines:
            say(f"  {line}", style=STYLES.get(line[:1], ""))


STYLES = {"+": "green", "-": "red"}
"""How a line that is new, and one that is no longer there, looks."""

DECIDER = "决定紧急公开的人"


def publish(
    *,
    urgent: Annotated[
        str, Parameter(help="紧急公开的理由：先公开、后补审查，理由和处室会公布；平时不写")
    ] = "",
    by: Annotated[str, Parameter(help=DECIDER)] = "",
    unit: Annotated[str, Parameter(help=f"{DECIDER}所在处室")] = "",
    home: Home = "",
) -> None:
    """公开（不经过流程引擎）：审查同意的全部公开并推送；还有没审查的，一个文件也不公开。"""
    from office.editions import publish as editions
    from office.editions.newly_set import from_the_next

    office = office_with_catalog(home)
    unless_desk_only(office)
    decided = editions.Urgent(actor_of(by, unit, DECIDER), urgent) if urgent.strip() else None
    with err.status("正在生成、检查并公开 …"):
        done = editions.publish(office, local_day(office.now()), decided)
        sent = [editions.send(office, target) for target in editions.targets(office)]
    for one in sent:
        say(one.said, style="" if one.arrived else "red")
    if done.wrong:
        raise SaidNo(f"没有公开：\n{done.wrong}")
    out = editions.standing(office)
    told = f"现在公开的是第{out.seal.number}号：{office.site.absolute()}" if out else "还没有公开过"
    if done.open and decided is None:
        raise SaidNo(f"有{done.open}事没有审查同意，没有公开；用 juece review 审查。{told}")
    if not all(one.arrived for one in sent):
        raise SaidNo(f"有的地方没有送到，改正后再运行一次。{told}")
    if decided and not done.new:
        told = f"{editions.NOTHING_URGENT}{told}"
    say(told, style="green")
    if out and (begins := from_the_next(office, out)):
        say(begins, style="yellow")
