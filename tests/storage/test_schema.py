"""A database that no longer guards its rows is found, though every row is as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from storage.ledger import Ledger

GONE, CHANGED = "不见了", "的定义被改动"
NOTHING = "CREATE TRIGGER {0} BEFORE {1} ON {2} BEGIN SELECT 1; END"
REWRITTEN = (
    "UPDATE sqlite_master SET sql = replace(sql, {0}, {1}) WHERE type = '{2}' AND name = '{3}'"
)


def said_after(file: Path, *statements: str) -> list[str]:
    """What verification says after somebody who owns the file ran some statements."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            db.execute(statement)
        db.commit()
    ledger = Ledger.open(file)
    try:
        return ledger.verify()
    finally:
        ledger.close()


@pytest.mark.parametrize("table", ["entries", "opinions", "refusals", "documents", "acts"])
@pytest.mark.parametrize("verb", ["update", "delete", "replace"])
def test_a_dropped_trigger_is_found(file: Path, table: str, verb: str) -> None:
    [said] = said_after(file, f"DROP TRIGGER {table}_no_{verb}")
    assert said.startswith(f"数据库的触发器 {table}_no_{verb}{GONE}")


def test_a_trigger_of_the_same_name_that_does_nothing_is_found(file: Path) -> None:
    name = "acts_no_delete"
    nothing = NOTHING.format(name, "DELETE", "acts")
    [said] = said_after(file, f"DROP TRIGGER {name}", nothing)
    assert said.startswith(f"数据库的触发器 {name}{CHANGED}")


def test_a_trigger_of_the_same_name_on_another_table_is_found(file: Path) -> None:
    name = "acts_no_delete"
    elsewhere = NOTHING.format(name, "DELETE", "documents")
    [said] = said_after(file, f"DROP TRIGGER {name}", elsewhere)
    assert said.startswith(f"数据库的触发器 {name}{CHANGED}")


def test_a_trigger_that_swallows_what_is_filed_is_found(file: Path) -> None:
    [said] = said_after(
        file,
        "CREATE TRIGGER helper BEFORE INSERT ON refusals BEGIN SELECT RAISE(IGNORE); END",
    )
    assert said.startswith("数据库里多出触发器 helper（在 refusals 上），不是本程序建立的")


@pytest.mark.parametrize(
    ("old", "new", "kind", "name", "title"),
    [
        ("'UPDATE ON entries'", "'UPDATE OF at ON entries'", "trigger", "entries_no_update", "触发器"),
        ("'BEFORE DELETE ON acts'", "'BEFORE DELETE ON acts WHEN 0'", "trigger", "acts_no_delete", "触发器"),
        ("'chain TEXT NOT NULL'", "'chain TEXT'", "table", "acts", "表"),
        ("'CHECK (position > 0)'", "'CHECK (1)'", "table", "entries", "表"),
        ("'(item, round)'", "'(item, round) WHERE round > 1'", "index", "ix_opinions_item_round", "索引"),
    ],
    ids=["narrowed", "never", "nullable", "unchecked", "partial"],
)  # fmt: skip
def test_a_definition_rewritten_in_the_schema_is_found(
    file: Path, old: str, new: str, kind: str, name: str, title: str
) -> None:
    said = said_after(file, REWRITTEN.format(old, new, kind, name))
    assert said[0].startswith(f"数据库的{title} {name}{CHANGED}")


def test_a_trigger_deleted_from_the_schema_is_found(file: Path) -> None:
    [said] = said_after(file, "DELETE FROM sqlite_master WHERE name = 'refusals_no_delete'")
    assert said.startswith(f"数据库的触发器 refusals_no_delete{GONE}")


