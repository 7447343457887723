"""What a table of the docs names as holding a sentence, is there: `tests/…/test_x.py::test_name`."""

from pathlib import Path

ROOT = Path(__file__).parents[1]


def stands(held_by: str) -> bool:
    """Say whether a test that is named so exists."""
    path, _, name = held_by.partition("::")
    file = ROOT / path
    return bool(name) and file.is_file() and f"def {name}(" in file.read_text(encoding="utf-8")
