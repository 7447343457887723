"""Whatever is done to the rows of a ledger is found: by itself, or beside the last edition."""

import json
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copy, copytree, rmtree

import pytest

from cli import run
from office.editions.proof.record import SUBJECT
from office.editions.seal import editions
from office.settings.installation import office_at
from tests.office.editions import life
from tests.storage.tampering import unguarded

SEED = 20261122
FREE = ("refusals", "id")
"""The number that the database gives to a logged refusal says nothing: it may have gaps."""
TABLES = ("entries", "acts", "refusals", "opinions")
LAST_EDITION = "position >= (SELECT max(position) FROM acts WHERE kind = 'edition')"
"""The last edition, and what was put on file after it: that it was out."""


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
        with unguarded(bare / "juece.db") as db:
            did = dice.choice((flipped, flipped, flipped, taken_out))(db, dice)
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


def cut_off(bare: Path, table: str, condition: str = "") -> None:
    order = FREE[1] if table == FREE[0] else "position"
    with unguarded(bare / "juece.db") as db:
        last = condition or f"{order} = (SELECT max({order}) FROM {table})"
        assert db.execute(f"DELETE FROM {table} WHERE {last}").rowcount


def verified(bare: Path, kept: Path | None = None) -> int:
    return run(["verify-ledger", "--home", str(bare), *(["--kept", str(kept)] if kept else [])])


@pytest.mark.parametrize("kept", ["manifest.json", "edition.json", "editions/1.json", ""])
def test_a_ledger_that_nobody_touched_is_all_that_was_kept_of_it(
    home: Path, bare: Path, kept: str
) -> None:
    assert verified(bare, home / "draft" / kept) == 0


