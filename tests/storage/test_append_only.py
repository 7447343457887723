"""The database itself refuses every change of what is on file, whoever asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from storage import database
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.storage.life import ACTOR, live, the

COLUMNS = {"entries": "actor", "opinions": "summary", "refusals": "actor", "documents": "name"}

PAST_THE_TRIGGER = {
    "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0} LIMIT 1",
    "postgresql": "TRUNCATE {0} CASCADE",
}
"""What would change rows without running a trigger on UPDATE or DELETE."""


@pytest.fixture
def full(url: str, either: Ledger, folder: Path) -> Iterator[Engine]:
    """A database with rows in every table, opened past the ledger."""
    live(either, folder)
    payload, at = the("entry.start", folder)
    with pytest.raises(Refused):
        file_record(either, ITEM, "entry.start", payload, actor=ACTOR, at=at.replace(year=2027))
    engine = database.connect(url)
    yield engine
    engine.dispose()


def refused(engine: Engine, statement: str) -> bool:
    """Say whether the database refuses a statement as one that changes what is on file."""
    with (
        pytest.raises(DBAPIError, match=r"append-only"),
        database.writing(engine) as connection,
    ):
        connection.execute(text(statement))
    return True


def test_no_row_is_changed_removed_or_replaced(full: Engine) -> None:
    for table, column in COLUMNS.items():
        with full.connect() as connection:
            assert connection.scalar(text(f"SELECT count(*) FROM {table}"))
        assert refused(full, f"UPDATE {table} SET {column} = 'x'")
        assert refused(full, f"DELETE FROM {table}")
        assert refused(full, PAST_THE_TRIGGER[full.dialect.name].format(table))
