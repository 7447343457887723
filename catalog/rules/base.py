"""How the law speaks: a rule is a short pure function, a finding is what it found wrong.

A rule reads (record, case) and yields `Wrong(what, remedy)`; nothing yielded is nothing wrong.
Its docstring is the rule in one Chinese sentence and is printed in the rule book.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from catalog import law
from catalog.dossier import Dossier
from catalog.item import DecisionItem
from catalog.opinion import Opinion
from catalog.record import Amendment, Frozen, Reason, Record
from catalog.stages.entry import Inclusion, Start


class Severity(StrEnum):
    """What a finding does."""

    BLOCK = "阻断"
    REASON = "说明理由方可继续"
    WARN = "提示"


class Wrong(NamedTuple):
    """What is wrong, and what would satisfy the rule."""

    what: str
    remedy: str


class Finding(Frozen):
    """One rule's finding on one record."""

    rule: str
    severity: Severity
    article: str
    what: str
    remedy: str
    reason: Reason | None = None

    @property
    def blocks(self) -> bool:
        """Say whether the record is refused: a recorded reason lifts only 说明理由 rules."""
        return self.severity is Severity.BLOCK or (
            self.severity is Severity.REASON and self.reason is None
        )

    def __str__(self) -> str:
        basis = f"（{self.article}）" if self.article else ""
        excuse = f"已说明理由：{self.reason.text}" if self.reason else self.remedy
        return f"[{self.rule}] {self.what}{basis}。{excuse}"


@dataclass(frozen=True)
class Case:
    """What a record is judged against: the dossier before it, and the day."""

    dossier: Dossier
    step_id: str
    today: date
    opinions: tuple[Opinion, ...] = ()
    amends: Amendment | None = None

    @property
    def stage(self) -> str:
        """Slug of the stage being filed in."""
        return self.step_id.partition(".")[0]

    @property
    def item(self) -> DecisionItem:
        """The item as included; an empty one before its inclusion is on file."""
        inclusion = self.dossier.latest(Inclusion)
        return inclusion.item if inclusion else DecisionItem(no=1, name="（未列入目录）")

    @property
    def law_day(self) -> date:
        """The day whose law applies: the start of the item, else today (law is not retroactive)."""
        start = self.dossier.latest(Start)
        return start.started_on if start else self.today

    def parameter(self, name: str) -> int | None:
        """A dated parameter of the law, or None where it was not yet in force."""
        try:
            return law.parameter(name, self.law_day).value
        except law.NotInForce:
            return None


def in_force(refs: str, day: date) -> bool:
    """Say whether any of the sources cited was in force on a day; an undated one always is."""
    for ref in filter(None, (part.strip() for part in refs.split(";"))):
        source = law.SOURCES[ref.partition("-")[0]]
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

    def findings(self, record: Record, case: Case) -> Iterator[Finding]:
        """Judge one record by this rule; a rule not yet law when the item started is silent."""
        if not in_force(self.source, case.law_day):
            return
        reason = None if self.severity is Severity.BLOCK else record.reason_for(self.id)
        for what, remedy in self.check(record, case):
            yield Finding(
                rule=self.id,
                severity=self.severity,
                article=law.cite(self.source) if self.source else "",
                what=what,
                remedy=remedy,
                reason=reason,
            )


@dataclass(frozen=True)
class Gate:
    """A rule that forbids a stage before another one is settled."""

    id: str
    source: str
    stage: str
    before: tuple[str, ...]
    says: str


RULES: dict[str, Rule] = {}
GATES: dict[tuple[str, str], Gate] = {}
"""Gates by (stage that must be settled, stage that waits for it)."""


def rule(
    id: str, source: str, *on: type[Record], severity: Severity = Severity.BLOCK
) -> Callable[[Check], Check]:
    """Enter a function into the rule book for the record types it judges."""

    def enter(check: Check) -> Check:
        if id in RULES:
            raise ValueError(f"rule {id} is defined twice")
        RULES[id] = Rule(id, source, severity, on, (check.__doc__ or "").strip(), check)
        return check

    return enter


def gate(id: str, source: str, *, stage: str, before: tuple[str, ...], says: str) -> None:
    """Enter the rule that `stage` must be settled before each stage in `before`."""
    for later in before:
        GATES[stage, later] = Gate(id, source, stage, before, says)
