"""juece push, juece rollback: a site at a target, and the step back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.progress import Progress, TextColumn

from cli.console import Home, SaidNo, WrongUsage, err, say
from cli.filing import actor_of, unless_desk_only
from cli.preconditions import office_with_catalog

if TYPE_CHECKING:
    from catalog.record import Actor
    from office.settings.targets import TargetSetting
    from office.targets import Target

To = Annotated[str, Parameter(name="--to", help="publication.yaml 里目标的名称，或者网址、文件夹")]

From = Annotated[int, Parameter(name="--from", help="退回第几号，默认现在公开的那一号")]

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
    from_: From | None = None,
    to: To = "",
    home: Home = "",
) -> None:
    """一步退回上一号：本机和各个目标一起退，退下来的内容须重新审查。

    中断了再执行一次，先把没有办完的办完，不会再退一号；要接着再退的，用 --from 写明退第几号。
    --to 写网址或者文件夹的只退那一处，供调试用；publication.yaml 里的目标总是一起退。
    """
    if to and from_ is not None:
        raise WrongUsage("--to 只退一处的上一版，不能和 --from 一起写")
    if from_ is not None and from_ < 1:
        raise WrongUsage("--from 写要退回的是第几号，例如 --from 5")
    if to:
        return _roll_back_one(to, home)
    return _take_back(because, actor_of(by, unit, DECIDER), from_, home)


def _take_back(because: str, actor: "Actor", number: int | None, home: str) -> None:
    from office.editions.withdrawal import withdraw

    if not because.strip():
        raise WrongUsage("请用 --because 写明退回的理由，例如 --because 附件有误")
    done = withdraw(office_with_catalog(home), because, actor, number)
    for one in done.sent:
        say(one.said, style="" if one.arrived else "red")
    if before := done.before:
        say(
            f"第{done.number}号在{before.at:%Y-%m-%d %H:%M}已由{before.actor.unit}决定退回"
            f"（理由：{before.act.reason}），这次只把它办完，没有再退一号"
        )
        if done.out > 1:
            say(f"还要退第{done.out}号的，请加 --from {done.out}")
    say(f"已退回第{done.number}号，现在公开的是第{done.out}号", style="green")
    say("退下来的内容改正以后要重新审查：用 juece review 查看")
    if not all(one.arrived for one in done.sent):
        raise SaidNo("有的地方没有退回，改正后再运行 juece publish")


def _roll_back_one(to: str, home: str) -> None:
    from office.settings.installation import office_at
    from office.targets import rollback

    if own := _own(to, home):
        raise WrongUsage(f"{to}是公开的地方（{own}）：不写 --to，本机和各个目标一起退")
    if (office := office_at(home)).founded:
        unless_desk_only(office)
    target = _target(to, home)
    try:
        say(f"{target.title}：已退回，现在公开的是{rollback(target)}")
    finally:
        target.place.close()


def _is_out(site: Path, to: str, home: str) -> None:
    """To a target of the office goes what is to be out, and nothing else. Raises SaidNo."""
    from office.editions import publish
    from office.settings.installation import office_at

    own = _own(to, home)
    if own and not publish.is_out(office_at(home), site):
        raise SaidNo(
            f"{site}不是现在应当公开的那一号，没有推送到{own}；请用 juece review、juece publish"
        )


def _own(to: str, home: str) -> str:
    """Where the office publishes, if that is meant, in whatever spelling; empty if not."""
    from office.editions.publish import published_at
    from office.settings.installation import office_at

    known = _named(home)
    if not to:
        return next(iter(known), "")
    return to if to in known else published_at(office_at(home), to)


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
