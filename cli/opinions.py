"""juece opinions: letters into the register, what is there, and who wrote them forgotten in time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, WrongUsage, err, out, say, show_json, show_table
from cli.filing import actor_at, whoever
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from office.settings.installation import Office
    from opinions.batches import Progress
    from opinions.importers.files import Imported
    from opinions.importers.tables import Default
    from opinions.register import Register, Window

Item = Annotated[str, Parameter(help="事项编号，如 demo-2026-03")]
By = Annotated[str, Parameter(help="经办人")]
Unit = Annotated[str, Parameter(help="经办处室")]
Letter = Annotated[int, Parameter(help="来件编号，用 juece opinions status --letters 查看")]
FAULTS = 20
"""Faults shown on the screen; all of them are kept with the list."""


def opened(item: str, home: str) -> "tuple[Office, Register, Window]":
    """The office, its register, and the consultation of an item that letters come to."""
    from opinions.register import Register, window

    office = office_with_catalog(home)
    item_on_file(office, item)
    ledger = office.ledger()
    return office, Register(ledger.engine), window(ledger.load(item))


def import_(
    item: Item,
    files: Annotated[
        list[Path], Parameter(help="来件登记表（xlsx、xls、ods、csv）或者邮件（eml）", negative="")
    ],
    /,
    *,
    by: By,
    unit: Unit,
    channel: Annotated[str, Parameter(help="表里没有“渠道”一栏时，全表的渠道")] = "",
    source: Annotated[str, Parameter(help="表里没有“来源”一栏时：社会公众，或者征求意见单位")] = "",
    received: Annotated[date | None, Parameter(help="表里没有“收到时间”一栏时，收到的日期")] = None,
    column: Annotated[
        list[str] | None,
        Parameter(
            help="不认识的栏怎么读，如 --column 市民说的话=意见原文；可以写几个", negative=""
        ),
    ] = None,
    same: Annotated[str, Parameter(help="和以前导入的一字不差的行：跳过，或者另计")] = "询问",
    bad: Annotated[
        Path | None, Parameter(help="没有导入的行写成一份 xlsx，改好再导入这一份")
    ] = None,
    home: Home = "",
) -> None:
    """导入来件：好的行都收，不好的写明第几行、为什么；同一份文件再导入一次，什么也不增加。"""
    from opinions.importers.mail import import_mail

    office, register, window = opened(item, home)
    actor, default = actor_at(office, by, unit), _default(channel, source, received)
    rows = list["Imported"]()
    for path in files:
        if path.suffix.lower() == ".eml":
            made = import_mail(
                register, path, window, office.documents, actor=actor, at=office.now()
            )
            say(f"{path.name}：{'已经登记过' if made.again else '已登记1件'}")
            for fault in made.faults:
                say(fault, style="yellow")
            continue
        with progress_of(path.name) as told:
            rows.append(
                _list(office, register, window, path, actor, default, column or [], same, told)
            )
        _tell(path, rows[-1])
    left = [row for one in rows for row in one.bad]
    if bad and left:
        from opinions.importers.files import write_bad

        write_bad(bad, left)
        say(f"没有导入的{len(left)}行写在 {bad}，改好以后导入这一份")
    elif left:
        raise SaidNo(f"有{len(left)}行没有导入，其余的已经登记；加 --bad 错行.xlsx 写成一份表再改")


def _list(  # type: ignore[no-untyped-def]
    office: "Office", register: "Register", window: "Window", path: Path, actor, default: "Default",
    column: Sequence[str], same: str, told: "Progress",
) -> "Imported":  # fmt: skip
    from opinions.drafts import consulted, ids_by_number
    from opinions.importers.files import Same, import_list
    from opinions.importers.tables import Reader, columns_said

    if same not in set(Same):
        raise WrongUsage(f"--same 没有“{same}”，可用：{'、'.join(Same)}")
    columns, now = columns_said(column), office.now()
    clauses = ids_by_number(consulted(office.ledger(), window.item))
    reader = Reader(path, window, now, default=default, columns=columns, clauses=clauses)
    return import_list(register, reader, actor=actor, at=now, same=Same(same), progress=told)


def _default(channel: str, source: str, received: date | None) -> "Default":
    from opinions.importers import words
    from opinions.importers.tables import Default

    try:
        return Default(
            words.channel_meant(channel) if channel else None,
            words.source_meant(source) if source else None,
            received,
        )
    except ValueError as wrong:
        raise WrongUsage(str(wrong)) from None


def _tell(path: Path, made: "Imported") -> None:
    if made.again:
        say(f"{path.name}：没有变化，这份文件已经导入过")
        return
    before = f"，以前登记过的{made.before}行没有再登记" if made.before else ""
    say(f"{path.name}：已登记{made.kept}件{before}", style="green")
    for fault in made.faults[:FAULTS]:
        say(f"  {fault}", style="yellow")
    if len(made.faults) > FAULTS:
        say(f"  另有{len(made.faults) - FAULTS}处", style="yellow")


@contextmanager
def progress_of(what: str) -> "Iterator[Progress]":
    """A progress bar with how many a second, on a screen alone."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(f"{what} {{task.completed}}件"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.update(task, completed=done)


