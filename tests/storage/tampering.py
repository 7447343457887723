"""Getting past the triggers as somebody would who owns the file or the database, and covering it up."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
GUARD = (
    "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {0}"
    " FOR EACH STATEMENT EXECUTE FUNCTION juece_append_only()"
)


@contextmanager
def unguarded(file: Path) -> Iterator[sqlite3.Connection]:
    """A SQLite file without its triggers, which are put back as they were."""
    with closing(sqlite3.connect(file)) as db:
        triggers = db.execute(TRIGGERS).fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute("PRAGMA foreign_keys = OFF")
        yield db
        for _, made in triggers:
            db.execute(made)
        db.commit()


def run_past_the_guards(url: str, table: str, statement: str) -> None:
    """Run a statement on a table of either database, whose guards stand again afterwards."""
    if url.startswith("sqlite"):
        with unguarded(Path(url.removeprefix("sqlite:///"))) as db:
            assert db.execute(statement).rowcount
        return
    with psycopg.connect(url) as server:
        server.execute(f"DROP TRIGGER {table}_append_only ON {table}")  # type: ignore[arg-type]
        assert server.execute(statement).rowcount  # type: ignore[arg-type]
        server.execute(GUARD.format(table))  # type: ignore[arg-type]
