"""How a link stands: what an answer makes of it, and when it is asked again."""

from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from catalog.record import Frozen, Sha256
from office.links.result import LinkOutcome, LinkResult
from storage.acts import Act


class LinkState(StrEnum):
    """What is known of a link; only 失效 is reported."""

    OK = "正常"
    DOUBTFUL = "待复核"
    BROKEN = "失效"
    UNTOLD = "无法判断"
    UNCHECKED = "未核对"


GONE_AFTER, FAILED_AFTER = 2, 3
"""Nights in a row after which a link is broken: the page is gone; anything else goes wrong."""
NIGHTLY, LONGEST = timedelta(days=1), timedelta(days=7)
STALE = timedelta(days=30)
"""An answer of longer ago says nothing any more (page rule L-10)."""


class LinkChecked(Act):
    """How a link stands from a night on: appended at its first check and whenever that changes.

    Between two of them nothing changed, so the acts about an address are its history.
    """

    KIND: ClassVar[str] = "link.checked"

    state: LinkState
    since: date
    said: str
    status: int | None = None
    final: str = ""
    moved_to: str = ""
    tls_until: date | None = None


class PageCopied(Act):
    """A copy of a cited page, kept under its digest and never published by itself."""

    KIND: ClassVar[str] = "link.copied"

    sha256: Sha256
    size: int
    media: str
    final: str


class LinkStatus(Frozen):
    """A link as last asked. What is not in the acts may be lost: then it is asked a little sooner."""

    address: str
    state: LinkState = LinkState.UNCHECKED
    since: date | None = None
    asked_on: date | None = None
    due_on: date | None = None
    failures: int = 0
    """Nights in a row on which it failed."""
    said: str = "还没有核对过"
    status: int | None = None
    final: str = ""
    moved_to: str = ""
    tls_until: date | None = None

    @classmethod
    def on_file(cls, address: str, act: LinkChecked | None) -> "LinkStatus":
        """What the acts alone know of a link: how it stood at the last change, so it is due."""
        if act is None:
            return cls(address=address)
        failed = act.state in {LinkState.BROKEN, LinkState.DOUBTFUL}
        broken = FAILED_AFTER if act.state is LinkState.BROKEN else 1
        return cls(address=address, failures=broken if failed else 0, **dict(act))

    def due(self, today: date) -> bool:
        """Say whether it is to be asked on a day; once a day at most."""
        return self.due_on is None or self.due_on <= today

    def shown(self, today: date) -> LinkState:
        """The state that may still be told: one of long ago is none."""
        if self.asked_on is None or today - self.asked_on > STALE:
            return LinkState.UNCHECKED
        return self.state

    def act(self) -> LinkChecked:
        """What is put on file of it."""
        return LinkChecked.model_validate({n: getattr(self, n) for n in LinkChecked.model_fields})


def after(before: LinkStatus, answer: LinkResult, today: date, *, proven: bool) -> LinkStatus:
    """How a link stands after an answer.

    `proven` says that this machine is known to reach that host, or the internet: without it a
    failure to connect says nothing of the link, and it stays 未核对.
    """
    if answer.outcome is LinkOutcome.NOT_ASKED or (answer.ours and not proven):
        return _unchecked(before, answer, today)
    failures = _failures(before, answer, today)
    state = _state(before, answer, failures)
    return LinkStatus(
        address=before.address,
        state=state,
        since=_since(before, state, today),
        asked_on=today,
        due_on=today + max(_pause(state, answer, failures), _asked_for(answer)),
        failures=failures,
        said=answer.said,
        status=answer.status,
        final=answer.final,
        moved_to=answer.moved_to,
        tls_until=answer.tls_until,
    )


def _unchecked(before: LinkStatus, answer: LinkResult, today: date) -> LinkStatus:
    never_there = "" if answer.outcome is LinkOutcome.NOT_ASKED else "本机从未连上过："
    unknown = {"state": LinkState.UNCHECKED, "since": None, "failures": 0}
    said = {"said": never_there + answer.said, "due_on": today + NIGHTLY}
    return before.model_copy(update=unknown | said)


def to_file(now: LinkStatus, last: LinkChecked | None) -> bool:
    """Say whether how it stands is news: its first check, another state, or moved elsewhere."""
    if now.state is LinkState.UNCHECKED:
        return False
    if last is None:
        return True
    if now.state is LinkState.DOUBTFUL:  # one bad night is no news yet
        return False
    return (now.state, now.moved_to) != (last.state, last.moved_to)


def _failures(before: LinkStatus, answer: LinkResult, today: date) -> int:
    if answer.outcome in {LinkOutcome.OK, LinkOutcome.REFUSED}:
        return 0
    again = before.asked_on == today and before.failures > 0
    return before.failures if again else before.failures + 1


def _state(before: LinkStatus, answer: LinkResult, failures: int) -> LinkState:
    if answer.outcome is LinkOutcome.OK:
        return LinkState.OK
    if answer.outcome is LinkOutcome.REFUSED:
        return LinkState.UNTOLD
    broken = before.state is LinkState.BROKEN or failures >= _enough(answer)
    return LinkState.BROKEN if broken else LinkState.DOUBTFUL


def _enough(answer: LinkResult) -> int:
    return GONE_AFTER if answer.outcome is LinkOutcome.GONE else FAILED_AFTER


def _since(before: LinkStatus, state: LinkState, today: date) -> date:
    """A broken link is so since the first of the nights on which it failed."""
    failing = {before.state, state} == {LinkState.DOUBTFUL, LinkState.BROKEN}
    return before.since if before.since and (before.state is state or failing) else today


def _pause(state: LinkState, answer: LinkResult, failures: int) -> timedelta:
    """Every night; what is broken after 1, 2, 4, then 7 days; what refuses programs, each week."""
    if state is LinkState.UNTOLD:
        return LONGEST
    if state is LinkState.BROKEN:
        return min(LONGEST, NIGHTLY * (1 << min(8, max(0, failures - _enough(answer)))))
    return NIGHTLY


def _asked_for(answer: LinkResult) -> timedelta:
    """What the host itself asked for (Retry-After), within reason."""
    return min(LONGEST, timedelta(days=answer.wait_days))
