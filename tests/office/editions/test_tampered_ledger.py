"""Whatever is done to the rows of a ledger is found: by itself, or beside the last edition."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copy, copytree

import pytest

from cli import run
from office.settings.installation import office_at
from tests.office.editions import life

SEED = 20261122
FREE = ("refusals", "id")
"""The number that the database gives to a logged refusal says nothing: it may have gaps."""
TABLES = ("entries", "acts", "refusals", "opinions")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A life with two editions on file, and nobody connected."""
    home = tmp_path_factory.mktemp("office")
    office = life.begun(home)
    rest = life.filings()
    for piece in (rest[:10], rest[10:]):
        life.file(office, piece)
        life.publish(office, piece[-1].at)
    office.ledger().close()
    return home


@pytest.fixture
def bare(home: Path, tmp_path: Path) -> Path:
    copy(home / "juece.db", tmp_path)
    copytree(home / "documents", tmp_path / "documents")
    with closing(sqlite3.connect(tmp_path / "juece.db")) as db:
        triggers = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.commit()
    return tmp_path


def flipped(db: sqlite3.Connection, dice: random.Random) -> str:
    """One bit of one character of one cell."""
    while True:
        table = dice.choice(TABLES)
        rows = db.execute(f"SELECT rowid, * FROM {table}").fetchall()
        columns = [one[1] for one in db.execute(f"PRAGMA table_info({table})")]
        row, n = dice.choice(rows), dice.randrange(len(columns))
        old = row[n + 1]
        if old is None or old == "" or (table, columns[n]) == FREE:
            continue
        new = old + 10**6 if isinstance(old, int) else _other(old, dice)
        db.execute("PRAGMA foreign_keys = OFF")
        change = f"UPDATE OR IGNORE {table} SET {columns[n]} = ? WHERE rowid = ?"
        if not db.execute(change, (new, row[0])).rowcount:
            continue  # another row is there already
        return f"{table}.{columns[n]}: {str(old)[:40]!r} -> {str(new)[:40]!r}"


def _other(text: str, dice: random.Random) -> str:
    place = dice.randrange(len(text))
    return text[:place] + chr(ord(text[place]) ^ 1 << dice.randrange(5)) + text[place + 1 :]


def taken_out(db: sqlite3.Connection, dice: random.Random) -> str:
    """A row from the middle."""
    table = dice.choice(TABLES[:2])
    last = db.execute(f"SELECT max(position) FROM {table}").fetchone()[0]
    position = dice.randrange(1, last)
    db.execute(f"DELETE FROM {table} WHERE position = ?", (position,))
    return f"{table} {position}"


def unfound(bare: Path, times: int, seed: int) -> list[str]:
    """What was done and is not found."""
    whole, left = (bare / "juece.db").read_bytes(), []
    for n in range(times):
        dice = random.Random(f"{seed} {n}")
        with closing(sqlite3.connect(bare / "juece.db")) as db:
            did = dice.choice((flipped, flipped, flipped, taken_out))(db, dice)
            db.commit()
        ledger = office_at(bare).ledger()
        if not ledger.verify(only=[]):
            left.append(did)
        ledger.close()
        (bare / "juece.db").write_bytes(whole)
    return left


def test_a_ledger_that_nobody_touched_is_sound(bare: Path) -> None:
    assert office_at(bare).ledger().verify() == []


def test_harm_to_rows_at_random_is_found(bare: Path) -> None:
    assert unfound(bare, 60, SEED) == []


@pytest.mark.soak
def test_harm_to_rows_at_random_is_found_for_long(bare: Path) -> None:
    assert unfound(bare, 2000, SEED + 1) == []


def test_entries_cut_off_at_the_end_are_found_beside_any_edition_that_went_out(
    home: Path, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(bare / "juece.db")) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DELETE FROM entries WHERE position = (SELECT max(position) FROM entries)")
        db.execute("DELETE FROM acts")
        db.commit()
    for kept in ("manifest.json", "edition.json"):
        said = ["verify-ledger", "--home", str(bare), "--kept", str(home / "draft" / kept)]
        assert run(said) == 1
        assert "有删去的，或者整个改写过" in capsys.readouterr().err