def test_rows_taken_out_of_an_index_alone_are_found(file: Path) -> None:
    """What the index leaves out is not found by item any more, though the row is there."""
    partial = REWRITTEN.format(
        "'(kind, subject)'", "'(kind, subject) WHERE 0'", "index", "ix_acts_kind"
    )
    whole = REWRITTEN.format(
        "'(kind, subject) WHERE 0'", "'(kind, subject)'", "index", "ix_acts_kind"
    )
    with closing(sqlite3.connect(file)) as db:
        row = ("1", "review", "a", "{}", "{}", "x", "y")
        db.execute(f"INSERT INTO acts VALUES ({','.join('?' * len(row))})", row)
        db.commit()
    said_after(file, partial)
    with closing(sqlite3.connect(file)) as db:
        db.execute("REINDEX ix_acts_kind")
        db.commit()
    said = said_after(file, whole)
    assert any("索引与内容不符" in one and "ix_acts_kind" in one for one in said)


def test_a_view_in_the_place_of_a_table_is_found(file: Path) -> None:
    said = said_after(
        file,
        "ALTER TABLE refusals RENAME TO kept",
        "CREATE VIEW refusals AS SELECT * FROM kept WHERE 0",
    )
    assert any(one.startswith(f"数据库的表 refusals{GONE}") for one in said)
    assert any("多出视图 refusals" in one for one in said)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DROP TRIGGER acts_append_only ON acts", "触发器 acts_append_only不见了"),
        ("ALTER TABLE acts DISABLE TRIGGER acts_append_only", "触发器 acts_append_only的定义被改动"),
        ("ALTER TABLE acts ENABLE REPLICA TRIGGER acts_append_only", "acts_append_only的定义被改动"),
        ("ALTER TABLE opinions DISABLE TRIGGER ALL", "多出停用的外键"),
        (
            "CREATE OR REPLACE FUNCTION juece_append_only() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NULL; END $$",
            "触发器 entries_append_only的定义被改动",
        ),
        (
            "DROP TRIGGER acts_append_only ON acts; CREATE TRIGGER acts_append_only BEFORE UPDATE"
            " ON acts FOR EACH STATEMENT EXECUTE FUNCTION juece_append_only()",
            "触发器 acts_append_only的定义被改动",
        ),
        (
            "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;"
            " CREATE TRIGGER helper BEFORE INSERT ON refusals FOR EACH ROW EXECUTE FUNCTION swallow()",
            "多出触发器 helper（在 refusals 上）",
        ),
        ("CREATE RULE quiet AS ON INSERT TO refusals DO INSTEAD NOTHING", "多出规则 quiet"),
        ("ALTER TABLE acts ENABLE ROW LEVEL SECURITY", "多出行级权限 acts"),
        ("CREATE TABLE more () INHERITS (acts)", "多出继承关系 more"),
        ("ALTER TABLE acts ALTER COLUMN chain DROP NOT NULL", "列 acts.chain的定义被改动"),
        ("ALTER TABLE acts DROP CONSTRAINT pk_acts", "主键 acts.pk_acts不见了"),
        ("ALTER TABLE entries DROP CONSTRAINT uq_entries_digest", "唯一约束 entries.uq_entries_digest不见了"),
        ("ALTER TABLE acts DROP CONSTRAINT ck_acts_position", "检查 acts.ck_acts_position不见了"),
        ("ALTER TABLE acts SET UNLOGGED", "表 acts的定义被改动"),
        ("DROP INDEX ix_acts_kind", "索引 acts.ix_acts_kind不见了"),
        ("ALTER DATABASE {} SET session_replication_role = replica", "多出设置 session_replication_role"),
        ("ALTER ROLE postgres IN DATABASE {} SET session_replication_role = replica", "多出设置 session_replication_role"),
        (
            "CREATE SCHEMA postgres; CREATE TABLE postgres.refusals (LIKE public.refusals INCLUDING ALL)",
            "触发器 refusals_append_only不见了",  # a table that is found before the one on file
        ),
    ],
)  # fmt: skip
def test_what_no_longer_guards_a_postgresql_database_is_found(
    statement: str, found: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url: str = request.getfixturevalue("cluster").create()
    ledger = Ledger.open(url, documents=tmp_path / "documents")
    assert ledger.verify() == []
    ledger.close()
    name = url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(url) as server:
        server.execute(statement.format(name) if "{}" in statement else statement)  # type: ignore[arg-type]
    assert any(found in one for one in ledger.verify())
    ledger.close()
