"""juece build: the public pages of any day."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from catalog.zone import local_day
from cli.screen import AsJson, Home, now, say, show_json


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
    edition = build_edition(office, as_of or local_day(now()))
    folder = to or office.site
    write(edition, folder)
    if as_json:
        show_json({"out": folder, "files": len(edition.files)})
    else:
        say(f"已生成{len(edition.files)}个文件：{(folder / 'index.html').absolute()}")
