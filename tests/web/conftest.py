"""Offices with their desk, at several places of one item's life."""

from pathlib import Path

import pytest

from tests.storage.life import ADOPTION
from tests.web.people import ALIKE, ALONE_SAID, ROOM, House, take_in


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The notice is what the item waits for; made once, and copied for each test."""
    return House.at(tmp_path_factory.mktemp("begun") / "office", "consultation.notice")


@pytest.fixture
def house(begun: House, tmp_path: Path) -> House:
    """An office of its own for a test: the item waits for its notice."""
    return begun.copied(tmp_path / "office")


@pytest.fixture(scope="session")
def closed(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The time for opinions is over; three letters lie in the register, two of them alike."""
    made = House.at(tmp_path_factory.mktemp("closed") / "office", ADOPTION)
    visitor = made.visit("unit").get(ROOM)
    for text in (*ALIKE, ALONE_SAID):
        take_in(visitor, text)
    return made
