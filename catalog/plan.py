"""When what remains of an item can lawfully happen, and when at the latest it must.

Forwards from a day: the earliest lawful date of each step. Backwards from the planned decision:
the latest that still meets it. What has happened is taken from the dossier. Stages that may run
side by side do. The plan ends with publication: for evaluation the law sets no time.
"""

from datetime import date

from catalog import law, lifecycle
from catalog.dossier import Dossier
from catalog.ids import stage_of
from catalog.item import planned_end
from catalog.record import Frozen
from catalog.stages import STAGES, STEPS
from catalog.stages.entry import Inclusion
from catalog.timing import MEETING, Timing, Told


class Row(Frozen):
    """One step: done on a day, or its earliest and latest date with the arithmetic of each.

    A date is None where there is nothing to reckon from, or no table of holidays reaches that far;
    the arithmetic then says which. `late` means that the latest date cannot be kept any more.
    """

    step: str
    stage: str
    title: str
    role: str
    article: str
    done_on: date | None = None
    earliest: date | None = None
    earliest_because: str = ""
    latest: date | None = None
    latest_because: str = ""
    late: bool = False


class Plan(Frozen):
    """The way of an item to its publication; `remark` says why nothing can be planned.

    `decision_on` is when it was decided or at the earliest can be; `too_late` says that no lawful
    way leads there by the planned date.
    """

    item: str
    name: str
    start: date
    planned: date | None
    decision_on: date | None = None
    too_late: bool = False
    rows: tuple[Row, ...] = ()
    remark: str = ""

    def row(self, step: str) -> Row | None:
        """The row of a step, if it belongs to the plan."""
        return next((r for r in self.rows if r.step == step), None)

    @property
    def latest_start(self) -> Row | None:
        """The first step that remains, with the latest day on which it may begin."""
        return next((r for r in self.rows if r.done_on is None), None)


def plan(dossier: Dossier, start: date, by: date | None = None) -> Plan:
    """Plan what remains from a day on; `by` is the planned decision, else what the catalog says."""
    inclusion = dossier.latest(Inclusion)
    name = inclusion.item.name if inclusion else ""
    planned = by or planned_end(lifecycle.planned(dossier))
    made = Plan(item=dossier.id, name=name, start=start, planned=planned)
    if closed := lifecycle.closed(dossier):
        return made.model_copy(update={"remark": f"事项{closed.value}，没有后续步骤"})
    if lifecycle.unstated(dossier):
        return made.model_copy(update={"remark": "来源没有写明办理情况，不作推算"})
    timing = Timing(dossier, start, planned)
    earliest, latest = timing.earliest(), timing.latest()
    catalog = dossier.catalog
    by_reference = catalog is not None and catalog.authority.by_reference
    rows = tuple(
        _row(timing, step, earliest[step], latest[step], by_reference) for step in timing.before
    )
    made = made.model_copy(update={"rows": rows})
    meeting = made.row(MEETING)
    if meeting is None:
        return made
    decided = meeting.done_on or meeting.earliest
    missed = meeting.done_on is not None and planned is not None and meeting.done_on > planned
    return made.model_copy(update={"decision_on": decided, "too_late": meeting.late or missed})


def _row(timing: Timing, step: str, earliest: Told, latest: Told, by_reference: bool) -> Row:
    about, done_on = STEPS[step], timing.done.get(step)
    row = Row(
        step=step,
        stage=STAGES[stage_of(step)].title,
        title=about.title,
        role=about.role.value,
        article=law.cite(about.source, by_reference=by_reference),
        done_on=done_on,
    )
    if done_on:
        return row
    sources = ";".join(_sources(about.source, *earliest.sources, *latest.sources))
    told = {
        "article": law.cite(sources, by_reference=by_reference),
        "earliest": earliest.on,
        "earliest_because": earliest.why,
        "latest": latest.on,
        "latest_because": latest.why,
        "late": latest.on is not None and earliest.bound > latest.on,
    }
    return row.model_copy(update=told)


def _sources(*sources: str) -> list[str]:
    """Each source once; an article is left out where one of its paragraphs is named."""
    return [s for s in dict.fromkeys(sources) if not any(o.startswith(f"{s}(") for o in sources)]
