"""What is filed is seen by its runs: the ledger's journal is followed, the reviews, and in a drill its
clock.

Whoever files, at the shell or at a desk, knows of no engine. Those who look after the runs look
here twice a second, at the cost of one indexed query, what was filed since. The place up to which
they have read is kept in memory: when they start, every item is brought to order anyway.

The pages follow from here too, and not when the engine was told: a server that is killed forgets what
it was told a moment ago, the ledger does not.
"""

import logging
import os
import time
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import httpx
from prefect import get_client

from catalog import lifecycle
from catalog.ids import item_id
from flows import automations, events, reconcile, review, withheld
from flows.engine_settings import ADDRESS
from flows.taken_away import take_away
from office.editions.verdict import Reviewed
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.ledger import Filing, Mark

OFTEN = 0.5
"""Seconds between two looks."""
PATIENCE = 5
"""Seconds until what could not be done is tried again."""

log = logging.getLogger("juece")


class Follower:
    """A place in the ledger, and what was filed after it that its runs do not know of yet."""

    def __init__(self, office: Office) -> None:
        """Begin at the end of the ledger; to be made before every item is brought to order."""
        self.office = office
        self.mark, self.drill = office.ledger().mark(), Drill.of(office.home)
        self.owed: dict[str, list[Filing]] = {}
        self.unshown: Mark | None = self.mark
        """The last that was filed of what the pages are to follow and no publication was started for."""
        self.reviewed = -1
        self.not_before = self.pages_not_before = 0.0

    def look(
        self, orphaned: timedelta = reconcile.ORPHANED, at_work: Collection[UUID] = ()
    ) -> list[str]:
        """Tell of what was filed since the last look and mend its runs; returns what was done.

        What fails is tried again later: to tell and to mend twice does no harm.
        """
        self._read_on()
        done = self._mend(orphaned, at_work) if time.monotonic() >= self.not_before else []
        self._let_pages_follow()
        return done

    def _mend(self, orphaned: timedelta, at_work: Collection[UUID]) -> list[str]:
        """Tell what is owed and mend the runs that it names; what fails stays owed."""
        done: list[str] = []
        try:
            done += self._look_at_reviews()
        except Exception:
            log.exception("新登记的审查意见还没有通知到流程，稍后再试")
            self.not_before = time.monotonic() + PATIENCE
        for item, filings in list(self.owed.items()):
            try:
                for filing in filings:
                    if events.filed(self.office.ledger(), filing):
                        self.unshown = max(self.unshown or filing.mark, filing.mark)
                if item_id(item):  # a year's catalog has no runs
                    done += reconcile.reconcile(
                        self.office, item, orphaned=orphaned, at_work=at_work
                    )
                if self._told_too_much(item):
                    self.owed[item] = []
                    self.not_before = time.monotonic() + PATIENCE
                else:
                    del self.owed[item]
            except Exception as wrong:
                log.exception("%s 新登记的材料还没有通知到流程，稍后再试", item)
                self.not_before = time.monotonic() + PATIENCE
                if isinstance(wrong, httpx.HTTPError):
                    break  # the engine is out of reach for the others too
        return done

    def _let_pages_follow(self) -> None:
        """Start one publication for all that was filed; who starts it a second time gets the same run."""
        if not self.unshown or time.monotonic() < self.pages_not_before:
            return
        try:
            automations.publish(self.unshown)
            self.unshown = None
        except Exception:
            log.exception("公开页面还没有更新，稍后再试")
            self.pages_not_before = time.monotonic() + PATIENCE

    def _told_too_much(self, item: str) -> bool:
        """A run that was begun before its item became secret is still at work, and goes when it has ended."""
        dossier = self.office.ledger().load(item)
        if not lifecycle.secret(dossier):
            return False
        with get_client(sync_client=True) as client:
            return not withheld.forget(client, dossier)

    def _look_at_reviews(self) -> list[str]:
        """Let the run that asks for reviews see those that were given elsewhere."""
        last = self.office.ledger().acts.last(Reviewed)
        position = last.position if last else 0
        done = review.renew(self.office) if position != self.reviewed else []
        self.reviewed = position
        return done

    def _read_on(self) -> None:
        """Note what was filed, or every item where nothing of what is known holds any more."""
        ledger, drill = self.office.ledger(), Drill.of(self.office.home)
        filed = ledger.filed_since(self.mark)
        if filed is None:
            self.mark = self.unshown = ledger.mark()
            self.owed = {}  # what it speaks of is no more
        if filed is None or drill != self.drill:  # restored to an older state; the clock was put on
            self.drill = drill
            self.owed |= {item: self.owed.get(item, []) for item in ledger.items()}
        for filing in filed or ():
            self.owed.setdefault(filing.item, []).append(filing)
            self.mark = filing.mark


def begun(office: Office) -> Follower:
    """Whoever looks after the runs begins, its deployments registered: what earlier programs left is taken away, every
    item brought to order, and where the engine answers written down. Sees what is filed from then on."""
    automations.register()
    take_away()
    follower = Follower(office)
    reconcile.take_up_all(office)
    (office.home / ADDRESS).write_text(os.environ["PREFECT_API_URL"], "utf-8")
    return follower