def add(
    item: Item,
    text: Annotated[str, Parameter(help="意见原文")],
    *,
    channel: Annotated[str, Parameter(help="渠道，如 信函、电话、座谈会")],
    by: By,
    unit: Unit,
    received: Annotated[date | None, Parameter(help="收到的日期，默认今天")] = None,
    source: Annotated[str, Parameter(help="社会公众，或者征求意见单位")] = "社会公众",
    audience: Annotated[str, Parameter(help="专门听取的，写明听取对象，如 企业")] = "",
    clause: Annotated[str, Parameter(help="针对哪一条，如 第三条第二款；说全文的不写")] = "",
    consent: Annotated[str, Parameter(help="可以公开、匿名公开，或者 只计数，不公开")] = "匿名公开",
    name: Annotated[str, Parameter(help="称呼，不公开")] = "",
    contact: Annotated[str, Parameter(help="联系方式，不公开")] = "",
    home: Home = "",
) -> None:
    """登记一件来件：信函、电话、来访、座谈会上说的。"""
    from catalog.submission import Contact, Submission
    from catalog.timezone import SHANGHAI
    from opinions.drafts import consulted, ids_by_number
    from opinions.importers import words

    office, register, window = opened(item, home)
    now, ids = office.now(), ids_by_number(consulted(office.ledger(), item))
    at = datetime.combine(received, time(), SHANGHAI) if received else now
    if at > now:
        raise WrongUsage(f"收到的日期{received}还没有到，请核对")
    try:
        letter = Submission(
            item=item, round=window.round, channel=words.channel_meant(channel),
            source=words.source_meant(source), received_at=at, late=window.late(at),
            audience=words.audience_meant(audience) if audience else None,
            clause=words.clause_meant(clause, ids), text=text, consent=words.consent_meant(consent),
        )  # fmt: skip
        who = Contact(name=name, contact=contact)
    except ValueError as wrong:
        raise WrongUsage(_plain(wrong)) from None
    number = register.add(letter, who, actor=actor_at(office, by, unit), at=now)
    say(f"已登记：来件{number}{'（逾期，单独计数）' if letter.late else ''}", style="green")


def _plain(wrong: ValueError) -> str:
    from pydantic import ValidationError

    if isinstance(wrong, ValidationError):
        return "意见原文不能为空，也不能超过20000字；称呼不超过100字，联系方式不超过200字"
    return str(wrong)


