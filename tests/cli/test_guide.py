"""The guide of the office: its pictures are there and small, its links lead somewhere."""

import re
from pathlib import Path

import pytest

from cli import app

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide.zh.md").read_text("utf-8")
MOST = 150 * 1024


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)]+)\)", GUIDE))))
def test_what_the_guide_refers_to_is_there(target: str) -> None:
    file = DOCS / target
    assert file.is_file()
    assert file.suffix != ".png" or file.stat().st_size < MOST


def test_every_picture_of_the_guide_is_shown() -> None:
    shown = set(re.findall(r"images/(guide-[a-z]+\.png)", GUIDE))
    assert shown == {file.name for file in (DOCS / "images").glob("guide-*.png")}


def test_every_command_of_the_guide_exists() -> None:
    named = set(re.findall(r"juece ([a-z]+)", GUIDE))
    assert named
    assert named <= {name for name in app if not name.startswith("-")}


def test_every_test_that_the_acceptance_table_names_exists() -> None:
    said = (DOCS / "desk-acceptance.md").read_text("utf-8")
    named = set(re.findall(r"`(?:tests/)?(?:\w+/)*(test_\w+\.py|hostile\.py)", said))
    assert len(named) > 15
    assert named <= {file.name for file in (DOCS.parent / "tests").rglob("*.py")}
