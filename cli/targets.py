"""juece push, juece rollback: a site at a target, and the step back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.progress import Progress, TextColumn

from cli.console import Home, SaidNo, WrongUsage, err, say
from cli.filing import actor_of
from cli.preconditions import office_with_catalog

if TYPE_CHECKING:
    from office.settings.targets import TargetSetting
    from office.targets import Target

To = Annotated[str, Parameter(name="--to", help="publication.yaml 里目标的名称，或者网址、文件夹")]

DECIDER = "决定退回的人"


def push(
    site: Annotated[Path, Parameter(help="生成好的站点文件夹")], *, to: To, home: Home = ""
) -> None:
    """把生成好的站点推送到一个目标，只传有变化的文件，逐个读回核对；中断了再执行一次。"""
    from office.targets import push

    if not site.is_dir():
        raise WrongUsage(f"没有这个文件夹：{site}")
    _is_out(site, to, home)
    target = _target(to, home)
    columns = TextColumn("{task.description}"), TextColumn("{task.completed:.0f}个文件")
    try:
        with Progress(*columns, console=err, transient=True) as progress:
            task = progress.add_task("推送、核对", total=None)
            done = push(site, target, progress=lambda count: progress.advance(task, count))
    finally:
        target.place.close()
    say(f"{target.title}：{done}")


def rollback(
    *,
    because: Annotated[str, Parameter(help="退回的理由；理由和处室随下一号公布")] = "",
    by: Annotated[str, Parameter(help=DECIDER)] = "",
    unit: Annotated[str, Parameter(help=f"{DECIDER}所在处室")] = "",
    to: To = "",
    home: Home = "",
) -> None:
    """一步退回上一号：本机和各个目标一起退，退下来的内容须重新审查。

    --to 写网址或者文件夹的只退那一处，供调试用；publication.yaml 里的目标总是一起退。
    """
    if to:
        return _roll_back_one(to, home)
    return _take_back(because, by, unit, home)


def _take_back(because: str, by: str, unit: str, home: str) -> None:
    from office.editions import publish

    if not because.strip():
        raise WrongUsage("请用 --because 写明退回的理由，例如 --because 附件有误")
    actor = actor_of(by, unit, DECIDER)
    office = office_with_catalog(home)
    sent = publish.take_back(office, because, actor)
    for one in sent:
        say(one.said, style="" if one.arrived else "red")
    out = publish.standing(office)
    say(f"已退回，现在公开的是第{out.seal.number if out else 0}号", style="green")
    say("退下来的内容改正以后要重新审查：用 juece review 查看")
    if not all(one.arrived for one in sent):
        raise SaidNo("有的地方没有退回，改正后再运行 juece publish")


def _roll_back_one(to: str, home: str) -> None:
    from office.targets import rollback

    if to in _named(home):
        raise WrongUsage(f"{to}在 publication.yaml 里：不写 --to，本机和各个目标一起退")
    target = _target(to, home)
    try:
        say(f"{target.title}：已退回，现在公开的是{rollback(target)}")
    finally:
        target.place.close()


def _is_out(site: Path, to: str, home: str) -> None:
    """To a target of the office goes what is to be out, and nothing else. Raises SaidNo."""
    from office.editions import publish
    from office.settings.installation import office_at

    known = _named(home)
    if to and to not in known and to not in {one.url for one in known.values()}:
        return
    office = office_at(home)
    if not publish.is_out(office, site):
        raise SaidNo(f"{site}不是现在应当公开的那一号，没有推送；请用 juece review、juece publish")


def _named(home: str) -> "dict[str, TargetSetting]":
    from office.settings.installation import office_at
    from office.settings.publication import read_publishing

    return {one.name: one for one in read_publishing(office_at(home).home).targets}


def _target(to: str, home: str) -> "Target":
    """The target of a name, else of an address; without either the only one there is."""
    from catalog.parse import parse
    from office.settings.targets import TargetSetting
    from office.targets import target_at

    known = _named(home)
    if to in known:
        return target_at(known[to])
    if not to and len(known) == 1:
        return target_at(*known.values())
    if to and ("://" in to or "/" in to):
        return target_at(parse(TargetSetting, {"name": to, "url": to}))
    named = f"里有：{'、'.join(known)}" if known else "里还没有写目标，也可以直接写网址或者文件夹"
    raise WrongUsage(f"请用 --to 写明目标；publication.yaml {named}")
