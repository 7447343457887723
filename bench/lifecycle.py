"""The engine: a whole lifecycle filed beside a drill, its runs following, and a loop on the same ledger."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from catalog import lifecycle
from storage.filing import file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import LAWFUL
from tests.flows.engine import Desk, desk, until
from tests.flows.life import Life
from tests.storage.life import ACTOR, steps, ten_o_clock

TICKS = os.sysconf("SC_CLK_TCK")
"""Clock ticks in a second, as /proc counts them."""


class Cost(NamedTuple):
    """What a life took."""

    records: int
    wall: float
    cpu: float

    def __str__(self) -> str:
        each = f"{1000 * self.cpu / self.records:9.0f} ms CPU a record"
        return f"{self.wall:8.2f} s wall  {self.cpu:8.2f} s CPU  {each}"


def report(folder: Path) -> Iterator[str]:
    """Lines for the table, with a folder to work in."""
    plain = by_a_loop(folder / "plain")
    yield f"a life by a plain loop on the ledger        {plain}"
    begins = LAWFUL[0].on
    (folder / "engine").mkdir()
    with desk(folder / "engine", since=f"{begins:%Y-%m-%d}") as at_work:
        idle = _idle(at_work)
        cost, seen = beside_the_engine(at_work)
        memory, each = _memory(at_work), _cpu_of_a_run(at_work)
    busy = cost.cpu - idle * cost.wall
    yield f"the same with Prefect beside it, server and all {cost}"
    yield f"of it {busy:.0f} s for the life; the engine uses {idle:.1%} of a CPU when nothing is done"
    yield f"ratio: {cost.wall / plain.wall:.0f} in wall time, {busy / plain.cpu:.0f} in CPU"
    yield (
        f"from a record on file to runs that all say so: median {median(seen):.1f} s, "
        f"{min(seen):.1f} to {max(seen):.1f} s, of {len(seen)}"
    )
    yield each
    yield f"memory when nothing is done: {memory}"


def by_a_loop(folder: Path) -> Cost:
    """File the life in a loop that looks each time what is awaited."""
    folder.mkdir(parents=True)
    ledger, life = Ledger.open(folder / "juece.db"), list(steps(folder))
    wall, cpu = time.perf_counter(), time.process_time()
    for item, step, payload, at in life:
        file_record(ledger, item, step, payload, actor=ACTOR, at=at, folder=folder)
        lifecycle.awaiting(ledger.load(item), at.date())
    cost = Cost(len(life), time.perf_counter() - wall, time.process_time() - cpu)
    ledger.close()
    return cost


def beside_the_engine(desk: Desk) -> tuple[Cost, list[float]]:
    """File the life as the desk does, each step once the runs of the item say what the one before left.

    Returned with it: the seconds from each record to runs that say what the ledger says, also how many
    days they sleep and whose turn it is.
    """
    life = Life(desk)
    wall, cpu = time.perf_counter(), _cpu(desk)
    life.found()
    seen = []
    for filed in LAWFUL[1:]:
        life.jump(ten_o_clock(filed.on))
        until(life.agrees, f"the day of {filed.step}", 300)
        life.file(filed.step)
        at = time.monotonic()
        until(life.agrees, f"{filed.step} seen", 300, every=0.05)
        seen.append(time.monotonic() - at)
    until(lambda: not _at_work(desk), "the pages", 300)
    return Cost(len(LAWFUL) + 1, time.perf_counter() - wall, _cpu(desk) - cpu), seen


def _at_work(desk: Desk) -> bool:
    kinds = {"PENDING", "RUNNING"}
    return any(run["state_type"] in kinds for run in desk.runs())


def _idle(desk: Desk, seconds: float = 20) -> float:
    """The share of a CPU that the engine uses while there is nothing to do."""
    before = _cpu(desk)
    time.sleep(seconds)
    return (_cpu(desk) - before) / seconds


def _cpu(desk: Desk) -> float:
    """Seconds of CPU that the engine has used: server, worker, and the runs that have ended."""
    assert desk.engine
    ticks, family = 0, _children(desk.engine.pid)
    while family:
        pid = family.pop()
        try:
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            family += _children(pid)
        except FileNotFoundError:
            continue  # it has just ended, and is counted with its parent from now on
        ticks += sum(int(each) for each in after_name[11:15])
    return ticks / TICKS


def _cpu_of_a_run(desk: Desk) -> str:
    """What the runs that were forked took, as the process that they were forked from was told."""
    assert desk.engine
    forked_from = [
        pid
        for worker in _children(desk.engine.pid)
        for pid in _children(worker)
        if "flows.fork_server" in Path(f"/proc/{pid}/cmdline").read_text()
    ]
    if not forked_from:
        return "runs were not forked"
    after_name = Path(f"/proc/{forked_from[0]}/stat").read_text().rpartition(")")[2].split()
    ended = sum(int(each) for each in after_name[13:15])
    begun = sum(run["run_count"] for run in desk.runs())
    return f"CPU of a run and the scanners it starts: {ended / TICKS / begun:.2f} s, of {begun}"


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in found for child in each.read_text().split()]


def _memory(desk: Desk) -> str:
    """What each process of the engine holds, with its share of what several hold, in MB."""
    assert desk.engine
    held, family = [], _children(desk.engine.pid)
    while family:
        pid = family.pop()
        try:
            family += _children(pid)
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            module = Path(f"/proc/{pid}/cmdline").read_text().split("\0")[2]
        except FileNotFoundError:
            continue  # it has just ended
        pss = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        held.append(f"{module} {pss // 1024} MB")
    return ", ".join(held)
