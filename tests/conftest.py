"""What tests of several rooms need."""

import os
from collections.abc import Iterator

import pytest

from tests.storage import postgres


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
