"""A database is empty, ours, older, newer or somebody else's."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from opinions.contact import METADATA as CONTACTS
from opinions.followers import METADATA as FOLLOWERS
from storage import database
from storage.database import HEAD, MIGRATIONS, VERSION_TABLE, Unusable
from storage.ledger import Ledger
from storage.people.tables import METADATA as DESK
from storage.register.tables import METADATA as REGISTER
from storage.tables import METADATA
from tests.storage.life import ADOPTION, live


def test_the_migrations_end_in_the_tables(url: str) -> None:
    engine = database.connect(url)
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, [METADATA, DESK, REGISTER, CONTACTS, FOLLOWERS]) == []
    engine.dispose()


def test_head_is_the_newest_revision() -> None:
    script = ScriptDirectory(MIGRATIONS)
    assert script.get_heads() == [HEAD]
    numbers = sorted(revision.revision for revision in script.walk_revisions())
    assert numbers == [f"{n:03}" for n in range(1, len(numbers) + 1)]


def test_an_open_database_opens_again(either: Ledger, url: str, tmp_path: Path) -> None:
    again = Ledger.open(url, documents=tmp_path / "documents")
    assert again.head() == either.head()
    again.close()


def test_an_older_database_is_brought_up_with_all_that_is_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path
) -> None:
    monkeypatch.setattr(database, "HEAD", "001")
    old = Ledger.open(tmp_path / "juece.db")
    live(old, folder, until=ADOPTION)  # a statement is held against the register
    head = old.head()
    old.close()
    monkeypatch.undo()
    new = Ledger.open(tmp_path / "juece.db")
    assert new.head() == head
    assert new.verify() == []
    new.close()


@pytest.mark.parametrize("revision", ["002", "003", "004"])
def test_a_read_only_ledger_of_before_the_desk_or_the_register_is_read_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path, revision: str
) -> None:
    monkeypatch.setattr(database, "HEAD", revision)
    old = Ledger.open(tmp_path / "juece.db")
    live(old, folder, until=ADOPTION)  # a statement is held against the register
    head = old.head()
    old.close()
    monkeypatch.undo()
    monkeypatch.setattr(database, "only_read", lambda _url: True)
    kept = Ledger.open(tmp_path / "juece.db")
    assert kept.head() == head
    assert kept.verify() == []
    kept.close()


def test_a_newer_database_is_refused(url: str) -> None:
    engine = database.connect(url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '999'"))
    engine.dispose()
    with pytest.raises(Unusable, match=r"的版本 999 比本程序的 \d+ 新，请先升级程序"):
        Ledger.open(url)


def test_a_database_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE users (id INTEGER)")
    with pytest.raises(Unusable, match="里是别的系统的数据"):
        Ledger.open(tmp_path / "other.db")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/name", "不支持 mysql 数据库"),
        ("://", "数据库地址写法不对"),
        ("postgresql://u:secret@/x?host=/nowhere", "打不开"),
    ],
)
def test_what_cannot_be_opened_says_so_without_a_password(url: str, said: str) -> None:
    with pytest.raises(Unusable, match=said) as refusal:
        Ledger.open(url)
    assert "secret" not in str(refusal.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("不是数据库" * 1000, "utf-8")
    with pytest.raises(Unusable, match="打不开"):
        Ledger.open(tmp_path / "notes.db")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"nowhere/juece\.db 打不开"):
        Ledger.open(tmp_path / "nowhere" / "juece.db")


def test_documents_lie_beside_a_sqlite_file(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "juece.db")
    assert ledger.documents
    assert ledger.documents.folder == tmp_path / "documents"
    ledger.close()
