"""A push costs what changed, not what there is."""

from pathlib import Path

import pytest

from tests.office.targets.counting import cost, full_and_changed, site
from tests.office.targets.rigs import KINDS, rig

PROMISE = 0.03


@pytest.mark.parametrize("kind", KINDS)
def test_ten_changed_files_cost_the_same_whatever_the_size_of_the_site(
    kind: str, tmp_path: Path
) -> None:
    found = {}
    for items in (15, 40):
        (tmp_path / str(items)).mkdir()
        with rig(kind, tmp_path / str(items)) as target:
            found[items] = full_and_changed(target, tmp_path / str(items), items)
    (small_whole, small), (large_whole, large) = found[15], found[40]
    assert large.requests <= small.requests * 1.05
    each = (large_whole.requests - small_whole.requests) / 25
    assert large.requests < PROMISE * each * 10_000


@pytest.mark.parametrize("kind", KINDS)
def test_a_push_without_changes_costs_next_to_nothing(kind: str, tmp_path: Path) -> None:
    with rig(kind, tmp_path) as target:
        built = site(tmp_path / "1", 20, "1", 0)
        whole, again = cost(target, built), cost(target, built)
        assert again.requests < whole.requests / 4
        assert again.size < whole.size / 3


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_ten_of_ten_thousand_cost_under_three_in_a_hundred(kind: str, tmp_path: Path) -> None:
    with rig(kind, tmp_path) as target:
        whole, changed = full_and_changed(target, tmp_path, 10_000, 20_000)
        assert changed.requests < PROMISE * whole.requests
        assert changed.size < PROMISE * whole.size
