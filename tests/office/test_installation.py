"""An office opens its database once, and anew where another file was put in its place."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from office.settings.installation import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(home=tmp_path / "office", store="")


def test_the_database_is_open_once_from_the_call_that_makes_it(office: Office) -> None:
    ledger = office.ledger()
    assert office.ledger() is ledger
    assert office_of(office).ledger() is ledger
    ledger.close()
    assert not list(office.home.glob("juece.db-*")), "nobody else has it open"


def test_a_database_put_in_its_place_is_opened_and_the_other_closed(office: Office) -> None:
    before = office.ledger()
    copy = office.home / "copy.db"
    with closing(sqlite3.connect(office.database)) as now, closing(sqlite3.connect(copy)) as then:
        now.backup(then)
    before.close()
    os.replace(copy, office.database)
    after = office.ledger()
    assert after is not before
    assert office.ledger() is after


def office_of(office: Office) -> Office:
    """Another object for the same installation."""
    return Office(home=office.home, store="")
