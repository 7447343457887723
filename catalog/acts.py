"""Acts: what is done about what is on file. Nothing on a page of an item follows from one.

A record says what happened in a decision and is judged by the law. An act says what the office did
with it afterwards: reviewed a page, put an edition out, sent a parcel, looked at a link.
"""

from typing import ClassVar

from catalog.record import Frozen


class Act(Frozen):
    """One kind of act; a payload of any age must parse, so later fields have defaults."""

    KIND: ClassVar[str]
    """By which it is found again, for ever."""
