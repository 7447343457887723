"""Ledgers on both databases, and a folder of files to hand in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.ledger import Ledger
from tests.storage import postgres
from tests.storage.life import live


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'juece.db'}"
    running: postgres.Cluster = request.getfixturevalue("cluster")
    return running.create()


@pytest.fixture
def either(url: str, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger, once on SQLite and once on PostgreSQL."""
    opened = Ledger.open(url, documents=tmp_path / "documents")
    yield opened
    opened.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger on SQLite."""
    opened = Ledger.open(tmp_path / "juece.db")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files lie before they are handed in."""
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.fixture
def file(tmp_path: Path, folder: Path) -> Path:
    """A SQLite database with a whole life in it, and nobody connected."""
    ledger = Ledger.open(tmp_path / "juece.db")
    live(ledger, folder)
    assert ledger.verify() == []
    ledger.close()
    return tmp_path / "juece.db"
