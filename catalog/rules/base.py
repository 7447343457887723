"""How the law speaks: a rule is a short pure function, a finding is what it found wrong.

A rule reads (record, case) and yields `Wrong(what, remedy)`; nothing yielded is nothing wrong.
Its docstring is the rule in one Chinese sentence and is printed in the rule book.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple

from catalog import law
from catalog.annual import Authority
from catalog.clock import CalendarMissing
from catalog.dossier import Dossier
from catalog.findings import Finding, RuleBook, Severity
from catalog.ids import act_of, stage_of
from catalog.item import DecisionItem, Regime
from catalog.opinion import Opinion
from catalog.record import Amendment, AmendmentKind, Entry, Record
from catalog.stages import applicability
from catalog.stages.entry import Inclusion, Start
from catalog.timezone import local_day


class Wrong(NamedTuple):
    """What is wrong, and what would satisfy the rule."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Case:
    """What a record is judged against: the dossier before it, and the day."""

    dossier: Dossier
    step_id: str
    today: date
    opinions: tuple[Opinion, ...] = ()
    amends: Amendment | None = None
    filed: Record | None = None
    """The record being judged; None where only the dossier is asked about."""

    @property
    def corrects(self) -> bool:
        """Say whether the record corrects one on file."""
        return self.amends is not None and self.amends.kind is AmendmentKind.CORRECTION

    @property
    def stage(self) -> str:
        """Slug of the stage being filed in."""
        return stage_of(self.step_id)

    @cached_property
    def item(self) -> DecisionItem:
        """The item as included, or as about to be; an empty one before anybody has listed it."""
        if isinstance(self.filed, Inclusion):
            return applicability.questions(self.dossier).over(self.filed.item)
        return applicability.item_of(self.dossier) or DecisionItem(no=1, name="（未列入目录）")

    def about(self, entry: Entry) -> "Case":
        """The same case about a record on file, which its own day judges."""
        return replace(self, filed=entry.record, today=local_day(entry.at))

    @cached_property
    def started_on(self) -> date | None:
        """The day of the start, or None before it."""
        filed = self.filed if isinstance(self.filed, Start) else None
        start = filed or self.dossier.latest(Start)
        return start.started_on if start else None

    @cached_property
    def law_day(self) -> date:
        """The day of the step, whose law applies (713-44); one not filed yet is taken today.

        What was done before the start counts as taken over at the start: a day before Order 713
        would else silence all of it.
        """
        taken = self.filed.taken_on if self.filed else None
        return max(min(taken or self.today, self.today), self.started_on or date.min)

    @cached_property
    def authority(self) -> Authority | None:
        """The authority that decides, or None where no catalog says."""
        return self.dossier.catalog.authority if self.dossier.catalog else None

    @cached_property
    def is_decision(self) -> bool:
        """Say whether Order 713 governs the act: by its kind, or because it was listed.

        A listed item follows 713 whatever else it is; a catalog that somebody compiled lists nothing.
        """
        catalog = self.dossier.catalog
        listed = catalog is not None and catalog.compiled_from is None
        return listed or self.item.regime is Regime.DECISION

    def binding(self, refs: str) -> str:
        """Those of some references that bind this item: in time, by addressee, by kind of act."""
        return self._bindings[refs]

    @cached_property
    def _bindings(self) -> "_Bindings":
        return _Bindings(self)

    def article(self, refs: str) -> str:
        """Cite what binds here; a department follows 713 by reference (参照, 713-42)."""
        bound = self.binding(refs)
        by_reference = self.authority is not None and self.authority.by_reference
        return law.cite(bound, by_reference=by_reference) if bound else ""

    def parameter(self, name: str, began: date | None = None) -> int | None:
        """A dated parameter of the law, or None where it was not yet in force.

        Of a period that began before the step, by the law of the day on which it `began`.
        """
        day = law.day_of(name, self.law_day, began=began, started=self.started_on)
        try:
            return law.parameter(name, day).value
        except law.NotInForce:
            return None


