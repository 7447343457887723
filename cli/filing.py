"""What puts things on file: juece catalog import, juece file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, WrongUsage, say, show_json
from cli.preconditions import ALL, office_with_catalog

if TYPE_CHECKING:
    from catalog.record import Actor
    from office.settings.installation import Office


def catalog_import(
    file: Annotated[Path, Parameter(help="目录文件：电子表格（xlsx、xls、ods）或者 YAML")],
    *,
    mapping: Annotated[
        Path | None,
        Parameter(
            name="--map",
            help="单位自己设计的表格（也可以是 csv、docx）：各栏的对应表；还没有的先写出一份供核对",
        ),
    ] = None,
    by: Annotated[str, Parameter(help="经办人")],
    unit: Annotated[str, Parameter(help="经办处室")] = "法规处",
    home: Home = "",
) -> None:
    """导入年度目录文件；任何一处有错，一条也不写入。"""
    from office.settings.installation import office_at
    from storage.catalog_file import read_catalog
    from storage.catalog_import import import_catalog
    from storage.documents import DocumentStore

    office = office_at(home)
    actor, begun = actor_of(by, unit), office.now()
    if mapping and not mapping.exists():
        _propose(file, mapping)
    if not office.founded:  # what cannot be read makes no ledger
        with TemporaryDirectory() as folder:
            read_catalog(file, DocumentStore(Path(folder)), mapping=mapping)
    filed = import_catalog(office.ledger(), file, actor=actor, at=office.now, mapping=mapping)
    if mapping:
        _account_for(file, mapping)
    for each in filed:
        for finding in each.findings:
            say(f"{each.entry.item} {finding}", style="yellow")
    new = sum(each.entry.at >= begun for each in filed)
    if new:
        say(f"已登记：本次新登记{new}份，目录共{len(filed) - 1}项", style="green")
    else:
        say(f"没有变化：目录和{len(filed) - 1}个事项都已在卷")


def _propose(file: Path, mapping: Path) -> None:
    """Lay a mapping before the person. Raises SaidNo: nothing is imported before it is confirmed."""
    from cli.export import write_whole
    from storage.catalog_file import own_sheets
    from storage.files.catalog_proposal import proposal

    write_whole(mapping, proposal(own_sheets(file)).encode())
    raise SaidNo(f"已写出对应表 {mapping}，还没有导入：请打开它核对，再运行一次同样的命令")


def _account_for(file: Path, mapping: Path) -> None:
    """Say what became of every cell of a table of an office's own."""
    from storage.catalog_file import mapped_in
    from storage.files.catalog_mapping import NOT_IMPORTED

    accounts = mapped_in(file, mapping).accounts
    left = [each for each in accounts if each.fate == NOT_IMPORTED]
    reworded = [each for each in accounts if each.reworded]
    say(
        f"{file.name}共{len(accounts)}格有内容，{len(left)}格没有导入，{len(reworded)}格按对应表改写："
    )
    for each in left:
        say(f"  {each.place} 没有导入：{' '.join(each.text.split())}")
    for each in reworded:
        say(f"  {each.place} “{each.text}”记为“{each.reworded}”（{each.fate}）")


def actor_of(by: str, unit: str, who: str = "经办人") -> "Actor":
    """Who acts, as typed; `who` is what the command calls him. Raises WrongUsage where it is blank."""
    from catalog.record import Actor

    if not (by.strip() and unit.strip()):
        raise WrongUsage(
            f"请用 --by 写明{who}，用 --unit 写明所在处室，例如 --by 张三 --unit 办公室"
        )
    return Actor(name=by, unit=unit)


def actor_at(office: "Office", by: str, unit: str) -> "Actor":
    """The same for what asks nobody else about its actor: the register of opinions, the acts. Raises SaidNo
    where the office takes no typed name (desk.yaml, desk_only)."""
    actor = actor_of(by, unit)
    if declined := office.ledger().declines(actor):
        raise SaidNo(declined)
    return actor


