"""What waits for somebody's consent: matters for their review or publication, answers for a second person."""

from threading import Lock
from typing import NamedTuple

from sqlalchemy import Engine, func, select

from catalog.record import Actor
from office.editions import draft
from office.editions.history import Withdrawn
from office.editions.proof.record import EditionOut
from office.editions.review import proposed
from office.editions.verdict import Reviewed
from office.settings.installation import Office
from opinions.answers import unconfirmed
from pages.build.manifest import listing_in
from storage.register.tables import ANSWERS, CONFIRMATIONS, GROUP_EVENTS, LAYERS, POINTS


class Waiting(NamedTuple):
    """Matters of the draft as it was made last: nobody reviewed them, sent back, agreed to."""

    unreviewed: int = 0
    returned: int = 0
    agreed: int = 0
    entries: int = 0
    """How many entries were on file when that draft was made."""

    @property
    def ready(self) -> bool:
        """Say whether all that waits may be published."""
        return bool(self.agreed) and not (self.unreviewed or self.returned)


class Reviews:
    """What waits of an office; worked out anew when a draft, a review or an edition is another."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = Lock()
        self._seen: object = None
        self._known = Waiting()

    def now(self) -> Waiting:
        """How many there are; none where no draft was made yet."""
        with self._lock:
            acts = self._office.ledger().acts
            last = [acts.last(kind) for kind in (Reviewed, EditionOut, Withdrawn)]
            seen = (draft.state(self._office), *(done and done.position for done in last))
            if seen != self._seen:
                self._known, self._seen = _counted(self._office), seen
            return self._known


def _counted(office: Office) -> Waiting:
    found = proposed(office)
    unreviewed = sum(one.unreviewed for one in found)
    agreed = sum(one.agreed for one in found)
    listing = listing_in(office.draft)
    entries = listing.ledger[0] if listing else 0
    return Waiting(unreviewed, sum(one.open for one in found) - unreviewed, agreed, entries)


class Unconfirmed:
    """The answers to opinions that wait for a second person; read anew when the register has grown."""

    _GROWS = (ANSWERS, CONFIRMATIONS, GROUP_EVENTS, LAYERS, POINTS)

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._seen: tuple[int, ...] = ()
        self._known: dict[tuple[str, int], list[Actor]] = {}

    def of(self, item: str, round: int) -> list[Actor]:
        """Who wrote those of a round, one for each answer."""
        with self._lock, self._engine.connect() as connection:
            heads = (select(func.max(table.c.position)) for table in self._GROWS)
            seen = tuple(connection.scalar(head) or 0 for head in heads)
            if seen != self._seen:
                self._known, self._seen = {}, seen
            if (item, round) not in self._known:
                self._known[item, round] = unconfirmed(connection, item, round)
            return self._known[item, round]