class _Bindings(dict[str, str]):
    """What binds in one case, worked out once for each set of references."""

    def __init__(self, case: Case) -> None:
        self._name = case.authority.name if case.authority else ""
        self._is_decision, self._day = case.is_decision, case.law_day
        self._started = case.started_on

    def __missing__(self, refs: str) -> str:
        self[refs] = ";".join(ref for ref in _split(refs) if self._bound_by(ref))
        return self[refs]

    def _bound_by(self, ref: str) -> bool:
        source = law.SOURCES[act_of(ref)]
        named = not source.addressee or source.addressee == self._name
        of_its_kind = source.scope is None or (source.scope == "decision") is self._is_decision
        day = law.day_of(act_of(ref), self._day, started=self._started)
        return named and of_its_kind and in_force(ref, day)


@cache
def _split(refs: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in refs.split(";"))))


def in_force(refs: str, day: date) -> bool:
    """Say whether any of the sources cited was in force on a day; an undated one always is."""
    for ref in _split(refs):
        source = law.SOURCES[act_of(ref)]
        begun = source.in_force_from is None or source.in_force_from <= day
        if begun and (source.in_force_to is None or day <= source.in_force_to):
            return True
    return not refs


Check = Callable[[Any, Case], Iterator[Wrong]]


@dataclass(frozen=True)
class Rule:
    """One rule of the book."""

    id: str
    source: str
    severity: Severity
    on: tuple[type[Record], ...]
    says: str
    check: Check
    demands: tuple[str, ...] = ()
    """Fields that may be missing in shape; without them the rule refuses a usual record.

    Where the rule wants a field of one of its records only, `Record.field`.
    """
    may_demand: tuple[str, ...] = ()
    """The same, where other columns or what is on file say so."""
    wants: tuple[str, ...] = ()
    """Fields without which the record is refused until a reason is given."""
    form: int = 1
    """The form from which on it is asked: a record on an earlier one was never told of it."""

    def findings(self, record: Record, case: Case) -> Iterator[Finding]:
        """Judge one record by this rule; one that does not bind this item is silent.

        It may be younger than the step, or made for another kind of act.
        """
        if record.form_no < self.form or (self.source and not case.binding(self.source)):
            return
        reason = None if self.severity is Severity.BLOCK else record.reason_for(self.id)
        for what, remedy in self._wrongs(record, case):
            yield Finding(
                rule=self.id,
                severity=self.severity,
                article=case.article(self.source),
                what=what,
                remedy=remedy,
                reason=reason,
            )

    def _wrongs(self, record: Record, case: Case) -> Iterator[Wrong]:
        """What the rule finds; that it cannot reckon a day is a finding too, never a guess."""
        try:
            yield from self.check(record, case)
        except CalendarMissing as missing:
            yield Wrong(str(missing), "补上该年的节假日表后再登记，或者核对日期")


@dataclass(frozen=True)
class Gate:
    """A rule that forbids a stage before another one is settled."""

    id: str
    source: str
    stage: str
    before: tuple[str, ...]
    says: str


RULES = RuleBook[Rule]()
GATES: dict[tuple[str, str], Gate] = {}
"""Gates by (stage that must be settled, stage that waits for it)."""


def rule(
    id: str,
    source: str,
    *on: type[Record],
    severity: Severity = Severity.BLOCK,
    demands: tuple[str, ...] = (),
    may_demand: tuple[str, ...] = (),
    wants: tuple[str, ...] = (),
    form: int = 1,
) -> Callable[[Check], Check]:
    """Enter a function into the rule book for the record types it judges."""

    def enter(check: Check) -> Check:
        says = (check.__doc__ or "").strip()
        fields = demands, may_demand, wants
        RULES.enter(Rule(id, source, severity, on, says, check, *fields, form))
        return check

    return enter


def gate(id: str, source: str, *, stage: str, before: tuple[str, ...], says: str) -> None:
    """Enter the rule that `stage` must be settled before each stage in `before`."""
    for later in before:
        GATES[stage, later] = Gate(id, source, stage, before, says)
