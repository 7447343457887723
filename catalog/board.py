"""Where items stand, in words: the rows of the status list and the names that runs carry."""

from datetime import date
from typing import Any

from catalog.dossier import Awaiting, Dossier
from catalog.stages import STAGES
from catalog.stages.entry import Inclusion
from catalog.states import StageState
from catalog.status import status


def standing(dossier: Dossier, stage: str, today: date) -> str:
    """Name where a stage stands: 已完成, 征求意见中（至…）, 待合法性审查意见 ..."""
    awaited = next((a for a in dossier.awaiting(today) if a.stage.slug == stage), None)
    if awaited is None:
        return dossier.stage_state(stage, today).value
    if awaited.opens_on and awaited.opens_on > today and awaited.step.wait:
        return f"{awaited.step.wait.name}（{awaited.opens_on}起办理下一步）"
    returned = "（退回）" if awaited.returned else ""
    return f"待{awaited.step.title}{returned}"


def headline(dossier: Dossier, today: date) -> str:
    """Name the item by what is open: 办理中：公开征求意见、风险评估; or its status."""
    titles = "、".join(a.stage.title for a in dossier.awaiting(today))
    return f"办理中：{titles}" if titles else status(dossier, today).value


def stage_rows(dossier: Dossier, today: date) -> list[dict[str, Any]]:
    """One row per stage, for the item's board."""
    rows = []
    for slug, stage in STAGES.items():
        state = dossier.stage_state(slug, today)
        is_open = state in {StageState.OPEN, StageState.WAITING}
        rows.append(
            {
                "阶段": stage.title,
                "状态": state.value,
                "现在": standing(dossier, slug, today) if is_open else "",
                "轮次": dossier.round_of(slug),
            }
        )
    return rows


def item_row(dossier: Dossier, today: date) -> dict[str, Any]:
    """One row per item: its status, and each step awaited with role and dates."""
    inclusion = dossier.latest(Inclusion)
    return {
        "item": dossier.id,
        "name": inclusion.item.name if inclusion else "",
        "status": status(dossier, today).value,
        "awaiting": [_awaiting_row(a) for a in dossier.awaiting(today)],
    }


def _awaiting_row(awaited: Awaiting) -> dict[str, Any]:
    return {
        "step": awaited.step_id,
        "title": awaited.step.title,
        "role": awaited.step.role.value,
        "opens_on": awaited.opens_on,
        "due": awaited.due,
        "returned": awaited.returned,
    }
