"""意见办理 by spreadsheet: letters in, answers out and back; and what is done with the register as a whole."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from catalog.duties.handling import Handling
from catalog.errors import Refusal
from catalog.forms.cells import date_read
from catalog.opinion import OpinionSource
from catalog.submission import Channel
from opinions.answers import answer
from opinions.collect import forget
from opinions.importers.files import Same, import_list
from opinions.importers.mail import import_mail
from opinions.importers.tables import Default, Reader, columns_said
from opinions.objections import answer_objection
from opinions.sheet import Answering, export, filled_in, took
from storage.files.legible import unseen
from web.desk.asking import Asked, Sent
from web.desk.opinions.round import Round
from web.desk.sheet import actor_of

TOLD = 20
"""Faults of a list that are shown at once."""
LONGEST_NAME = 200
"""Bytes of a file's name."""


def answers_sheet(asked: Asked) -> Response:
    """The sheet of answers, to be filled in and handed back."""
    now = Round.of(asked)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.xlsx"
        export(path, _answering(now), now.numbers)
        content = path.read_bytes()
    return asked.file(content, f"{now.item}答复表.xlsx")


def take_answers(now: Round, _rest: str) -> str:
    """Take a sheet of answers that came back: all of it or nothing, but for the rows that were overtaken.

    Raises Refusal, ShapeError.
    """
    now.unless(Handling.ANSWER)
    of = _answering(now)
    filled = filled_in(_sent(now, "dafubiao").read(), of)
    if filled.faults:
        raise Refusal("\n".join([*filled.faults, "改好以后再导入，一条也没有导入"]))
    new = answer(
        now.register.engine, now.item, now.no, filled.answers, actor=actor_of(now.asked.person),
        at=now.asked.desk.office.now(), stands=of.stands,
    )  # fmt: skip
    return "\n".join(took(new, filled))


def _answering(now: Round) -> Answering:
    return Answering(now.item, now.no, now.subjects, now.given)


def take_letters(now: Round, _rest: str) -> str:
    """Take a list of letters in, or one that came by e-mail: what is good is taken, the rest told."""
    now.unless(Handling.TAKE_IN)
    sent, office, actor = _sent(now, "laijian"), now.asked.desk.office, actor_of(now.asked.person)
    if signs := unseen(sent.name):
        raise Refusal(f"文件名里有看不见的控制符（{'、'.join(signs[:5])}），请改名后再交")
    name = sent.name.replace("\\", "/").rpartition("/")[2]
    if len(name.encode()) > LONGEST_NAME or name in {"", ".", ".."}:
        raise Refusal("文件名太长，请改短后再交")
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(sent.read().content)
        if path.suffix.lower() == ".eml":
            made = import_mail(
                now.register, path, now.window, office.documents, actor=actor, at=office.now()
            )
            return "\n".join(
                [f"{name}：{'已经登记过' if made.again else '已登记1件'}", *made.faults]
            )
        default = _default(now)
        columns = columns_said(filter(None, map(str.strip, now.asked.said("lanming").splitlines())))
        reader = Reader(
            path, now.window, office.now(), default=default, columns=columns, clauses=now.ids
        )
        same = Same(now.asked.said("xiangtong") or Same.ASK)
        done = import_list(now.register, reader, actor=actor, at=office.now(), same=same)
    if done.again:
        return f"{name}：没有变化，这份文件已经导入过"
    before = f"，以前登记过的{done.before}行没有再登记" if done.before else ""
    more = len(done.faults) - TOLD
    return "\n".join([
        f"{name}：已登记{done.kept}件{before}",
        *([f"有{len(done.bad)}行没有导入，改好以后再选这一份，“相同的行”选“跳过”："] if done.bad else []),
        *done.faults[:TOLD],
        *([f"另有{more}处"] if more > 0 else []),
    ])  # fmt: skip


def _default(now: Round) -> Default:
    said = now.asked.said
    received: date | None = None
    if typed := said("shoudao"):
        with suppress(ValueError):
            received = date.fromisoformat(date_read(typed))
        if received is None:
            raise Refusal(f"收到的日期“{typed}”认不出来，请写成 2026年3月2日")
    channel, source = said("qudao"), said("laiyuan")
    return Default(
        Channel(channel) if channel else None, OpinionSource(source) if source else None, received
    )


def give_up(now: Round, rest: str) -> str:
    """Give up a list whose import was cut off. Raises Refusal."""
    now.unless(Handling.TAKE_IN)
    now.register.give_up(
        now.item, _number(rest), actor=actor_of(now.asked.person), at=now.asked.desk.office.now()
    )
    return f"第{rest}批已经作废"


def erase(now: Round, _rest: str) -> str:
    """Erase who wrote (PIPL-47): of one letter at its writer's wish, or of all. Raises Refusal."""
    now.unless(Handling.TAKE_IN)
    office, said = now.asked.desk.office, now.asked.said
    number = _number(said("jian")) if said("jian") else None
    actor = actor_of(now.asked.person)
    count = now.register.erase(
        now.item, why=said("weishenme"), actor=actor, at=office.now(), number=number
    )
    if number is not None and not count:
        raise Refusal(f"{now.item}没有来件{number}，或者它的联系方式已经删除，请核对编号")
    forget(office.home)
    return (
        f"已删除{count}件来件的联系方式\n"
        "以前做的备份、网闸摆渡过的文件和外面那台机器的收件箱里还有，请信息化人员按保存期限销毁"
    )


def object_answered(now: Round, rest: str) -> str:
    """Answer an objection, once; never who answered what is objected to. Raises Refusal."""
    now.unless(Handling.OBJECTION)
    answer_objection(
        now.register.engine, now.item, now.no, _number(rest), now.asked.said(f"yiyi-{rest}"),
        actor=actor_of(now.asked.person), at=now.asked.desk.office.now(),
    )  # fmt: skip
    return f"已答复来件{rest}的异议：更正“意见采纳情况”以后，来件人凭回执看得到"


def _sent(now: Round, control: str) -> Sent:
    found = next((sent for name, sent in now.asked.files if name == control), None)
    if found is None:
        raise Refusal("没有选文件")
    return found


def _number(said: str) -> int:
    if said.isdecimal() and len(said) < 16:
        return int(said)
    raise Refusal(f"编号“{said[:20]}”应为数字，请核对")


DOINGS: dict[str, Callable[[Round, str], str]] = {
    "daoru": take_letters,
    "daorudafu": take_answers,
    "zuofei": give_up,
    "shanchu": erase,
    "yiyi": object_answered,
}
"""What a button of the room does, by its name."""
