"""How many matters wait for their review, or for whoever publishes them: what 待办 tells of 公开审查."""

from threading import Lock
from typing import NamedTuple

from office.editions import draft
from office.editions.history import Withdrawn
from office.editions.proof.record import EditionOut
from office.editions.review import proposed
from office.editions.verdict import Reviewed
from office.settings.installation import Office
from pages.build.manifest import listing_in


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
