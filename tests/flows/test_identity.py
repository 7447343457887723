"""How it was established who filed: the command line can only declare."""

from pathlib import Path

import pytest

from catalog.record import Actor, Identity
from cli import run
from office.settings.installation import Office
from storage.filing import file_record
from storage.ledger import Ledger
from tests.flows import year

CLERK = {"name": "张三", "unit": "养老服务处"}


@pytest.fixture
def ledger(office: Office) -> Ledger:
    year.found(office)
    return office.ledger()


def identity_on_file(office: Office) -> Identity:
    return office.ledger().load(year.ITEM).entries[-1].actor.identity


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
