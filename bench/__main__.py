"""`make bench`: a table of what things take. Nothing fails on it; it says which promises are kept.

`make bench ARGS=site`: sites beside Hugo, changes, nights; `ARGS="site 2000"` with fewer items,
`ARGS="city 100000"` a city; `ARGS="grouping 100000"` opinions grouped; `ARGS="opinions 1000000"` letters
into the register; `ARGS="targets 10000"` pushing to each kind of target; `ARGS=scanning` the scanners
alone; `ARGS=desk` the desk; `ARGS=intake` the public's intake; `ARGS=life` a life in the engine. Without
arguments: the law and the ledger, and that life.
"""

import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import (
    checking,
    crowd,
    desk,
    filing,
    grouping,
    intake,
    judging,
    lifecycle,
    opinions,
    scanning,
    sites,
    targets,
    twins,
    verifying,
)
from bench.timing import HEADER, Row
from tests.catalog.rules.lawful import LAWFUL

PROMISE = 2.0  # ms to judge one record against a full dossier


def main(arguments: list[str]) -> int:
    """Print the tables asked for."""
    what, count = [*arguments, "", ""][:2]
    with TemporaryDirectory() as folder:
        if what == "site":
            sites.compared(Path(folder), int(count or 10_000))
        elif what == "city":
            sites.city(Path(folder), int(count or 100_000))
        elif what == "life":
            for line in lifecycle.report(Path(folder)):
                print(line, flush=True)
        elif what == "targets":
            for line in targets.report(Path(folder), int(count or 1_000)):
                print(line, flush=True)
        elif what == "desk":
            for line in desk.report(Path(folder) / "desk"):
                print(line, flush=True)
        elif what == "intake":
            for line in intake.report(Path(folder), int(count or 3_000)):
                print(line, flush=True)
        elif what == "grouping":
            for line in grouping.report(int(count or 100_000)):
                print(line, flush=True)
        elif what == "opinions":
            for line in opinions.report(Path(folder), int(count or 200_000)):
                print(line, flush=True)
        elif what == "scanning":
            for line in scanning.report():
                print(line, flush=True)
        else:
            law_and_ledger(Path(folder))
    return 0


def law_and_ledger(folder: Path) -> None:
    """Print the table, and whether the promise is kept."""
    print(HEADER)
    judged = [_printed(row) for row in judging.rows()]
    for row in chain(filing.rows(folder), twins.rows(), checking.rows(), scanning.rows()):
        _printed(row)
    for row in verifying.rows(folder / "sealed"):
        _printed(row)
    for line in scanning.report():
        print(line, flush=True)
    worst = max(row.took for row in judged if row.what.endswith("against the full dossier"))
    kept = "kept" if worst < PROMISE else "NOT kept"
    for line in chain(lifecycle.report(folder / "life"), crowd.report(folder / "crowd")):
        print(line, flush=True)
    print(
        f"\njudging a record against a full dossier in under {PROMISE:g} ms: {worst:.2f} ms, {kept}"
    )
    whole = next(row for row in judged if row.what.startswith("judge all"))
    print(
        f"its {len(LAWFUL)} records one after the other, each at its own place: {whole.took:.2f} ms"
    )


def _printed(row: Row) -> Row:
    print(row, flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
