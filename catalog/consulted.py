"""What the public is consulted on now (`intake.json`): all that a machine outside must know to take letters."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, StringConstraints

from catalog.ids import authority_of, item_id
from catalog.opinion import Way
from catalog.record import Frozen, Text
from catalog.submission import is_late
from catalog.timezone import midnight_after

FILE = "intake.json"
"""Its name in the home, beside the site; it says nothing that the site does not say."""
OBJECTION_DAYS = 30
"""Days after the publication of the answers during which a receipt may object to one; no law sets them."""
LOOKUPS = "lookups"
"""The folder beside it with a folder for each answered item: the files of catalog.lookup, as on the site."""


def _an_item(text: str) -> str:
    if item_id(text) is None:
        raise ValueError("应为事项编号，如 demo-2026-03")
    return text


ItemText = Annotated[str, AfterValidator(_an_item)]
ClauseId = Annotated[
    str, StringConstraints(pattern=r"^t[0-9]{1,5}(k[0-9]{1,4}(x[0-9]{1,4}(m[0-9]{1,4})?)?)?$")
]
"""`t12`, `t12k2`, `t12k2x3`, `t12k2x3m1` (see catalog.clauses)."""


class ConsultedClause(Frozen):
    """One clause of the draft as it is shown above the box: 第十二条, and all that it says."""

    id: ClauseId
    number: str
    text: str


class Consulted(Frozen):
    """One round of public consultation on an item."""

    item: ItemText
    title: Text
    authority: Text
    round: int = Field(1, ge=1)
    published_on: date
    closes_on: date
    contents: str = ""
    page: str = ""
    """The address of the item's own page, where it is known."""
    ways: tuple[Way, ...] = ()
    draft: str = ""
    """The SHA-256 of the draft that is out; empty where none is."""
    clauses: tuple[ConsultedClause, ...] = ()

    @property
    def closes_at(self) -> datetime:
        """The instant from which a letter is late: 24:00 of the closing day in Asia/Shanghai."""
        return midnight_after(self.closes_on)

    @property
    def path(self) -> str:
        """Where its form is: `2026/03`."""
        return _path(self.item)

    def is_late(self, at: datetime) -> bool:
        """Whether a letter that comes at an instant is late."""
        return is_late(at, self.closes_at)

    def clause(self, id_: str) -> ConsultedClause | None:
        """The clause that an anchor lies in, or None."""
        own = id_.partition("k")[0]
        return next((clause for clause in self.clauses if clause.id == own), None)


class Answered(Frozen):
    """An item whose letters can be looked up by their receipts: its entries lie in the folder LOOKUPS.

    `digits` see catalog.lookup.
    """

    item: ItemText
    title: Text
    authority: Text
    page: str = ""
    digits: int = Field(ge=0)
    objects_until: date | None = None
    """The last day on which somebody may object to what became of his letter; None: not by this way."""

    @property
    def path(self) -> str:
        """Where it is looked up: `2026/03`."""
        return _path(self.item)

    def hears(self, at: datetime) -> bool:
        """Whether an objection is still taken at an instant."""
        return self.objects_until is not None and not is_late(
            at, midnight_after(self.objects_until)
        )


class Followed(Frozen):
    """An item whose updates one may have sent by e-mail."""

    item: ItemText
    title: Text
    authority: Text
    page: str = ""

    @property
    def path(self) -> str:
        """Where its form is: `2026/03`."""
        return _path(self.item)


class Called(Frozen):
    """A call for people who sit in at the deciding meeting (列席公众代表报名)."""

    item: ItemText
    title: Text
    authority: Text
    page: str = ""
    name: Text
    """Which meeting of the item's it is for, as the office names it."""
    topic: Text
    meets_on: date
    seats: tuple[tuple[str, int], ...]
    conditions: str = ""
    rule: str = ""
    signup_ends_on: date

    @property
    def path(self) -> str:
        """Where its form is: `2026/03`."""
        return _path(self.item)

    def is_late(self, at: datetime) -> bool:
        """Whether who signs up at an instant does so too late to be on the list."""
        return is_late(at, midnight_after(self.signup_ends_on))


class ConsultedNow(Frozen):
    """Every round that takes letters, every item whose letters can be looked up or that may be followed, every call
    for representatives, and the edition that told of it."""

    edition: int = Field(0, ge=0)
    consultations: tuple[Consulted, ...] = ()
    answered: tuple[Answered, ...] = ()
    followed: tuple[Followed, ...] = ()
    called: tuple[Called, ...] = ()

    def at(self, year: str, no: str, authority: str = "") -> tuple[Consulted, ...]:
        """Those at an address; several only where several authorities share it."""
        return _at(self.consultations, year, no, authority)

    def answered_at(self, year: str, no: str, authority: str = "") -> tuple[Answered, ...]:
        """Those whose letters can be looked up at an address; several as above."""
        return _at(self.answered, year, no, authority)

    def followed_at(self, year: str, no: str, authority: str = "") -> tuple[Followed, ...]:
        """Those that may be followed at an address; several as above."""
        return _at(self.followed, year, no, authority)

    def called_at(self, year: str, no: str, authority: str = "") -> tuple[Called, ...]:
        """The calls at an address; several as above."""
        return _at(self.called, year, no, authority)


_Told = TypeVar("_Told", Consulted, Answered, Followed, Called)


def _at(told: Iterable[_Told], year: str, no: str, authority: str) -> tuple[_Told, ...]:
    there = (one for one in told if one.path == f"{year}/{no}")
    return tuple(one for one in there if not authority or authority_of(one.item) == authority)


def _path(item: str) -> str:
    found = item_id(item)
    return f"{found.year}/{found.written}" if found else ""
