"""juece opinions objections: objections to what became of letters, read and answered once each."""

from typing import Annotated

from cyclopts import Parameter

from cli.collecting import collected_first
from cli.console import AsJson, Home, out, say, show_json
from cli.filing import actor_at
from cli.opinions import By, Item, Letter, Unit, opened


def objections(
    item: Item,
    letter: Annotated[Letter | None, Parameter(help="答复哪一件来件的异议；不写时全部列出")] = None,
    text: Annotated[str, Parameter(help="答复：维持还是改变处理结果，理由是什么")] = "",
    /,
    *,
    by: By = "",
    unit: Unit = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """对处理结果的异议：列出，或者答复一件。写答复以外的人答复，只答复一次；更正采纳情况以后，来件人凭回执看得到。"""
    from opinions.objections import answer_objection
    from opinions.objections import objections as on_file

    office, register, window = opened(item, home)
    collected_first(office)
    if letter is not None:
        answer_objection(
            register.engine, item, window.round, letter, text,
            actor=actor_at(office, by, unit), at=office.now(),
        )  # fmt: skip
        say(
            f"已答复：来件{letter}的异议。用 statement --file --correct 更正采纳情况以后，来件人看得到",
            style="green",
        )
        return
    with register.engine.connect() as connection:
        found = on_file(connection, item, window.round)
    if as_json:
        show_json([one._asdict() | {"received_at": one.received_at.isoformat()} for one in found])
        return
    if not found:
        say(f"{item} 没有对处理结果的异议")
    for one in found:
        state = f"{one.answered_by}已答复：{one.answer}" if one.answer else "没有答复"
        out.print(
            f"来件{one.letter}  {one.received_at:%Y-%m-%d %H:%M}  {one.text}\n    {state}",
            markup=False,
        )
