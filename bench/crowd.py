"""The engine's server on SQLite under many at once, with the cure of flows/server.py and without."""

from collections.abc import Iterator
from pathlib import Path

from tests.flows.storm import SERVE, SERVE_WITHOUT_CURE, server, storm

ITEMS, CLIENTS = 60, 8


def report(folder: Path) -> Iterator[str]:
    """Lines for the table, with a folder to work in."""
    for how, program in (("with", SERVE), ("without", SERVE_WITHOUT_CURE)):
        with server(folder / how, program=program) as api:
            came = storm(api, folder / how, ITEMS, CLIENTS)
        said = ", ".join(f"{count} x {what}" for what, count in came.refused.most_common())
        yield (
            f"{ITEMS} items by {CLIENTS} clients, SQLite {how} the cure: {came.suspended} suspended, "
            f"{came.resumed} resumed in {came.seconds:.0f} s, refused: {said or 'none'}"
        )
