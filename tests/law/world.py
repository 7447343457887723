"""A world that files anything: lawful records, moved, falsified, out of turn and out of time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.opinion import Opinion
from catalog.record import Amendment, DocumentKind, Entry, Ground, Record
from catalog.rules import judge
from catalog.stages import STEPS
from catalog.status import status
from tests.catalog.rules.lawful import (
    CORRECTION,
    EMPTY,
    LAWFUL,
    NEW_ROUND,
    OPINIONS,
    RECORDS,
    document,
    exempting,
    file,
    reasoned,
)
from tests.law.falsify import falsified, ways_of
from tests.law.oracle import File, wrong_with
from tests.law.standing import agrees, lawful, turns_are_true

T = TypeVar("T")

BEGUN = LAWFUL[0].on
HORIZON = date(2026, 10, 31)
"""The records reach two months beyond their day, and no holidays are known after 2026."""

PREFIXES = (0, 1, 2, 4, *range(7, len(LAWFUL) + 1))
WAITS = (0, 0, 0, 1, 3, 12, 31, 45)
AMENDS = (None, None, CORRECTION, NEW_ROUND)
FURTHER = (*RECORDS, *(s for s in STEPS if s.endswith(".exemption")))
SKIPPED = ("consultation", "expert_review", "risk_assessment")
GROUNDS = (None, Ground.SECRET, Ground.PROCESS)
VERSIONS = ("第二稿", "第三稿")

one_of = st.sampled_from
Lots = st.DataObject | Random
"""Whoever draws: Hypothesis, or the plain random walk of hunt.py."""


def drawn(lots: Lots, options: Sequence[T]) -> T:
    """One of these."""
    return lots.choice(options) if isinstance(lots, Random) else lots.draw(one_of(options))


class InMemory(RuleBasedStateMachine):
    """One item whose officers try everything."""

    def __init__(self) -> None:
        super().__init__()
        self.dossier = EMPTY
        self.today = BEGUN
        self.refused: tuple[str, Record, Amendment | None, list[Finding]] | None = None
        self.checked = 0

    def take(
        self, step: str, record: Record, amends: Amendment | None, opinions: tuple[Opinion, ...]
    ) -> list[Finding]:
        """File a record if nothing blocks; returns what was found."""
        findings = judge(self.dossier, step, record, self.today, opinions=opinions, amends=amends)
        if not any(f.blocks for f in findings):
            self.dossier = file(self.dossier, step, record, self.today, amends)
        return findings

    def attempt(self, step: str, record: Record, amends: Amendment | None = None) -> None:
        """Try to file, and see that what went on file had every right to."""
        before = self.dossier
        opinions = OPINIONS if step == "consultation.adoption" else ()
        findings = self.take(step, record, amends, opinions)
        assert self.dossier.entries[: len(before.entries)] == before.entries
        new = self.dossier.entries[len(before.entries) :]
        self.refused = None if new else (step, record, amends, findings)
        assert not (new and any(f.blocks for f in findings))
        for entry in new:
            self.holds(before, entry)

    def holds(self, before: Dossier, entry: Entry) -> None:
        """What was taken is lawful by a second telling of the law."""
        wrong = set(wrong_with(entry, File(before.entries, self.today)))
        assert wrong == set(), f"{entry.step}: {sorted(wrong)}"

    @initialize(count=one_of(PREFIXES))
    def so_far_all_went_well(self, count: int) -> None:
        for step, record, on in LAWFUL[:count]:
            self.today = on
            self.attempt(step, record)

    @rule(days=one_of(WAITS))
    def time_passes(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), HORIZON)

    @rule(data=st.data(), steps=st.integers(1, 6))
    def the_next_steps_are_taken(self, data: Lots, steps: int) -> None:
        for _ in range(steps):
            turns = lifecycle.awaiting(self.dossier, self.today)
            if not turns:
                return
            turn = drawn(data, turns)
            self.today = min(max(self.today, turn.opens_on or self.today), HORIZON)
            self.attempt(turn.step_id, lawful(turn.step_id, self.today))

    @rule(data=st.data())
    def a_lie_is_told_in_its_turn(self, data: Lots) -> None:
        turns = [
            t
            for t in lifecycle.awaiting(self.dossier, self.today)
            if (t.opens_on or BEGUN) <= HORIZON
        ]
        if not turns:
            return
        turn = drawn(data, turns)
        self.today = max(self.today, turn.opens_on or self.today)
        record = lawful(turn.step_id, self.today)
        way = drawn(data, ways_of(record))
        self.attempt(turn.step_id, falsified(record, way) or record)

    @rule(data=st.data(), step=one_of(FURTHER), amends=one_of(AMENDS), lies=st.integers(0, 2),
          days=one_of(WAITS))  # fmt: skip
    def something_is_tried(
        self, data: Lots, step: str, amends: Amendment | None, lies: int, days: int
    ) -> None:
        record = lawful(step, self.today - timedelta(days=days))
        for _ in range(lies):
            way = drawn(data, ways_of(record))
            record = falsified(record, way) or record
        self.attempt(step, record, amends)

    @rule(data=st.data(), lies=st.integers(1, 2))
    def what_is_on_file_is_corrected(self, data: Lots, lies: int) -> None:
        if not self.dossier.entries:
            return
        entry = drawn(data, self.dossier.entries)
        record = entry.record
        for _ in range(lies):
            way = drawn(data, ways_of(record))
            record = falsified(record, way) or record
        self.attempt(entry.step, record, CORRECTION)

    @rule(data=st.data(), version=one_of(VERSIONS), amends=one_of(AMENDS))
    def another_draft_is_put_in_its_place(
        self, data: Lots, version: str, amends: Amendment | None
    ) -> None:
        with_draft = [e for e in self.dossier.entries if e.record.has(DocumentKind.DRAFT)]
        if not with_draft:
            return
        entry, other = drawn(data, with_draft), document(DocumentKind.DRAFT, version)
        documents = (d for d in entry.record.documents if d.kind is not DocumentKind.DRAFT)
        record = entry.record.model_copy(update={"documents": (other, *documents)})
        self.attempt(entry.step, record, amends)

    @precondition(lambda self: self.refused)
    @rule()
    def a_refusal_is_argued_with(self) -> None:
        assert self.refused
        step, record, amends, findings = self.refused
        self.attempt(step, reasoned(record, *(f.rule for f in findings)), amends)

    @rule(stage=one_of(SKIPPED), ground=one_of(GROUNDS))
    def a_procedure_is_declared_needless(self, stage: str, ground: Ground | None) -> None:
        record = exempting(stage, self.today).model_copy(update={"ground": ground})
        self.attempt(f"{stage}.exemption", record)

    @invariant()
    def what_is_said_agrees_with_what_is_on_file(self) -> None:
        same = replace(self.dossier)
        assert status(same, self.today) is status(self.dossier, self.today)
        agrees(self.dossier, self.today)

    @invariant()
    def exactly_what_may_be_filed_is_awaited(self) -> None:
        if len(self.dossier.entries) != self.checked or not self.checked:
            self.checked = len(self.dossier.entries)
            turns_are_true(self.dossier, self.today)
