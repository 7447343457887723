"""What an office keeps inside, as the scan of finished files takes it."""

from functools import partial

from checks.privacy import Copy, Inside, Known
from office.private_data import kept_inside
from office.settings.installation import Office


def inside_of(office: Office) -> Inside | None:
    """All that is on file and not public, ready to be looked for; None where nothing is on file.

    Opens no ledger that is not there: whoever scans a file need not have an office.
    """
    if not office.founded:
        return None
    kept, read = kept_inside(office.ledger()), office.documents.read
    copies = {
        digest: Copy(redaction, partial(read, redaction.original.digest))
        for digest, redaction in kept.copies.items()
    }
    return Inside(Known(sorted(kept.values), kept.spoken, kept.papers), copies)
