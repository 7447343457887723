"""What a round of the patrol hears: a note of each answer, and on file what is news."""

from collections.abc import Iterator, Mapping
from datetime import date

from catalog.record import Actor
from office.links.notes import Notes
from office.links.references import host_of
from office.links.result import LinkOutcome, LinkResult
from office.links.status import STALE, LinkChecked, LinkStatus, PageCopied, after, to_file
from office.settings.installation import Office
from storage.documents import DocumentStore

PATROL = Actor(name="链接巡查（自动）", unit="系统")


class LinkRound:
    """Hears one round.

    A failure to connect is held back until anything outside has answered: where nothing does, it
    was our own line, and is held against nobody.
    """

    def __init__(
        self, office: Office, today: date, notes: Notes, before: Mapping[str, LinkStatus]
    ) -> None:
        self._office, self._today, self._notes, self._before = office, today, notes, before
        self._acts = office.ledger().acts
        filed = self._acts.of(LinkChecked)
        self._last = {done.subject: done.act for done in filed}
        self._known = {
            host
            for of, one in ((done.subject, done.act) for done in filed)
            for host in _heard(of, one.final, one.status)
        }
        self._online = self._reached = False
        self._held: list[LinkResult] = []
        self.noted = self.asked = 0
        """Links of which a note was taken, and those of them that were really asked for."""

    @property
    def silent(self) -> bool:
        """Say whether links were asked and nothing outside answered."""
        return bool(self._held) and not self._reached

    def probed(self, answer: LinkResult) -> None:
        """Take the answer of a reference address: with one, this machine reaches the internet."""
        if answer.outcome is LinkOutcome.OK:
            self._online = self._reached = True

    def hear(self, answer: LinkResult) -> None:
        """Take the answer of a link."""
        self._reached = self._reached or answer.reached
        self._known |= _heard(answer.address, answer.final, answer.status)
        if answer.ours:
            self._held.append(answer)
        else:
            self._keep(answer)

    def end(self) -> None:
        """Decide on what was held back."""
        for answer in self._held if self._reached else ():
            self._keep(answer)

    def _keep(self, answer: LinkResult) -> None:
        proven = self._online or host_of(answer.final or answer.address) in self._known
        now = after(self._before[answer.address], answer, self._today, proven=proven)
        at = self._office.now()
        for copied in self._copied(answer):
            self._acts.append(copied, now.address, PATROL, at)
        if to_file(now, self._last.get(now.address)):
            self._acts.append(now.act(), now.address, PATROL, at)
        self._notes.take(now.model_dump(mode="json"))
        self.noted += 1
        self.asked += answer.outcome is not LinkOutcome.NOT_ASKED

    def _copied(self, answer: LinkResult) -> Iterator[PageCopied]:
        """Keep a copy where one may be kept: the first, then one in thirty days where it differs."""
        if answer.copy is None or answer.outcome is not LinkOutcome.OK:
            return
        last = self._acts.last(PageCopied, answer.address)
        if last and self._today - last.at.date() < STALE:
            return
        digest = copies(self._office).keep(answer.copy.content)
        if not last or last.act.sha256 != digest:
            size, media = len(answer.copy.content), answer.copy.media
            yield PageCopied(sha256=digest, size=size, media=media, final=answer.final)


def copies(office: Office) -> DocumentStore:
    """The copies of cited pages, by digest; no page leads to them."""
    return DocumentStore(office.home / "cited")


def _heard(address: str, final: str, status: int | None) -> set[str]:
    """The hosts that answered: where a redirect led on, whoever sent us there did."""
    hosts = {host_of(address)} if status or final not in {"", address} else set()
    return hosts | ({host_of(final)} if status and final else set())
