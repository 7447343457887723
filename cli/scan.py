"""juece scan: what in a built site, or in a file to be published, must not leave the building."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.progress import Progress

from cli.console import AsJson, Home, SaidNo, err, say, show_json, show_table

if TYPE_CHECKING:
    from checks.privacy import PrivacyReport


LARGEST = 512 * 1024 * 1024
"""Bytes of a file that is read: all of it is in memory then, twice."""


class Folder(Mapping[str, bytes]):
    """The files of a folder, or one file, read when they are asked for; `unopened` says what is not."""

    def __init__(self, place: Path, read: Callable[[], None]) -> None:
        self.unopened: dict[str, str] = {}
        root = place if place.is_dir() else place.parent
        self.paths = {p.relative_to(root).as_posix(): p for p in self._files(place)}
        self.read = read

    def _files(self, place: Path) -> Iterator[Path]:
        """The files at a place, in order; what a web server might follow or open is told otherwise."""
        if place.is_dir():
            try:
                below = sorted(place.iterdir())
            except OSError as wrong:
                self.unopened[str(place)] = f"文件夹打不开（{wrong.strerror}）"
                return
            for path in below:
                if path.is_symlink() and path.is_dir():
                    self.unopened[str(path)] = "是指向别处文件夹的链接，请单独检查那里"
                else:
                    yield from self._files(path)
        elif not place.is_file():
            self.unopened[str(place)] = "不是普通文件（管道、设备或者断了的链接），请移走"
        elif not os.access(place, os.R_OK):
            self.unopened[str(place)] = "没有读这个文件的权限"
        elif place.stat().st_size > LARGEST:
            self.unopened[str(place)] = f"超过{LARGEST >> 20}兆字节，没有读，请拆分成小的文件"
        else:
            yield place

    def __getitem__(self, path: str) -> bytes:
        self.read()
        return self.paths[path].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def scan(
    site: Annotated[Path, Parameter(help="生成好的站点文件夹，或者一个待公开的文件")],
    *,
    allow: Annotated[
        Path | None, Parameter(help="允许清单，默认数据目录下的 scan-allowed.yaml")
    ] = None,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """检查公开的每个字节：身份证号、电话、银行卡、姓名、密级标志、文档痕迹、台账中不公开的内容；有阻断的，退出码为1。"""
    from checks.privacy import scan
    from office.editions.draft import allowed
    from office.private_data import inside_of
    from office.settings.installation import office_at

    if not site.exists():
        raise FileNotFoundError(2, "", str(site))
    office = office_at(home)
    let_through, inside = allowed(office, allow), inside_of(office)
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("检查", total=None)
        files = Folder(site, lambda: progress.advance(task))
        progress.update(task, total=len(files))
        report = scan(files, let_through, inside)
    if as_json:
        show_json(_data(report) | ({"unopened": files.unopened} if files.unopened else {}))
    else:
        _tell(report)
    if files.unopened:
        what = "；".join(f"{path}：{why}" for path, why in files.unopened.items())
        raise SaidNo(f"有{len(files.unopened)}处未能检查。{what}")
    if not files:
        raise SaidNo(f"{site}里没有文件，什么也没有检查")
    if report.blocking:
        raise SaidNo(f"有{len(report.blocking)}处阻断，改正或者列入允许清单以后再公开")


def _data(report: "PrivacyReport") -> dict[str, object]:
    return {
        "files": report.files,
        "blocking": len(report.blocking),
        "findings": [finding._asdict() for finding in report.findings],
        "allowed": [use._asdict() for use in report.uses],
        "idle": list(report.idle),
    }


def _tell(report: "PrivacyReport") -> None:
    if report.findings:
        ordered = sorted(report.findings, key=lambda f: (f.severity == "提示", f.path))
        show_table(
            ("效力", "检查项", "文件", "位置", "内容（已遮盖）", "怎样改正"),
            [(f.severity, f.title, f.path, f.place, f.excerpt, f.remedy) for f in ordered],
        )
    if report.uses:
        show_table(
            ("检查项", "文件", "位置", "放行理由", "批准人", "有效期至"),
            report.uses,
            title="依允许清单放行",
        )
    for idle in report.idle:
        say(f"允许清单：{idle}", style="yellow")
    say(report.summary())
