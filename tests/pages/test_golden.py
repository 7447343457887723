"""The demonstration's pages as outlines on file: a change of words is seen, and meant.

`pytest tests/pages/test_golden.py --write-golden` writes them anew.
"""

from pathlib import Path

import pytest

from pages.build.outputs import static
from tests.pages.demo import AS_OF, demonstrated
from tests.pages.edition import Edition, build_edition
from tests.pages.outline import outline

GOLDEN = Path(__file__).parent / "golden"
YEAR = "demo/zwgk/zdjc/2026"
ITEMS = [f"{no:02d}" for no in range(1, 10)]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return build_edition(demonstrated(tmp_path_factory.mktemp("golden") / "office"), AS_OF)


@pytest.mark.parametrize("no", [*ITEMS, "index"])
def test_a_page_reads_as_its_golden_outline(
    no: str, shown: Edition, request: pytest.FixtureRequest
) -> None:
    path = f"{YEAR}/index.html" if no == "index" else f"{YEAR}/{no}/index.html"
    told = outline(shown.files[path].decode())
    kept = GOLDEN / f"{no}.txt"
    if request.config.getoption("--write-golden"):
        kept.write_text(told, encoding="utf-8")
    assert told == kept.read_text(encoding="utf-8")


def test_a_typical_page_with_its_sheet_is_light(shown: Edition) -> None:
    css = len(shown.files[f"demo/{static().of_items.css}"])
    weights = {no: len(shown.files[f"{YEAR}/{no}/index.html"]) + css for no in ITEMS}
    assert sorted(weights.values())[len(weights) // 2] <= 60_000, weights
    assert max(weights.values()) <= 66_000, weights
