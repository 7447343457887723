"""Duties before the draft: the catalog, the start, who undertakes it."""

from catalog import lifecycle
from catalog.passport.duty import Duty, Evidence, Found, Head
from catalog.passport.reading import Reading, papers, written
from catalog.stages.entry import Inclusion, Start
from catalog.states import DutyState

LISTED = Head("listing", "列入目录并公布", "713-3(3)", "entry.inclusion")
STARTED = Head("start", "决定启动决策程序", "713-10", "entry.start")
UNIT = Head("unit", "明确承办单位", "713-11", "entry.inclusion")


def listed(reading: Reading) -> Duty:
    """The catalog is published with the item in it; one added in the year says why."""
    inclusion, catalog = reading.dossier.latest(Inclusion), reading.dossier.catalog
    if inclusion is None or catalog is None:
        return reading.undone(LISTED)
    consented = catalog.consented_on
    notes = (f"同级党委（党组）同意：{written(consented)}",) if consented else ()
    evidence = (Evidence(title=catalog.title),)
    if inclusion.added_on:
        why = f"年内新增，理由：{inclusion.reason or '未载明'}"
        return reading.done(
            LISTED, inclusion.added_on, Found(says=(why,), evidence=evidence, notes=notes)
        )
    if catalog.published_on is None:
        return reading.undone(LISTED, Found(notes=notes))
    return reading.done(LISTED, catalog.published_on, Found(evidence=evidence, notes=notes))


def started(reading: Reading) -> Duty:
    """The authority decides to start the procedure; who decided stays inside."""
    entry = reading.dossier.entry_of(STARTED.step)
    if entry is None or not isinstance(record := entry.record, Start):
        return reading.undone(STARTED)
    notes = (f"决定启动：{record.decided_by}",) if record.decided_by else ()
    return reading.done(STARTED, record.started_on, Found(evidence=papers(entry), notes=notes))


def unit_named(reading: Reading) -> Duty:
    """One unit undertakes, or leads; it must be clear at the start at the latest."""
    lead, start = reading.item.lead_unit, reading.dossier.latest(Start)
    if lead:
        on = reading.dossier.first_day(UNIT.step)
        return reading.done(UNIT, on, Found(says=(f"承办单位：{lead}",)))
    if start and not lifecycle.closed(reading.dossier):
        return reading.at(UNIT, DutyState.MISSING, None, Found())
    return reading.undone(UNIT)
