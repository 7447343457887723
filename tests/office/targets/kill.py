"""Publishers that are killed, as by a loss of power to their process."""

import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Engine, event

from office.settings.targets import TargetSetting
from office.targets import push, target_at

STATEMENT = "juece.statement"
"""Told of by `telling_of_statements`: a database is written to where no audit hook sees it."""
TOUCHES = (
    STATEMENT,
    "open",
    "os.rename",
    "os.link",
    "os.symlink",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
)


@contextmanager
def telling_of_statements(root: Path) -> Iterator[None]:
    """Count each statement and each commit of a database as a touch of what lies under a folder."""

    def tell(*_of: object, **_more: object) -> None:
        sys.audit(STATEMENT, str(root))

    told = ("before_cursor_execute", "commit")
    for name in told:
        event.listen(Engine, name, tell)
    try:
        yield
    finally:
        for name in told:
            event.remove(Engine, name, tell)


def events_of(work: Callable[[], object], root: Path) -> int:
    """How often some work touches what lies under a folder."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        met = 0

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal met
            met += _touches(event, arguments, root)

        sys.addaudithook(count)
        and_out(lambda: (work(), os.write(writing, str(met).encode())))
    os.close(writing)
    assert os.waitpid(child, 0)[1] == 0
    with open(reading, "rb") as told:
        return int(told.read())


def killed_at(nth: int, work: Callable[[], object], root: Path) -> bool:
    """Do some work in a process of its own, killed just before its n-th touch if it gets there."""
    child = os.fork()
    if child == 0:
        left = nth

        def strike(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left
            touches = _touches(event, arguments, root)
            left -= touches
            if touches and left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(strike)
        and_out(work)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def and_out(work: Callable[[], object]) -> NoReturn:
    """Work, and end this copy of the process: it must not go on with the tests."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _touches(event: str, arguments: tuple[Any, ...], root: Path) -> bool:
    named = (
        os.fsdecode(one) for one in arguments[:2] if isinstance(one, str | bytes | os.PathLike)
    )
    return event in TOUCHES and any(name.startswith(str(root)) for name in named)


@contextmanager
def publisher(
    site: Path, setting: TargetSetting
) -> Iterator[tuple[subprocess.Popen[str], Callable[[], None]]]:
    """A process that is ready to push, and how to tell it to."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.office.targets.kill", str(site), setting.model_dump_json()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"

        def go() -> None:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()

        yield process, go


def main(site: str, setting: str) -> None:
    """Push when told."""
    target = target_at(TargetSetting.model_validate_json(setting))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    push(Path(site), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
