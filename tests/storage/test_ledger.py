"""What goes on file comes back the same, from both databases."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from catalog.record import Amendment, AmendmentKind
from catalog.states import Status
from catalog.status import status
from catalog.timezone import SHANGHAI, local_day
from storage.filing import file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import CATALOG, COMPLETE, ITEM, LAWFUL, OPINIONS
from tests.storage.life import ACTOR, ADOPTION, YEAR, live, ten_o_clock, the


def test_a_whole_life_goes_through_the_door_and_comes_back(either: Ledger, folder: Path) -> None:
    filed = live(either, folder)
    dossier = either.load(ITEM, opinions=True)
    assert dossier.entries == tuple(f.entry for f in filed[1:])
    assert [e.seq for e in dossier.entries] == list(range(1, len(LAWFUL) + 1))
    assert [e.step for e in dossier.entries] == [e.step for e in COMPLETE.entries]
    assert [e.round for e in dossier.entries] == [e.round for e in COMPLETE.entries]
    assert dossier.catalog == CATALOG
    assert dossier.opinions == {1: OPINIONS}
    assert status(dossier, LAWFUL[-1].on) is Status.EVALUATED
    assert either.verify() == []


def test_opinions_are_loaded_only_when_asked_for(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder)
    assert ledger.load(ITEM).opinions == {}


def test_nothing_on_file_is_an_empty_dossier(ledger: Ledger) -> None:
    assert ledger.load("slmzj-2026-99").entries == ()
    assert (ledger.items(), ledger.catalogs(), ledger.head().count) == ([], [], 0)


def test_the_catalog_has_a_dossier_of_its_own(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until="entry.start")
    assert ledger.load(YEAR).catalog == CATALOG
    assert (ledger.catalogs(), ledger.items(), ledger.items("slmzj-2025")) == ([YEAR], [ITEM], [])


def test_a_reform_filed_once_is_told_of_in_every_year_of_its_authority(
    either: Ledger, folder: Path
) -> None:
    live(either, folder, until="consultation.notice")
    on = date(2027, 3, 1)
    reform = {"unit": "养老服务处", "kind": "更名", "successors": ["养老处"], "since": "2027-03-01"}
    for year in ("slmzj-2027", "qtjg-2027"):
        file_record(either, year, "entry.reform", reform, actor=ACTOR, at=ten_o_clock(on))
    (told,) = either.load(ITEM).reforms
    assert (told.unit, told.successors) == ("养老服务处", ("养老处",))
    assert either.load("slmzj-2031-01").reforms == either.load("slmzj-2027").reforms == (told,)
    assert either.load(ITEM, on=on - timedelta(days=1)).reforms == ()
    rows = either.extract(ITEM, on).entries
    assert [row["item"] for row in rows if row["step"] == "entry.reform"] == ["slmzj-2027"]


def test_the_journal_tells_what_was_filed_after_a_position(either: Ledger, folder: Path) -> None:
    live(either, folder, until="consultation.notice")
    assert list(either.journal()) == [(1, YEAR), (2, ITEM), (3, ITEM)]
    assert list(either.journal(after=either.head().count - 1)) == [(3, ITEM)]


def test_the_journal_is_followed_from_the_last_place_read(either: Ledger, folder: Path) -> None:
    assert either.filed_since(None) == []
    live(either, folder, until="consultation.notice")
    told = either.filed_since(None)
    assert told
    assert [(f.item, f.step) for f in told] == [
        (YEAR, "entry.catalog"),
        (ITEM, "entry.inclusion"),
        (ITEM, "entry.start"),
    ]
    assert either.filed_since(told[1].mark) == told[2:]
    assert either.filed_since(told[2].mark) == []
    assert told[2].mark == either.mark()


def test_a_place_that_a_restored_ledger_does_not_have_is_not_read_on_from(
    either: Ledger, folder: Path
) -> None:
    live(either, folder, until="consultation.notice")
    last = either.mark()
    assert last
    other = Ledger.open(folder / "restored.db")
    assert other.filed_since(last) is None, "nothing is that far"
    live(other, folder, until="entry.start")
    for title in ("别的", "另外的"):
        said = CATALOG.model_copy(update={"title": title}).model_dump(mode="json")
        why = Amendment(kind=AmendmentKind.CORRECTION, reason="标题有误")
        file_record(
            other,
            YEAR,
            "entry.catalog",
            said,
            actor=ACTOR,
            at=ten_o_clock(LAWFUL[-1].on),
            amends=why,
        )
    assert other.head().count > last.position
    assert other.filed_since(last) is None, "at that place lies something else"
    other.close()


def test_an_instant_comes_back_whatever_zone_it_was_said_in(either: Ledger, folder: Path) -> None:
    live(either, folder, until="entry.start")
    payload, at = the("entry.start", folder)
    said = (at + timedelta(microseconds=1)).astimezone(UTC)
    file_record(either, ITEM, "entry.start", payload, actor=ACTOR, at=said)
    kept = either.load(ITEM).entries[-1].at
    assert kept == said
    assert kept.tzinfo is SHANGHAI


def test_siblings_filed_in_another_order_have_the_same_digests(
    tmp_path: Path, folder: Path
) -> None:
    siblings = ["expert_review.review", "risk_assessment.report"]
    heads, orders = set(), set()
    for n, order in enumerate((siblings, siblings[::-1])):
        ledger = Ledger.open(tmp_path / f"{n}.db")
        live(ledger, folder, until=siblings[0])
        for step in order:
            payload, _ = the(step, folder)
            at = datetime(2026, 3, 26, 9, tzinfo=SHANGHAI)
            file_record(ledger, ITEM, step, payload, actor=ACTOR, at=at)
        heads.add(ledger.head())
        orders.add(tuple(e.step for e in ledger.load(ITEM).entries))
        assert ledger.verify() == []
        ledger.close()
    assert (len(heads), len(orders)) == (1, 2)


def test_both_databases_hold_the_same(tmp_path: Path, folder: Path, either: Ledger) -> None:
    other = Ledger.open(tmp_path / "other.db", documents=tmp_path / "documents")
    assert live(other, folder) == live(either, folder)
    assert other.head() == either.head()
    other.close()


def test_a_day_past_is_loaded_as_it_was(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder)
    day = local_day(ten_o_clock(LAWFUL[4].on))
    assert [e.step for e in ledger.load(ITEM, on=day).entries] == [
        filed.step for filed in LAWFUL if filed.on <= day
    ]
    assert ledger.load(ITEM, on=day, opinions=True).opinions == {}


@pytest.mark.parametrize("id", ["", "%", "slmzj-2026-03' OR 1=1"])
def test_a_strange_id_finds_nothing(ledger: Ledger, folder: Path, id: str) -> None:
    live(ledger, folder, until="entry.start")
    assert ledger.load(id).entries == ()


def test_the_rows_of_opinions_are_kept_once(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until="legality_review.submission")
    entry = ledger.load(ITEM).entry_of(ADOPTION)
    assert entry
    assert entry.record.model_dump()["opinion_rows"] == len(OPINIONS)
