"""juece: the command line. Thin; heavy modules are imported by the command that needs them.

Exit codes: 0 done, 1 the law or a check said no, 2 wrong usage, 3 something broke.
"""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from cyclopts import (
    App,
    CoercionError,
    CycloptsError,
    Group,
    MissingArgumentError,
    Parameter,
    UnknownCommandError,
    UnknownOptionError,
)
from rich.console import Console
from rich.table import Table

from catalog.parse import ShapeError
from catalog.zone import SHANGHAI, local_day

SAID_NO, WRONG_USAGE, BROKE = 1, 2, 3

COMMANDS, PARAMETERS = Group("命令"), Group("参数")

app = App(
    name="juece",
    help="决策：依法办理重大行政决策，并向社会公开全过程。",
    version="0.1.0",
    usage="juece 命令 [参数]",
    group_commands=COMMANDS,
    group_arguments=PARAMETERS,
    group_parameters=PARAMETERS,
)
catalog_app = App(name="catalog", help="年度目录。", usage="juece catalog 命令 [参数]")
app["--help"].help = "显示用法"
app["--version"].help = "显示版本"
app.command(catalog_app)

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

Home = Annotated[str, Parameter(help="数据目录；不写时用环境变量 JUECE_HOME，或者 juece-data")]
AsJson = Annotated[bool, Parameter(name="--json", help="以 JSON 输出", negative="")]


class SaidNo(Exception):
    """The law or a check said no; the message is for the user."""


class WrongUsage(Exception):
    """The words of the command do not fit together; the message is for the user."""


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    table = Table(title=title or None, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _now() -> datetime:
    return datetime.now(SHANGHAI)


@app.command
def demo(*, home: Annotated[Path, Parameter(help="演示用的数据目录")] = Path("juece-demo")) -> None:
    """演示：把两个目录从头到尾办一遍，生成公开页面。可以随时中断，再次运行会接着办。"""
    (home / "prefect").mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str((home / "prefect").absolute()))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    from rich.progress import Progress

    from storage.office import office_at

    with Progress(console=out) as progress:
        bar = progress.add_task("正在启动流程引擎（约十秒）", total=None)
        from flows.rehearsal import rehearse_years

        office = office_at(home)
        folder = Path(__file__).parent / "catalog" / "editions"
        scenarios = sorted(folder.glob("*.scenario.yaml"))
        for step in rehearse_years(office, scenarios):
            progress.update(
                bar, total=step.of, completed=step.no, description=f"{step.item} {step.ended}"
            )
    out.print(f"公开页面：{(office.site / 'index.html').absolute()}", style="bold green")
    juece = Path(sys.argv[0])
    out.print(f"各事项办到哪一步：{juece} status --home {home}")
    out.print(
        f"流程界面：PREFECT_HOME={home / 'prefect'} PREFECT_SERVER_UI_V2_ENABLED=true "
        f"{Path(sys.executable).parent / 'prefect'} server start，然后打开 http://127.0.0.1:4200"
    )


@catalog_app.command(name="import")
def catalog_import(
    file: Annotated[Path, Parameter(help="目录文件（YAML）")],
    *,
    by: Annotated[str, Parameter(help="经办人")],
    unit: Annotated[str, Parameter(help="经办处室")] = "法规处",
    home: Home = "",
) -> None:
    """导入年度目录文件；任何一处有错，一条也不写入。"""
    from catalog.record import Actor
    from storage.importing import import_catalog
    from storage.office import office_at

    ledger = office_at(home).ledger()
    filed = import_catalog(ledger, file, actor=Actor(name=by, unit=unit), at=_now())
    for each in filed:
        for finding in each.findings:
            out.print(f"{each.entry.item} {finding}", style="yellow")
    out.print(f"已登记：目录1份，事项{len(filed) - 1}项")


