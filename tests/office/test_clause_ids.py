"""A clause has one id: on its page, on the form, in lists that are imported, and in the statement."""

from datetime import date
from pathlib import Path

from catalog.public.year import Year, disclose_years
from office.intake import consulted as asked
from office.settings.installation import Office
from office.texts import texted
from opinions.drafts import consulted, ids_by_number, numbers_by_id
from opinions.importers.words import clause_meant, clause_named
from storage.catalog_import import import_catalog
from storage.filing import file_record
from tests.pages.demo import EDITIONS, SCENARIOS
from tests.storage.life import sited

ITEM, ON = "demo-2026-03", date(2026, 11, 20)
"""An item of the demonstration that was consulted on twice, the second draft all in other words."""


def test_the_register_names_clauses_as_the_pages_and_the_form_do(tmp_path: Path) -> None:
    sited(tmp_path)
    [scenario] = [s for s in SCENARIOS if s.answers(ITEM)]
    office = Office(home=tmp_path, store="")
    ledger = office.ledger()
    path = EDITIONS / scenario.catalog
    import_catalog(ledger, path, actor=scenario.imported_by, at=scenario.imported_at)
    rounds = set()
    for one in scenario.answers(ITEM):
        entry = file_record(
            ledger, one.item, one.step, one.payload,
            actor=one.actor, at=one.at, amends=one.amends, folder=EDITIONS,
        ).entry  # fmt: skip
        if entry.step != "consultation.notice":
            continue
        rounds.add(entry.round)
        held = Year(ledger.load(ITEM.rpartition("-")[0], on=ON), [ledger.load(ITEM, on=ON)])
        (year,) = disclose_years([held], ON)
        public = texted(office, next(item for item in year.items if item.id == ITEM))
        (form,) = asked([public], {})
        mine = consulted(ledger, ITEM)
        shown = {clause.id: clause.number for clause in form.clauses}
        own = [id_ for id_, number in numbers_by_id(mine).items() if number]
        assert list(shown) == own == [clause.id for clause in public.texts[-1].clauses]
        assert shown
        for number, id_ in ids_by_number(mine).items():
            assert clause_meant(f"第{number}条", ids_by_number(mine)) == id_
        assert all(clause_named(id_, numbers_by_id(mine)) for id_ in shown)
    assert rounds == {1, 2}
    ledger.close()
