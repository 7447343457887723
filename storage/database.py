"""Opening the database: SQLite or PostgreSQL, its schema brought to HEAD or refused."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from catalog.errors import Unavailable
from storage.readonly import LOGGED, only_read, read

HEAD = "007"
"""The newest revision in migrations/versions; a test holds the two together."""
WHOLE = frozenset({"002", "003", "004", "005", "006", HEAD})
"""Revisions whose ledger is the present one: what came later beside it is not read from it."""
REGISTERED = "004"
"""The revision that brought the register of opinions."""

VERSION_TABLE = "juece_version"
MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK = 0x4A554543  # one PostgreSQL advisory lock for the ledger: the chain is global
_WAIT_SECONDS = 60
_FULL = {"SQLITE_FULL", "53100"}  # the second of PostgreSQL
_UNWRITTEN = {"SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE"}
"""What SQLite calls it where a file cannot grow: it does not look at the reason."""


_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "42P01", "42703", "XX001", "XX002")
_GONE = ("no such table", "no such column", "Could not decode to UTF-8")
"""What SQLite and its driver say of the same without a name for it."""


class Unusable(Unavailable, OSError):
    """The database cannot serve as a ledger; str() says why, in Chinese, without a password."""


def connect(where: str | Path) -> Engine:
    """Return an engine on a database at HEAD. Raises Unusable.

    An empty database is migrated and an older one brought up; a newer or a foreign one is refused.
    A new file is for its user alone, and so are those that SQLite lays beside it.
    """
    url = address(where)
    _begin_file(url)
    engine = _engine(url)
    try:
        _bring_up(engine)
    except DBAPIError as wrong:
        engine.dispose()
        hint = f"（{LOGGED}）" if only_read(url) else ""
        raise unusable(_shown(url), wrong.orig or wrong, f"打不开{hint}") from wrong
    except Unusable:
        engine.dispose()
        raise
    event.listen(engine, "handle_error", _tell_of_damage)
    return engine


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if only_read(url):
        engine = create_engine(url, creator=lambda: read(url))
        event.listen(engine, "connect", _set_up)
    else:
        engine = create_engine(url)
        event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def looking(where: str | Path) -> Iterator[Connection]:
    """A connection to a database as it is: nothing is created or migrated. Raises Unusable."""
    url = address(where)
    kept = only_read(url)
    engine = create_engine(url, creator=lambda: read(url)) if kept else create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as wrong:
        hint = f"（{LOGGED}）" if kept else ""
        raise unusable(_shown(url), wrong.orig or wrong, f"打不开{hint}") from wrong
    finally:
        engine.dispose()


def is_empty(where: str | Path) -> bool:
    """Say whether a database holds no table yet, leaving it so. Raises Unusable."""
    with looking(where) as connection:
        return not inspect(connection).get_table_names()


def is_current(where: str | Path) -> bool:
    """Say whether a database is a ledger at HEAD, leaving it as it is. Raises Unusable."""
    with looking(where) as connection:
        return revision(connection) == HEAD


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer can overlap; committed unless an exception leaves it."""
    with engine.connect().execution_options(juece_writing=True) as connection:
        try:
            transaction = connection.begin()
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        except OperationalError as busy:
            raise Unusable(f"数据库一直被占用，或者不能写入（{busy.orig}）") from busy
        try:
            with transaction:
                yield connection
        except OperationalError as wrong:
            raise unusable(_shown(engine.url), wrong.orig or wrong) from wrong


@contextmanager
def erasing(engine: Engine, table: str) -> Iterator[Connection]:
    """The same for what is to be gone: on SQLite its bytes are overwritten, in the file and in its log, so that nothing
    of them is in a later backup. On PostgreSQL the table is vacuumed; its archived log is for whoever keeps one."""
    sqlite = engine.dialect.name == "sqlite"
    with writing(engine) as connection:
        if sqlite:
            connection.execute(text("PRAGMA secure_delete = ON"))
        yield connection
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if sqlite:
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )
        else:
            connection.execute(text(f"VACUUM {table}"))


