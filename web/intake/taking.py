"""Taking one letter: the receipt, the seal, the spool; both the pages and the API end here."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from catalog.consulted import Consulted
from catalog.submission import Channel, Consent, Contact, Proof, Submission
from opinions.receipts import derive, receipt_from
from opinions.spool.seal import Attached, Letter, seal
from web.intake.place import Place, Shown
from web.intake.typed import Typed


async def take(
    place: Place, asked: Consulted, typed: Typed, files: Sequence[Attached], *,
    sending: str, proof: Proof, at: datetime,
) -> Shown:  # fmt: skip
    """Keep a letter that has no faults; returns only when it is on the disk. Raises SpoolFault.

    `at` is the instant at which it began to arrive. The same words under the same `sending` are one
    letter with one receipt, however often a person presses or a program repeats.
    """
    receipt = receipt_from(place.secret, _digest(asked, typed, files, sending))
    known = asked.clause(typed.clause) if typed.clause else None
    letter = Letter(
        Submission(
            item=asked.item,
            round=asked.round,
            channel=Channel.WEB,
            received_at=at,
            late=asked.is_late(at),
            clause=typed.clause if known else "",
            draft=asked.draft,
            text=typed.text,
            consent=Consent(typed.consent),
            proof=proof,
        ),
        Contact(name=typed.name, contact=typed.contact),
        tuple(files),
        derive(receipt, asked.item),
    )
    await asyncio.wrap_future(place.spool.submit(seal(place.public, letter)))
    return Shown(receipt, asked.item, at, letter.submission.late, len(files))


def _digest(asked: Consulted, typed: Typed, files: Sequence[Attached], sending: str) -> bytes:
    parts = (sending, asked.item, str(asked.round), *typed[:5], *(file.name for file in files))
    made = sha256("\0".join(parts).encode())
    for file in files:
        made.update(sha256(file.body).digest())
    return made.digest()
