"""What the UI shows of an item beside its runs: stages, what is asked, what stands open, the page.

Of each the engine makes an event, which cannot be deleted: they hold ids, steps, dates and rule numbers, and
of no item a name or a word that was filed (flows/withheld.py).
"""

from datetime import date
from typing import Any

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from catalog.dossier import Dossier
from catalog.ids import item_id
from catalog.lifecycle import secret
from catalog.progress import by_plan, item_row, stage_rows
from catalog.stages import STAGES
from office.settings.installation import Office
from pages.website import item_path


def show(office: Office, dossier: Dossier, today: date) -> None:
    """Leave the artifacts of an item: `<item>-stages`, `<item>-findings` and `<item>-page`."""
    full = office.ledger().load(dossier.id, opinions=True)
    row = item_row(full, today)
    said = f"{dossier.id}：办理进度（{today}）"
    create_table_artifact(stage_rows(dossier, today), key=f"{dossier.id}-stages", description=said)
    create_markdown_artifact(
        _open(row, today),
        key=f"{dossier.id}-findings",
        description=f"{dossier.id}：未了的问题（{today}）",
    )
    named = item_id(dossier.id)
    assert named, "only items have runs"
    page = office.site / named.authority / item_path(named.year, named.no) / "index.html"
    if page.is_file() and not secret(dossier):
        create_link_artifact(
            page.absolute().as_uri(),
            key=f"{dossier.id}-page",
            link_text=f"{dossier.id} 公开页面",
            description=f"{dossier.id}：公开页面",
        )


def ask(dossier: Dossier, stage: str, asked: str, today: date) -> None:
    """Leave what a stage asks for, and where the others stand, as the artifact `<item>-<stage>`.

    It is read in the run of the stage: the run of a whole item sleeps, and then the interface
    shows no artifacts of it.
    """
    rows = stage_rows(dossier, today)
    table = ["| 阶段 | 状态 | 现在 |", "|---|---|---|"]
    table += [f"| {r['阶段']} | {r['状态']} | {r['现在']} |" for r in rows]
    create_markdown_artifact(
        "\n\n".join([asked, f"### 办理进度（{today}）", "\n".join(table)]),
        key=f"{dossier.id}-{stage.replace('_', '-')}",
        description=f"{STAGES[stage].title}：要填什么，各阶段办到哪里",
    )


def _open(row: dict[str, Any], today: date) -> str:
    """What is overdue and what the law still finds, as Markdown."""
    overdue = [
        f"- **逾期** {late['role']}：{late['title']}{by_plan(late)}应不晚于{late['due']}（{late['article']}）"
        for late in row["overdue"]
    ]
    found = [
        f"- {f['title']}（第{f['entry']}号）：[{f['rule']}] {f['severity']}，依据{f['article']}，内容见工作台"
        for f in row["findings"]
    ]
    lines = [*overdue, *found] or ["没有未了的问题。"]
    return "\n".join([f"## {row['item']}", "", f"截至{today}：{row['status']}", "", *lines])
