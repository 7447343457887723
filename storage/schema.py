"""Whether the database still is as the migrations made it: tables, and the triggers that guard them.

Rows tell by their chains that they were changed. Nothing in them tells that whoever comes next may
change them unseen, because a trigger is gone, switched off, or does nothing any more.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKeyConstraint,
    Inspector,
    Table,
    UniqueConstraint,
    inspect,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import ColumnCollectionConstraint

from storage import database
from storage.register.tables import METADATA as REGISTER
from storage.tables import METADATA

KINDS = {"table": "表", "index": "索引", "trigger": "触发器", "view": "视图"}
BODY = " BEGIN RAISE EXCEPTION '%: append-only 只增不改', TG_TABLE_NAME; END "
"""What the triggers on PostgreSQL do, as migration 001 made it."""
_PLAIN = postgresql.dialect()  # type: ignore[no-untyped-call]
_REMEDY = "台账可能被改动而不留痕迹：请与备份、公开过的一号核对（--kept），再从完好的备份恢复"


class Made(NamedTuple):
    """Something that stands in a database, and its definition."""

    kind: str
    name: str
    table: str
    definition: str

    def __str__(self) -> str:
        return f"{KINDS.get(self.kind, self.kind)} {self.name}"


def differences(connection: Connection) -> Iterator[str]:
    """What is not as the migrations made it, as Chinese sentences; of the tables of the ledger and
    the register alone, and of a ledger of before the register that can only be read, without it."""
    registered = database.revision(connection) >= database.REGISTERED
    if connection.dialect.name == "sqlite":
        made = _migrated() if registered else {m for m in _migrated() if m.table in METADATA.tables}
        yield from _compared(_sqlite(connection), made)
        yield from _damaged(connection)
    else:
        yield from _compared([*_postgresql(connection), *_reflected(connection)], _expected())


def _tables() -> dict[str, Table]:
    return {**METADATA.tables, **REGISTER.tables}


def _compared(found: Iterable[Made], made: Iterable[Made]) -> Iterator[str]:
    """A name that is there twice is one too many, whatever it says."""
    left, missing = Counter(found), Counter(made)
    left, missing = left - missing, missing - left
    changed = {(one.kind, one.name) for one in left} & {(one.kind, one.name) for one in missing}
    for one in sorted(missing):
        what = "的定义被改动" if (one.kind, one.name) in changed else "不见了"
        yield f"数据库的{one}{what}，与本程序建立的不同。{_REMEDY}"
    for one in sorted(left):
        if (one.kind, one.name) not in changed:
            yield f"数据库里多出{one}（在 {one.table} 上），不是本程序建立的。{_REMEDY}"


# ------------------------------------------------------------------ SQLite


@cache
def _migrated() -> frozenset[Made]:
    """What the migrations make of an empty database."""
    engine = database.connect(":memory:")
    try:
        with engine.connect() as connection:
            return frozenset(_sqlite(connection))
    finally:
        engine.dispose()


def _sqlite(connection: Connection) -> list[Made]:
    """What belongs to the tables, and every trigger: it may name its table as it likes."""
    rows = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master"))
    every = (Made(kind, name, on, " ".join((sql or "").split())) for kind, name, on, sql in rows)
    ours = _tables()
    return [m for m in every if m.kind == "trigger" or {m.name.lower(), m.table.lower()} & {*ours}]


def _damaged(connection: Connection) -> Iterator[str]:
    """Whether every index tells of just the rows that there are: what it leaves out is not found."""
    for (said,) in connection.execute(text("PRAGMA integrity_check(20)")):
        if said != "ok":
            yield f"数据库文件有损坏，或者索引与内容不符（{said}）。请从备份恢复"


# ------------------------------------------------------------------ PostgreSQL

_TRIGGERS = """
SELECT 'trigger', t.tgname, c.relname, concat_ws(' ',
    pg_get_triggerdef(t.oid, true), t.tgenabled, l.lanname, p.prosecdef, p.proconfig, p.prosrc)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
