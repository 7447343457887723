"""How it was established who filed: a form can declare, and only declare."""

from pathlib import Path

import pytest

from catalog.forms.step_form import answered
from catalog.record import Actor, Identity
from cli import run
from office.settings.installation import Office
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.flows import year
from tests.flows.engine import WHO

CLERK = {"name": "张三", "unit": "养老服务处"}


@pytest.fixture
def ledger(office: Office) -> Ledger:
    year.found(office)
    return office.ledger()


def identity_on_file(office: Office) -> Identity:
    return office.ledger().load(year.ITEM).entries[-1].actor.identity


def test_what_a_form_says_of_the_actor_is_declared() -> None:
    _, actor = answered(WHO | year.START)
    assert actor.identity is Identity.DECLARED


@pytest.mark.parametrize("claim", [{"identity": "登录核验"}, {"actor": {"identity": "登录核验"}}])
def test_a_form_cannot_claim_that_somebody_signed_in(
    ledger: Ledger, claim: dict[str, object]
) -> None:
    payload, actor = answered(WHO | year.START | claim)
    assert actor.identity is Identity.DECLARED
    with pytest.raises(Refused):
        file_record(ledger, year.ITEM, "entry.start", payload, actor=actor, at=year.at(1, 15))


@pytest.mark.usefixtures("ledger")
def test_the_command_line_declares(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "启动.yaml"
    paper.write_text(str(year.START).replace("True", "true").replace("False", "false"), "utf-8")
    who = ["--by", CLERK["name"], "--unit", CLERK["unit"]]
    assert run(["file", year.ITEM, "entry.start", str(paper), *who]) == 0
    assert identity_on_file(office) is Identity.DECLARED


def test_the_one_door_keeps_how_a_sign_in_established_it(office: Office, ledger: Ledger) -> None:
    actor = Actor(**CLERK, identity=Identity.SIGNED_IN)
    file_record(ledger, year.ITEM, "entry.start", year.START, actor=actor, at=year.at(1, 15))
    assert identity_on_file(office) is Identity.SIGNED_IN
    assert ledger.verify() == []
