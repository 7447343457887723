"""juece intake: the public's door alone, its key, its partners, and letters carried across by files."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, WrongUsage, called, say, show_json
from cli.usage_errors import a_port

if TYPE_CHECKING:
    from web.intake.beside import Beside

IntakePort = Annotated[
    int | None,
    Parameter(help="意见征集的端口；不写时是流程界面端口后面第二个", validator=a_port),
]
PASSWORD = "JUECE_KEY_PASSWORD"


@contextmanager
def intake_beside(
    home: Path, engine: int, port: int | None, *, practice: bool = False
) -> Iterator["Beside"]:
    """The intake of a home while the engine runs beside it, with its keys.

    One that does not start keeps nobody in the office from working: it is told, and tried again by `look`.
    """
    from catalog.errors import Unstartable
    from opinions.spool.keys import make_keys
    from web.intake.beside import Beside

    if make_keys(home) and not practice:
        say(
            f"收件的密钥已生成：请用 {called()} intake key --out 把私钥加口令另存一份，备份里没有它"
        )
    intake = Beside(home, port or engine + 2)
    try:
        try:
            intake.start()
            say(f"意见征集：{intake.at}", style="bold green")
        except Unstartable as why:
            say(str(why), style="yellow")
        yield intake
    finally:
        intake.stop()


def run(
    *,
    home: Home = "",
    port: Annotated[int, Parameter(help="端口", validator=a_port)] = 4202,
) -> None:
    """只启动意见征集，可以在单独一台对外的机器上：要有里面复制来的 intake.pub 和 intake.json；按 Ctrl-C 结束。"""
    from web.intake.__main__ import run as serve

    place = _home(home)
    if not place.is_dir():
        raise SaidNo(f"没有 {place}：请新建这个文件夹，放进里面复制来的 intake.pub 和 intake.json")
    say(f"意见征集：http://127.0.0.1:{port}/，按 Ctrl-C 结束", style="bold green")
    serve(place, port)


def export(
    *,
    to: Annotated[Path, Parameter(help="放到哪个文件夹，由网闸摆渡")],
    home: Home = "",
    everything: Annotated[
        bool, Parameter(name="--all", negative="", help="从头再导出一遍")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """把还没有移交的来件导出成文件，由网闸摆渡到里面；来件是封好的，这台机器打不开。"""
    from opinions.spool.handover import give
    from opinions.spool.spool import FILE, Spool

    spool = _home(home) / FILE
    if not spool.is_file():
        raise SaidNo(f"没有 {spool}，这里还没有收过意见")
    to.mkdir(parents=True, exist_ok=True)
    given = list(give(Spool(spool), to, 0 if everything else None))
    letters = sum(one.letters for one in given)
    if as_json:
        show_json({"files": [one.path.name for one in given], "letters": letters})
    else:
        say(f"导出{letters}份来件，{len(given)}个文件：{to.absolute()}", style="bold green")


def import_(
    folder: Annotated[Path, Parameter(help="网闸摆渡来的文件夹")],
    *,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """接收外面的机器导出的来件；同一个文件再接收一次，一份也不会多。"""
    from opinions.spool.handover import take_in
    from opinions.spool.spool import FILE, Spool

    place = _home(home)
    if not folder.is_dir():
        raise SaidNo(f"没有文件夹 {folder}")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    done = take_in(Spool(place / FILE), folder)
    if as_json:
        show_json(done._asdict())
    else:
        say(
            f"接收{done.files}个文件，{done.letters}份来件，其中新的{done.new}份",
            style="bold green",
        )
    if done.wrong:
        raise SaidNo("\n".join(done.wrong))


def key(
    *,
    out: Annotated[Path | None, Parameter(help="把私钥加口令另存到这个文件")] = None,
    restore: Annotated[Path | None, Parameter(help="把另存的私钥放回来")] = None,
    home: Home = "",
) -> None:
    """收件的私钥：加口令另存，或者放回来。口令在环境变量 JUECE_KEY_PASSWORD 里，没有就在屏幕上问。"""
    from opinions.spool.keys import restore_key, save_key

    if (out is None) == (restore is None):
        raise WrongUsage("--out 和 --restore 写一项")
    place = _home(home)
    if out:
        save_key(place, out, _password(twice=True))
        say(
            f"私钥已另存：{out.absolute()}；请与口令分开保管，都不要和备份放在一起",
            style="bold green",
        )
    elif restore:
        restore_key(place, restore, _password(twice=False))
        say("私钥已放回", style="bold green")


def partner(
    name: Annotated[str, Parameter(help="合作平台的名称，如 随申办")],
    *,
    home: Home = "",
) -> None:
    """给一个合作平台新的接口令牌，只显示这一次；以前的随即作废。"""
    from web.intake.place import new_partner

    say(new_partner(_home(home), name))
    say("请只交给这个平台；接口说明在意见征集网址的 /api/v1/openapi.json", style="yellow")


def _home(home: str) -> Path:
    """The folder of the home: no ledger need be there, and none is made."""
    return Path(home or os.environ.get("JUECE_HOME", "") or "juece-data")


def _password(*, twice: bool) -> bytes:
    from getpass import getpass

    told = os.environ.get(PASSWORD)
    if told is None:
        told = getpass("口令：")
        if twice and getpass("再输入一次：") != told:
            raise SaidNo("两次输入的口令不一样")
    if len(told) < 12:
        raise SaidNo("口令至少12个字符")
    return told.encode()
