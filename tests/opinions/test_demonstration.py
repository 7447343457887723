"""The demonstration's consultation: made up, the same each time, and of two minds."""

import re
from pathlib import Path

from opinions import demonstration_answered
from opinions.answers import answers, subjects
from opinions.demonstration import AGAINST, FOR, ITEM, _letters, fill
from opinions.drafts import consulted, numbers_by_id, texts
from opinions.groups import Move
from opinions.moves import events, grouping
from opinions.register import Register, window
from storage.catalog_import import import_catalog
from storage.filing import file_record
from storage.ledger import Ledger
from tests.opinions.conftest import AT
from tests.pages.demo import EDITIONS, SCENARIOS

[SCENARIO] = [s for s in SCENARIOS if s.answers(ITEM)]
LATER = AT.replace(month=11, day=30)


def filled(folder: Path) -> Ledger:
    ledger = Ledger.open(folder / "juece.db")
    path = EDITIONS / SCENARIO.catalog
    import_catalog(ledger, path, actor=SCENARIO.imported_by, at=SCENARIO.imported_at)
    for one in SCENARIO.answers(ITEM):
        file_record(
            ledger, one.item, one.step, one.payload,
            actor=one.actor, at=one.at, amends=one.amends, folder=EDITIONS,
        )  # fmt: skip
    assert 290 <= fill(ledger, LATER) <= 310
    return ledger


def test_the_two_campaigns_are_never_one_group(tmp_path: Path) -> None:
    ledger = filled(tmp_path)
    assert fill(ledger, LATER) == 0
    draft = consulted(ledger, ITEM)
    own = [id_ for id_, number in numbers_by_id(draft).items() if number]
    clauses = dict(zip(own, texts(draft), strict=True))
    for one in Register(ledger.engine).letters(
        ITEM, 1
    ):  # each is about the clause that it is laid to
        about = clauses[one.letter.clause] if one.letter.clause else ""
        assert {FOR in one.letter.text, AGAINST in one.letter.text} == {False} or "有效期" in about
        if quoted := re.match("第.条 [^。]*。", one.letter.text):
            assert quoted[0].replace(" ", "\n") == about
    with ledger.engine.connect() as connection:
        there, now = subjects(connection, ITEM, 1), grouping(connection, ITEM, 1)
        given, told = answers(connection, ITEM, 1), events(connection, ITEM, 1)
    sizes = {}
    for code in now.groups:
        said = [p.text for p in there[code].points]
        sizes[code] = len(said)
        assert not (any(FOR in t for t in said) and any(AGAINST in t for t in said)), code
    assert sorted(sizes.values())[-2:] >= [60, 60]
    assert len([g for g in now.groups.values() if g.is_confirmed]) == 2
    assert sorted(bool(one.confirmed_by) for one in given.values()) == [False, True]
    assert Move.MERGE in {e.kind for e in told}
    assert ledger.verify() == []
    again = [one.letter.text for one in _letters(window(ledger.load(ITEM)), LATER)]
    assert again == [x.letter.text for x in Register(ledger.engine).letters(ITEM, 1)]
    ledger.close()


def test_the_letters_that_were_answered_may_come_after_those_of_another_item(
    tmp_path: Path,
) -> None:
    """A demonstration of an earlier program has the other letters already: numbers run through all of them."""
    ledger = filled(tmp_path)
    for one in SCENARIO.answers(demonstration_answered.ITEM):
        file_record(
            ledger, one.item, one.step, one.payload,
            actor=one.actor, at=one.at, amends=one.amends, folder=EDITIONS,
        )  # fmt: skip
    assert demonstration_answered.fill_answered(ledger)
    assert not demonstration_answered.fill_answered(ledger)
    assert ledger.verify() == []
