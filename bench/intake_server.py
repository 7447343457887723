"""The intake of a home with a part of it taken out, to see what that part costs: null, single, group, sealed."""

import sqlite3
import sys
from concurrent.futures import Future
from pathlib import Path

from opinions.spool.seal import Letter, SealedLetter
from opinions.spool.spool import Placed
from web.intake import taking
from web.intake.__main__ import run
from web.intake.place import Place


class Nowhere:
    """Keeps nothing."""

    def submit(self, _letter: SealedLetter) -> "Future[Placed]":
        """Say at once that it is kept."""
        told: Future[Placed] = Future()
        told.set_result(Placed(1, new=True))
        return told

    def close(self) -> None:
        """Nothing to end."""


class Single(Nowhere):
    """Keeps each letter in a commit of its own."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")

    def submit(self, letter: SealedLetter) -> "Future[Placed]":
        """Keep it before anything else happens."""
        self.db.execute(
            "INSERT OR IGNORE INTO letters (lookup, body, digest) VALUES (?, ?, ?)",
            (letter.lookup, letter.body, letter.digest),
        )
        return super().submit(letter)


def plain(_public: object, letter: Letter) -> SealedLetter:
    """A letter that anybody can read."""
    return SealedLetter(letter.lookup.id, letter.submission.model_dump_json().encode())


def main(what: str, home: Path, port: int) -> None:
    """Serve."""
    made = Place.__init__

    def placed(self: Place, *arguments: object) -> None:
        made(self, *arguments)  # type: ignore[arg-type]
        if what == "null":
            self.spool = Nowhere()  # type: ignore[assignment]
        elif what == "single":
            self.spool = Single(home / "spool.db")  # type: ignore[assignment]

    Place.__init__ = placed  # type: ignore[method-assign]
    if what != "sealed":
        taking.seal = plain
    run(home, port)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
