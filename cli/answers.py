"""juece opinions: letters grouped, answered, agreed to, and made into the adoption statement."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, WrongUsage, err, say, show_json, show_table
from cli.filing import actor_at, actor_of, unless_desk_only
from cli.opinions import By, Item, Unit, opened

if TYPE_CHECKING:
    from catalog.clauses import Draft
    from office.settings.installation import Office
    from opinions.register import Register
    from opinions.sheet import Answering
    from opinions.statement import Drafts

SHOWN = 10
"""Suggestions, and pairs of opposites, that are shown."""
Codes = Annotated[str, Parameter(help="编号，几个的用逗号隔开")]


def group(
    item: Item,
    *,
    run: Annotated[bool, Parameter(help="由程序重新归并；人工归好的不动", negative="")] = False,
    merge: Annotated[str, Parameter(help="合并：组的编号，第一个留下，如 g1,g7")] = "",
    split: Annotated[str, Parameter(help="从 --of 的组里拆成新的一组：意见编号")] = "",
    join: Annotated[str, Parameter(help="归入 --of 的组：意见编号")] = "",
    leave: Annotated[str, Parameter(help="移出所在的组，单独答复：意见编号")] = "",
    title: Annotated[str, Parameter(help="给 --of 的组起名")] = "",
    confirm: Annotated[str, Parameter(help="确认一组归得对：组的编号")] = "",
    undo: Annotated[int | None, Parameter(help="撤销第几号操作")] = None,
    of: Annotated[str, Parameter(help="组的编号")] = "",
    by: By = "",
    unit: Unit = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """归并：列出各组，或者合并、拆出、归入、移出、起名、确认、撤销（都可以撤销，直到采纳情况登记）。"""
    from opinions.groups import Move
    from opinions.moves import move

    office, register, window = opened(item, home)
    wanted: dict[Move, Mapping[str, Any]] = {}
    if merge:
        wanted[Move.MERGE] = {"into": _codes(merge)[0], "from": _codes(merge)[1:]}
    if split:
        wanted[Move.SPLIT] = {"group": of, "points": _codes(split)}
    if join:
        wanted[Move.JOIN] = {"group": of, "points": _codes(join)}
    if leave:
        wanted[Move.LEAVE] = {"points": _codes(leave)}
    if title:
        wanted[Move.LABEL] = {"group": of, "title": title}
    if confirm:
        wanted[Move.CONFIRM] = {"group": confirm}
    if undo is not None:
        wanted[Move.UNDO] = {"event": undo}
    if len(wanted) > 1:
        raise WrongUsage("一次办一样：合并、拆出、归入、移出、起名、确认或者撤销")
    if run:
        unless_desk_only(office)
        _run(office, item, register, window.round)
    for kind, said in wanted.items():
        number = move(
            register.engine, item, window.round, kind, said,
            actor=actor_at(office, by, unit), at=office.now(),
        )  # fmt: skip
        say(f"已{kind.value}（第{number}号操作，撤销用 --undo {number}）", style="green")
    _show(item, register, window.round, as_json)


def _run(office: "Office", item: str, register: "Register", round: int) -> None:
    from opinions.drafts import consulted, texts
    from opinions.grouping import group as compute
    from opinions.regroup import regroup

    draft = consulted(office.ledger(), item)
    if draft is None:
        say("公告里没有读得出来的决策草案，照抄草案的话不能除去", style="yellow")
    with err.status("正在归并 …"):
        made = regroup(register.engine, item, round, texts(draft), compute, office.now())
    say(f"第{made.run}次归并：{made.letters}条意见归成{made.groups}组", style="green")
    for pair in made.opposites[:SHOWN]:
        words = "／".join(word or "（没有）" for word in pair.words)
        say(f"立场相反，没有归在一起：{pair.one} 和 {pair.other}（{words}）", style="yellow")
    for one in made.suggestions[:SHOWN]:
        say(f"也许该归入 {one.leader} 所在的组，请看一看：{one.letter}（相同{one.share:.0%}）")


def _codes(said: str) -> list[str]:
    return [code.strip() for code in said.replace("，", ",").split(",") if code.strip()]


def _show(item: str, register: "Register", round: int, as_json: bool) -> None:
    from opinions.answers import subjects
    from opinions.moves import grouping

    with register.engine.connect() as connection:
        now, there = grouping(connection, item, round), subjects(connection, item, round)
    groups = [now.groups[code] for code in there if code in now.groups]
    if as_json:
        show_json([
            {"code": g.code, "leader": g.leader, "members": list(g.members), "title": g.title,
             "confirmed_by": g.confirmed_by if g.is_confirmed else "", "came_of": g.came_of}
            for g in groups
        ])  # fmt: skip
        return
    rows = [
        (
            g.code, str(len(g.members)), g.title or " ".join(there[g.code].lead.text.split())[:60],
            "人工" if g.by_hand else "程序", g.confirmed_by if g.is_confirmed else "",
        )
        for g in groups
    ]  # fmt: skip
    if rows:
        show_table(("组", "条数", "意见", "归并", "确认"), rows)
    else:
        say("还没有归并成组的意见，每件单独答复")


def export_answers(
    item: Item,
    *,
    to: Annotated[Path, Parameter(name="--out", help="写成的 xlsx 文件")],
    home: Home = "",
) -> None:
    """导出答复表：每组、每条一行，在电子表格里填好处理结果和理由再导入。"""
    from opinions.drafts import consulted, numbers_by_id
    from opinions.sheet import export

    office, register, window = opened(item, home)
    if to.suffix.lower() != ".xlsx":
        raise WrongUsage("答复表应写成 xlsx 文件，例如 --out 答复.xlsx")
    of = _answering(register, item, window.round)
    rows = export(to, of, numbers_by_id(consulted(office.ledger(), item)))
    say(f"已写出{rows}行：{to.absolute()}（只在内部使用）", style="green")


def import_answers(
    item: Item,
    file: Annotated[Path, Parameter(help="填好的答复表")],
    *,
    by: By,
    unit: Unit,
    home: Home = "",
) -> None:
    """导入填好的答复表：按编号对上，没有填的不动；有错的写明哪一格，一条也不导入。"""
    from opinions.answers import answer
    from opinions.sheet import filled_in, took
    from storage.files.legible import Handed, content_of
    from storage.files.spreadsheet import MOST

    office, register, window = opened(item, home)
    actor = actor_at(office, by, unit)
    of = _answering(register, item, window.round)
    filled = filled_in(Handed(file.name, content_of(file, MOST)), of)
    if filled.faults:
        raise SaidNo("\n".join([*filled.faults, "改好以后再导入，一条也没有导入"]))
    at, stands = office.now(), of.stands
    new = answer(
        register.engine, item, window.round, filled.answers, actor=actor, at=at, stands=stands
    )
    done, *left = took(new, filled)
    say(done, style="green")
    for line in left:
        say(line, style="yellow")


def _answering(register: "Register", item: str, round: int) -> "Answering":
    from opinions.answers import answers_to, subjects
    from opinions.sheet import Answering

    with register.engine.connect() as connection:
        there = subjects(connection, item, round)
        return Answering(item, round, there, answers_to(connection, item, round, there))


def confirm(
    item: Item,
    codes: Annotated[str, Parameter(help="确认哪几条，用逗号隔开；全部的写 all")] = "all",
    *,
    by: Annotated[str, Parameter(help="确认人，不能是写答复的人")],
    unit: Unit,
    home: Home = "",
) -> None:
    """另一人确认答复：确认以后答复、或者所答的意见变了的，要再确认一次。"""
    from opinions.answers import answers
    from opinions.answers import confirm as agree

    office, register, window = opened(item, home)
    with register.engine.connect() as connection:
        held = answers(connection, item, window.round)
    every = [code for code, one in held.items() if not one.confirmed_by]
    chosen = every if codes == "all" else _codes(codes)
    digests = {code: held[code].digest if code in held else "" for code in chosen}
    new = agree(
        register.engine,
        item,
        window.round,
        digests,
        actor=actor_at(office, by, unit),
        at=office.now(),
    )
    say(f"已确认{new}条答复", style="green")


def statement(
    item: Item,
    payload: Annotated[
        Path | None,
        Parameter(help="采纳情况里由人写的几栏（YAML）：公布日期、公布网址、公开审查等"),
    ] = None,
    *,
    draft: Annotated[
        Path | None,
        Parameter(help="征求意见以后的修改稿（docx、txt、md、pdf）：核对采纳的意见真的改了"),
    ] = None,
    file: Annotated[bool, Parameter(help="登记；不写时只算出来看看", negative="")] = False,
    correct: Annotated[str, Parameter(help="更正已登记的采纳情况，写明理由（会公开）")] = "",
    by: By = "",
    unit: Unit = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """意见采纳情况：由登记册算出来，件数、条数和意见表对得上才能登记。"""
    from catalog.record import Amendment, AmendmentKind
    from cli.collecting import collected_first
    from office.exposed import exposed
    from opinions.drafts import consulted, numbers_by_id
    from opinions.points import read
    from opinions.statement import compute
    from opinions.statement import file as put_on_file
    from storage.files.yaml import read_yaml

    office, register, window = opened(item, home)
    collected_first(office)
    said = read_yaml(payload) if payload else {}
    if not isinstance(said, Mapping):
        raise WrongUsage(f"{payload} 应为一组栏目")
    before = consulted(office.ledger(), item)
    drafts = _drafts(item, before, draft) if draft else None
    numbers = numbers_by_id(before)
    with register.engine.connect() as connection:
        made = compute(connection, item, window.round, drafts, numbers)
        points = read(connection, item, window.round).points
    told = list(exposed(made, points, register.contacts(p.letter for p in points.values())))
    if told:
        raise SaidNo("\n".join(told))
    if not file:
        if as_json:
            rows = [row.opinion.model_dump(mode="json") for row in made.rows]
            show_json(made.payload | {"opinions": rows})
            return
        say(
            f"来件{made.letters}件，观点{made.points}条，意见表{len(made.rows)}行，全部对得上",
            style="green",
        )
        counted = made.payload["counts"]
        say("，".join(f"{name}{n}条" for name, n in _named(counted).items() if n) or "未收到意见")
        say("登记用 --file，写明 --by 和 --unit")
        return
    kind = AmendmentKind.CORRECTION
    amends = Amendment(kind=kind, reason=correct) if correct.strip() else None
    filed = put_on_file(
        office.ledger(), item, window.round, said,
        actor=actor_of(by, unit), at=office.now, amends=amends, drafts=drafts,
    )  # fmt: skip
    for finding in filed.findings:
        say(str(finding), style="yellow")
    say(f"已登记：{item} 第{filed.entry.seq}号记录（意见采纳情况）", style="green")


def _drafts(item: str, before: "Draft | None", path: Path) -> "Drafts":
    from opinions.clauses.read import read_draft
    from opinions.statement import Drafts
    from storage.documents import MOST, extension
    from storage.files.legible import content_of

    if before is None:
        raise SaidNo(f"{item} 的公告里没有读得出来的决策草案，不能和修改稿核对")
    return Drafts(before, read_draft(extension(path.name), content_of(path, MOST)))


def _named(counts: Mapping[str, int]) -> dict[str, int]:
    from catalog.opinion import Outcome

    return {"共": counts["points"]} | {o.value: counts[o.name.lower()] for o in Outcome}
