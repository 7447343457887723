"""Where every item stands, kept up with the ledger's journal: no engine is asked."""

from datetime import date
from threading import Lock
from typing import Any, NamedTuple

from catalog.dossier import Dossier
from catalog.ids import authority_of, in_order, item_id
from catalog.progress import awaiting_rows
from catalog.stages.entry import Inclusion
from catalog.status import status
from catalog.upcoming import Upcoming, upcoming, week_after
from storage.ledger import Ledger


class Wait(NamedTuple):
    """A step that an item waits for."""

    step_id: str
    title: str
    turn: str
    """Who is to file it: the units that undertake the item, or the office by its role."""
    article: str
    due: date | None
    due_because: str
    by_plan: bool
    """The last day follows from the planned decision, not from a period of the law."""
    opens_on: date | None
    opens_because: str
    returned: str


class State(NamedTuple):
    """An item as it stands on a day."""

    dossier: Dossier
    name: str
    status: str
    waits: tuple[Wait, ...]
    upcoming: tuple[Upcoming, ...]
    """What of it goes public until the end of next week."""


class Board:
    """The states of all items; safe to share between threads. What changed is loaded anew."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._day: date | None = None
        self._position = 0
        self._dossiers: dict[str, Dossier] = {}
        self._states: dict[str, State] = {}

    def states(self, today: date) -> list[State]:
        """Every item by authority, year and number, as it stands on a day."""
        with self._lock:
            self._follow()
            if today != self._day:
                self._states, self._day = {}, today
            for id_, dossier in self._dossiers.items():
                if id_ not in self._states:
                    self._states[id_] = state_of(dossier, today)
            return [self._states[id_] for id_ in sorted(self._states, key=in_order)]

    def _follow(self) -> None:
        changed = dict[str, int]()
        for position, id_ in self._ledger.journal(self._position):
            changed[id_] = self._position = position
        years = {id_ for id_ in changed if item_id(id_) is None}
        reached = {authority_of(year) for year in years}  # a reform is told of in every year
        stale = {id_ for id_ in self._dossiers if authority_of(id_) in reached}
        for id_ in stale | (changed.keys() - years):
            self._dossiers[id_] = self._ledger.load(id_)
            self._states.pop(id_, None)


def state_of(dossier: Dossier, today: date) -> State:
    """An item as it stands on a day."""
    inclusion = dossier.latest(Inclusion)
    name = inclusion.item.name if inclusion else ""
    waits = tuple(map(_wait, awaiting_rows(dossier, today)))
    soon = tuple(upcoming(dossier, today, week_after(today)))
    return State(dossier, name, status(dossier, today).value, waits, soon)


def _wait(row: dict[str, Any]) -> Wait:
    """A step with its last day."""
    return Wait(
        row["step"],
        row["title"],
        row["turn"],
        row["due_article"],
        row["due"],
        row["due_because"],
        row["by_plan"],
        row["opens_on"],
        row["opens_because"],
        row["returned"],
    )