def status(
    item: Item,
    *,
    letters: Annotated[bool, Parameter(help="列出每一件", negative="")] = False,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """来件登记得怎么样：各渠道多少件、归并和答复到哪一步、有没有没导入完的文件。"""
    from opinions.progress import standing

    _, register, window = opened(item, home)
    now = standing(register, item, window.round)
    if as_json:
        show_json(now._asdict() | {"letters": [x._asdict() for x in now.letters]})
        return
    say(f"{item} 第{window.round}轮征求意见：来件{now.came}件", style="bold")
    rows = [
        (c.source.value, c.channel.value, "逾期" if c.late else "", str(c.letters))
        for c in now.letters
    ]
    if rows:
        show_table(("来源", "渠道", "", "件数"), rows)
    for line in now.lines:
        say(line)
    if letters:
        for one in register.letters(item, window.round):
            said = " ".join(one.letter.text.split())
            out.print(f"{one.no}  {one.letter.channel.value}  {said[:80]}")


def lookup(
    item: Item,
    receipt: Annotated[str, Parameter(help="回执编号，JY 开头；念错、抄错一位查得出来")],
    /,
    *,
    home: Home = "",
) -> None:
    """来件人拿回执来问：他的意见办到哪一步，采纳没有，理由是什么，改了哪一条。"""
    from opinions.became import became
    from opinions.receipts import derive, read_receipt

    office, register, _ = opened(item, home)
    found_by = derive(read_receipt(receipt), item)
    with register.engine.connect() as connection:
        found = became(connection, office.ledger().load(item), found_by)
    late = "（逾期，单独计数）" if found.late else ""
    say(f"来件{found.letter}，{found.received_at:%Y年%-m月%-d日}收到{late}", style="bold")
    for line in found.lines:
        say(line)


def mark(
    item: Item,
    letter: Letter,
    *,
    kind: Annotated[str, Parameter(name="--as", help="转写、遮盖、不能采用，或者恢复采用")],
    reason: Annotated[str, Parameter(help="理由")],
    text: Annotated[str, Parameter(help="转写或者遮盖以后的全文")] = "",
    by: By,
    unit: Unit,
    home: Home = "",
) -> None:
    """在来件之外记上转写、遮盖，或者不能采用；来件原文一个字也不变。"""
    from opinions.points import LayerKind, lay

    office, register, _ = opened(item, home)
    if kind not in set(LayerKind):
        raise WrongUsage(f"--as 没有“{kind}”，可用：{'、'.join(LayerKind)}")
    actor = actor_at(office, by, unit)
    lay(
        register.engine, item, letter, LayerKind(kind), text,
        reason=reason, actor=actor, at=office.now(),
    )  # fmt: skip
    say(f"已记上：来件{letter} {kind}", style="green")


def split(
    item: Item,
    letter: Letter,
    parts: Annotated[
        list[str], Parameter(help="各个观点，摘原话；后面可以加 =第三条", negative="")
    ],
    /,
    *,
    by: By,
    unit: Unit,
    home: Home = "",
) -> None:
    """把一件来件拆成几个观点，分别归并、答复。"""
    from opinions.drafts import consulted, ids_by_number
    from opinions.importers.words import clause_meant
    from opinions.points import Part
    from opinions.points import split as cut

    office, register, _ = opened(item, home)
    ids = ids_by_number(consulted(office.ledger(), item))
    pairs = [part.rpartition("=第") if "=第" in part else (part, "", "") for part in parts]
    try:
        made = [
            Part(said, clause_meant(f"第{clause}", ids) if sign else "")
            for said, sign, clause in pairs
        ]
    except ValueError as wrong:
        raise WrongUsage(str(wrong)) from None
    codes = cut(
        register.engine, item, letter, made,
        reason="", actor=actor_at(office, by, unit), at=office.now(),
    )  # fmt: skip
    say(f"来件{letter}拆成：{'、'.join(codes)}", style="green")


def give_up(
    item: Item,
    batch: Annotated[int, Parameter(help="没有导入完的文件的编号，用 juece opinions status 查看")],
    *,
    by: By = "",
    unit: Unit = "",
    home: Home = "",
) -> None:
    """不再导入一份中断了的文件：它已经收进来的行作废，不算来件。"""
    office, register, _ = opened(item, home)
    register.give_up(item, batch, actor=whoever(office, by, unit), at=office.now())
    say(f"第{batch}批已经作废", style="green")


def erase(
    item: Item,
    *,
    why: Annotated[str, Parameter(help="理由，如 保存期限已满、本人要求")],
    letter: Annotated[int | None, Parameter(help="只删这一件的")] = None,
    by: By = "",
    unit: Unit = "",
    home: Home = "",
) -> None:
    """删除来件人的称呼和联系方式：意见、答复和条数不变，以后的备份里也没有。"""
    from opinions.collect import forget
    from opinions.spool.spool import FILE

    office, register, _ = opened(item, home)
    actor = whoever(office, by, unit)
    count = register.erase(item, why=why, actor=actor, at=office.now(), number=letter)
    say(f"已删除{count}件来件的联系方式", style="green")
    if (wiped := forget(office.home)) is not None:
        say(f"收件箱（{FILE}）里已经取进登记册的{wiped}份封存件也已删除")
    say("以前做的备份、网闸摆渡过的文件和外面那台机器的收件箱里还有，请按保存期限销毁")


def collect(*, home: Home = "") -> None:
    """把网上收到的来件取进登记册；取过的不会重复。juece up 运行着的，几秒一次自己取。"""
    from cli.collecting import KEPT, collected
    from opinions.spool.spool import FILE

    office = office_with_catalog(home)
    made = collected(office)
    if made is None:
        raise SaidNo(f"{office.home / FILE}  是空的，或者没有：网上征集还没有收到过来件")
    say(f"新取进{made.new}件", style="green")
    if made.faults:
        raise SaidNo("\n".join([*made.faults, KEPT]))
