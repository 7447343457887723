"""What the desk works with: the office, its people, and the clock of the real day for sessions."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from catalog.timezone import Clock, local_day
from office.settings.installation import Office
from storage.ledger import Ledger
from storage.people.people import People
from web.desk.board import Board
from web.desk.engine import Engine
from web.desk.waiting import Reviews, Unconfirmed


def real() -> datetime:
    """The real instant: sessions and locks do not follow the clock of a drill."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """One office's desk in one process."""

    office: Office
    clock: Clock = real
    notice: str = ""
    """What stands on every page, such as that all of it is made up."""
    engine: Engine = field(default_factory=Engine)
    """The engine beside the desk; none unless it says where one is."""

    @cached_property
    def ledger(self) -> Ledger:
        """What is on file."""
        return self.office.ledger()

    @cached_property
    def people(self) -> People:
        """Who may come in, and their drafts."""
        return self.office.people()

    @cached_property
    def board(self) -> Board:
        """Where every item stands."""
        return Board(self.ledger)

    @cached_property
    def reviews(self) -> Reviews:
        """What waits to be made public."""
        return Reviews(self.office)

    @cached_property
    def unconfirmed(self) -> Unconfirmed:
        """Which answers to opinions wait for a second person."""
        return Unconfirmed(self.ledger.engine)

    @property
    def today(self) -> date:
        """The day in the office; in a drill the one that the drill shows."""
        return local_day(self.office.now())
