"""The rule book and the judge: every finding on a record, at once.

A rule is five lines in the file of its stage; `consultation.both_dates_are_full_dates` shows the shape.
"""

from datetime import date
from functools import cache

from catalog import law
from catalog.dossier import Dossier
from catalog.findings import Finding, Severity
from catalog.opinion import Opinion
from catalog.record import Amendment, Record
from catalog.rules import (  # noqa: F401  each module enters its rules when imported
    adoption,
    attendance,
    consultation,
    corrections,
    decision,
    disclosure,
    drafting,
    entry,
    evaluation,
    expert_review,
    freshness,
    hearing,
    legality_review,
    papers,
    participation,
    planning,
    redaction,
    risk_assessment,
    starting,
)
from catalog.rules.base import GATES, RULES, Case, Gate, Rule
from catalog.rules.filing import order_findings
from catalog.stages import STAGES

_MISSING = [
    (before, slug)
    for slug, s in STAGES.items()
    for before in s.after
    if (before, slug) not in GATES
]
if _MISSING:
    raise RuntimeError(f"stages without a rule of order: {_MISSING}")


@cache
def _rules_for(kind: type[Record]) -> tuple[Rule, ...]:
    return tuple(each for each in RULES.values() if issubclass(kind, each.on))


def judge(
    dossier: Dossier,
    step_id: str,
    record: Record,
    today: date,
    *,
    opinions: tuple[Opinion, ...] = (),
    amends: Amendment | None = None,
) -> list[Finding]:
    """Judge a record about to be filed; all findings at once, blocking ones first."""
    if nowhere := unlisted(dossier, step_id):
        return nowhere
    case = Case(dossier, step_id, today, opinions, amends, record)
    findings = list(order_findings(case))
    for each in _rules_for(type(record)):
        findings += each.findings(record, case)
    return sorted(findings, key=lambda f: not f.blocks)


def unlisted(dossier: Dossier, step_id: str) -> list[Finding]:
    """Why nothing can be filed for a dossier, whatever the paper is: it is no item of a catalog."""
    return list(RULES["FIL-01"].findings(Record(), Case(dossier, step_id, date.max)))


def _article(source: str) -> str:
    return law.cite(source) if source else ""


def book() -> list[dict[str, str]]:
    """The rule book as rows: every rule and gate, by id."""
    rows = [
        {"id": r.id, "severity": r.severity.value, "article": _article(r.source), "says": r.says}
        for r in RULES.values()
    ]
    rows += [
        {
            "id": g.id,
            "severity": Severity.BLOCK.value,
            "article": _article(g.source),
            "says": g.says,
        }
        for g in dict.fromkeys(GATES.values())
    ]
    return sorted(rows, key=lambda row: row["id"])


__all__ = [
    "GATES",
    "RULES",
    "Case",
    "Gate",
    "Rule",
    "book",
    "judge",
    "unlisted",
]
