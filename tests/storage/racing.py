"""What a process of its own does in a race; the barrier makes all of them start at once."""

from datetime import datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from catalog.record import Actor
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
