"""Whatever dies, is doubled, lost or late: the same entries and the same pages come of it."""

import json
import os
import random
from pathlib import Path

import pytest

from catalog.timezone import local_day
from tests.flows.engine import Desk, desk, until
from tests.flows.faults import FAULTS, Fault, cut_the_line_for_a_minute
from tests.flows.life import FIRST, ITEM, LAWFUL, Life, lived, pages, told

pytestmark = pytest.mark.prefect

SEED = int(os.environ.get("JUECE_SEED", "713"))
SIBLINGS = {"consultation", "expert_review", "risk_assessment"}


def open_stages(desk: Desk) -> set[str]:
    """The stages of the item that wait for a form or sleep through a period."""
    waiting = (r for r in desk.runs(f"item:{ITEM}") if r["state_type"] in {"PAUSED", "SCHEDULED"})
    tags = (tag for run in waiting for tag in run["tags"])
    return {tag.removeprefix("stage:") for tag in tags if tag.startswith("stage:")}


def drawn(count: int, chance: random.Random) -> list[Fault]:
    """So many faults in a drawn order, each kind as often as any other."""
    dealt: list[Fault] = []
    while len(dealt) < count:
        dealt += chance.sample(FAULTS, len(FAULTS))
    return dealt[:count]


def drafted_of(desk: Desk) -> str:
    """The head of the ledger that the draft of the pages was made of."""
    manifest = desk.office.draft / "manifest.json"
    return json.loads(manifest.read_text("utf-8"))["ledger"]["digest"] if manifest.is_file() else ""


def disturbed(folder: Path, seed: int, *extra: Fault) -> None:
    """Live the life with a fault at every step, and see that it ends as one without."""
    chance = random.Random(seed)
    steps = [filed.step for filed in LAWFUL[1:]]
    faults = [*extra, *drawn(len(steps) - len(extra), chance)]
    chance.shuffle(faults)
    with desk(folder, since=FIRST.isoformat()) as made:
        life = Life(made)
        life.found()
        for step, fault in zip(steps, faults, strict=True):
            life.goes_on(step, lambda fault=fault: fault(made, chance))
            if step == "consultation.notice":
                until(lambda: open_stages(made) == SIBLINGS, "three siblings side by side")
        undisturbed = lived(folder / "undisturbed")
        assert told(made.office.ledger().load(ITEM)) == told(undisturbed.ledger().load(ITEM))
        assert pages(made.office) == pages(undisturbed)
        assert made.office.ledger().refusals(ITEM) == []
        assert made.office.ledger().verify() == []
        today = made.office.ledger().head(on=local_day(made.office.now()))
        until(lambda: drafted_of(made) == today.digest, "the draft follows by itself")


def test_faults_at_every_step_change_nothing(tmp_path: Path) -> None:
    disturbed(tmp_path, SEED, cut_the_line_for_a_minute)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 18))
def test_three_hundred_faults_change_nothing(tmp_path: Path, seed: int) -> None:
    """Seventeen lives with a fault at each of their eighteen steps."""
    disturbed(tmp_path, seed, cut_the_line_for_a_minute)
