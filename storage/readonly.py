"""A ledger on SQLite that can only be read: on a read-only disk, or with a user who may not write."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

LOGGED = (
    "这里只能读：旁边有还没并入的 juece.db-wal，或者版本较旧要先升级的，"
    "请把整个数据目录复制到可以写的地方再执行"
)


def only_read(url: URL) -> bool:
    """Say whether a database is a SQLite file that is there and cannot be written to, nor beside it."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return False
    file = Path(url.database)
    return file.is_file() and not all(os.access(one, os.W_OK) for one in (file, file.parent))


def read(url: URL) -> sqlite3.Connection:
    """Connect to such a file. Raises sqlite3.OperationalError.

    SQLite wants to write beside a file in WAL mode even to read it, unless it is told that nobody
    changes it. Where somebody left, or has, a log of what is not yet in the file, that must be read
    too: then it is not told so, and its log and index have to be there already.
    """
    file = Path(str(url.database)).absolute()
    calm = "" if Path(f"{file}-wal").exists() else "&immutable=1"
    address = f"file:{quote(str(file))}?mode=ro{calm}"
    return sqlite3.connect(address, uri=True, check_same_thread=False)
