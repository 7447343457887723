"""The desk beside the engine (juece up, drill, ui), and its accounts: juece account list, link."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, called, out, say, show_json, show_table
from cli.filing import shell
from cli.preconditions import office_with_catalog
from cli.usage_errors import a_port

if TYPE_CHECKING:
    from office.settings.installation import Office
    from web.desk.engine import Reach

DeskPort = Annotated[
    int | None, Parameter(help="工作台的端口；不写时是流程界面端口的下一个", validator=a_port)
]
PRACTICE = "演练：这里登记的材料不是正式的"
SHOWN = "演示：事项和人员都是虚构的"


@contextmanager
def desk_beside(
    office: "Office", engine: int, port: int | None, *, practice: str = ""
) -> Iterator[None]:
    """The desk of an office while the engine runs beside it; it needs no engine. Raises SaidNo.

    In a place of `practice` made-up people of each post may sign in; elsewhere the first start gives
    the links of the three administrators.
    """
    from catalog.errors import Unstartable
    from web.desk.engine import Engine
    from web.desk.founding import PASSWORD, populate
    from web.desk.office import Desk
    from web.serve import serving

    desk = Desk(office, notice=practice, engine=Engine(lambda: _reach(office)))
    with ExitStack() as beside:
        try:
            at = beside.enter_context(serving(desk, port or engine + 1))
        except (Unstartable, ValueError) as why:  # a port that is taken, an origin that is none
            raise SaidNo(str(why)) from None
        say(f"工作台：{at}", style="bold green")
        if practice:
            populate(desk.people, desk.clock())
            say(f"能登录的人见 {called()} account list，口令都是 {PASSWORD}（只在演示和演练里）")
        else:
            _found(desk, at)
        yield


def _reach(office: "Office") -> "Reach | None":
    """Where the engine of an office is now, with what it asks to be shown. On this machine alone: one
    elsewhere stands behind a proxy that has passwords of its own."""
    from flows.engine_settings import api_of
    from flows.secret import HEADER, is_here, shown_to
    from web.desk.engine import Reach

    api = api_of(office.home)
    return Reach(api, {HEADER: shown_to(office.home, api)}) if api and is_here(api) else None


def _found(desk: object, at: str) -> None:
    """Say the links of the three administrators at the first start: on a screen alone, a log keeps
    what it is told."""
    from web.desk.founding import FIRST, found
    from web.desk.office import Desk

    assert isinstance(desk, Desk)
    links = found(desk.people, desk.clock())
    if links and out.is_terminal:
        say("第一次启动：请把下面三个链接交给三个人，各自设置口令（24小时内有效，只能用一次）")
        for account, link in links.items():
            say(f"{FIRST[account][0]}（{account}）：{at}denglu/{link}")
    elif links:
        say(f"第一次启动：三个管理员的链接用 {called()} account link {'、'.join(links)} 取得")


def account_list(*, home: Home = "", as_json: AsJson = False) -> None:
    """工作台的账号：谁、哪个处室、什么岗位。"""
    office = office_with_catalog(home)
    every = office.people().accounts.every()
    rows = [
        {
            "account": one.id,
            "name": one.name,
            "unit": one.unit,
            "posts": sorted(one.posts),
            "ended": one.ended_at is not None,
        }
        for one in every
    ]
    if as_json:
        show_json(rows)
        return
    shown = [
        (one.id, one.name, one.unit, "、".join(sorted(one.posts)), "停用" if one.ended_at else "")
        for one in every
    ]
    show_table(("用户名", "姓名", "处室", "岗位", ""), shown, title="工作台的账号")


def account_link(
    account: Annotated[str, Parameter(help="用户名")],
    *,
    home: Home = "",
) -> None:
    """给一个账号新的链接，用它设置口令：24小时内有效，只能用一次，以前的口令照旧。"""
    from office.settings.installation import office_at
    from storage.people.accounts import Unfit
    from web.desk.acts import AccountChanged

    office = office_at(home)
    if not office.founded:
        raise SaidNo(f"{office.home} 里还没有工作台，请先运行 juece up")
    ledger, now = office.ledger(), datetime.now(UTC)
    try:
        link = office.people().accounts.link(account, now)
    except Unfit as why:
        raise SaidNo(str(why)) from None
    act = AccountChanged(account=account, change="在命令行给了新的链接")
    ledger.acts.append(act, account, shell(), now)
    say(f"/denglu/{link}")
    say("前面加上工作台的网址；请只交给本人", style="yellow")
