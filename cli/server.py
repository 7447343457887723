"""juece up, juece drill, juece enter: an office's desk, intake and engine on this machine, in earnest or for practice."""

import os
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from catalog.timezone import SHANGHAI
from cli.collecting import Collector
from cli.console import Home, SaidNo, WrongUsage, say
from cli.demo import Port, settle_site, show_interface, told_to_stop
from cli.desk import PRACTICE, DeskPort, desk_beside
from cli.export import write_whole
from cli.intake import IntakePort, intake_beside
from cli.usage_errors import above_zero

if TYPE_CHECKING:
    from flows.supervisor import Engine
    from office.settings.installation import Office
    from web.intake.beside import Beside

EMPTY_CATALOG = "空白目录.xlsx"
REHEARSE = "请先用 juece drill 开始演练；演练目录在别处的，用 --home 写明"


def up(
    *,
    home: Annotated[
        Path | None, Parameter(help="数据目录；不写时用 JUECE_HOME，或者 juece-data")
    ] = None,
    port: Port = 4200,
    desk: DeskPort = None,
    intake: IntakePort = None,
    store: Annotated[
        str, Parameter(help="登记数据库，如 postgresql+psycopg://…；不写用 SQLite")
    ] = "",
    database: Annotated[
        str, Parameter(help="流程引擎数据库，如 postgresql+asyncpg://…；不写用 SQLite")
    ] = "",
    notify: Annotated[
        str, Parameter(help="到期提醒发到哪里（Apprise 地址，可多个，用空格隔开）")
    ] = "",
) -> None:
    """在本机启动工作台、意见征集、流程引擎、界面和全部流程；按 Ctrl-C 结束，正在办的会先办完这一步。"""
    from office.settings.drill import Drill
    from office.settings.installation import office_at

    office = office_at(home)
    if Drill.of(office.home):
        raise SaidNo(f"{office.home} 是演练目录，日期可以拨动，不能用来正式办理，请换一个目录")
    if database and not (store or office.store):
        raise WrongUsage(
            "写了 --database 也要写 --store：登记才是要紧的数据，请放进同一台数据库服务器"
        )
    if notify:
        os.environ["JUECE_NOTIFY"] = notify
    _run(office.home, port, store or office.store, database, desk, intake)


def drill(
    *,
    home: Annotated[Path, Parameter(help="演练用的数据目录")] = Path("juece-drill"),
    port: Port = 4200,
    desk: DeskPort = None,
    intake: IntakePort = None,
    since: Annotated[datetime | None, Parameter(help="演练从哪一天开始，如 2026-01-05")] = None,
    day: Annotated[float, Parameter(help="演练中的一天实际过几秒", validator=above_zero)] = 86400,
) -> None:
    """在演练目录里启动，时钟可以拨快：真实的流程，练习用的材料，不影响正式登记。"""
    from office.settings.drill import Drill

    real = datetime.now(SHANGHAI)
    known = Drill.of(home)
    if known is None or since:
        shows = since.replace(tzinfo=SHANGHAI, hour=9) if since else real
        known = Drill(set_at=real, showed=shows, day_seconds=day)
    else:
        known = known.moved(real, timedelta()).model_copy(update={"day_seconds": day})
    try:
        known.save(home)
    except FileExistsError as taken:
        raise SaidNo(str(taken)) from None
    settle_site(home)
    say(f"演练：现在是{known.shows(real):%Y-%m-%d %H:%M}，一天过{day:g}秒", style="yellow")
    os.environ.pop("JUECE_INBOXES", None)  # nothing of the office's own is touched
    database = f"sqlite+aiosqlite:///{(home / 'prefect' / 'prefect.db').absolute()}"
    _run(home, port, "", database, desk, intake, practice=PRACTICE)


def skip(
    days: Annotated[int, Parameter(help="往后拨几天")],
    *,
    home: Annotated[Path, Parameter(help="演练用的数据目录")] = Path("juece-drill"),
) -> None:
    """把演练的时钟往后拨，到期的事项随即继续办理，每日巡查随即运行一次。"""
    from flows.engine_settings import find_engine
    from office.settings.drill import Drill

    if days < 1:
        raise WrongUsage("往后拨的天数至少是1")
    known, real = Drill.of(home), datetime.now(SHANGHAI)
    if known is None:
        if not home.is_dir():
            raise SaidNo(f"没有演练目录 {home}：{REHEARSE}")
        raise SaidNo(f"{home} 不是演练目录，正式办理的日期不能拨动；{REHEARSE}")
    moved = known.moved(real, timedelta(days=days))
    moved.save(home)
    say(f"演练：现在是{moved.shows(real):%Y-%m-%d %H:%M}")
    if find_engine(home):
        from flows.sweep import sweep_now

        sweep_now()  # the nights that were skipped had one each
        say("每日巡查已经启动：提醒到期和逾期，更新页面")


def enter(*, home: Home = "") -> None:
    """显示一个打开流程界面的链接：10分钟内有效，只能用一次，打开以后浏览器12小时内不用再登录。"""
    from flows.engine_settings import find_engine
    from flows.entrance import new_link
    from flows.secret import is_here
    from office.settings.installation import office_at

    place = office_at(home).home
    if not find_engine(place):
        raise SaidNo(f"{place} 的流程引擎没有运行，请先运行 juece up（演练用 juece drill）")
    api = os.environ["PREFECT_API_URL"]
    if not is_here(api):
        raise SaidNo("流程引擎在别的机器上，流程界面请用代理的网址打开")
    say(new_link(place, api))


def _run(
    home: Path, port: int, store: str, database: str, desk: int | None, intake: int | None, *,
    practice: str = "",
) -> None:  # fmt: skip
    """Start the desk, the public's intake and the engine, and watch over them until told to stop."""
    from flows.engine_settings import environment
    from flows.supervisor import Engine
    from office.settings.installation import Office
    from storage.modes import own_folder

    stopped = told_to_stop()
    own_folder(home)
    office = Office(home=home, store=store)
    furnish(office.inbox())
    engine = Engine(home, port, environment(home, port, store=store, database=database))
    with (
        desk_beside(office, port, desk, practice=practice),
        intake_beside(home, port, intake, practice=bool(practice)) as letters,
    ):
        _watch(office, engine, letters, stopped)


def _watch(office: "Office", engine: "Engine", intake: "Beside", stopped: threading.Event) -> None:
    from catalog.errors import Unstartable

    say("正在启动流程引擎（十几秒到一分钟）…")
    letters = Collector(office)
    try:
        engine.start()
        show_interface(office.home, engine.port)
        say(f"公开页面：{(office.home / 'site' / 'index.html').absolute()}")
        say(f"收件夹：{office.inbox().absolute()}")
        say("按 Ctrl-C 结束")
        while not stopped.wait(0.5):
            for line in (*engine.look(), *intake.look(), *letters.look()):
                say(line, style="yellow")
    except Unstartable as why:
        raise SaidNo(str(why)) from None
    finally:
        say("正在结束：等正在办的这一步办完 …")
        engine.stop()


def furnish(inbox: Path) -> None:
    """Make the inbox, and lay an empty catalog into it for who has no command line.

    A file of that name is left alone, for it may be filled in. A drive out of reach stops nothing.
    """
    from storage.files.catalog_workbook import catalog_form

    try:
        inbox.mkdir(parents=True, exist_ok=True)
        if not (inbox / EMPTY_CATALOG).exists():
            write_whole(inbox / EMPTY_CATALOG, catalog_form())
    except OSError as wrong:
        say(f"收件夹 {inbox} 现在写不进去（{wrong.strerror}），请检查共享盘", style="yellow")
