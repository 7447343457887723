"""Sealed entries of receipts as they are published: who holds a receipt finds his own, nobody reads another.

An entry is 16 bytes by which it is found and what was sealed, all of one length (opinions.receipts). They lie
in files by the first digits of those 16 bytes, in the letters a to p for the digits 0 to f: no search through
the website may take a piece of one for a telephone number.
"""

import json

from catalog.record import Frozen

ID = 16
PADDED = 768
"""Bytes of every entry before it is sealed: its length must not tell the outcome."""
ENTRY = 12 + PADDED + 16
"""Bytes of a sealed entry: nonce, words, tag."""
RECORD = ID + ENTRY
CROWD = 24
"""Entries that share a file, about: 40 kB, from which nobody learns which of them is asked for."""
MOST = 4
"""Digits at most by which files are named: 65,536 files."""
_LETTERS = bytes.maketrans(b"0123456789abcdef", b"abcdefghijklmnop")
_DIGITS = bytes.maketrans(b"abcdefghijklmnop", b"0123456789abcdef")
_WHOLE = "all"
"""The name of the one file where entries are few."""


class PublicLookup(Frozen):
    """How many entries an item has, and by how many digits its files are named."""

    digits: int
    entries: int


def lookup_of(records: bytes) -> PublicLookup | None:
    """What is told of entries, sorted, one record of RECORD bytes after another; None where there are none."""
    count = len(records) // RECORD
    return PublicLookup(digits=digits_for(count), entries=count) if count else None


def files(records: bytes) -> dict[str, bytes]:
    """The entries as files by their names: JSON objects from id to entry, both lettered, in order."""
    digits, found = digits_for(len(records) // RECORD), dict[str, dict[str, str]]()
    for at in range(0, len(records), RECORD):
        record = records[at : at + RECORD]
        shard = found.setdefault(shard_of(record[:ID], digits), {})
        shard[lettered(record[:ID])] = lettered(record[ID:])
    return {
        f"{name}.json": json.dumps(of, separators=(",", ":")).encode() for name, of in found.items()
    }


def digits_for(count: int) -> int:
    """By how many digits files are named, so that some 24 entries share one."""
    return next((n for n in range(MOST) if count <= CROWD * 16**n), MOST)


def shard_of(id_: bytes, digits: int) -> str:
    """The name of the file that holds an entry, without its ending."""
    return lettered(id_)[:digits] or _WHOLE


def lettered(some: bytes) -> str:
    """Bytes in the letters a to p, two for each."""
    return some.hex().encode().translate(_LETTERS).decode()


def unlettered(text: str) -> bytes:
    """The bytes of such letters. Raises ValueError."""
    return bytes.fromhex(text.encode().translate(_DIGITS).decode())
