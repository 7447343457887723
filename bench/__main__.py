"""`make bench`: a table of what things take. Nothing fails on it but the one promise made."""

import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import checking, crowd, filing, judging, lifecycle, twins
from bench.timing import HEADER, Row
from tests.rules.lawful import LAWFUL

PROMISE = 2.0  # ms to judge one record against a full dossier


def main() -> int:
    """Print the table, and whether the promise is kept."""
    print(HEADER)
    judged = [_printed(row) for row in judging.rows()]
    with TemporaryDirectory() as folder:
        for row in filing.rows(Path(folder)):
            _printed(row)
    for row in twins.rows():
        _printed(row)
    for row in checking.rows():
        _printed(row)
    worst = max(row.took for row in judged if row.what.endswith("against the full dossier"))
    kept = "kept" if worst < PROMISE else "NOT kept"
    with TemporaryDirectory() as folder:
        for line in chain(lifecycle.report(Path(folder)), crowd.report(Path(folder))):
            print(line, flush=True)
    print(
        f"\njudging a record against a full dossier in under {PROMISE:g} ms: {worst:.2f} ms, {kept}"
    )
    whole = next(row for row in judged if row.what.startswith("judge all"))
    print(
        f"its {len(LAWFUL)} records one after the other, each at its own place: {whole.took:.2f} ms"
    )
    return 0


def _printed(row: Row) -> Row:
    print(row, flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main())
