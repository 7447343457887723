"""Where every item stands, kept up with the ledger's journal: no engine is asked."""

from datetime import date
from threading import Lock
from typing import Any, NamedTuple

from catalog.dossier import Dossier
from catalog.ids import authority_of, in_order, item_id
from catalog.plan import plan
from catalog.progress import awaiting_rows
from catalog.stages.entry import Inclusion
from catalog.status import status
from storage.ledger import Ledger


class Wait(NamedTuple):
    """A step that an item waits for."""

    step_id: str
    title: str
    role: str
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
    rows = awaiting_rows(dossier, today)
    planned = plan(dossier, today) if any(row["due"] is None for row in rows) else None
    waits = []
    for row in rows:
        latest = planned.row(row["step"]) if planned else None
        waits.append(_wait(row, latest))
    return State(dossier, name, status(dossier, today).value, tuple(waits))


def _wait(row: dict[str, Any], latest: Any) -> Wait:
    """A step with its last day: of the law, or the latest that still meets the planned decision."""
    by_plan = row["due"] is None and latest is not None and latest.latest is not None
    return Wait(
        row["step"],
        row["title"],
        row["role"],
        (latest.article if by_plan else row["due_article"]) or "",
        latest.latest if by_plan else row["due"],
        latest.latest_because if by_plan else row["due_because"],
        by_plan,
        row["opens_on"],
        row["opens_because"],
        row["returned"],
    )
