"""The spool: sealed letters in the order in which they came, in a SQLite file of its own.

One thread writes. Whatever was handed in while the last commit went to the disk is the next commit, so a
thousand letters at once cost a hundred of them; a letter's place is told only when it is safe on the disk.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from catalog.errors import Unavailable
from opinions.spool.seal import SealedLetter

FILE = "spool.db"
AT_ONCE, BYTES_AT_ONCE = 1000, 64 * 1024**2
"""Letters, and bytes of them, in one answer of `read`."""
WAITING = 256 * 1024**2
"""Bytes that may wait for the disk; beyond them the spool says at once that it cannot take more."""
PATIENCE = 60
"""Seconds that one waits for another process which writes the same file."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS letters (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    lookup BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL,
    digest BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS wiped (lookup BLOB PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS taken (upto INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS handed (upto INTEGER NOT NULL);
CREATE TRIGGER IF NOT EXISTS letters_stay_as_they_are BEFORE UPDATE ON letters
BEGIN SELECT RAISE(ABORT, 'a letter is never changed'); END;
CREATE TRIGGER IF NOT EXISTS letters_stay_until_taken BEFORE DELETE ON letters
WHEN OLD.seq > (SELECT coalesce(max(upto), 0) FROM taken)
BEGIN SELECT RAISE(ABORT, 'a letter that was not taken over stays'); END;
CREATE TRIGGER IF NOT EXISTS taken_stays BEFORE UPDATE ON taken
BEGIN SELECT RAISE(ABORT, 'what was taken over stays so'); END;
"""


class SpoolFault(Unavailable, OSError):
    """The spool takes nothing now; str() says why, in Chinese. Nothing that it confirmed is touched."""


class Placed(NamedTuple):
    """The place of a letter, and whether it was new: what came before under its receipt stays instead."""

    place: int
    new: bool


class _Waiting(NamedTuple):
    letter: SealedLetter
    told: "Future[Placed]"


class Spool:
    """The letters of a home, or of any file. Safe for threads; several processes may read and write it."""

    def __init__(self, path: Path) -> None:
        """Open the spool, made where there is none, for its user alone. Raises SpoolFault."""
        self.path = path
        self._lock = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._bytes, self._closing = 0, False
        self._thread: threading.Thread | None = None
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as wrong:
            raise SpoolFault(f"{path} 打不开：{wrong.strerror}") from wrong
        with self._connected() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)

    def append(self, letter: SealedLetter) -> int:
        """Keep a letter; returns its place once it is on the disk. Raises SpoolFault.

        A letter that is there already, by its receipt, keeps the place that it has; so does one that was wiped.
        """
        return self.submit(letter).result().place

    def append_all(self, letters: Sequence[SealedLetter]) -> list[bool]:
        """Keep letters in one commit; says of each whether it was new. Raises SpoolFault: then none is kept.

        One that was wiped is kept again: whoever carries it once more has lost what was taken over.
        """
        with self._connected() as db, db:
            db.execute("BEGIN IMMEDIATE")
            return [_inserted(db, letter).rowcount == 1 for letter in letters]

    def submit(self, letter: SealedLetter) -> "Future[Placed]":
        """As `append` without waiting: the future says also whether it was new, or raises SpoolFault."""
        told: Future[Placed] = Future()
        told.set_running_or_notify_cancel()  # who hangs up does not take the letter back
        with self._lock:
            if self._closing or self._bytes + len(letter.body) > WAITING:
                told.set_exception(SpoolFault("收件太多，一时来不及保存，请稍后再提交"))
                return told
            self._waiting.append(_Waiting(letter, told))
            self._bytes += len(letter.body)
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="spool", daemon=True)
                self._thread.start()
            self._lock.notify()
        return told

    def read(self, after: int = 0, limit: int = AT_ONCE) -> list[SealedLetter]:
        """Letters behind a place, oldest first; fewer where they are large, none only at the end."""
        found: list[SealedLetter] = []
        size = 0
        with self._connected() as db:
            asked = "SELECT lookup, body, seq FROM letters WHERE seq > ? ORDER BY seq LIMIT ?"
            for row in db.execute(asked, (after, limit)):
                size += len(row[1])
                if found and size > BYTES_AT_ONCE:
                    break
                found.append(SealedLetter(*row))
        return found

    def holds(self, lookup: bytes) -> bool:
        """Say whether a letter came, wiped or not, by the id of its receipt."""
        with self._connected() as db:
            return _before(db, lookup) is not None

    def end(self) -> int:
        """The place of the last letter that came, wiped or not; 0 before the first. Places may have gaps."""
        asked = "SELECT max(coalesce((SELECT max(seq) FROM letters), 0), (SELECT coalesce(max(upto), 0) FROM taken))"
        with self._connected() as db:
            return int(db.execute(asked).fetchone()[0])

    def handed(self) -> int:
        """The place up to which letters were written into files to be carried on; 0 where none was."""
        with self._connected() as db:
            row = db.execute("SELECT coalesce(max(upto), 0) FROM handed").fetchone()
        return int(row[0])

    def hand(self, upto: int) -> None:
        """Say that letters up to a place were written into such files."""
        with self._connected() as db, db:
            db.execute("INSERT INTO handed VALUES (?)", (upto,))

    def taken(self, upto: int) -> None:
        """Say that letters up to a place are kept elsewhere: only those may be `forgotten`."""
        with self._connected() as db, db:
            db.execute("INSERT INTO taken VALUES (?)", (min(upto, self.end()),))

    def forget(self, upto: int | None = None) -> int:
        """Wipe letters that were taken over, so that nothing erased elsewhere lives on here; how many.

        Without a place all that were. The ids of their receipts stay. Raises SpoolFault where one of them was not: then none is wiped.
        """
        if upto is None:
            with self._connected() as db:
                [upto] = db.execute("SELECT coalesce(max(upto), 0) FROM taken").fetchone()
        try:
            with self._connected() as db:
                db.execute("PRAGMA secure_delete = ON")
                with db:
                    db.execute(
                        "INSERT OR REPLACE INTO wiped SELECT lookup, seq FROM letters WHERE seq <= ?",
                        (upto,),
                    )
                    gone = db.execute("DELETE FROM letters WHERE seq <= ?", (upto,)).rowcount
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except SpoolFault as wrong:
            if isinstance(wrong.__cause__, sqlite3.IntegrityError):
                raise SpoolFault(f"第{upto}份以前还有没移交的来件，一份也没有删除") from wrong
            raise
        return gone

    def wipe(self, lookups: Iterable[bytes]) -> list[bytes]:
        """Wipe letters by the ids of their receipts, which stay, as far as they were `taken`; those that lie there
        still. Raises SpoolFault."""
        left = list[bytes]()
        with self._connected() as db:
            db.execute("PRAGMA secure_delete = ON")
            with db:
                for one in lookups:
                    chosen = (
                        "FROM letters WHERE lookup = ? AND seq <= (SELECT max(upto) FROM taken)"
                    )
                    kept = f"INSERT OR REPLACE INTO wiped SELECT lookup, seq {chosen}"
                    db.execute(kept, (one,))
                    db.execute(f"DELETE {chosen}", (one,))
                    if db.execute("SELECT 1 FROM letters WHERE lookup = ?", (one,)).fetchone():
                        left.append(one)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return left

    def copy_to(self, target: Path) -> None:
        """Copy the spool as it stands at one instant, while letters go on coming. Raises SpoolFault."""
        os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with self._connected() as db, closing(sqlite3.connect(target)) as copy:
            db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """Write what waits, then end the thread."""
        with self._lock:
            self._closing = True
            self._lock.notify()
        if self._thread:
            self._thread.join()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection that forgets nothing it confirmed, even when the power goes. Raises SpoolFault."""
        try:
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as db:
                db.execute("PRAGMA synchronous = FULL")
                yield db
        except sqlite3.Error as wrong:
            raise SpoolFault(f"{self.path} 现在写不进或者读不出：{wrong}") from wrong

    def _write(self) -> None:
        while batch := self._batch():
            try:
                with self._connected() as db:
                    while batch:
                        self._commit(db, batch)
                        batch = self._batch()
                    return
            except Exception as wrong:  # whatever it was: who waits is told, and the next is tried
                for one in batch:
                    if not one.told.done():
                        one.told.set_exception(wrong)
                self._left(batch)

    def _batch(self) -> list[_Waiting]:
        """All that waits, once something does; empty when the spool closes."""
        with self._lock:
            self._lock.wait_for(lambda: self._waiting or self._closing)
            batch, self._waiting = self._waiting, []
            return batch

    def _commit(self, db: sqlite3.Connection, batch: Sequence[_Waiting]) -> None:
        with db:
            db.execute("BEGIN IMMEDIATE")
            places = [_kept(db, one.letter) for one in batch]
        for one, place in zip(batch, places, strict=True):
            one.told.set_result(place)
        self._left(batch)

    def _left(self, batch: Sequence[_Waiting]) -> None:
        with self._lock:
            self._bytes -= sum(len(one.letter.body) for one in batch)


def _kept(db: sqlite3.Connection, letter: SealedLetter) -> Placed:
    """The place of a letter, new or as it was."""
    if (place := _before(db, letter.lookup)) is not None:
        return Placed(place, new=False)
    return Placed(int(_inserted(db, letter).lastrowid or 0), new=True)


def _before(db: sqlite3.Connection, lookup: bytes) -> int | None:
    """The place of the letter that came under a receipt, wiped or not."""
    asked = (
        "SELECT seq FROM letters WHERE lookup = ? UNION ALL SELECT seq FROM wiped WHERE lookup = ?"
    )
    row = db.execute(asked, (lookup, lookup)).fetchone()
    return None if row is None else int(row[0])


def _inserted(db: sqlite3.Connection, letter: SealedLetter) -> sqlite3.Cursor:
    return db.execute(
        "INSERT OR IGNORE INTO letters (lookup, body, digest) VALUES (?, ?, ?)",
        (letter.lookup, letter.body, letter.digest),
    )
