"""A Prefect server of the tests' own, started once, and a small office."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from flows.deployments import deployments
from office.settings.installation import Office


@pytest.fixture(scope="session")
def engine() -> Iterator[None]:
    """A Prefect API in this process; without heartbeats, which make each run wait for a second."""
    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office that the flows of this process find in the environment."""
    monkeypatch.setenv("JUECE_HOME", str(tmp_path / "office"))
    return Office()


@pytest.fixture(scope="session")
def registered(engine: None) -> None:
    """Every deployment, as a worker registers them."""
    for deployment in deployments():
        deployment.apply()
