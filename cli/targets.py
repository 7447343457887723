"""juece push, juece rollback: a site at a target, and the step back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.progress import Progress, TextColumn

from cli.screen import Home, WrongUsage, err, say

if TYPE_CHECKING:
    from publish.targets import Target

To = Annotated[str, Parameter(name="--to", help="publication.yaml 里目标的名称，或者网址、文件夹")]


def push(
    site: Annotated[Path, Parameter(help="生成好的站点文件夹")], *, to: To, home: Home = ""
) -> None:
    """把生成好的站点推送到一个目标，只传有变化的文件，逐个读回核对；中断了再执行一次。"""
    from publish.targets import push

    target = _target(to, home)
    columns = TextColumn("{task.description}"), TextColumn("{task.completed:.0f}个文件")
    try:
        with Progress(*columns, console=err, transient=True) as progress:
            task = progress.add_task("推送、核对", total=None)
            done = push(site, target, progress=lambda count: progress.advance(task, count))
    finally:
        target.place.close()
    say(f"{target.title}：{done}")


def rollback(*, to: To = "", home: Home = "") -> None:
    """让目标退回上一版，不需要原来的站点文件；告诉您现在公开的是哪一版。"""
    from publish.targets import rollback

    target = _target(to, home)
    try:
        say(f"{target.title}：已退回，现在公开的是{rollback(target)}")
    finally:
        target.place.close()


def _target(to: str, home: str) -> "Target":
    """The target of a name, else of an address; without either the only one there is."""
    from catalog.parse import parse
    from catalog.publishing.targets import TargetSetting
    from publish.targets import target_at
    from storage.office import office_at
    from storage.publishing import read_publishing

    known = {one.name: one for one in read_publishing(office_at(home).home).targets}
    if to in known:
        return target_at(known[to])
    if not to and len(known) == 1:
        return target_at(*known.values())
    if to and ("://" in to or "/" in to):
        return target_at(parse(TargetSetting, {"name": to, "url": to}))
    named = f"，有：{'、'.join(known)}" if known else "里还没有写目标，也可以直接写网址或者文件夹"
    raise WrongUsage(f"请用 --to 写明目标；publication.yaml{named}")
