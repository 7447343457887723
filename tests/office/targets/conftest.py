"""Targets of every kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.targets.rigs import KINDS, Rig, rig


@pytest.fixture(params=KINDS)
def any_rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    """A target of each kind in turn."""
    with rig(request.param, tmp_path) as found:
        yield found
