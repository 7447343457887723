"""The editions that went out and those that were taken back, and what reviews depend on of them."""

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from catalog.record import Actor, Text
from office.editions.changes import PROGRAM
from office.editions.proof.record import SUBJECT, EditionOut
from office.editions.proof.seal import Withdrawal
from office.editions.verdict import Reviewed
from storage.acts import Act, Done
from storage.ledger import Ledger


class BroughtOut(Act):
    """An edition was out, at the latest when this was noted; its subject is the number of the edition.

    A sealed edition is on file before it is out, and whoever is killed in between may be gone for days.
    """

    KIND: ClassVar[str] = "edition-out"

    number: int


class Withdrawn(Act):
    """An edition was taken back: the one before it is what is to be out.

    No review that was made before holds any longer, so nothing of it goes out again by itself.
    `public` is whether the reason was given to be published: at first it was promised not to be.
    """

    KIND: ClassVar[str] = "withdrawal"

    number: int
    reason: Text
    public: bool = False


class BroughtBack(Act):
    """That an edition was taken back has reached every place: nothing of it is left to be done."""

    KIND: ClassVar[str] = "withdrawal-done"

    number: int


class EditionHistory:
    """Read once from the log of acts; what is appended later is not in it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._editions = ledger.acts.of(EditionOut, SUBJECT)
        self._withdrawals = ledger.acts.of(Withdrawn)

    @property
    def editions(self) -> list[EditionOut]:
        """Every edition that went out, oldest first."""
        return [done.act for done in self._editions]

    @cached_property
    def standing(self) -> EditionOut | None:
        """The edition that is to be out: the newest that was not taken back."""
        return next((done.act for done in reversed(list(self._stand()))), None)

    @cached_property
    def untold(self) -> tuple[Withdrawal, ...]:
        """The editions taken back of which no edition has told yet, in the order of time."""
        told = {one.number for done in self._editions for one in done.act.seal.withdrawn}
        return tuple(self._told(done) for done in self._withdrawals if done.act.number not in told)

    @cached_property
    def last_back(self) -> Done[Withdrawn] | None:
        """The last edition to be taken back, where none went out since."""
        last = max((done.position for done in self._editions), default=0)
        newest = self._withdrawals[-1:]
        return next((done for done in newest if done.position > last), None)

    def back(self, number: int) -> Done[Withdrawn] | None:
        """How an edition was taken back, if it was."""
        return next((done for done in self._withdrawals if done.act.number == number), None)

    def is_done(self, back: Done[Withdrawn]) -> bool:
        """Say whether an edition is known to be taken back everywhere."""
        done = self._ledger.acts.last(BroughtBack)
        return done is not None and done.position > back.position

    @cached_property
    def taken_back(self) -> dict[str, tuple[Withdrawal, ...]]:
        """The editions taken back since the one that is to be out, by the matters that they brought."""
        brought = {done.act.seal.number: done.act.seal.matters for done in self._editions}
        since = max((done.position for done in self._stand()), default=0)
        found: dict[str, tuple[Withdrawal, ...]] = {}
        for done in self._withdrawals:
            for matter in brought[done.act.number] if done.position > since else ():
                found[matter.id] = (*found.get(matter.id, ()), self._told(done))
        return found

    @cached_property
    def urgent(self) -> dict[str, set[Actor]]:
        """The matters that ever went out before their review, and who decided that."""
        found: dict[str, set[Actor]] = {}
        for done in self._editions:
            for matter in done.act.seal.matters:
                if matter.emergency:
                    found.setdefault(matter.id, set()).add(done.actor)
        return found

    @cached_property
    def owed(self) -> set[str]:
        """The matters that are out without a review."""
        last = {m.id: m for done in self._stand() for m in done.act.seal.matters}
        return {id_ for id_, matter in last.items() if matter.emergency}

    def review(self, id_: str, digest: str) -> Done[Reviewed] | None:
        """The last review of a matter as it is, if it still holds.

        It holds until the matter goes out in whatever form, gathered with others too, or an edition
        is taken back: what was agreed to once does not come back because it was agreed to.
        """
        return next((r for r in self._holding.get(id_, ()) if r.act.digest == digest), None)

    def agreed_at(self, id_: str) -> int:
        """The place in the ledger up to which a matter has been reviewed and is out; 0 for none."""
        places = (
            done.act.seal.ledger.position
            for done in self._stand()
            for matter in done.act.seal.matters
            if matter.id == id_ and matter.approved
        )
        return max(places, default=0)

    def _told(self, done: Done[Withdrawn]) -> Withdrawal:
        return Withdrawal(
            number=done.act.number,
            at=done.at,
            by=done.actor.unit,
            reason=done.act.reason if done.act.public else "",
            standing=self._standing_after(done),
        )

    def _standing_after(self, last: Done[Withdrawn]) -> int:
        back = {done.act.number for done in self._withdrawals if done.position <= last.position}
        before = (done.act.seal for done in self._editions if done.position < last.position)
        return max(seal.number for seal in before if seal.number not in back)

    def _stand(self) -> Iterator[Done[EditionOut]]:
        back = {done.act.number for done in self._withdrawals}
        return (done for done in self._editions if done.act.seal.number not in back)

    @cached_property
    def _holding(self) -> dict[str, list[Done[Reviewed]]]:
        """The reviews that hold, by matter, newest first."""
        back = max((done.position for done in self._withdrawals), default=0)
        out = {m.id: done.position for done in self._editions for m in done.act.seal.matters}
        together = out.get(PROGRAM, 0)  # which matters that held is not said; none that was owed
        found: dict[str, list[Done[Reviewed]]] = {}
        for done in reversed(self._ledger.acts.of(Reviewed)):
            gathered = 0 if done.subject in self.owed else together
            if done.position > max(back, gathered, out.get(done.subject, 0)):
                found.setdefault(done.subject, []).append(done)
        return found
