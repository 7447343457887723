"""An office that takes what was done at its desk alone: no other door lets a typed name through."""

from pathlib import Path

import pytest

from catalog.parse import ShapeError
from catalog.record import Actor, Identity
from office.editions import publish as editions
from office.editions.publish import Urgent
from office.editions.review import proposed, review
from office.editions.verdict import Reviewed, Verdict
from office.editions.withdrawal import withdraw
from office.settings.installation import Office
from storage.catalog_import import import_catalog
from storage.filing import Refused, file_record, try_record
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.storage.life import ACTOR, sited, steps, ten_o_clock
from tests.web.people import set_clock

SIGNED_IN = ACTOR.model_copy(update={"identity": Identity.SIGNED_IN})
OTHER = Actor(name="审查人", unit="保密办")
EXAMPLE = Path(__file__).parents[2] / "catalog" / "examples" / "demo-2026.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose catalog and item were filed at its desk."""
    home = tmp_path / "office"
    sited(home)
    (home / "desk.yaml").write_text("desk_only: true\n", "utf-8")
    set_clock(home, ten_o_clock(LAWFUL[0].on))
    made = Office(home=home, store="")
    (folder := tmp_path / "papers").mkdir()
    for item, step, payload, at in list(steps(folder))[:2]:
        file_record(made.ledger(), item, step, payload, actor=SIGNED_IN, at=at, folder=folder)
    return made


def test_a_typed_name_is_refused_at_every_door_and_the_refusal_is_on_file(office: Office) -> None:
    ledger = office.ledger()
    head, at = ledger.head(), office.now()
    for door in (file_record, try_record):
        with pytest.raises(Refused, match="请登录工作台办理"):
            door(ledger, ITEM, "entry.start", {}, actor=ACTOR, at=at)
    assert [r.faults[0][:10] for r in ledger.refusals(ITEM)] == ["本单位只收在工作台上"]
    with pytest.raises(Refused, match="请登录工作台办理"):
        import_catalog(ledger, EXAMPLE, actor=ACTOR, at=at)
    assert ledger.head() == head


def test_nor_is_a_review_an_urgent_publication_or_a_withdrawal(office: Office) -> None:
    editions.looked_at(office, office.now().date())
    one = proposed(office)[0]
    said = {one.id: Reviewed(digest=one.matter.digest, verdict=Verdict.AGREED)}
    assert "请登录工作台办理" in "".join(review(office, said, OTHER))
    signed_in = OTHER.model_copy(update={"identity": Identity.SIGNED_IN})
    assert review(office, said, signed_in) == []
    with pytest.raises(ShapeError, match="请登录工作台办理"):
        editions.publish(office, office.now().date(), Urgent(OTHER, "台风"))
    with pytest.raises(ShapeError, match="请登录工作台办理"):
        withdraw(office, "有误", OTHER)


def test_what_was_filed_before_the_office_decided_so_stays(office: Office) -> None:
    assert office.ledger().verify() == []
    assert office.ledger().upto(1).declines(ACTOR)
    assert not office.ledger().declines(SIGNED_IN)


def test_a_faulty_setting_stops_everything_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text("desk_onyl: true\n", "utf-8")
    with pytest.raises(ShapeError, match="工作台设置"):
        Office(home=tmp_path, store="").ledger()
