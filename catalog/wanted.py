"""材料清单: the papers that a step needs, by the rule that asks for each, and how each is disclosed unless
somebody says otherwise. Read from the rules; a test holds the list to them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.record import INTERNAL_KINDS, Attribute, Disclosure, DocumentKind, Ground
from catalog.rules.decision import PAPERS_OF
from catalog.stages.applicability import item_of

_ALWAYS = {
    "consultation.notice": (
        (DocumentKind.DRAFT, "PUB-02"),
        (DocumentKind.EXPLANATION, "PUB-02"),
        (DocumentKind.DRAFT_INTERPRETATION, "PUB-24"),
    ),
    "legality_review.submission": (
        (DocumentKind.DRAFT, "LEG-04"),
        (DocumentKind.BASES, "LEG-04"),
        (DocumentKind.PROCEDURE_STATEMENT, "LEG-04"),
    ),
    "legality_review.opinion": ((DocumentKind.LAWYER_OPINION, "LEG-07"),),
    "decision.package": (
        (DocumentKind.DRAFT, "DEC-01"),
        (DocumentKind.LEGALITY_OPINION, "DEC-01"),
        (DocumentKind.PROCEDURE_STATEMENT, "DEC-03"),
    ),
    "decision.meeting": ((DocumentKind.MINUTES, "DEC-06"),),
    "disclosure.publication": ((DocumentKind.FINAL, "DIS-10"),),
    "disclosure.interpretation": ((DocumentKind.QUESTIONS, "DIS-26"),),
}
PACKAGE = "decision.package"


class Wanted(NamedTuple):
    """A kind of paper that a step needs, and the rule that asks for it."""

    kind: DocumentKind
    rule: str


def wanted(dossier: Dossier, step_id: str) -> Iterator[Wanted]:
    """The papers that a step of an item needs: the common case, before anything was typed."""
    for kind, rule in _ALWAYS.get(step_id, ()):
        yield Wanted(kind, rule)
    if step_id == PACKAGE:
        for stage, kind in PAPERS_OF.items():
            if lifecycle.exempted(dossier, stage) is None:
                yield Wanted(kind, "DEC-01")
        item = item_of(dossier)
        if item and item.affects_operators:
            yield Wanted(DocumentKind.FAIR_COMPETITION, "DRF-06")


def preset(kind: DocumentKind, today: date) -> Disclosure:
    """How a paper of a kind is disclosed unless somebody says otherwise: minutes, legality opinions and
    those of lawyers never (711-16(2), DIS-12), and that is looked at again a year from now (711-18)."""
    if kind not in INTERNAL_KINDS:
        return Disclosure()
    again = date(today.year + 1, today.month, min(today.day, 28))
    return Disclosure(attribute=Attribute.WITHHELD, ground=Ground.PROCESS, review_on=again)
