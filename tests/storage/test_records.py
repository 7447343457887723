"""What was filed by any version of this program parses for ever.

tests/records holds a payload of each record type as it went on file, named after its step. They are
never edited: when a record changes its shape, add `<step>.2.json` beside the old one.
"""

import json
from pathlib import Path

import pytest

from catalog.stages import STEPS
from storage.serialize import canonical

RECORDS = sorted((Path(__file__).parents[1] / "records").glob("*.json"))


def step_of(path: Path) -> str:
    """The step whose record a file holds: the first two parts of its name."""
    return ".".join(path.name.split(".")[:2])


def test_every_record_type_has_an_example() -> None:
    held = {STEPS[step_of(path)].record for path in RECORDS}
    assert held == {step.record for step in STEPS.values()}


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_an_old_payload_parses_and_keeps_all_it_said(path: Path) -> None:
    payload = json.loads(path.read_text("utf-8"))
    record = STEPS[step_of(path)].record.model_validate_json(canonical(payload))
    assert keeps(record.model_dump(mode="json"), payload)


def keeps(now: object, old: object) -> bool:
    """Say whether everything in the old payload is still there; new fields may have joined it."""
    if isinstance(old, dict) and isinstance(now, dict):
        return all(key in now and keeps(now[key], value) for key, value in old.items())
    if isinstance(old, list) and isinstance(now, list):
        return len(now) == len(old) and all(map(keeps, now, old))
    return now == old
