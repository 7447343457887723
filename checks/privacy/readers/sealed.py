"""The sealed entries of receipts (catalog.lookup): letters a to p, in which nobody can read anything."""

import re

from catalog.lookup import ENTRY, ID

_OPENING = b'{"'
_ENTRY = rb'"[a-p]{%d}":"[a-p]{%d}"' % (2 * ID, 2 * ENTRY)
_WHOLE = re.compile(rb"\{%s(?:,%s)*\}" % (_ENTRY, _ENTRY))


def is_sealed(body: bytes) -> bool:
    """Say whether a file holds such entries and nothing else."""
    return body.startswith(_OPENING) and _WHOLE.fullmatch(body) is not None
