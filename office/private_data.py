"""What an office has on file and keeps inside, gathered for the search through what it publishes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog.dossier import Dossier
from catalog.private import (
    Private,
    private_in,
    private_values,
    redactions,
    spoken,
    withheld_papers,
)
from catalog.record import Actor, Redaction
from catalog.stages import STEPS
from storage.ledger import Ledger


@dataclass
class KeptInside:
    """Of all items: private values, what is said in public on purpose, papers and redacted copies.

    `papers` is digest -> title of what must not go out; `copies` digest -> what was covered.
    """

    values: set[Private] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    papers: dict[str, str] = field(default_factory=dict)
    copies: dict[str, Redaction] = field(default_factory=dict)


def kept_inside(ledger: Ledger) -> KeptInside:
    """Gather it from everything on file, refused drafts and earlier rounds included."""
    kept = KeptInside()
    for dossier in _dossiers(ledger):
        kept.values.update(private_values(dossier), _refused(ledger, dossier.id))
        kept.spoken.update(spoken(dossier))
        kept.papers.update(withheld_papers(dossier))
        kept.copies.update(redactions(dossier))
    return kept


def _dossiers(ledger: Ledger) -> Iterator[Dossier]:
    yield from (ledger.load(catalog) for catalog in ledger.catalogs())
    yield from (ledger.load(item, opinions=True) for item in ledger.items())


def _refused(ledger: Ledger, item: str) -> Iterator[Private]:
    for refusal in ledger.refusals(item):
        yield from private_in(item, Actor, refusal.actor.model_dump())
        if refusal.step in STEPS:
            yield from private_in(item, STEPS[refusal.step].record, refusal.payload)