def shell() -> "Actor":
    """Who is named where nobody was asked for a name: whoever sits at the machine."""
    from catalog.record import Actor

    return Actor(name="命令行", unit="本机")


def whoever(office: "Office", by: str, unit: str) -> "Actor":
    """Who does what needed no name before: the one that is named, else whoever sits at the machine. Raises
    SaidNo as `actor_at` and `unless_desk_only` do."""
    if by or unit:
        return actor_at(office, by, unit)
    unless_desk_only(office)
    return shell()


def unless_desk_only(office: "Office") -> None:
    """Raises SaidNo where the office does at its desk alone (desk.yaml, desk_only) what asks for no name."""
    from storage.ledger import DESK_ONLY

    if office.ledger().signed_in_only:
        raise SaidNo(DESK_ONLY)


@contextmanager
def _naming_the_items(office: "Office", item: str, step: str) -> Iterator[None]:
    """Where a paper is refused and its item is in no catalog, say that too, and which are."""
    from catalog.parse import ShapeError
    from catalog.stages.entry import OF_THE_YEAR
    from catalog.suggest import listed, no_item
    from storage.filing import Refused

    try:
        yield
    except (ShapeError, Refused) as wrong:
        known = office.ledger().items() if office.founded else []
        if item in known or not known or step in OF_THE_YEAR or step == "entry.inclusion":
            raise
        if isinstance(wrong, Refused):
            raise SaidNo(f"{wrong}\n{listed(item, known)}；{ALL}") from wrong
        said = "\n".join([f"{no_item(item, known)}；{ALL}", *wrong.faults])
        raise SaidNo(said) from wrong


def file(
    item: Annotated[str, Parameter(help="事项编号，如 demo-2026-03")],
    step: Annotated[str, Parameter(help="步骤，如 consultation.notice；用 juece steps 查看")],
    payload: Annotated[Path, Parameter(help="材料（YAML）；其中的文件名相对于它所在的文件夹")],
    *,
    by: Annotated[str, Parameter(help="经办人")],
    unit: Annotated[str, Parameter(help="经办处室")],
    correct: Annotated[str, Parameter(help="更正已登记的材料，写明理由（会公开）")] = "",
    again: Annotated[str, Parameter(help="再次办理该阶段，写明理由")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """登记一份材料：合规的入卷，不合规的退回并写明依据和改法。"""
    from catalog.record import Amendment, AmendmentKind
    from catalog.stages import STEPS
    from catalog.stages.entry import OF_THE_YEAR
    from office.settings.installation import office_at
    from storage.files.yaml import read_yaml
    from storage.filing import file_record

    if correct and again:
        raise WrongUsage("--correct 和 --again 只能用一个")
    amends = None
    if (correct or again) and not (correct or again).strip():
        raise WrongUsage("请写明更正或者再次办理的理由，例如 --correct 补充依据")
    if correct or again:
        kind = AmendmentKind.CORRECTION if correct else AmendmentKind.NEW_ROUND
        amends = Amendment(kind=kind, reason=correct or again)
    actor = actor_of(by, unit)
    with _naming_the_items(office_at(home), item, step):
        said = read_yaml(payload)
        # Without a catalog on file, only what is filed for a year can be.
        office = office_at(home) if step in OF_THE_YEAR else office_with_catalog(home)
        begun = office.now()
        filed = file_record(
            office.ledger(),
            item,
            step,
            said,
            actor=actor,
            at=office.now,
            amends=amends,
            folder=payload.parent,
        )
    if as_json:
        findings = [f.model_dump(mode="json") for f in filed.findings]
        show_json({"entry": filed.entry.model_dump(mode="json"), "findings": findings})
    else:
        for finding in filed.findings:
            say(str(finding), style="yellow")
        title = STEPS[step].title
        done = "已登记" if filed.entry.at >= begun else "已登记过，没有再登记"
        say(f"{done}：{item} 第{filed.entry.seq}号记录（{title}）", style="green")
