"""The page before filing is, byte for byte, the page after filing; and nothing was written for it."""

from pathlib import Path

from office.preview import preview
from office.settings.installation import Office
from storage.filing import file_record, with_record
from storage.payload import read_record
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.storage.life import ACTOR, sited, steps, ten_o_clock
from tests.web.people import set_clock


def test_each_step_of_a_life_looks_before_it_is_filed_as_it_does_afterwards(tmp_path: Path) -> None:
    home, folder = tmp_path / "office", tmp_path / "papers"
    sited(home)
    folder.mkdir()
    set_clock(home, ten_o_clock(LAWFUL[0].on))
    office = Office(home=home, store="")
    ledger, shown = office.ledger(), 0
    for item, step, payload, at in steps(folder):
        set_clock(home, at)
        if item == ITEM and ledger.load(ITEM).entries:
            record, opinions = read_record(step, payload, ledger.documents, folder)
            given = record.model_dump(mode="json", exclude_unset=True)
            if opinions is not None:
                given |= {"opinions": [one.model_dump(mode="json") for one in opinions]}
            given = {
                n: v
                for n, v in given.items()
                if n not in {"form_no", "opinion_rows", "opinion_digest"}
            }
            before = ledger.head()
            would = preview(office, with_record(ledger, item, step, given, actor=ACTOR, at=at))
            assert ledger.head() == before
            assert ledger.refusals(ITEM) == []
            file_record(ledger, item, step, payload, actor=ACTOR, at=at, folder=folder)
            assert would == preview(office, ledger.load(ITEM, opinions=True)), step
            assert would, step
            shown += 1
            continue
        file_record(ledger, item, step, payload, actor=ACTOR, at=at, folder=folder)
    assert shown > 12
