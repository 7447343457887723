"""材料清单: what the form lists is what the rules ask for, and what never leaves the building is preset so."""

import pytest

from catalog.dossier import Dossier
from catalog.record import INTERNAL_KINDS, Attribute, DocumentKind
from catalog.rules import judge
from catalog.wanted import preset, wanted
from tests.catalog.rules.lawful import RECORDS, before, day

STEPS = [step for step, filed in RECORDS.items() if filed.record.documents]


def missed(dossier: Dossier, step: str, record: object, on: object) -> set[tuple[str, str]]:
    """Rule and sentence of what is found."""
    return {(f.rule, f.what) for f in judge(dossier, step, record, on)}  # type: ignore[arg-type]


@pytest.mark.parametrize("step", STEPS)
def test_a_paper_is_listed_where_a_rule_misses_it_and_nowhere_else(step: str) -> None:
    """Each kind is taken out of a lawful record; what a rule says then is what the list names."""
    dossier, record, on = before(step)
    listed = {(one.kind, one.rule) for one in wanted(dossier, step)}
    found, lawful = set(), missed(dossier, step, record, on)
    for kind in {d.kind for d in record.documents}:
        less = record.model_copy(
            update={"documents": tuple(d for d in record.documents if d.kind is not kind)}
        )
        new = missed(dossier, step, less, on) - lawful
        asks = {
            rule for rule, what in new if kind.value in what or kind.value in _ALSO.get(what, "")
        }
        found |= {(kind, rule) for rule in asks}
    there = {d.kind for d in record.documents}
    assert {pair for pair in listed if pair[0] in there} == found


_ALSO = {
    "没有附法律顾问或者公职律师的意见": "法律顾问或公职律师意见",
}
"""Sentences that call a kind by other words."""


@pytest.mark.parametrize("kind", DocumentKind)
def test_legality_opinions_minutes_and_lawyers_are_never_preset_public(kind: DocumentKind) -> None:
    said = preset(kind, day(2, 28))
    inside = kind in INTERNAL_KINDS
    assert (said.attribute is Attribute.PROACTIVE) is not inside
    assert bool(said.ground) is bool(said.review_on) is inside
