"""Offices with their desk, at several places of one item's life."""

from pathlib import Path

import pytest

from tests.web.people import House


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The notice is what the item waits for; made once, and copied for each test."""
    return House.at(tmp_path_factory.mktemp("begun") / "office", "consultation.notice")


@pytest.fixture
def house(begun: House, tmp_path: Path) -> House:
    """An office of its own for a test: the item waits for its notice."""
    return begun.copied(tmp_path / "office")
