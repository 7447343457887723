"""A whole life filed while the engine is dead: when it is back its runs agree within a minute, and nobody
is asked for anything again."""

from pathlib import Path

import pytest

from catalog.progress import headline
from catalog.timezone import local_day
from storage.filing import file_record
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.flows.engine import Desk, desk, until
from tests.storage.life import ACTOR, sited, steps, ten_o_clock
from tests.web.people import set_clock

pytestmark = [pytest.mark.prefect, pytest.mark.soak]
WITHIN = 60
"""Seconds from when the engine answers again."""


def agrees(made: Desk) -> bool:
    """Whether every run of the item says what the ledger says: nothing waits, nothing is under way."""
    dossier = made.office.ledger().load(ITEM)
    runs = made.runs(f"item:{ITEM}")
    whole = made.board(ITEM).get(f"{ITEM} 全程")
    ended = {run["state_type"] for run in runs} == {"COMPLETED"}
    return ended and whole == headline(dossier, local_day(made.office.now()))


def test_runs_agree_with_what_was_filed_while_the_engine_was_dead(tmp_path: Path) -> None:
    first = LAWFUL[0].on.isoformat()
    with desk(tmp_path, since=first) as made:
        sited(made.home)
        (folder := tmp_path / "papers").mkdir()
        life = list(steps(folder))
        begun = [step for step in life if step[1] in {"entry.catalog", "entry.inclusion"}]
        for item, step, payload, at in begun:
            file_record(
                made.office.ledger(), item, step, payload, actor=ACTOR, at=at, folder=folder
            )
        made.waiting(ITEM, "entry", "待决定启动")
        made.end()

        set_clock(made.home, ten_o_clock(LAWFUL[-1].on))
        for item, step, payload, at in life[len(begun) :]:
            file_record(
                made.office.ledger(), item, step, payload, actor=ACTOR, at=at, folder=folder
            )
        filed = len(made.office.ledger().load(ITEM).entries)
        made.begin()
        until(lambda: agrees(made), "the runs to agree", WITHIN)

        assert len(made.office.ledger().load(ITEM).entries) == filed, "nothing was filed again"
        assert made.office.ledger().refusals(ITEM) == []
        assert not [run for run in made.runs(f"item:{ITEM}") if run["state_type"] == "PAUSED"]
