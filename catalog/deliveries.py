"""What was sent to whom with which proof; what was refused, and when it is tried again."""

from datetime import datetime, timedelta
from typing import ClassVar

from catalog.acts import Act
from catalog.record import Sha256

WAITS = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes to wait after each refusal; after one more it is given up: in all about forty hours."""


class Delivered(Act):
    """A parcel that its receiver took, in the words of the receiver's own server.

    `key` is what the receiver can tell a repetition by; `substance` is the digest of what was told.
    """

    KIND: ClassVar[str] = "parcel.delivered"

    subscriber: str
    key: str
    substance: Sha256
    replaces: str
    parcel: Sha256
    size: int
    attached: bool
    way: str
    to: str
    reply: str
    reply_digest: str = ""
    message_id: str = ""


class Undelivered(Act):
    """A parcel that was not taken; without `again_at` it is given up."""

    KIND: ClassVar[str] = "parcel.undelivered"

    subscriber: str
    key: str
    substance: Sha256
    way: str
    to: str
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
