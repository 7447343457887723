"""The rules of the page standard as a page for people, generated: `make docs` writes it."""

from collections.abc import Sequence

from checks.standard import ELSEWHERE, RULES
from checks.standard.base import GROUPS, Rule, framed_rules, place, word
from checks.standard.site import Catalog, File, Item, Page, Root

SCOPES = {
    Page: "每个网页",
    Item: "事项页和数据",
    Catalog: "目录页和数据",
    File: "每个文件",
    Root: "全站",
}

_HEAD = """# 网页规范检查

<!-- 由 checks/standard/docs.py 生成，改动请改 checks/standard/ 后运行 make docs -->

共{every}条：`juece check 站点文件夹` 逐条检查其中{count}条，其余{rest}条光看文件无从判断，
列在最后，写明由什么保证。**错误**的不能公布；**请留意**的可以公布，公开审查时提醒；**提示**的可以公布。
标有“本机关”的，只对机关自己的页面要求：从别人的材料整理的页面不冒充机关网站，不带这些标志。
标有“片段不查”的{framed}条，说的是网页标签、面包屑、页眉页脚、内容安全策略：`juece build --fragment` 生成的
正文片段没有这些，由门户网站给出，所以不查（P-06 只查电话链接），检查结果里写明；其余各条照查。
首页以 `<div class="juece"` 开头的站点就是片段。

依据：“47”指国办发〔2017〕47号，“19”指国办秘函〔2019〕19号，“61号”指国办公开办函〔2019〕61号，
“条例”指《中华人民共和国政府信息公开条例》，“713”指《重大行政决策程序暂行条例》，
“S”加数字指2024年政务公开工作要点的任务序号，“实例”指从已公开的页面上见过的差错，“本规范”指本系统自己定的。

"""


def checks_markdown() -> str:
    """List every rule by group, then those that are held elsewhere."""
    every = len(RULES) + len(ELSEWHERE)
    framed = len(framed_rules())
    text = _HEAD.format(every=every, count=len(RULES), rest=len(ELSEWHERE), framed=framed)
    for letter, title in GROUPS.items():
        rules = sorted((r for r in RULES.values() if r.id[0] == letter), key=lambda r: place(r.id))
        text += f"## {letter} {title}\n\n"
        text += (
            _table(("编号", "级别", "规则", "依据", "怎样检查"), [_row(r) for r in rules]) + "\n"
        )
    rows = [
        (id, e.severity.value, e.says, e.source, e.why, (e.held_by and f"`{e.held_by}`") or "尚无")
        for id, e in sorted(ELSEWHERE.items(), key=lambda pair: place(pair[0]))
    ]
    columns = ("编号", "级别", "规则", "依据", "为什么看文件不够", "由什么保证")
    return text + "## 光看文件无从判断的\n\n" + _table(columns, rows)


def rows() -> list[dict[str, str]]:
    """Every rule that the program checks, for a listing."""
    return [
        {"id": r.id, "severity": word(r.id, r.severity), "source": r.source, "says": r.says}
        for r in sorted(RULES.values(), key=lambda r: place(r.id))
    ]


def _row(rule: Rule) -> tuple[str, ...]:
    how = "、".join(title for scope, title in SCOPES.items() if scope in rule.checks)
    marks = ["本机关"] * rule.official + ["片段不查"] * rule.framed
    marked = f"（{'；'.join(marks)}）" if marks else ""
    return rule.id, word(rule.id, rule.severity), rule.says, rule.source, f"{how}{marked}"


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (columns, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(columns), *lines[1:], ""])


if __name__ == "__main__":
    import sys

    sys.stdout.write(checks_markdown())
