"""What is filed is seen by its runs: the ledger's journal is followed, and in a drill its clock.

Who files, at the shell or at a desk, knows of no engine. A worker looks here, as often as twice a
second and at the cost of one indexed query, what was filed since; it keeps its place in memory, for
what came before it is brought to order when it starts.
"""

import logging
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import httpx
from prefect.exceptions import PrefectException

from catalog.item import ITEM_ID
from flows import events, reconcile
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.ledger import Filing

OFTEN = 0.5
"""Seconds between two looks."""
PATIENCE = 10
"""So many looks are left out after one at which the engine did not answer, or an item was faulty."""

log = logging.getLogger("juece")


class Follower:
    """A place in the ledger, and which items were filed for since whose runs do not know it yet."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.mark = office.ledger().mark()
        self.drill = Drill.of(office.home)
        self.told: list[Filing] = []
        self.owed: dict[str, None] = {}
        self.rest = 0

    def look(
        self, orphaned: timedelta = reconcile.ORPHANED, at_work: Collection[UUID] = ()
    ) -> list[str]:
        """Mend the runs of what was filed since the last look; returns what was done, in words."""
        self._read_on()
        if self.rest:
            self.rest -= 1
            return []
        done = []
        try:
            while self.told:
                events.filed(self.office.ledger(), self.told[0])
                self.told.pop(0)
            for item in list(self.owed):
                done += reconcile.reconcile(
                    self.office, item, orphaned=orphaned, at_work=at_work
                )
                del self.owed[item]
        except (httpx.HTTPError, PrefectException):
            self.rest = PATIENCE
            log.exception("x")
        return done
