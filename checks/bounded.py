"""Work on what strangers handed in, done in a process that may die of it: bounds that nothing gets past.

A library in C looks at no clock, and neither does a regular expression. So whatever reads a file from
outside does it in a process of its own, with so much memory and time, and that process is replaced
when it dies. It is begun anew, not forked: whoever publishes may run threads.
"""

import atexit
import gc
import json
import logging
import math
import os
import pickle
import resource
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic, process_time
from typing import Any, NamedTuple

log = logging.getLogger(__name__)

IDLE = 300
"""Seconds after which a process that nobody asks ends by itself."""
SLOWER = 10
"""How many times its processor time a call may take on a busy machine."""
START = 300
"""Seconds in which a process has to say that it is there."""
LATE = -1000
"""What stands for the returncode of a process that was ended for not answering."""
_BEGIN = "from checks.bounded import serve; serve()"
_HEAD, _PIECE = 8, 1 << 20
_WRITTEN = 1_000_000  # bytes that the process may write into a file


class Limits(NamedTuple):
    """What one call may take."""

    seconds: int = 90
    """Of processor time."""
    memory: int = 1_000_000_000
    """Bytes beyond those of the process before the call."""


LIMITS = Limits()


class Ended(Exception):
    """The work did not come to its end; str() says why, in Chinese."""


class _Gone(Exception):
    """The other process is not there any more."""


def call(
    work: Callable[..., Any], *said: Any, shared: object = None, limits: Limits = LIMITS
) -> Any:
    """What `work` returns, as JSON brings it. Raises Ended where it does not return.

    `shared`, unless None, is its first argument: sent once for as long as it is the same object.
    """
    child = _taken()
    try:
        try:
            outcome = child.asked(work, said, shared, limits)
        except _Gone:
            if ended := child.end():
                raise Ended(_how(ended, limits)) from None
            child = _Child()  # it had ended by itself before it was asked
            outcome = child.asked(work, said, shared, limits)
    except _Gone:
        raise Ended(_how(child.end(), limits)) from None
    except BaseException:
        child.end()
        raise
    if outcome["last"]:
        child.end()
    else:
        _idle.append(child)
    if "wrong" in outcome:
        log.warning("%s：%s", outcome["wrong"], outcome["at"])
        raise Ended(outcome["wrong"])
    return outcome["is"]


def _how(returncode: int, limits: Limits) -> str:
    if returncode in {LATE, -signal.SIGXCPU}:
        return f"过了{limits.seconds}秒还没有读完"
    return f"读它的程序中断了（{returncode}）"


class _Child:
    """One process, as the one that asks sees it."""

    def __init__(self) -> None:
        self._owner, self._late = os.getpid(), False
        self._shared: object = None
        self._says = TemporaryFile()  # noqa: SIM115 - closed in end()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-c", _BEGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._says,
            bufsize=0,
        )
        try:
            self._answer(START)  # it says that it is there
        except _Gone:
            self._process.wait()
            self._says.seek(0)
            said = self._says.read().decode("utf-8", "replace")
            self.end()
            raise RuntimeError(f"a bounded process cannot be begun: {said}") from None

    @property
    def ours(self) -> bool:
        """Whether this process began it; one that was forked has the list of another."""
        return self._owner == os.getpid()

    def asked(self, work: Any, said: Any, shared: Any, limits: Limits) -> Any:
        """Give it its work, and wait for the answer. Raises _Gone."""
        assert self._process.stdin is not None
        pipe = self._process.stdin.fileno()
        if shared is not self._shared:
            _send(pipe, pickle.dumps(("shared", shared)))
            self._shared = shared
        _send(pipe, pickle.dumps(("call", (work, said, limits))))
        return self._answer(SLOWER * limits.seconds)

    def _answer(self, seconds: float) -> Any:
        assert self._process.stdout is not None
        try:
            return json.loads(_received(self._process.stdout.fileno(), monotonic() + seconds))
        except TimeoutError:
            self._late = True
            self._process.kill()
            raise _Gone from None

    def end(self) -> int:
        """End it, and say how it ended if it did so before."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            ended = self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            ended = self._process.wait()
        self._says.close()
        return LATE if self._late else ended


_idle: list[_Child] = []


def _taken() -> _Child:
    """A process that waits, or a new one. A list gives each of its members to one thread only."""
    with suppress(IndexError):
        while True:
            child = _idle.pop()
            if child.ours:
                return child
    return _Child()


@atexit.register
def _end_all() -> None:
    while _idle:
        child = _idle.pop()
        if child.ours:
            child.end()


def _send(pipe: int, body: bytes) -> None:
    """Send some bytes, their number before them. Raises _Gone."""
    try:
        for part in (len(body).to_bytes(_HEAD), body):
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(pipe, rest) :]
    except BrokenPipeError as gone:
        raise _Gone from gone


def _received(pipe: int, until: float) -> bytes:
    """What was sent. Raises _Gone, and TimeoutError where nothing more comes until then."""
    size = int.from_bytes(_read(pipe, _HEAD, until))
    return _read(pipe, size, until)


def _read(pipe: int, size: int, until: float) -> bytes:
    held, waiting = bytearray(), select.poll()
    waiting.register(pipe, select.POLLIN)
    while len(held) < size:
        if not waiting.poll(max(0, math.ceil((until - monotonic()) * 1000))):
            raise TimeoutError
        came = os.read(pipe, min(size - len(held), _PIECE))
        if not came:
            raise _Gone
        held += came
    return bytes(held)


# -- in the other process


def serve() -> None:
    """Do what is asked until nobody asks any more."""
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks is told of it, and ends this one
    gc.set_threshold(100_000, 50, 50)  # what a file holds is many objects, and few circles of them
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITTEN, _WRITTEN))
    shared: tuple[Any, ...] = ()
    outcome = {"last": False}
    with suppress(_Gone, TimeoutError):
        while not outcome["last"]:
            _send(answers, json.dumps(outcome).encode())
            kind, asked = pickle.loads(_received(0, monotonic() + IDLE))
            while kind == "shared":
                shared = () if asked is None else (asked,)
                kind, asked = pickle.loads(_received(0, monotonic() + IDLE))
            work, said, limits = asked
            outcome = _within(limits, work, (*shared, *said))
        _send(answers, json.dumps(outcome).encode())


def _within(limits: Limits, work: Callable[..., Any], said: tuple[Any, ...]) -> dict[str, Any]:
    """What becomes of a call; `last` where it left much behind in the memory."""
    before = _size()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    _, longest = resource.getrlimit(resource.RLIMIT_CPU)
    ends = math.ceil(process_time()) + limits.seconds
    resource.setrlimit(resource.RLIMIT_CPU, (ends, longest))
    resource.setrlimit(resource.RLIMIT_AS, (before + limits.memory, most))
    try:
        done = _outcome(work, said)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
    return done | {"last": _size() > before + limits.memory // 4}


def _outcome(work: Callable[..., Any], said: tuple[Any, ...]) -> dict[str, Any]:
    """What it returns, or what it raised: the kind and the place, for the words may be private."""
    try:
        found = work(*said)
        json.dumps(found)
    except MemoryError:
        return {"wrong": "读它要用的内存太多", "at": ""}
    except Exception as wrong:
        at = "".join(traceback.format_tb(wrong.__traceback__))
        return {"wrong": f"读它的程序出错（{type(wrong).__name__}）", "at": at}
    return {"is": found}


def _size() -> int:
    """Bytes of the address space of this process; nothing is known of it but on Linux."""
    told = Path("/proc/self/statm")
    pages = int(told.read_text().split()[0]) if told.exists() else 0
    return pages * resource.getpagesize()
