"""How far the chains of a ledger had come: what is kept elsewhere, to tell that nothing is gone.

Each row of a chain covers all rows before it, so the last value and how many there were prove the
whole. Rows cut off the end leave no trace in the chain itself: these ends, kept elsewhere, do.
"""

from pydantic import Field

from catalog.record import Frozen, Sha256


class ChainEnd(Frozen):
    """How many rows a chain had, and its value after the last of them."""

    count: int = Field(ge=0)
    digest: Sha256


class ChainEnds(Frozen):
    """The ends of every chain: what was filed, what was refused, what was done about it (acts)."""

    entries: ChainEnd
    refusals: ChainEnd
    acts: ChainEnd
