"""What was sent to whom with which proof; what was refused, and when it is tried again."""

from datetime import datetime, timedelta
from typing import ClassVar

from catalog.acts import Act
from catalog.record import Sha256

WAITS = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes to wait after each refusal; after one more it is given up: in all about forty hours."""


class Attempt(Act):
    """A parcel sent to a subscriber.

    `key` is what the receiver can tell a repetition by; `substance` is the digest of what is told.
    """

    subscriber: str
    key: str
    substance: Sha256
    way: str
    to: str


class Delivered(Attempt):
    """One that its receiver took, in the words of the receiver's own server."""

    KIND: ClassVar[str] = "parcel.delivered"

    replaces: str
    parcel: Sha256
    size: int
    attached: bool
    reply: str
    reply_digest: str = ""
    message_id: str = ""


class Undelivered(Attempt):
    """One that was not taken; without `again_at` it is given up."""

    KIND: ClassVar[str] = "parcel.undelivered"

    why: str
    again_at: datetime | None


class TakenUpAgain(Act):
    """Somebody had what was given up tried once more."""

    KIND: ClassVar[str] = "parcel.again"

    subscriber: str
    because: str


def next_try(refused: int, at: datetime) -> datetime | None:
    """When to try again after so many refusals, or None: not again."""
    return at + timedelta(minutes=WAITS[refused - 1]) if refused <= len(WAITS) else None
