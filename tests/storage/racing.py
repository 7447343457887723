"""What a process of its own does in a race; the barrier makes all of them start at once."""

from datetime import datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

from catalog.record import Actor, Amendment, AmendmentKind
from catalog.timezone import SHANGHAI
from office.editions.verdict import Reviewed, Verdict
from storage.filing import Refused, file_record
from storage.ledger import Ledger

_barrier: Barrier


def prepare(barrier: Barrier) -> None:
    """Give this process the barrier."""
    global _barrier
    _barrier = barrier


def file(
    url: str, documents: Path, by: str, filings: list[tuple[str, str, dict[str, Any], datetime]]
) -> list[str]:
    """Open the ledger and file, all at the same moment as the others; return what was refused."""
    _barrier.wait(20)
    ledger = Ledger.open(url, documents=documents)
    refused = []
    for item, step, payload, at in filings:
        try:
            file_record(ledger, item, step, payload, actor=Actor(name=by, unit="甲处"), at=at)
        except Refused as refusal:
            refused += [f.rule for f in refusal.findings if f.blocks]
    ledger.close()
    return refused


def correct(
    url: str, documents: Path, by: str, filing: tuple[str, str, dict[str, Any]], times: int
) -> list[str]:
    """File corrections of one record one after another, by the clock; return every refusal."""
    item, step, payload = filing
    pauses = Random(by)  # never in step with the others for long
    _barrier.wait(20)
    ledger = Ledger.open(url, documents=documents)
    refused = []
    for n in range(times):
        amends = Amendment(kind=AmendmentKind.CORRECTION, reason=f"{by}第{n}次核对")
        try:
            file_record(
                ledger, item, step, payload | {"problem": f"{by}第{n}次核对"},
                actor=Actor(name=by, unit="甲处"), at=lambda: datetime.now(SHANGHAI), amends=amends,
            )  # fmt: skip
        except Refused as refusal:
            refused.append(str(refusal))
        sleep(pauses.uniform(0, 0.005))
    ledger.close()
    return refused


def act(url: str, documents: Path, by: str, times: int) -> None:
    """Put acts on file one after another, by the clock."""
    _barrier.wait(20)
    ledger = Ledger.open(url, documents=documents)
    for n in range(times):
        said = Reviewed(digest=f"{n:064x}", verdict=Verdict.AGREED)
        ledger.acts.append(said, by, Actor(name=by, unit="甲处"), lambda: datetime.now(SHANGHAI))
    ledger.close()
