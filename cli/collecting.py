"""What the public sent, taken into the register: at the command line, before a statement, and while juece up runs."""

import time
from typing import TYPE_CHECKING

from catalog.errors import JueceError
from cli.console import say

if TYPE_CHECKING:
    from office.settings.installation import Office
    from opinions.collect import Collected

EVERY = 5.0
"""Seconds between two looks of juece up for new letters."""
KEPT = "打不开的都还在原处，一件也没有丢"


def collected(office: "Office") -> "Collected | None":
    """Take in what lies in the spool of an office; None where there is none. Raises NoKey, SpoolFault."""
    from opinions.collect import collect
    from opinions.register import Register, window
    from opinions.spool.keys import private_key
    from opinions.spool.spool import FILE, Spool

    place = office.home / FILE
    if not place.exists():
        return None
    spool, ledger = Spool(place), office.ledger()
    try:
        if not spool.end():
            return None
        return collect(
            Register(ledger.engine), spool, private_key(office.home), office.documents,
            lambda item: window(ledger.load(item)), office.now(),
        )  # fmt: skip
    finally:
        spool.close()
        ledger.close()


def collected_first(office: "Office") -> None:
    """The same before anything is counted, and told where there was something."""
    made = collected(office)
    if made and made.new:
        say(f"先取进了网上收到的{made.new}件")
    if made and made.faults:
        say("\n".join([*made.faults, KEPT]), style="yellow")


class Collector:
    """Looks again and again whether letters have come, and takes them in."""

    def __init__(self, office: "Office") -> None:
        self.office = office
        self._end, self._next, self._said = 0, 0.0, [""]

    def look(self) -> list[str]:
        """Take in what is new since the last look; returns what is to be told, once as long as it stays so."""
        from opinions.spool.spool import FILE, Spool

        if time.monotonic() < self._next or not (self.office.home / FILE).exists():
            return []
        self._next = time.monotonic() + EVERY
        told = list[str]()
        try:
            end = Spool(self.office.home / FILE).end()
            if end == self._end:
                return []
            made = collected(self.office)
            self._end = end
            told = [*made.faults, KEPT] if made and made.faults else []
        except JueceError as why:
            told = [why.told]
        new, self._said = told if told != self._said else [], told
        return new
