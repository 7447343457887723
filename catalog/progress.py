"""Where items stand, in words: the rows of the status list and the names that runs carry."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.duties.who import turn_of
from catalog.findings import Finding
from catalog.item import planned_end, planned_label
from catalog.lifecycle import Awaiting
from catalog.plan import Row, plan
from catalog.record import Entry
from catalog.rules import RULES, Case, judge
from catalog.stages import STAGES, STEPS
from catalog.stages.consultation import AdoptionStatement
from catalog.stages.entry import Inclusion
from catalog.states import StageState
from catalog.status import status
from catalog.timezone import local_day

PLANNED = "CAT-11"
"""The rule that a planned time of decision is kept, or adjusted."""


def standing(dossier: Dossier, stage: str, today: date) -> str:
    """Name where a stage stands: 已完成, 征求意见中（至…）, 待合法性审查意见 ..."""
    awaited = next((a for a in lifecycle.awaiting(dossier, today) if a.stage.slug == stage), None)
    if awaited is None:
        return lifecycle.stage_state(dossier, stage, today).value
    if awaited.opens_on and awaited.opens_on > today and awaited.step.wait:
        return f"{awaited.step.wait.name}（{awaited.opens_on}起办理下一步）"
    returned = "（退回）" if awaited.returned else ""
    return f"待{awaited.step.title}{returned}"


def headline(dossier: Dossier, today: date) -> str:
    """Name the item by what is open: 办理中：公开征求意见、风险评估; or its status."""
    titles = "、".join(a.stage.title for a in lifecycle.awaiting(dossier, today))
    return f"办理中：{titles}" if titles else status(dossier, today).value


def stage_rows(dossier: Dossier, today: date) -> list[dict[str, Any]]:
    """One row per stage, for the item's board."""
    rows = []
    for slug, stage in STAGES.items():
        state = lifecycle.stage_state(dossier, slug, today)
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
    """One row per item: its status, each step awaited with role and dates, what stands open."""
    inclusion = dossier.latest(Inclusion)
    waits = awaiting_rows(dossier, today)
    late = [wait for wait in waits if wait["due"] and wait["due"] < today]
    return {
        "item": dossier.id,
        "name": inclusion.item.name if inclusion else "",
        "status": status(dossier, today).value,
        "awaiting": waits,
        "findings": [_finding_row(e, f) for e, f in open_findings(dossier)],
        "overdue": [
            *map(_overdue_row, late),
            *([] if any(wait["by_plan"] for wait in late) else _missed_plan(dossier, waits, today)),
        ],
    }


def by_plan(row: Mapping[str, Any]) -> str:
    """What is said before a last day that no law sets: 按计划决策时间; empty where a law does."""
    return "按计划决策时间" if row["by_plan"] else ""


def awaiting_rows(dossier: Dossier, today: date) -> list[dict[str, Any]]:
    """Each step awaited, with role and dates, their arithmetic and the article.

    Where the law sets no last day, it is the latest that still meets the planned decision (`by_plan`):
    whoever has not begun is late on that day, and not the meeting at the end of the chain later on.
    """
    waits = lifecycle.awaiting(dossier, today)
    planned = plan(dossier, today) if any(a.deadline is None for a in waits) else None
    return [
        _awaiting_row(dossier, a, today, planned.row(a.step_id) if planned else None) for a in waits
    ]


def _missed_plan(
    dossier: Dossier, waits: list[dict[str, Any]], today: date
) -> Iterator[dict[str, Any]]:
    """The planned time of decision, where it has passed without a decision or a new time: it names
    those whose turn it is."""
    planned, meeting = planned_end(lifecycle.planned(dossier)), STEPS["decision.meeting"]
    over = (
        lifecycle.closed(dossier)
        or lifecycle.unstated(dossier)
        or lifecycle.settled(dossier, "decision")
    )
    if planned and planned < today and not over:
        case = Case(dossier, "decision.meeting", today)
        said = "、".join(wait["title"] for wait in waits)
        yield {
            "step": "decision.meeting",
            "title": meeting.title,
            "role": "、".join(dict.fromkeys(wait["role"] for wait in waits)) or meeting.role.value,
            "turn": "、".join(dict.fromkeys(wait["turn"] for wait in waits)) or meeting.role.value,
            "by_plan": True,
            "rule": PLANNED,
            "article": case.article(RULES[PLANNED].source),
            "due": planned,
            "because": f"{planned_label(lifecycle.planned(dossier))}为计划决策时间"
            f"{f'，还在等{said}' if said else ''}。",
        }


def open_findings(dossier: Dossier) -> Iterator[tuple[Entry, Finding]]:
    """What the law, as it is written down today, finds in each entry in force.

    Each is judged on the day of its filing against the dossier before it; rules that came into the
    book later speak as well. The opinions must have been loaded.
    """
    for entry in dossier.in_force:
        before = replace(dossier, entries=dossier.entries[: entry.seq - 1])
        opinions = dossier.opinions.get(entry.round, ())
        found = judge(
            before,
            entry.step,
            entry.record,
            local_day(entry.at),
            opinions=opinions if isinstance(entry.record, AdoptionStatement) else (),
            amends=entry.amends,
        )
        yield from ((entry, finding) for finding in found)


def _article(dossier: Dossier, awaited: Awaiting, today: date) -> str:
    """What the rule on the last day of a step rests on for this item, or empty."""
    if awaited.step.due is None or awaited.step.due.rule not in RULES:
        return ""
    source = RULES[awaited.step.due.rule].source
    return Case(dossier, awaited.step_id, today).article(source)


def _awaiting_row(
    dossier: Dossier, awaited: Awaiting, today: date, latest: Row | None
) -> dict[str, Any]:
    due = awaited.step.due
    row = {
        "step": awaited.step_id,
        "title": awaited.step.title,
        "role": awaited.step.role.value,
        "turn": turn_of(dossier, awaited.step_id),
        "opens_on": awaited.opens_on,
        "opens_because": awaited.period.explain() if awaited.period else "",
        "due": awaited.due,
        "due_because": awaited.deadline.explain() if awaited.deadline else "",
        "due_rule": due.rule if due and awaited.deadline else "",
        "due_article": _article(dossier, awaited, today) if awaited.deadline else "",
        "by_plan": False,
        "returned": awaited.returned,
    }
    if awaited.deadline is None and latest and latest.latest:
        row |= {
            "due": latest.latest,
            "due_because": latest.latest_because,
            "due_rule": PLANNED,
            "due_article": latest.article,
            "by_plan": True,
        }
    return row


def _finding_row(entry: Entry, finding: Finding) -> dict[str, Any]:
    return {
        "entry": entry.seq,
        "step": entry.step,
        "title": STEPS[entry.step].title,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "article": finding.article,
        "what": finding.what,
        "remedy": finding.remedy,
        "reason": finding.reason.text if finding.reason else "",
        "reason_by": finding.reason.by if finding.reason else "",
    }


def _overdue_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "step": row["step"],
        "title": row["title"],
        "role": row["role"],
        "turn": row["turn"],
        "by_plan": row["by_plan"],
        "rule": row["due_rule"],
        "article": row["due_article"],
        "due": row["due"],
        "because": row["due_because"],
    }
