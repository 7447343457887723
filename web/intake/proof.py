"""Proof of work, made and checked here with nobody else's help (altcha); who cannot do it waits for a look."""

import json
import secrets
import time
from collections import OrderedDict

from altcha import Payload, create_challenge, verify_solution

COST, DEARER = 1_000, 4
"""Rounds of PBKDF2 for each try, of which there are 256 in the mean; and how many times that for a crowd."""
LASTS = 2 * 3600
"""Seconds for which a challenge may be answered."""
KEPT = 100_000
"""Challenges remembered as used."""
LONGEST = 4_000
"""Characters of an answer."""
_ALGORITHM = "PBKDF2/SHA-256"


class Proofs:
    """Challenges of this process: their secret dies with it, and so nobody need remember them longer."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._used: OrderedDict[str, None] = OrderedDict()

    def challenge(self, nonce: str, *, dear: bool = False) -> str:
        """A challenge for one sending, as JSON."""
        made = create_challenge(
            algorithm=_ALGORITHM,
            cost=COST * (DEARER if dear else 1),
            expires_at=int(time.time()) + LASTS,
            data={"n": nonce},
            hmac_secret=self._secret,
        )
        return json.dumps(made.to_dict(), separators=(",", ":"))

    def holds(self, answer: str, nonce: str, *, dear: bool = False) -> bool:
        """Whether an answer solves the challenge of this sending; once, and a dear one where one is due."""
        if not answer or len(answer) > LONGEST or not answer.isascii():
            return False
        try:
            said = Payload.from_base64(answer)
        except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
            return False
        told, mark = said.challenge.parameters, said.challenge.signature
        if told.data != {"n": nonce} or not isinstance(mark, str) or mark in self._used:
            return False
        if told.cost not in {COST, COST * DEARER} or (dear and told.cost == COST):
            return False
        if not verify_solution(said, self._secret).verified:
            return False
        self._used[mark] = None
        if len(self._used) > KEPT:
            self._used.popitem(last=False)
        return True
