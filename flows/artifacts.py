"""What the UI shows of an item beside its runs: stages, what is asked, what stands open, the page.

Of each the engine makes an event, which cannot be deleted: they hold ids, steps, dates and rule numbers, and
of no item a name or a word that was filed (flows/withheld.py).
"""

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from prefect import get_client
from prefect.client.schemas.actions import ArtifactCreate

from catalog.dossier import Dossier
from catalog.ids import item_id
from catalog.lifecycle import awaiting, secret
from catalog.progress import by_plan, item_row, stage_rows
from catalog.stages import STAGES
from flows import waits
from office.settings.installation import Office
from pages.website import item_path


def beside(office: Office, dossier: Dossier, stage: str, today: date, run: UUID) -> None:
    """Leave what belongs beside the run of a stage, or, where that is empty, of the whole item."""
    if stage:
        ask(office, dossier, stage, today, run)
    else:
        show(office, dossier, today, run)


def show(office: Office, dossier: Dossier, today: date, run: UUID) -> None:
    """Leave the artifacts of an item: `<item>-stages`, `<item>-findings` and `<item>-page`."""
    id_ = dossier.id
    row = item_row(office.ledger().load(id_, opinions=True), today)
    rows = orjson.dumps(stage_rows(dossier, today)).decode()
    leave(run, f"{id_}-stages", "table", rows, f"{id_}：办理进度（{today}）")
    leave(run, f"{id_}-findings", "markdown", _open(row, today), f"{id_}：未了的问题（{today}）")
    named = item_id(id_)
    assert named, "only items have runs"
    page = office.site / named.authority / item_path(named.year, named.no) / "index.html"
    if page.is_file() and not secret(dossier):
        link = f"[{id_} 公开页面]({page.absolute().as_uri()})"
        leave(run, f"{id_}-page", "markdown", link, f"{id_}：公开页面")


def ask(office: Office, dossier: Dossier, stage: str, today: date, run: UUID) -> None:
    """Leave what a stage asks for, and where the others stand, as the artifact `<item>-<stage>`.

    It is read in the run of the stage: the run of a whole item sleeps, and then the interface
    shows no artifacts of it.
    """
    rows = stage_rows(dossier, today)
    table = ["| 阶段 | 状态 | 现在 |", "|---|---|---|"]
    table += [f"| {r['阶段']} | {r['状态']} | {r['现在']} |" for r in rows]
    asked = [
        waits.asked(office, dossier.id, each)
        for each in awaiting(dossier, today)
        if each.stage.slug == stage
    ]
    text = "\n\n".join([*asked, f"### 办理进度（{today}）", "\n".join(table)])
    key = f"{dossier.id}-{stage.replace('_', '-')}"
    leave(run, key, "markdown", text, f"{STAGES[stage].title}：要办什么，各阶段办到哪里")


def leave(run: UUID | None, key: str, type_: str, data: str, about: str) -> None:
    """Leave an artifact beside a run, from whichever process: Prefect's own way knows only its own run."""
    made = ArtifactCreate(key=key, type=type_, data=data, description=about, flow_run_id=run)
    with get_client(sync_client=True) as client:
        client.create_artifact(made)


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
