"""The register of opinions: letters taken in beside plain sqlite3 and COPY, while somebody else files."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from catalog.record import Actor
from catalog.submission import Channel, Submission
from catalog.timezone import SHANGHAI
from opinions.batches import AT_ONCE, Batch, Kind, Received, _row
from opinions.register import Register
from storage.ledger import Ledger
from storage.register.rows import chained

AT = datetime(2026, 3, 11, 9, tzinfo=SHANGHAI)
WHO = Actor(name="甲", unit="乙")
ITEM = "bench-2026-01"


def report(folder: Path, count: int) -> Iterator[str]:
    """Lines of Markdown: CPU of our import and of the plain one, the longest wait of another writer."""
    ledger = Ledger.open(folder / "juece.db")
    done, waits = threading.Event(), [0.0]
    other = threading.Thread(target=_file_meanwhile, args=(ledger, done, waits))
    other.start()
    begun = time.thread_time()
    batch = Batch(ITEM, 1, Kind.FILE, "bench.csv", "0" * 64)
    Register(ledger.engine).take_in(batch, _letters(count), actor=WHO, at=AT)
    ours = time.thread_time() - begun
    done.set()
    other.join()
    plain = _plain(folder, count)
    begun = time.thread_time()
    assert ledger.verify() == []
    verified = time.thread_time() - begun
    ledger.close()
    yield f"{count:,} letters, CPU: ours {ours:.1f} s, plain sqlite3 of the same rows {plain:.1f} s: ratio {plain / ours:.2f} (goal 0.8)"
    yield f"another writer waited at most {max(waits):.2f} s, {len(waits)} times (goal 1 s)"
    yield f"verified in {verified:.1f} s CPU"


def _letters(count: int) -> Iterator[Received]:
    kinds = [
        Submission(
            item=ITEM,
            channel=Channel.WEB,
            received_at=AT,
            text=f"第{n}封：建议把养老服务补贴标准从每人每月提高一些，照顾行动不便的老人，谢谢。"
            * 2,
        )
        for n in range(1000)
    ]
    return (Received(n, kinds[n % 1000]) for n in range(1, count + 1))


def _file_meanwhile(ledger: Ledger, done: threading.Event, waits: list[float]) -> None:
    while not done.wait(0.05):
        begun = time.monotonic()
        with ledger.writing():
            waits.append(time.monotonic() - begun)


def _plain(folder: Path, count: int) -> float:
    """The same rows into the same table without guards or chain, as fast as the driver goes."""
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    source = sqlite3.connect(folder / "juece.db")
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = 'submissions' AND type <> 'trigger' AND sql <> ''"
    for (statement,) in source.execute(made):
        bare.execute(statement)
    source.close()
    rows, position, chain = _letters(count), 0, chained("", ())
    places = ",".join("?" * 15)
    begun = time.thread_time()
    while chunk := list(islice(rows, AT_ONCE)):
        bare.execute("BEGIN")
        full = [(position + n, *_row(1, one), chain) for n, one in enumerate(chunk, 1)]
        bare.executemany(f"INSERT INTO submissions VALUES ({places})", full)
        bare.execute("COMMIT")
        position += len(chunk)
    took = time.thread_time() - begun
    bare.close()
    return took
