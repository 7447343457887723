"""juece archive, backup, restore: that what is on file outlives this machine."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from catalog.timezone import local_day
from cli.console import AsJson, Home, SaidNo, WrongUsage, called, err, say, show_json
from cli.preconditions import item_on_file, office_to_verify, office_with_catalog

Unfinished = Annotated[bool, Parameter(help="事项还没有办结也导出，注明“未成卷”", negative="")]


def archive(
    item: Annotated[str, Parameter(help="事项编号")],
    *,
    to: Annotated[Path, Parameter(name="--out", help="放到哪个文件夹里")],
    as_of: Annotated[date | None, Parameter(help="截至哪一天，默认今天")] = None,
    unfinished: Unfinished = False,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """归档：把一个事项的全部材料和过程记录做成一个 BagIt 档案包（内部档案，不得公开）。"""
    from office.archive.package import NotArchivable, archive_item

    office = office_with_catalog(home)
    day = as_of or local_day(office.now())
    item_on_file(office, item)
    try:
        with err.status("正在核对台账，导出材料 …"):
            made = archive_item(office, item, day, to, unfinished=unfinished)
    except NotArchivable as why:
        raise SaidNo(str(why)) from None
    if as_json:
        show_json({"item": item, "as_of": day, **made._asdict()})
    else:
        say(f"已归档{made.files}个文件、{made.papers}份材料：{made.folder}", style="bold green")
        say("内部档案，不得公开；核对方法见其中的 data/说明.txt")


def backup(
    *,
    to: Annotated[Path, Parameter(help="备份成一个 .tar.zst 文件，或者一个新的文件夹")],
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """备份：登记数据库、材料和设置；不用停下来。流程引擎和公开页面可以重新生成，不在其中。"""
    from office.backup.bundle import BadBackup
    from office.backup.create import backup as make
    from office.editions.chain_ends import short_of_site
    from opinions.spool.keys import PRIVATE

    office = office_to_verify(home)
    try:
        with err.status("正在备份，材料多的要几分钟 …"):
            made = make(office, to, office.now())
            wrong = [*made.wrong, *short_of_site(office.ledger(), office.site)]
    except BadBackup as why:
        raise SaidNo(str(why)) from None
    if as_json:
        show_json(made.model_dump(mode="json", exclude={"files"}) | {"files": len(made.files)})
    else:
        say(f"已备份{len(made.files)}个文件：{to.absolute()}", style="bold green")
        say(f"台账{made.ledger.count}条，校验值 {made.ledger.digest}")
        for one in made.left_out:
            say(f"不是普通文件，没有备份：{one}", style="yellow")
        if (office.home / PRIVATE).exists():
            say(f"打开来件的私钥 {PRIVATE} 不在备份里：请用 {called()} intake key --out 加口令另存")
    if wrong:
        raise SaidNo("备份已经写好，但台账本身不完整：\n" + "\n".join(wrong))


def restore(
    source: Annotated[Path, Parameter(help="备份文件或者文件夹")],
    *,
    home: Annotated[Path, Parameter(help="恢复到哪个数据目录，应为空的或者还没有的")],
    store: Annotated[str, Parameter(help="备份的是 PostgreSQL 时：恢复到哪个空的数据库")] = "",
) -> None:
    """恢复：逐个核对文件的校验值和台账的链条，全部相符才算恢复好。"""
    from office.backup.bundle import BadBackup
    from office.backup.restore import restore as bring_back

    if not source.exists():
        raise WrongUsage(f"没有这个备份：{source}")
    try:
        with err.status("正在恢复，逐个核对 …"):
            made = bring_back(source, home, store)
    except BadBackup as why:
        raise SaidNo(str(why)) from None
    say(f"已恢复{len(made.files)}个文件，全部核对相符：{home.absolute()}", style="bold green")
    say(
        f"备份于{made.made_at:%Y-%m-%d %H:%M}，台账{made.ledger.count}条，校验值 {made.ledger.digest}"
    )