WHERE c.oid = ANY(CAST(:ours AS regclass[])) AND NOT t.tgisinternal
"""
_BESIDE = """
SELECT '规则', r.rulename, c.relname, '' FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.oid = ANY(CAST(:ours AS regclass[]))
UNION ALL SELECT '行级权限', c.relname, c.relname, '' FROM pg_class c
WHERE c.oid = ANY(CAST(:ours AS regclass[])) AND c.relrowsecurity
UNION ALL SELECT '继承关系', i.inhrelid::regclass::text, i.inhparent::regclass::text, ''
FROM pg_inherits i
WHERE i.inhparent = ANY(CAST(:ours AS regclass[])) OR i.inhrelid = ANY(CAST(:ours AS regclass[]))
UNION ALL SELECT '停用的外键', t.tgname, c.relname, '' FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.oid = ANY(CAST(:ours AS regclass[])) AND t.tgisinternal AND t.tgenabled <> 'O'
UNION ALL SELECT '设置', name, setting, '' FROM pg_settings
WHERE name = 'session_replication_role' AND setting <> 'origin'
"""
_TABLES = """
SELECT 'table', c.relname, c.relname, concat(c.relkind, c.relpersistence) FROM pg_class c
WHERE c.oid = ANY(CAST(:ours AS regclass[]))
"""


def _postgresql(connection: Connection) -> Iterator[Made]:
    ours = [name for name in _tables() if inspect(connection).has_table(name)]
    for query in (_TRIGGERS, _BESIDE, _TABLES):
        for row in connection.execute(text(query), {"ours": ours}):
            yield Made(*row)


@cache
def _expected() -> frozenset[Made]:
    """What stands in a PostgreSQL database after the migrations; a test holds the two together."""
    made = set[Made]()
    for name, table in _tables().items():
        guard = f"{name}_append_only"
        does = (
            f"CREATE TRIGGER {guard} BEFORE DELETE OR UPDATE OR TRUNCATE ON {name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION juece_append_only()"
        )
        made.add(Made("trigger", guard, name, f"{does} O plpgsql f {BODY}"))
        made.add(Made("table", name, name, "rp"))
        made |= {Made(kind, f"{name}.{part}", name, of) for kind, part, of in _parts(table)}
    return frozenset(made)


Part = tuple[str, str, str]
"""Kind, name and definition of a column, a constraint or an index."""


def _parts(table: Table) -> Iterator[Part]:
    """What a table consists of, as `tables` says."""
    for column in table.columns:
        numbered = "nextval" if column.autoincrement is True else ""
        kind = str(column.type.compile(dialect=_PLAIN))
        yield "列", column.name, f"{kind} {column.nullable} {numbered}"
    for rule in table.constraints:
        if not isinstance(rule, ColumnCollectionConstraint):
            continue
        names = ",".join(column.name for column in rule.columns)
        if isinstance(rule, ForeignKeyConstraint):
            on = ",".join(element.target_fullname for element in rule.elements)
            yield "外键", str(rule.name), f"{names} {on} {{}}"
        elif isinstance(rule, CheckConstraint):
            yield "检查", str(rule.name), _bare(str(rule.sqltext))
        else:
            kind = "唯一约束" if isinstance(rule, UniqueConstraint) else "主键"
            yield kind, str(rule.name), names
    for index in table.indexes:
        yield "索引", str(index.name), ",".join(column.name for column in index.columns)


def _reflected(connection: Connection) -> Iterator[Made]:
    """What the tables of a PostgreSQL database consist of."""
    seen = inspect(connection)
    for name in filter(seen.has_table, _tables()):
        for kind, part, of in _parts_found(seen, name):
            yield Made(kind, f"{name}.{part}", name, of)


def _parts_found(seen: Inspector, table: str) -> Iterator[Part]:
    for column in seen.get_columns(table):
        numbered = str(column["default"] or "").partition("(")[0]
        kind = str(column["type"].compile(dialect=_PLAIN))
        yield "列", column["name"], f"{kind} {column['nullable']} {numbered}"
    key: Any = seen.get_pk_constraint(table)
    yield "主键", str(key["name"]), ",".join(key["constrained_columns"])
    for unique in seen.get_unique_constraints(table):
        yield "唯一约束", str(unique["name"]), ",".join(unique["column_names"])
    for check in seen.get_check_constraints(table):
        yield "检查", str(check["name"]), _bare(check["sqltext"])
    for foreign in seen.get_foreign_keys(table):
        on = ",".join(f"{foreign['referred_table']}.{one}" for one in foreign["referred_columns"])
        names = ",".join(foreign["constrained_columns"])
        yield "外键", str(foreign["name"]), f"{names} {on} {foreign.get('options', {})}"
    for index in seen.get_indexes(table):
        if "duplicates_constraint" not in index:
            partial = (index.get("dialect_options") or {}).get("postgresql_where", "")
            yield "索引", str(index["name"]), ",".join(map(str, index["column_names"])) + partial


def _bare(sql: str) -> str:
    return "".join(sign for sign in sql if sign not in '()" ')
