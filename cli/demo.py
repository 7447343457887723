"""juece demo: both catalogs from beginning to end."""

import os
import signal
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from catalog.timezone import local_day
from cli.console import SaidNo, called, out, say
from cli.desk import SHOWN, DeskPort, desk_beside
from cli.intake import IntakePort, intake_beside
from cli.usage_errors import a_port

LOOKED_UP = "http://127.0.0.1:4202/2026/06/chaxun/"
"""Where the intake of `ui` shows what became of the letters of the item that is answered."""
Port = Annotated[int, Parameter(help="流程界面的端口", validator=a_port)]


def demo(*, home: Annotated[Path, Parameter(help="演示用的数据目录")] = Path("juece-demo")) -> None:
    """演示：把两个目录从头到尾办一遍，生成公开页面。可以随时中断，再次运行会接着办。"""
    from rich.progress import Progress

    from catalog.errors import Unstartable
    from flows.engine_settings import settle_engine
    from flows.supervisor import serving
    from office.settings.installation import office_at
    from pages.search.indexing import indexer

    settle_engine(home)
    if indexer():
        os.environ.setdefault("JUECE_SEARCH", "1")

    with ExitStack() as engine, Progress(console=out) as progress:
        bar = progress.add_task("正在启动流程引擎（十秒到一分钟）", total=None)
        try:
            engine.enter_context(serving(home))
        except Unstartable as why:
            raise SaidNo(str(why)) from None
        from flows.rehearsal import rehearse_years

        office = office_at(home)
        folder = Path(__file__).parents[1] / "catalog" / "examples"
        settle_site(home)
        today = local_day(office.now())  # whoever looks today finds nothing that waits
        from opinions.demonstration import fill
        from opinions.demonstration_answered import fill_answered, receipts

        for step in rehearse_years(office, sorted(folder.glob("*.scenario.yaml")), today):
            progress.update(
                bar, total=step.of, completed=step.no, description=f"{step.item} {step.ended}"
            )
            if step.no == step.of:  # what is on file by now is published before the next
                fill_answered(office.ledger())

        progress.update(bar, description="虚构的公众来件，归并、答复一部分")
        fill(office.ledger(), office.now())
    out.print(f"公开页面：{(office.site / 'index.html').absolute()}", style="bold green")
    out.print(f"各事项办到哪一步：{called()} status --home {home}")
    out.print(f"工作台和流程界面：{called()} ui --home {home}，然后打开它显示的网址")
    out.print(f"凭回执查询：那时打开 {LOOKED_UP}，填 {receipts()[0]}（虚构的来件）")


def settle_site(home: Path) -> None:
    """Give a place of practice the demonstration's website where it has none of its own."""
    from storage.modes import own_folder

    if not (site := home / "site.yaml").exists():
        own_folder(home)
        editions = Path(__file__).parents[1] / "catalog" / "examples"
        site.write_bytes((editions / "site" / "site.yaml").read_bytes())


def ui(
    *,
    home: Annotated[Path, Parameter(help="演示用的数据目录")] = Path("juece-demo"),
    port: Port = 4200,
    desk: DeskPort = None,
    intake: IntakePort = None,
) -> None:
    """在本机打开演示的工作台、意见征集和流程界面；按 Ctrl-C 结束。"""
    from catalog.errors import Unstartable
    from flows.engine_settings import api_of
    from flows.supervisor import serving
    from office.settings.installation import office_at
    from web.desk.founding import is_made_up

    if not (home / "prefect").is_dir():
        raise SaidNo(f"{home} 里没有流程记录，请先运行 juece demo --home {home}")
    if api_of(home):
        raise SaidNo(f"{home} 的流程引擎正在运行，界面用 {called()} enter --home {home} 打开")
    stopped, office = told_to_stop(), office_at(home)
    practice = SHOWN if is_made_up(office.ledger()) else ""
    try:
        with (
            desk_beside(office, port, desk, practice=practice),
            intake_beside(home, port, intake, practice=bool(practice)),
        ):
            say("正在启动流程引擎（十几秒到一分钟）…")
            with serving(home, port):
                show_interface(home, port)
                say("按 Ctrl-C 结束")
                stopped.wait()
    except Unstartable as why:
        raise SaidNo(str(why)) from None


def show_interface(home: Path, port: int) -> None:
    """Say where the interface is: a link that lets one browser in, on a screen alone.

    A journal or a log keeps what it is told, and others read it: there the link is asked for.
    """
    from flows.entrance import new_link

    at = f"http://127.0.0.1:{port}"
    if out.is_terminal:
        say(f"流程界面：{new_link(home, at)}", style="bold green")
        said = "这个链接10分钟内有效，只能用一次；"
        say(f"{said}再要一个，另开一个窗口运行 {called()} enter --home {home}")
    else:
        say(f"流程界面：{at}（链接用 {called()} enter --home {home} 取得）", style="bold green")


def told_to_stop() -> threading.Event:
    """Set once this process is told to stop, also where it was started with Ctrl-C switched off."""
    stopped = threading.Event()
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: stopped.set())
    return stopped
