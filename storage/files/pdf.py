"""How many pages a PDF has, if it opens."""

from typing import BinaryIO

from pypdf import PdfReader


class Broken(ValueError):
    """It does not open."""


class Locked(ValueError):
    """It opens with a password only."""


def pages(file: BinaryIO) -> int:
    """The number of pages. Raises Broken, Locked.

    One that is protected against changes alone opens with the empty password.
    """
    try:
        reader = PdfReader(file)
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except MemoryError:
        raise
    except Exception as wrong:  # of a broken one the library raises whatever it stumbles over
        raise Broken from wrong
    if locked:
        raise Locked
    return count
