"""juece build: the public pages of any day."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from catalog.timezone import local_day
from cli.console import AsJson, Home, SaidNo, WrongUsage, err, say, show_json
from cli.preconditions import office_with_catalog
from cli.usage_errors import at_least_one

if TYPE_CHECKING:
    from office.settings.installation import Office


def build(
    *,
    as_of: Annotated[date | None, Parameter(help="生成哪一天的页面，默认今天")] = None,
    to: Annotated[
        Path | None, Parameter(name="--out", help="输出目录，默认数据目录下的 build；不公开")
    ] = None,
    edition: Annotated[
        int | None, Parameter(help="重新生成以前公开过的第几号，逐字节相同，连同封存记录")
    ] = None,
    fragment: Annotated[
        bool, Parameter(help="只生成页面正文，供门户网站套用自己的页头页尾", negative="")
    ] = False,
    search: Annotated[
        bool, Parameter(help="带搜索页面；一直要的，设 JUECE_SEARCH=1", negative="")
    ] = False,
    processes: Annotated[
        int, Parameter(help="用几个进程，机关多的可以用几个", validator=at_least_one)
    ] = 1,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """按台账生成公开页面（不经过流程引擎）。"""
    from checks.standard import Folder, check
    from office.build import write_pages

    office = office_with_catalog(home)
    _not_where_it_is_out(office, to)
    if edition is not None:
        return _rebuild(office, edition, as_of, to, processes)
    if search:
        office = office.model_copy(update={"search": True})
    day = as_of or local_day(office.now())
    folder = to or (office.home / "site-fragment" if fragment else office.home / "build")
    with err.status("正在生成页面，按网页规范检查 …"):
        files = write_pages(
            office, day, folder, processes=processes, fragment=fragment, history=False
        )
        report = check(Folder(folder))
    if as_json:
        fit = {"may_be_published": report.may_go_out, "left_out": report.left_out}
        show_json({"out": folder, "files": files} | fit)
        return None
    say(f"已生成{files}个文件：{(folder / 'index.html').absolute()}")
    say(str(report), style="" if report.may_go_out else "yellow")
    if report.note:
        say(report.note)
    if not report.may_go_out:
        say(f"有错误的不能公布，逐条查看：juece check {folder}")
    return None


def _not_where_it_is_out(office: "Office", to: Path | None) -> None:
    """Where the office publishes, what was reviewed is put by `juece publish` alone. Raises SaidNo."""
    from office.editions.publish import published_at

    if to and (own := published_at(office, str(to.absolute()))):
        raise SaidNo(f"{to}是公开的地方（{own}），只放审查同意的那一号；--out 请换一个文件夹")


def _rebuild(
    office: "Office", edition: int, as_of: date | None, folder: Path | None, processes: int
) -> None:
    """Build a past edition anew, into a folder of its own."""
    from office.editions.proof.lay import NotReproducible
    from office.editions.seal import NoSuchEdition, rebuild

    if as_of or folder is None:
        raise WrongUsage("--edition 要用 --out 写明输出目录，不能同时写 --as-of")
    try:
        with err.status(f"正在重新生成第{edition}号 …"):
            again = rebuild(office, edition, folder, processes=processes)
    except (NoSuchEdition, NotReproducible) as wrong:
        raise SaidNo(str(wrong)) from None
    say(
        f"已重新生成第{edition}号（页面截至{again.seal.as_of}），与公开时逐字节相同：{folder.absolute()}"
    )


def patterns(
    *, to: Annotated[Path, Parameter(name="--out", help="输出目录")] = Path("patterns")
) -> None:
    """生成组件样张 patterns.html：每个组件的每种状态，供核对样式，不对外公布。"""
    from pages.html.patterns import patterns as component_page

    for path, body in component_page().items():
        target = to / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    say(f"组件样张：{(to / 'patterns.html').absolute()}")
