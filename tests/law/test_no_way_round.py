"""No sequence of filings, however odd, gets round the law."""

import os
from pathlib import Path
from random import randrange

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.filing import file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import CATALOG, LAWFUL, ORDER, RECORDS
from tests.law.door import ThroughTheDoor
from tests.law.falsify import falsified, ways_of
from tests.law.hunt import ways_round
from tests.law.world import InMemory
from tests.storage.life import ACTOR, YEAR, payload_of, ten_o_clock

LONG = os.environ.get("JUECE_LONG") == "1"
NUMBER = int(os.environ.get("JUECE_SEED") or (randrange(10**9) if LONG else 0))
"""Where the draw begins: 0 in the short run, so that a change fails for what it changed; any in the
long run, which tells it when it fails, so that the failure can be had again."""


def run(machine: type[InMemory], examples: int) -> None:
    """Run a machine, and say how to have a failure again."""

    class Seeded(machine):
        pass

    try:
        run_state_machine_as_test(seed(NUMBER)(Seeded), settings=bounds(examples))
    except BaseException as wrong:
        wrong.add_note(AGAIN)
        raise


AGAIN = f"again: JUECE_LONG={int(LONG)} JUECE_SEED={NUMBER} pytest tests/law/test_no_way_round.py"


def bounds(examples: int) -> settings:
    """So many sequences; thirty times as many when JUECE_LONG=1, and the shortest that fails.

    Looking for the shortest takes minutes.
    """
    return settings(
        phases=[Phase.generate, *([Phase.shrink] if LONG else [])],
        max_examples=examples * (30 if LONG else 1),
        stateful_step_count=25,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("step", ORDER)
def test_no_single_lie_reaches_a_decision_that_the_law_forbids(step: str) -> None:
    """Every way to falsify one record, told in its turn; whoever is believed goes on lawfully."""
    for way in ways_of(RECORDS[step].record):
        record = falsified(RECORDS[step].record, way)
        if record:
            told = InMemory()
            told.so_far_all_went_well(ORDER.index(step))
            told.today = RECORDS[step].on
            told.attempt(step, record)
            for later in [] if told.refused else LAWFUL[ORDER.index(step) + 1 :]:
                told.today = later.on
                told.attempt(later.step, later.record)


def test_no_sequence_of_records_reaches_a_decision_that_the_law_forbids() -> None:
    run(InMemory, 180)


def test_no_random_walk_reaches_a_decision_that_the_law_forbids() -> None:
    found = list(ways_round(NUMBER, 10_000 if LONG else 200))
    assert not found, "\n\n".join([*found, AGAIN])


def test_the_door_lets_nobody_round_it_and_keeps_what_it_took(tmp_path: Path) -> None:
    template = tmp_path / "template"
    template.mkdir()
    ledger = Ledger.open(template / "juece.db")
    file_record(
        ledger,
        YEAR,
        "entry.catalog",
        payload_of(CATALOG, tmp_path),
        actor=ACTOR,
        at=ten_o_clock(LAWFUL[0].on),
    )
    ledger.close()

    class Here(ThroughTheDoor):
        pass

    Here.template = template
    run(Here, 30)