@app.command
def file(
    item: Annotated[str, Parameter(help="事项编号，如 demo-2026-03")],
    step: Annotated[str, Parameter(help="步骤，如 consultation.notice")],
    payload: Annotated[Path, Parameter(help="材料（YAML）；其中的文件名相对于它所在的文件夹")],
    *,
    by: Annotated[str, Parameter(help="经办人")],
    unit: Annotated[str, Parameter(help="经办处室")],
    correct: Annotated[str, Parameter(help="更正已登记的材料，写明理由")] = "",
    again: Annotated[str, Parameter(help="再次办理该阶段，写明理由")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """登记一份材料：合规的入卷，不合规的退回并写明依据和改法。"""
    from catalog.record import Actor, Amendment, AmendmentKind
    from storage.filing import file_record
    from storage.office import office_at
    from storage.yamlfile import read_yaml

    if correct and again:
        raise WrongUsage("--correct 和 --again 只能用一个")
    amends = None
    if correct or again:
        kind = AmendmentKind.CORRECTION if correct else AmendmentKind.NEW_ROUND
        amends = Amendment(kind=kind, reason=correct or again)
    filed = file_record(
        office_at(home).ledger(),
        item,
        step,
        read_yaml(payload),
        actor=Actor(name=by, unit=unit),
        at=_now(),
        amends=amends,
        folder=payload.parent,
    )
    if as_json:
        _print_json({"entry": filed.entry.model_dump(mode="json"), "findings": filed.findings})
        return
    for finding in filed.findings:
        out.print(str(finding), style="yellow")
    out.print(f"已登记：{item} {step} 第{filed.entry.seq}号", style="green")


@app.command
def status(
    item: Annotated[str, Parameter(help="事项编号；不写则列出全部")] = "",
    *,
    as_of: Annotated[date | None, Parameter(help="截至哪一天，默认今天")] = None,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """各事项办到哪一步、该谁办、何时到期。"""
    from catalog.board import item_row
    from storage.office import office_at

    today = as_of or local_day(_now())
    ledger = office_at(home).ledger()
    known = ledger.items()
    if item and item not in known:
        raise SaidNo(f"没有编号为“{item}”的事项")
    found = [item_row(ledger.load(i).on(today), today) for i in ([item] if item else known)]
    if as_json:
        _print_json(found)
        return
    rows = [(f["item"], f["name"], f["status"], _awaited_text(f["awaiting"])) for f in found]
    _print_table(("编号", "事项", "状态", "待办"), rows, title=f"截至{today}")


def _awaited_text(waits: list[dict[str, Any]]) -> str:
    lines = []
    for wait in waits:
        line = f"{wait['role']}：{wait['title']}（{wait['step']}）"
        line += f"，{wait['opens_on']}起可办" if wait["opens_on"] else ""
        line += f"，{wait['due']}前" if wait["due"] else ""
        line += f"；{wait['returned']}" if wait["returned"] else ""
        lines.append(line)
    return "\n".join(lines)


@app.command
def rules(
    prefix: Annotated[str, Parameter(help="编号开头，如 PUB")] = "", *, as_json: AsJson = False
) -> None:
    """全部规则：编号、效力、依据、内容。"""
    from catalog.rules import book

    found = [row for row in book() if row["id"].startswith(prefix.upper())]
    if not found:
        raise SaidNo(f"没有以“{prefix}”开头的规则")
    if as_json:
        _print_json(found)
        return
    _print_table(
        ("编号", "效力", "依据", "规则"),
        [(r["id"], r["severity"], r["article"], r["says"]) for r in found],
        title=f"规则{len(found)}条",
    )


@app.command
def clock(
    start: Annotated[date, Parameter(help="起算日，如 2026-02-13")],
    *,
    days: Annotated[int | None, Parameter(help="自然日数")] = None,
    working_days: Annotated[int | None, Parameter(help="工作日数")] = None,
    as_json: AsJson = False,
) -> None:
    """期限计算：从起算日（不计入）起若干日或者若干工作日，写明算法。"""
    from catalog import clock as calendar

    if (days is None) == (working_days is None):
        raise WrongUsage("--days 和 --working-days 写一个，且只写一个")
    reckoned = (
        calendar.add_days(start, days)
        if days is not None
        else calendar.add_working_days(start, working_days or 0)
    )
    if as_json:
        _print_json(reckoned.model_dump(mode="json") | {"explanation": reckoned.explain()})
    else:
        out.print(reckoned.explain())


@app.command
def build(
    *,
    as_of: Annotated[date | None, Parameter(help="生成哪一天的页面，默认今天")] = None,
    to: Annotated[
        Path | None, Parameter(name="--out", help="输出目录，默认数据目录下的 site")
    ] = None,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """按台账生成公开页面（不经过流程引擎）。"""
    from flows.pages import build_edition
    from publish.write import write
    from storage.office import office_at

    office = office_at(home)
    edition = build_edition(office, as_of or local_day(_now()))
    folder = to or office.site
    write(edition, folder)
    if as_json:
        _print_json({"out": folder, "files": len(edition.files)})
    else:
        out.print(f"已生成{len(edition.files)}个文件：{(folder / 'index.html').absolute()}")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run one command; whatever goes wrong becomes a message on stderr and an exit code."""
    try:
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as wrong:
        return _complain(
            f"用法不对：{_usage_fault(wrong)}\n请用 juece --help 查看用法", WRONG_USAGE
        )
    except Exception as error:
        return _explain(error)
    return 0


def _explain(error: Exception) -> int:
    """Say what stopped a command; only what nobody foresaw comes with its traceback."""
    from catalog.clock import CalendarMissing
    from storage.database import Unusable
    from storage.filing import Refused

    match error:
        case SaidNo() | Refused() | CalendarMissing():
            return _complain(str(error), SAID_NO)
        case ShapeError():
            return _complain("\n".join(error.faults), WRONG_USAGE)
        case FileNotFoundError():
            return _complain(f"没有这个文件：{error.filename}", WRONG_USAGE)
        case WrongUsage():
            return _complain(str(error), WRONG_USAGE)
        case Unusable() | OSError():
            return _complain(f"出错了：{error}", BROKE)
    err.print_exception()
    return _complain("出错了，以上信息请交给信息化人员", BROKE)


def _usage_fault(wrong: CycloptsError) -> str:
    name = wrong.argument.name if wrong.argument else ""
    match wrong:
        case UnknownCommandError():
            return f"没有“{' '.join(wrong.unused_tokens or [])}”这个命令"
        case UnknownOptionError():
            return f"没有“{wrong.token.keyword or wrong.token.value}”这个选项"
        case CoercionError() if wrong.token:
            return f"{name} 的值“{wrong.token.value}”不对"
        case MissingArgumentError():
            return f"缺少 {name}"
    return str(wrong)


def _complain(message: str, code: int) -> int:
    err.print(message, style="red", markup=False)
    return code


if __name__ == "__main__":
    main()
