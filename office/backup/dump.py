"""The database as one file and back: SQLite by its own copying, PostgreSQL by its own tools."""

import ctypes
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, Connection, text

from catalog.chains import ChainEnd, ChainEnds
from office.backup.bundle import BadBackup
from storage import database
from storage.documents import DocumentStore
from storage.ledger import Head, head_of
from storage.readonly import LOGGED, only_read, read
from storage.register import rows as register
from storage.verification import chain_ends, faults

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NAMES = {SQLITE: "juece.db", POSTGRESQL: "juece.dump"}
"""What the file is called, by kind of database."""


class Dump(NamedTuple):
    """The database as it was at one instant, in a file; `wrong` is what is not sound in it."""

    kind: str
    file: Path
    head: Head
    wrong: list[str]
    chains: ChainEnds
    register: dict[str, ChainEnd]


def dump(where: str, folder: Path, documents: DocumentStore) -> Dump:
    """Copy a database as it is at one instant, while others write. Raises BadBackup, Unusable."""
    url = database.address(where)
    kind = url.get_backend_name()
    file = folder / NAMES[kind]
    if kind == SQLITE:
        source = Path(str(url.database))
        if not source.is_file():
            raise BadBackup(f"没有 {source}，这里还没有登记过材料")
        copy(source, file)
        with _reading(str(file)) as connection:
            return _dumped(kind, file, connection, documents)
    with _reading(where) as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run("pg_dump", url, *options, f"--file={file}")
        return _dumped(kind, file, connection, documents)


def load(file: Path, kind: str, where: str, begun: Callable[[], None]) -> None:
    """Put a dump into an empty database. Raises BadBackup, Unusable; then nothing was put in.

    `begun` is called once the database was found empty, before anything is put in.
    """
    url = database.address(where)
    if url.get_backend_name() != kind:
        raise BadBackup(f"备份的是 {kind} 数据库，不能恢复到 {url.get_backend_name()}")
    if kind == SQLITE:
        shutil.move(file, str(url.database))
        return
    if not database.is_empty(where):
        raise BadBackup("要恢复到的数据库不是空的，请另建一个空的数据库")
    begun()
    _run("pg_restore", url, "--single-transaction", "--exit-on-error", "--no-owner", str(file))


def holds(where: str, head: Head) -> bool:
    """Say whether a database is a ledger with this head, leaving it as it is. Raises Unusable."""
    if not database.is_current(where):
        return False
    with database.looking(where) as connection:
        return head_of(connection) == head


def _dumped(kind: str, file: Path, connection: Connection, documents: DocumentStore) -> Dump:
    wrong = list(faults(connection, documents))
    return Dump(
        kind, file, head_of(connection), wrong, chain_ends(connection), register.ends(connection)
    )


@contextmanager
def _reading(where: str) -> Iterator[Connection]:
    """A connection that sees one instant of the database, however long it reads."""
    engine = database.connect(where)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == POSTGRESQL:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    finally:
        engine.dispose()


def copy(source: Path, file: Path) -> None:
    """Copy a SQLite file, with what its write-ahead log holds; the copy is one file. Raises Unusable."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with _from(source) as live:
        try:
            with closing(sqlite3.connect(file)) as copied:
                live.backup(copied)
        except sqlite3.Error as wrong:
            raise database.unusable(file, wrong) from wrong


@contextmanager
def _from(source: Path) -> Iterator[sqlite3.Connection]:
    """A SQLite file that can be read, on a read-only disk too. Raises Unusable, naming it."""
    url = database.address(source)
    kept = only_read(url)
    try:
        live = read(url) if kept else sqlite3.connect(source)
    except sqlite3.Error as wrong:
        raise database.unusable(source, wrong, "打不开") from wrong
    with closing(live):
        try:
            live.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.Error as wrong:
            hint = f"（{LOGGED}）" if kept else ""
            raise database.unusable(source, wrong, f"打不开{hint}") from wrong
        yield live


def _run(tool: str, url: URL, *options: str) -> None:
    """Run a tool of PostgreSQL; the password goes by the environment, which others cannot read."""
    found = shutil.which(tool)
    if found is None:
        raise BadBackup(f"没有 {tool} 命令，请安装 PostgreSQL 客户端，版本不低于数据库服务器")
    bare = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(
        [found, *options, f"--dbname={bare}"],
        env=os.environ | secret, capture_output=True, text=True, check=False,
        preexec_fn=_end_with_us if sys.platform == "linux" else None,
    )  # fmt: skip
    if done.returncode:
        raise BadBackup(f"{tool} 没有成功：{done.stderr.strip()}")


_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def _end_with_us() -> None:
    """Let a tool end when this process does: one that went on loading alone would be in the way."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
