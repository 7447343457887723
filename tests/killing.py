"""Commands killed as by a loss of power: at any step that can be told of, or after any time.

A command runs in a copy of this process, which is killed at its n-th audited event (a file opened,
renamed, removed, a database connected to), or from outside after a while. What the system does for
the database between two such events is met by the second kind alone.
"""

import os
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

STEPS = {
    "open", "os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.chmod",
    "os.truncate", "os.listdir", "os.scandir", "shutil.rmtree", "shutil.move", "sqlite3.connect",
    "subprocess.Popen",
}  # fmt: skip

Work = Callable[[], object]


class Kill(NamedTuple):
    """When a command is killed: at an event, or after so many seconds."""

    at: int = 0
    after: float = 0.0


def kills(work: Work, root: Path, count: int, seed: int) -> list[Kill]:
    """So many kills of a command that is run once for it: half at its steps, evenly, half at any time."""
    begun = time.monotonic()
    events = events_of(work, root)
    took, chance = time.monotonic() - begun, Random(seed)
    at_steps = count - count // 2
    steps = [1 + round(n * (events - 1) / max(at_steps - 1, 1)) for n in range(at_steps)]
    return [
        *(Kill(at=step) for step in steps),
        *(Kill(after=chance.uniform(0, took)) for _ in range(count // 2)),
    ]


def events_of(work: Work, root: Path) -> int:
    """How many steps some work takes below a folder. The work must succeed."""
    reading, writing = os.pipe()

    def counted() -> None:
        met = 0

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal met
            met += _touches(event, arguments, root)

        sys.addaudithook(count)
        work()
        os.write(writing, str(met).encode())

    done = _forked(counted)
    os.close(writing)
    assert _ended(done) == 0
    with open(reading, "rb") as told:
        return int(told.read())


def run(work: Work, root: Path, kill: Kill | None = None) -> bool:
    """Do some work in a process of its own; says whether it was killed before its end."""

    def struck() -> None:
        left = kill.at if kill else 0

        def strike(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left
            touches = _touches(event, arguments, root)
            left -= touches
            if touches and left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(strike)
        work()

    child = _forked(struck)
    if kill and not kill.at:
        time.sleep(kill.after)
        os.kill(child, signal.SIGKILL)
    ended = _ended(child)
    assert ended in (0, -signal.SIGKILL), f"the command ended with {ended}"
    return ended != 0


def _forked(work: Work) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(70)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
    return child


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _touches(event: str, arguments: tuple[Any, ...], root: Path) -> bool:
    names = (os.fsdecode(a) for a in arguments[:2] if isinstance(a, str | bytes | os.PathLike))
    return event in STEPS and any(str(root) in name for name in names)


# ------------------------------------------------------------------ what there is in the end


def paths(*folders: Path) -> set[str]:
    """Every name below some folders, but for those that SQLite keeps while a database is in use."""
    return {
        f"{folder.name}/{path.relative_to(folder).as_posix()}"
        for folder in folders
        for path in _below(folder)
        if not path.name.endswith(("-wal", "-shm"))
    }


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)


def bodies(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, or behind it where it is a link."""
    folder = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that is in the tables of a ledger."""
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
            for (name,) in sorted(tables)
        }
