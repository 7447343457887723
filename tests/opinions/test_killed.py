"""An import that is killed at any moment is not there, and is whole once the same list is handed in again."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opinions import batches
from opinions.importers.files import import_list
from opinions.importers.tables import Default, Reader
from opinions.register import Register, Window
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT
from tests.storage.life import ACTOR

IMPORT = """
import sys
from pathlib import Path
from opinions import batches
from storage.ledger import Ledger
from tests.opinions.test_killed import run
batches.AT_ONCE = 50
run(Ledger.open(sys.argv[1]), Path(sys.argv[2]))
"""
ROWS = 4000


def run(ledger: Ledger, path: Path) -> int:
    from opinions.register import window

    reader = Reader(path, window(ledger.load(ITEM)), AT, default=Default(received_on=AT.date()))
    return import_list(Register(ledger.engine), reader, actor=ACTOR, at=AT).kept


@pytest.mark.parametrize("times", [3, pytest.param(25, marks=pytest.mark.soak)])
def test_a_killed_import_leaves_nothing_to_be_seen_and_goes_on(
    ledger: Ledger, open_: Window, tmp_path: Path, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "来信.csv"
    path.write_text("意见,渠道\n" + "".join(f"来信{n},来信\n" for n in range(ROWS)), "utf-8")
    register, luck = Register(ledger.engine), random.Random(1)
    words = [sys.executable, "-c", IMPORT, str(tmp_path / "juece.db"), str(path)]
    killed = 0
    for _ in range(times):
        process = subprocess.Popen(words, cwd=Path(__file__).parents[2])
        before = len(batches_there(register))
        while process.poll() is None and len(batches_there(register)) == before == 0:
            time.sleep(0.01)
        time.sleep(luck.random() * 0.15)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        there = register.batches(ITEM, 1)
        if any(one.kept is None for one in there):
            assert list(register.letters(ITEM, 1)) == []
    monkeypatch.setattr(batches, "AT_ONCE", 1000)
    run(ledger, path)
    assert killed
    assert [x.letter.text for x in register.letters(ITEM, 1)] == [f"来信{n}" for n in range(ROWS)]
    assert ledger.verify() == []


def batches_there(register: Register) -> list[object]:
    return list(register.batches(ITEM, 1))
