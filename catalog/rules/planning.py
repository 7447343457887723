"""CAT-25: a plan that no lawful timetable can meet is told when the item is listed."""

from collections.abc import Iterator
from datetime import date

from catalog.dossier import Dossier
from catalog.findings import Severity
from catalog.plan import plan
from catalog.record import Actor, Entry
from catalog.rules.base import Case, Wrong, rule
from catalog.stages.entry import Inclusion
from catalog.timezone import midnight_after


@rule("CAT-25", "713-15(1);713-26(2)", Inclusion, severity=Severity.WARN)
def the_planned_time_can_be_met(record: Inclusion, case: Case) -> Iterator[Wrong]:
    """计划决策时间应当容得下法定期限：自公布目录之日起推算，最早可以审议的日期不晚于计划。"""
    catalog = case.dossier.catalog
    if catalog is None or catalog.compiled_from:
        return
    listed = record.added_on or catalog.published_on or case.today
    found = plan(_with(case.dossier, record, listed), listed)
    if found.too_late:
        earliest = found.decision_on or "下一年度"
        yield Wrong(
            f"计划决策时间不晚于{found.planned}，自{listed}起依法最早{earliest}才能审议",
            "调整计划决策时间；确需缩短期限的，到时逐项说明理由",
        )


def _with(dossier: Dossier, record: Inclusion, on: date) -> Dossier:
    """The dossier as if the record were on file: a plan is made of what is on file."""
    entry = Entry(
        item=dossier.id,
        seq=len(dossier.entries) + 1,
        step="entry.inclusion",
        round=1,
        record=record,
        actor=Actor(name="推算", unit="推算"),
        at=midnight_after(on),
        digest="0" * 64,
    )
    return Dossier(dossier.id, (entry,), dossier.catalog)
