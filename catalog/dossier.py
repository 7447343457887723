"""A dossier is an item and its entries: rounds, what is in force, what stands corrected.

It knows records and no stage; where an item stands in its lifecycle is `catalog.lifecycle`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, TypeVar

from catalog.annual import CatalogRecord, Reform
from catalog.ids import stage_of
from catalog.opinion import Opinion
from catalog.record import Amendment, AmendmentKind, Entry, Record
from catalog.timezone import local_day

R = TypeVar("R", bound=Record)


class Shown(NamedTuple):
    """An edition that was out: its number and since when, of which day and how much of the ledger it told.

    `back_on` is the day on which it was taken back, if it was: what it showed was public until then.
    """

    number: int
    at: datetime
    as_of: date
    position: int
    back_on: date | None = None

    @property
    def on(self) -> date:
        """The day on which it went out (Asia/Shanghai)."""
        return local_day(self.at)

    def tells(self, position: int, released_on: date) -> bool:
        """Say whether it told of an entry at a position, once that was released."""
        return position <= self.position and released_on <= self.as_of

    def known(self, on: date) -> bool:
        """Say whether a page that has stood since a day can know that it went out: no page of the edition
        itself does."""
        return max(self.on, self.as_of) < on


@dataclass(frozen=True)
class Dossier:
    """One item's entries in filing order, with its catalog and (where loaded) its opinions."""

    id: str
    entries: tuple[Entry, ...] = ()
    catalog: CatalogRecord | None = None
    opinions: Mapping[int, tuple[Opinion, ...]] = field(default_factory=dict)
    """Opinions by round of the consultation."""
    reforms: tuple[Reform, ...] = ()
    """What became of units of its authority, in whatever year that was filed."""
    positions: Mapping[int, int] = field(default_factory=dict)
    """The place in the ledger of each entry, by its number; empty where it was not read from one."""
    editions: tuple[Shown, ...] = ()
    """The editions that went out, oldest first; empty where nobody asks what was shown when."""

    def on(self, day: date) -> Dossier:
        """The dossier as it stood at the end of a day (Asia/Shanghai)."""
        entries = tuple(e for e in self.entries if local_day(e.at) <= day)
        return replace(
            self, entries=entries, reforms=tuple(r for r in self.reforms if r.since <= day)
        )

    def with_entry(self, entry: Entry) -> Dossier:
        """The dossier with one more entry."""
        return replace(self, entries=(*self.entries, entry))

    @cached_property
    def _last_round(self) -> dict[str, dict[str, Entry]]:
        """Of each stage the entries that stand in the last round filed, by step."""
        held: dict[str, dict[str, Entry]] = {}
        for entry in self.entries:
            here = held.setdefault(entry.stage, {})
            if any(e.round != entry.round for e in here.values()):
                here.clear()
            here[entry.step] = entry
        return held

    @cached_property
    def _rounds(self) -> dict[str, int]:
        """The current round of each stage of which anything is on file."""
        last = self._last_round
        return {s: max(e.round for e in last[s].values()) + bool(self.returned(s)) for s in last}

    @cached_property
    def _effective(self) -> dict[str, Entry]:
        return {e.step: e for e in self.entries if e.round == self._rounds[e.stage]}

    def round_of(self, stage: str) -> int:
        """The current round of a stage, from 1."""
        return self._rounds.get(stage, 1)

    def filed_in(self, stage: str) -> int:
        """How many entries a stage has, of all rounds, corrections among them."""
        return sum(entry.stage == stage for entry in self.entries)

    def correctable(self, step_id: str) -> Entry | None:
        """The entry that a correction of a step would correct: the last one of the last round.

        That round may have ended unsettled: a 退回 filed by mistake can be put right as long as
        nothing of the next round is on file.
        """
        of_stage = [e for e in self.entries if e.stage == stage_of(step_id)]
        last = (e for e in reversed(of_stage) if e.round == of_stage[-1].round)
        return next((e for e in last if e.step == step_id), None)

    def round_for(self, step_id: str, amends: Amendment | None) -> int:
        """The round in which a further entry of a step belongs."""
        current = self.round_of(stage_of(step_id))
        match amends.kind if amends else None:
            case AmendmentKind.NEW_ROUND:
                return current + 1
            case AmendmentKind.CORRECTION if corrected := self.correctable(step_id):
                return corrected.round
        return current

    def entry_of(self, step_id: str) -> Entry | None:
        """The entry in force for a step in the current round of its stage."""
        return self._effective.get(step_id)

    @property
    def in_force(self) -> tuple[Entry, ...]:
        """The entries in force, in filing order: of each step the last of its current round."""
        return tuple(e for e in self.entries if self._effective.get(e.step) is e)

    @cached_property
    def _latest(self) -> dict[type[Record], Record]:
        return {type(entry.record): entry.record for entry in self._effective.values()}

    def latest(self, kind: type[R]) -> R | None:
        """The record in force of a type, in the current round of its stage."""
        record = self._latest.get(kind)
        return record if isinstance(record, kind) else None

    def every(self, kind: type[R]) -> Iterator[R]:
        """Every record of a type ever filed, oldest first, all rounds and corrections."""
        return (e.record for e in self.entries if isinstance(e.record, kind))

    def standing(self, kind: type[R]) -> Iterator[R]:
        """Every record of a type that stands in the current round of its stage, oldest first: of a
        repeatable step all of them, each as last corrected."""
        for entry in self.as_corrected:
            if isinstance(entry.record, kind) and entry.round == self._rounds[entry.stage]:
                yield entry.record

    @cached_property
    def as_corrected(self) -> tuple[Entry, ...]:
        """The entries that stand, of all rounds: a correction takes the place of what it corrects."""
        standing: list[Entry] = []
        for entry in self.entries:
            if entry.corrects:
                same = (
                    e for e in reversed(standing) if (e.step, e.round) == (entry.step, entry.round)
                )
                corrected = next(same, None)
                if corrected:
                    standing[standing.index(corrected)] = entry
                    continue
            standing.append(entry)
        return tuple(standing)

    def first_day(self, step_id: str) -> date | None:
        """The day on which a step was first filed."""
        return next((local_day(e.at) for e in self.entries if e.step == step_id), None)

    def begun(self, stage: str) -> bool:
        """Say whether anything of a stage is on file in this round."""
        return any(e.stage == stage and e.round == self.round_of(stage) for e in self.entries)

    def returned(self, stage: str) -> str:
        """Why the last round of a stage ended unsettled, or empty."""
        filed = self._last_round.get(stage, {}).values()
        return next(filter(None, (e.record.reopens for e in filed)), "")