def unusable(what: str | Path, wrong: BaseException, could_not: str = "不能读写") -> Unusable:
    """What a database could not do, in words; a full disk is named as one."""
    told = getattr(wrong, "sqlite_errorname", "") or getattr(wrong, "sqlstate", "")
    if told in _FULL:
        return Unusable(f"数据库 {what} 没有写成：磁盘已满，请清理后再执行一次")
    if told in _UNWRITTEN:
        why = "磁盘已满、文件超过了允许的大小，或者磁盘有故障"
        return Unusable(f"数据库 {what} {could_not}：{why}（{wrong}），请清理后再执行一次")
    return Unusable(f"数据库 {what} {could_not}：{wrong}")


def _tell_of_damage(context: ExceptionContext) -> None:
    """Raises Unusable where pages of the database are spoilt, or tables of it are gone."""
    wrong, engine = context.original_exception, context.engine
    told = getattr(wrong, "sqlite_errorname", "") or getattr(wrong, "sqlstate", "") or ""
    if engine and (told.startswith(_DAMAGED) or str(wrong).startswith(_GONE)):
        could_not = "已损坏或者缺少内容，请从完好的备份恢复"
        raise unusable(_shown(engine.url), wrong, could_not) from wrong


def address(where: str | Path) -> URL:
    """The URL of a database, with the driver that we use. Raises Unusable."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except ArgumentError as wrong:
        raise Unusable("数据库地址写法不对，应为文件名、sqlite:///… 或者 postgresql://…") from wrong
    backend = url.get_backend_name()
    if backend not in {"sqlite", "postgresql"}:
        raise Unusable(f"不支持 {backend} 数据库，请用 SQLite 或者 PostgreSQL")
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def _begin_file(url: URL) -> None:
    """Make a new SQLite file that nobody else can read. Raises Unusable."""
    file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    if file is None or file.name in {"", ":memory:"} or file.exists():
        return
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as wrong:
        raise Unusable(f"数据库 {_shown(url)} 打不开：{wrong.strerror}") from wrong


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _configure(connection: Any, _record: object) -> None:
    _set_up(connection, _record)
    _use_wal(connection)


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver opens no transaction of its own: _begin does
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")


def _use_wal(connection: Any) -> None:
    """Switch a new file to WAL; SQLite does not wait by itself while others do the same."""
    for _ in range(_WAIT_SECONDS * 20):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as wrong:
            if "locked" not in str(wrong):
                raise
            time.sleep(0.05)
        else:
            return


def _begin(connection: Connection) -> None:
    kind = "IMMEDIATE" if connection.get_execution_options().get("juece_writing") else ""
    connection.exec_driver_sql(f"BEGIN {kind}")


def _bring_up(engine: Engine) -> None:
    with engine.connect() as connection:
        found = revision(connection)
        if found == HEAD or (found in WHOLE and only_read(engine.url)):
            return
    with writing(engine) as connection:
        found = revision(connection)  # again: another process may have been faster
        if found != HEAD:
            _upgrade(connection)


def revision(connection: Connection) -> str:
    """The revision of the database, empty where it holds nothing. Raises Unusable."""
    shown = _shown(connection.engine.url)
    tables = inspect(connection).get_table_names()
    if not tables:
        return ""
    if VERSION_TABLE not in tables:
        raise Unusable(f"数据库 {shown} 里是别的系统的数据，请换一个空的数据库")
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if not found or not found.isdigit():
        raise Unusable(f"数据库 {shown} 的版本标记“{found}”无法识别，请从备份恢复")
    if found > HEAD:
        raise Unusable(f"数据库 {shown} 的版本 {found} 比本程序的 {HEAD} 新，请先升级程序")
    return str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # only here: most openings find nothing to migrate
    from alembic.config import Config

    config = Config(attributes={"connection": connection, "version_table": VERSION_TABLE})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, HEAD)
