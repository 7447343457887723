"""考核: what an item adds to the sheet of the units, each fact with the entry that it comes from (713-9).

Pure: the same dossier and day give the same facts. What the door turned away is put right on the spot and
is nobody's fault here; it is no fact of this sheet.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.duties.who import units_of
from catalog.progress import open_findings
from catalog.record import AmendmentKind, Entry
from catalog.stages import STEPS, Role
from catalog.stages.disclosure import Publication
from catalog.stages.legality_review import Conclusion, LegalityOpinion
from catalog.timezone import local_day


class Measure(StrEnum):
    """A column of the sheet."""

    LED = "承办事项"
    FILED = "登记材料"
    LATE = "逾期办理"
    OVERDUE = "现在逾期"
    RETURNED = "合法性审查退回"
    SENT_BACK = "公开审查退回"
    HINTS = "未了的提示"
    REASONED = "说明理由的"
    CORRECTED = "公布后更正"


class Fact(NamedTuple):
    """One thing that counts: whose, of which item, from which entry (0: none), on which day, in words."""

    measure: Measure
    unit: str
    item: str
    entry: int
    on: date
    said: str


def facts(dossier: Dossier, today: date) -> Iterator[Fact]:
    """What an item adds to the sheet as of a day. Its opinions must have been loaded."""
    units = units_of(dossier)
    if not dossier.entries:
        return
    first = local_day(dossier.entries[0].at)
    yield from (Fact(Measure.LED, u, dossier.id, 1, first, "列入目录") for u in units)
    for entry in dossier.entries:
        yield from _of_entry(dossier, entry, units)
    for waits in lifecycle.awaiting(dossier, today):
        if waits.due and waits.due < today:
            said = f"{waits.step.title}：最迟{waits.due}，已过{(today - waits.due).days}天"
            for unit in _whose(units, waits.step.role):
                yield Fact(Measure.OVERDUE, unit, dossier.id, 0, waits.due, said)
    for entry, found in open_findings(dossier):
        measure = Measure.REASONED if found.reason else Measure.HINTS
        for unit in _whose(units, STEPS[entry.step].role):
            said = f"{STEPS[entry.step].title}：{found.rule} {found.what}"
            yield Fact(measure, unit, dossier.id, entry.seq, local_day(entry.at), said)


def _of_entry(dossier: Dossier, entry: Entry, units: tuple[str, ...]) -> Iterator[Fact]:
    step, day = STEPS[entry.step], local_day(entry.at)
    own = _whose(units, step.role)
    yield from (Fact(Measure.FILED, u, dossier.id, entry.seq, day, step.title) for u in own)
    if late := _late(dossier, entry):
        yield from (Fact(Measure.LATE, u, dossier.id, entry.seq, day, late) for u in own)
    record = entry.record
    if isinstance(record, LegalityOpinion) and record.conclusion is Conclusion.RETURNED:
        yield from (
            Fact(Measure.RETURNED, u, dossier.id, entry.seq, day, step.title) for u in units
        )
    before = dossier.entries[: entry.seq - 1]
    out = any(isinstance(e.record, Publication) for e in before)
    if entry.amends and entry.amends.kind is AmendmentKind.CORRECTION and out:
        said = f"{step.title}：{entry.amends.reason}"
        yield from (Fact(Measure.CORRECTED, u, dossier.id, entry.seq, day, said) for u in own)


def _late(dossier: Dossier, entry: Entry) -> str:
    """By how much a step was taken after its last day, as that stood before it; empty where it was not."""
    if entry.amends:
        return ""
    taken = entry.record.taken_on or local_day(entry.at)
    before = replace(dossier, entries=dossier.entries[: entry.seq - 1])
    waits = lifecycle.awaiting(before, taken)
    due = next((w.due for w in waits if w.step_id == entry.step), None)
    if due is None or taken <= due:
        return ""
    return f"{STEPS[entry.step].title}：{taken}办，最迟{due}，晚了{(taken - due).days}天"


def _whose(units: tuple[str, ...], role: Role) -> tuple[str, ...]:
    """Whose turn a step is: of the units that undertake the item, or of an office by its role."""
    return units if role is Role.UNIT else (role.value,)
