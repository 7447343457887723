"""The engine: a whole lifecycle answered form by form in a drill, beside a loop on the same ledger."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from catalog import lifecycle
from catalog.stages import STEPS
from storage.filing import file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import LAWFUL
from tests.flows.engine import Desk, desk, until
from tests.flows.life import IN_UI, form_of
from tests.storage.life import ACTOR, ITEM, steps

TICKS = os.sysconf("SC_CLK_TCK")
"""Clock ticks in a second, as /proc counts them."""


class Answered(NamedTuple):
    """One form: its step, and how long after the answer the next one stood open (None: a date
    or a paper had to come first)."""

    step: str
    until_next: float | None


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
        cost, answered, seen = by_forms(at_work)
        memory, each = _memory(at_work), _cpu_of_a_run(at_work)
    busy = cost.cpu - idle * cost.wall
    yield f"the same by forms in Prefect, server and all {cost}"
    yield f"of it {busy:.0f} s for the life; the engine uses {idle:.1%} of a CPU when nothing is done"
    yield (
        f"ratio: {cost.wall / plain.wall:.0f} in wall time, {busy / plain.cpu:.0f} in CPU"
        f" ({len(answered)} of {cost.records} records by form)"
    )
    hops = sorted(a.until_next for a in answered if a.until_next is not None)
    yield (
        f"from answer to next form: median {median(hops):.1f} s, "
        f"{hops[0]:.1f} to {hops[-1]:.1f} s, of {len(hops)}"
    )
    yield (
        f"from a record filed at the shell to its run: median {median(seen):.1f} s, "
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


def by_forms(desk: Desk) -> tuple[Cost, list[Answered], list[float]]:
    """Live the life at a desk: what a form asks for is typed, the rest filed by command.

    Returned with it: the forms, and the seconds from a record filed by command to a run of the
    item that begins anew for it.
    """
    inbox = desk.office.inbox(ITEM)
    inbox.mkdir(parents=True)
    life, answered, seen = list(steps(inbox)), list[Answered](), list[float]()
    for item, step, payload, at in life[:2]:
        file_record(desk.office.ledger(), item, step, payload, actor=ACTOR, at=at, folder=inbox)
    wall, cpu = time.perf_counter(), _cpu(desk)
    desk.run("start/启动事项", item=ITEM)
    for _, step, payload, at in life[2:]:
        _skip_to(desk, at)
        if step in IN_UI and step in _awaited(desk):
            answered.append(_answer(desk, step, payload))
        else:
            seen += _file(desk, step, payload, inbox)
    assert len(desk.steps(ITEM)) == len(life) - 1
    return Cost(len(life), time.perf_counter() - wall, _cpu(desk) - cpu), answered, seen


def _answer(desk: Desk, step: str, payload: dict[str, Any]) -> Answered:
    run = until(lambda: _forms(desk).get(step), f"{step} asked for", 300)
    before, filed = set(_forms(desk)), len(desk.steps(ITEM))
    answered_at = time.monotonic()
    assert desk.answer(run, form_of(step, payload)) == "ACCEPT"
    until(lambda: len(desk.steps(ITEM)) > filed, f"{step} filed", 300)
    if not _awaited(desk) - before:
        return Answered(step, None)
    until(lambda: set(_forms(desk)) - before, f"what follows {step}", 300)
    return Answered(step, time.monotonic() - answered_at)


def _forms(desk: Desk) -> dict[str, dict[str, Any]]:
    """The runs of the item that wait for a form, by the step it is for."""
    found = {}
    for run in desk.runs(f"item:{ITEM}"):
        asked = (run["state"]["state_details"].get("run_input_keyset") or {}).get("response", "")
        for step in STEPS if run["state_type"] == "PAUSED" else ():
            if asked.startswith(f"{step}-".replace(".", "-").replace("_", "-")):
                found[step] = run
    return found


def _awaited(desk: Desk) -> set[str]:
    """The steps that can be filed today."""
    today = desk.office.now().date()
    waits = lifecycle.awaiting(desk.office.ledger().load(ITEM), today)
    return {a.step_id for a in waits if a.opens_on is None or a.opens_on <= today}


def _skip_to(desk: Desk, at: datetime) -> None:
    days = (at.date() - desk.office.now().date()).days
    if days:
        _juece(desk, "skip", str(days))


def _file(desk: Desk, step: str, payload: dict[str, Any], inbox: Path) -> list[float]:
    """File by command; returns the seconds until a run that waited for this very record saw it."""
    paper = inbox / f"{step}.yaml"
    paper.write_text(json.dumps(payload, ensure_ascii=False), "utf-8")  # JSON is YAML
    waited = step in _awaited(desk)
    asked = until(lambda: _forms(desk).get(step), f"{step} asked for", 300) if waited else None
    _juece(desk, "file", ITEM, step, str(paper), "--by", ACTOR.name, "--unit", ACTOR.unit)
    filed_at = time.monotonic()
    if not asked:
        return []
    until(lambda: desk.read(asked)["state_id"] != asked["state_id"], f"{step} seen", 300)
    return [time.monotonic() - filed_at]


def _juece(desk: Desk, *arguments: str) -> None:
    command = [sys.executable, "-m", "cli", *arguments, "--home", str(desk.home)]
    subprocess.run(command, check=True, capture_output=True)


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
        family += _children(pid)
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        pss = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        module = Path(f"/proc/{pid}/cmdline").read_text().split("\0")[2]
        held.append(f"{module} {pss // 1024} MB")
    return ", ".join(held)
