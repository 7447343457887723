"""Options of the whole suite, and what tests of several rooms need."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from tests.storage import postgres

CONNECTED: set[Engine] = set()
"""Engines with connections to a server, which a later test would find unclosed."""


@event.listens_for(Engine, "engine_connect")
def _connected(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        CONNECTED.add(connection.engine)


@pytest.fixture(autouse=True)
def no_connection_outlives_its_test() -> Iterator[None]:
    """Close what an office keeps open for the life of its process; asked again, it connects anew."""
    yield
    while CONNECTED:
        CONNECTED.pop().dispose()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write golden outlines anew")


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL cluster of this session's own."""
    reason = postgres.why_not()
    if reason and os.environ.get("JUECE_REQUIRE_POSTGRES") == "1":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    with postgres.cluster() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, without an office, in which a command is typed."""
    for name in ("JUECE_HOME", "JUECE_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path
