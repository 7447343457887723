"""Signed words that a page carries: when its form was opened, and the number of one sending."""

import secrets
from typing import NamedTuple

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

LASTS = 12 * 3600
"""Seconds for which a page may lie open; after that it is shown again as it was, with a new token."""
QUICK = 3
"""Seconds in which nobody reads and writes: such a letter is looked at, not refused."""


class Token(NamedTuple):
    """A page's token: which sending it is of, when the form was opened, and whether it still holds."""

    nonce: str
    opened: int
    holds: bool


class Tokens:
    """Makes tokens and reads them; they outlive the process, its secret being in the home."""

    def __init__(self, secret: bytes) -> None:
        self._signer = TimestampSigner(secret, salt="juece intake page")

    def new(self, item: str, now: float, opened: float | None = None) -> str:
        """A token of a page about an item; with `opened` for a later page of the same form."""
        nonce = secrets.token_urlsafe(12)
        return self._signer.sign(f"{item}/{nonce}/{int(opened or now)}").decode()

    def read(self, token: str, item: str, now: float) -> Token | None:
        """What a token says, or None where it is none of ours or of another item."""
        holds = True
        try:
            said = self._signer.unsign(token, max_age=LASTS)
        except SignatureExpired as over:
            said, holds = over.payload or b"", False
        except BadSignature:
            return None
        of, nonce, opened = said.decode().split("/")
        if of != item:
            return None
        return Token(nonce, int(opened), holds and int(opened) <= now + QUICK)
