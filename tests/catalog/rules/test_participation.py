"""PUB-28 to 37 at their edges: the day itself, the number itself, what is added and not exchanged."""

from catalog.annual import PublicSource
from catalog.item import Regime
from catalog.record import DocumentKind
from tests.catalog.rules.lawful import (
    CORRECTION,
    Given,
    both,
    catalog_with,
    day,
    document,
    ids,
    judged,
    on_file,
    without,
)

NOTICE, EXTENSION = "consultation.notice", "consultation.extension"
ADOPTION, PARTICIPATION = "consultation.adoption", "consultation.participation"
COMPILED = catalog_with(compiled_from=PublicSource(title="某工作要点"))


def normative(*, on_business: bool) -> Given:
    """A normative document in nobody's own catalog."""
    item = {"item__regime": Regime.NORMATIVE, "item__affects_operators": on_business}
    return both(COMPILED, on_file("entry.inclusion", **item))


def test_seven_working_days_are_asked_of_normative_documents_outside_the_catalog_alone() -> None:
    few = {"closes_on": day(3, 13), "stated_days": None}
    assert "PUB-28" in ids(judged(NOTICE, given=normative(on_business=False), **few))
    assert "PUB-28" not in ids(judged(NOTICE, **few))
    naming = both(COMPILED, on_file("entry.inclusion", item__regime=Regime.NAMING))
    assert "PUB-28" not in ids(judged(NOTICE, given=naming, **few))


def test_the_thirtieth_day_is_enough_for_a_document_on_business_the_first_counted() -> None:
    given = normative(on_business=True)
    for closes_on, short in ((day(4, 7), True), (day(4, 8), False)):
        found = ids(judged(NOTICE, given=given, closes_on=closes_on, stated_days=None))
        assert ("PUB-29" in found) is short


def test_on_its_last_day_a_period_may_be_extended() -> None:
    last = {"published_on": day(4, 9), "today": day(4, 9)}
    assert "PUB-36" not in ids(judged(EXTENSION, **last))


def test_a_correction_may_bring_the_draft_that_was_forgotten_and_not_take_it_away() -> None:
    how = {"at": ADOPTION, "given": without(EXTENSION), "amends": CORRECTION}
    forgotten = both(without(EXTENSION), on_file(NOTICE, documents=()))
    assert "PUB-37" not in ids(judged(NOTICE, **how | {"given": forgotten}))
    bare = (document(DocumentKind.EXPLANATION),)
    assert "PUB-37" in ids(judged(NOTICE, **how, documents=bare))


def test_what_begins_and_ends_on_one_day_is_in_order() -> None:
    assert judged(PARTICIPATION, ended_on=day(3, 30)) == []
