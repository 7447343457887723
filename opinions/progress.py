"""How far a consultation is: what came, what is grouped, answered, agreed to, and what is missing."""

from typing import NamedTuple

from opinions.answers import answers_to, flags, subjects_of
from opinions.batches import GIVEN_UP
from opinions.moves import grouping, hand_share
from opinions.objections import objections
from opinions.points import read
from opinions.register import Count, Register
from opinions.statement import since_statement


class Standing(NamedTuple):
    """Numbers of a round; `lines` say them in Chinese, with what to do next."""

    came: int
    letters: list[Count]
    points: int
    unusable: int
    groups: int
    grouped: int
    confirmed: int
    subjects: int
    answered: int
    agreed: int
    contacts: int
    lines: list[str]


def standing(register: Register, item: str, round: int) -> Standing:
    """The numbers of a round as it stands."""
    counts = register.counts(item, round)
    with register.engine.connect() as connection:
        there, now = read(connection, item, round), grouping(connection, item, round)
        subjects = subjects_of(there.points, now)
        given = answers_to(connection, item, round, subjects)
        since = since_statement(connection, item, round)
        objected = objections(connection, item, round)
    grouped, confirmed = hand_share(now)
    agreed = sum(bool(one.confirmed_by) for one in given.values())
    held, erased = register.held_contacts(item)
    came = sum(count.letters for count in counts)
    lines = [
        f"观点{len(there.points)}条，其中{grouped}条归在{len(now.groups)}组里（经人确认的{confirmed}条）；"
        f"不能采用的来件{len(there.unusable)}件",
        f"要答复的{len(subjects)}条：已答复{len(given)}条，经另一人确认{agreed}条",
    ]
    if held or erased:
        lines.append(f"联系方式{held}件，已删除{erased}件")
    lines += [f"请再看一遍 {flag.subject}：{flag.said}" for flag in flags(subjects, given)]
    for batch in register.batches(item, round):
        if batch.kept is None:
            lines.append(
                f"第{batch.no}批“{batch.name}”没有导入完：请把同一份文件再导入一次，不要的作废"
            )
        elif batch.faults and batch.kept != GIVEN_UP:
            lines.append(
                f"第{batch.no}批“{batch.name}”导入{batch.kept}件，有{len(batch.faults)}处没有导入"
            )
    if objected:
        open_ = sum(not one.answer for one in objected)
        lines.append(
            f"对处理结果的异议{len(objected)}件，没有答复的{open_}件：答复以后，"
            "更正“意见采纳情况”，件数和答复才看得到"
        )
    if since:
        lines.append(f"意见采纳情况登记以后又来了{since}件：答复、确认以后，更正“意见采纳情况”")
    if not came:
        lines = ["还没有收到意见。到期仍然没有的，采纳情况写明“未收到意见”，照样登记、公开"]
    return Standing(
        came, counts, len(there.points), len(there.unusable), len(now.groups), grouped, confirmed,
        len(subjects), len(given), agreed, held, lines,
    )  # fmt: skip
