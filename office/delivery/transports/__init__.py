"""Ways by which a parcel leaves the building; each gives a receipt or says why there is none."""

from typing import NamedTuple

PATIENCE = 30.0
"""Seconds that a server may take for one answer."""


class Receipt(NamedTuple):
    """What the other side's server said when it took the parcel."""

    reply: str
    reply_digest: str = ""
    message_id: str = ""


class NotTaken(Exception):
    """The parcel was not taken; str() says why, in Chinese, and never holds a secret.

    `lasting`: the other side will not take it however often it is asked.
    """

    def __init__(self, why: str, *, lasting: bool = False) -> None:
        super().__init__(why)
        self.lasting = lasting


def shown(said: str) -> str:
    """What a server said, on one line and not for ever."""
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:300]