def test_entries_cut_off_at_the_end_are_found_beside_any_edition_that_went_out(
    home: Path, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off(bare, "entries")
    cut_off(bare, "acts", "position > 0")
    assert verified(bare) == 0, "what is left is a whole ledger, of an earlier day"
    for kept in ("manifest.json", "edition.json"):
        assert verified(bare, home / "draft" / kept) == 1
        assert "有删去的，或者整个改写过" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "title"), [("entries", "登记"), ("refusals", "退回记录"), ("acts", "公开记录")]
)
def test_rows_cut_off_the_end_of_any_chain_are_found_beside_the_edition_that_told_of_them(
    home: Path, bare: Path, table: str, title: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off(bare, table, f"{'id' if table == 'refusals' else 'position'} > 0")
    assert verified(bare, home / "draft" / "edition.json") == 1
    assert f"条{title}与" in capsys.readouterr().err


def test_refusals_and_entries_cut_off_are_found_by_the_edition_that_is_on_file(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table, title in (("refusals", "退回记录"), ("entries", "登记")):
        cut_off(bare, table)
        assert verified(bare) == 1
        said = capsys.readouterr().err
        assert f"条{title}与 台账里第2号公开时 记载的不符" in said


def test_an_edition_that_is_no_longer_on_file_is_found_by_its_own_record(
    home: Path, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off(bare, "acts", LAST_EDITION)
    assert verified(bare) == 0
    assert verified(bare, home / "draft" / "edition.json") == 1
    assert "台账里没有公开第2号的记录" in capsys.readouterr().err
    assert verified(bare, home / "draft" / "editions" / "1.json") == 0


def test_an_edition_of_before_tells_of_entries_and_of_itself(
    home: Path, bare: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As if the first edition had been sealed by the program of before, which told of no chain."""
    told = as_of_before(bare)
    kept = tmp_path / "kept.json"
    kept.write_bytes(told)
    assert verified(bare, kept) == 0
    cut_off(bare, "acts", LAST_EDITION)
    assert verified(bare, kept) == 1
    assert "台账里没有公开第1号的记录" in capsys.readouterr().err


def as_of_before(bare: Path) -> bytes:
    """Leave one edition on file, written as it was before chains were told; returns edition.json."""
    cut_off(bare, "acts", LAST_EDITION)
    ledger = office_at(bare).ledger()
    [out] = editions(ledger)
    ledger.close()
    cut_off(bare, "acts", LAST_EDITION)
    old = out.model_copy(update={"seal": out.seal.model_copy(update={"chains": None})})
    assert "chains" not in json.loads(old.seal.written())
    ledger.acts.append(old, SUBJECT, life.PUBLISHER, old.seal.published_at)
    ledger.close()
    return old.seal.written()


def test_the_entries_that_an_edition_of_before_was_made_of_are_looked_for(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_of_before(bare)
    assert verified(bare) == 0
    cut_off(bare, "entries", "position > 3")
    assert verified(bare) == 1
    assert "条，现在只有3条：有删去的" in capsys.readouterr().err


def test_what_is_no_edition_any_more_is_not_taken_for_one(
    home: Path, bare: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = tmp_path / "edition.json"
    body = (home / "draft" / "edition.json").read_text("utf-8")
    forged.write_text(body.replace('"count": ', '"count": 1', 1), "utf-8")
    assert verified(bare, forged) == 2
    assert "与记录末尾的校验值不符" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["kept.tar.zst", "kept"])
def test_a_backup_tells_of_every_chain(
    bare: Path,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = tmp_path_factory.mktemp("safe") / name
    assert run(["backup", "--home", str(bare), "--to", str(kept)]) == 0
    assert verified(bare, kept) == 0
    for table in ("refusals", "acts", "entries"):
        cut_off(bare, table)
        assert verified(bare, kept) == 1
    said = capsys.readouterr().err
    assert all(f"条{title}与 {kept}" in said for title in ("登记", "退回记录", "公开记录"))


# ------------------------------------------------------------------ beside what is out in the home


@pytest.fixture
def out(home: Path, bare: Path) -> Path:
    """A home whose last edition is out."""
    copytree(home / "draft", bare / "site")
    return bare


def backed_up(home: Path) -> int:
    return run(["backup", "--home", str(home), "--to", str(home.parent / f"{home.name}-kept")])


def test_a_whole_ledger_is_all_that_is_out(out: Path) -> None:
    assert (verified(out), backed_up(out)) == (0, 0)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def dropped(file: Path) -> None:
    """A database of no table, which is not an empty file."""
    file.unlink()
    with closing(sqlite3.connect(file)) as db:
        db.executescript("CREATE TABLE a (b); DROP TABLE a")


@pytest.mark.parametrize("spoil", [emptied, dropped, Path.unlink])
@pytest.mark.parametrize("site", [True, False])
def test_an_emptied_ledger_is_no_whole_one_and_none_is_made_in_its_place(
    spoil: Callable[[Path], None], site: bool, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = out / "juece.db"
    spoil(file)
    if not site:
        rmtree(out / "site")
    before = file.read_bytes() if file.exists() else None
    assert (verified(out), backed_up(out)) == (1, 1)
    told = capsys.readouterr()
    assert told.out == ""
    assert not site or told.err.count("台账被清空或者删去了，请从完好的备份恢复") == 2
    assert (file.read_bytes() if file.exists() else None) == before
    assert not (out.parent / f"{out.name}-kept").exists()


def test_a_ledger_that_falls_short_of_what_is_out_in_its_home_is_told(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off(out, "acts", "position > 0")
    assert (verified(out), backed_up(out)) == (1, 1)
    told = capsys.readouterr()
    assert "台账完整" not in told.out
    assert told.err.count("台账里没有公开第2号的记录") == 2


def test_an_edition_in_the_home_that_cannot_be_read_is_told(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "site" / "edition.json").write_text("{", "utf-8")
    assert verified(out) == 1
    assert "edition.json" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["pipe", "pipe.tar.zst"])
@pytest.mark.parametrize("command", ["verify-ledger", "verify"])
def test_a_pipe_is_no_record_that_was_kept_and_nobody_waits_for_it(
    command: str, name: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(pipe := out.parent / f"{out.name}-{name}")
    where = ["--home", str(out)] if command == "verify-ledger" else [str(out / "site")]
    assert run([command, *where, "--kept", str(pipe)]) == 2
    assert "不是文件，而是管道或者设备" in capsys.readouterr().err


# ------------------------------------------------------------------ a damaged database


def spoilt(file: Path) -> None:
    """A page of the entries is full of ones, and the file is otherwise as it was."""
    with closing(sqlite3.connect(file)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entries'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as body:
        body.seek((page - 1) * size)
        body.write(b"\xff" * size)


def without(table: str) -> Callable[[Path], None]:
    def drop(file: Path) -> None:
        with closing(sqlite3.connect(file)) as db:
            db.executescript(f"PRAGMA foreign_keys = OFF; DROP TABLE {table}")

    return drop


@pytest.mark.parametrize(
    ("spoil", "commands"),
    [
        (spoilt, ("verify-ledger", "status", "backup")),
        (without("acts"), ("verify-ledger", "backup")),
        (without("entries"), ("verify-ledger", "status", "backup")),
    ],
    ids=["spoilt page", "no acts", "no entries"],
)
def test_a_damaged_database_is_told_in_one_sentence(
    spoil: Callable[[Path], None],
    commands: tuple[str, ...],
    out: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(out / "juece.db")
    for command in commands:
        to = ["--to", str(out.parent / f"{out.name}-kept")] if command == "backup" else []
        assert run([command, "--home", str(out), *to]) == 3
        told = capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        assert told.err.startswith("出错了：数据库 ")
        assert "已损坏或者缺少内容，请从完好的备份恢复" in told.err
