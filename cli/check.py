"""juece check: whether a built site keeps the page standard."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.console import AsJson, SaidNo, WrongUsage, say, show_json, show_table

if TYPE_CHECKING:
    from checks.standard import StandardReport

PARTS = ("rule", "severity", "path", "where", "what", "remedy")
"""Of each finding, for whoever reads JSON."""


def check(
    folder: Annotated[Path | None, Parameter(help="站点文件夹，里面每个机关一个文件夹")] = None,
    /,
    *,
    before: Annotated[
        Path | None, Parameter(help="上一次公布的站点文件夹，用来核对网址和更新记录")
    ] = None,
    rules: Annotated[bool, Parameter(help="只列出各条规则", negative="")] = False,
    as_json: AsJson = False,
) -> None:
    """按网页规范逐条检查生成的站点；有“错误”的不能公布，退出码为1；“请留意”的公开审查时会提醒。"""
    from checks.standard import Folder, check
    from checks.standard.docs import rows

    if rules:
        return _list(rows(), as_json)
    if folder is None:
        raise WrongUsage("请写明站点文件夹，例如 juece check juece-data/site")
    for one in filter(None, (folder, before)):
        if not one.is_dir():
            raise WrongUsage(f"没有这个文件夹：{one}")
    report = check(Folder(folder), before=Folder(before) if before else None)
    if not report.pages:
        raise WrongUsage(f"{folder} 里没有网页")
    _show(report, as_json)
    if not report.may_go_out:
        raise SaidNo(f"{report}，不能公布")
    return None


def _list(rows: list[dict[str, str]], as_json: bool) -> None:
    if as_json:
        show_json(rows)
    else:
        show_table(("编号", "级别", "依据", "规则"), [tuple(row.values()) for row in rows])


def _show(report: "StandardReport", as_json: bool) -> None:
    told = list(map(_told(report), report.broken))
    if as_json:
        summary: dict[str, Any] = {"pages": report.pages, "may_be_published": report.may_go_out}
        summary["left_out"] = report.left_out
        show_json(summary | {"rules": told})
        return
    if told:
        columns = ("编号", "级别和次数", "规则和最先发现的几处")
        show_table(columns, [_row(one) for one in told])
    if report.note:
        say(report.note)
    if report.may_go_out:
        say(str(report), style="green")


def _told(report: "StandardReport") -> Any:
    from catalog.findings import Severity
    from checks.standard import RULES
    from checks.standard.base import word

    def of(id: str) -> dict[str, Any]:
        counts = {word(id, one): report.counts[id, one] for one in Severity}
        return {
            "rule": id,
            "says": RULES[id].says,
            "source": RULES[id].source,
            "counts": {word: n for word, n in counts.items() if n},
            "first": [{part: getattr(f, part) for part in PARTS} for f in report.first[id]],
        }

    return of


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    lines = [f"{f['path']} {f['where']}：{f['what']}。{f['remedy']}" for f in one["first"]]
    hidden = sum(one["counts"].values()) - len(lines)
    more = [f"……另有{hidden}处"] if hidden > 0 else []
    return (
        one["rule"],
        "\n".join(f"{word} {n}" for word, n in one["counts"].items()),
        "\n".join([f"{one['says']}（{one['source']}）", *lines, *more]),
    )
