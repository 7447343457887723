"""A hostile file is read in a process of its own, which may die of it: it has little memory and time,
sees none of our secrets and files, and what it answers is bounded.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import BinaryIO, NamedTuple

MEGABYTE = 1024**2
TOO_MUCH = 7
"""What the process ends with where the file holds more than it may."""

_OUT_OF_BOUNDS = {-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU, TOO_MUCH}
"""Rust aborts where it gets no memory; the others are the ends of its time."""


class Bounds(NamedTuple):
    """What the process may use: bytes of memory, seconds at work and in all, bytes of answer."""

    memory: int
    work: int
    seconds: int
    answer: int


class Died(Exception):
    """The process ended before it had answered."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.greedy = code in _OUT_OF_BOUNDS
        """It wanted more memory, time or room than it may have."""


def answer(
    program: Path, words: list[str], content: bytes | BinaryIO, bounds: Bounds
) -> Iterator[bytes]:
    """The lines that a program says to the bytes of a file. Raises Died; leaves no process behind.

    A file on the disk is read by the program itself, from its beginning: it is not held here.

    The program sets its own bounds, which are its first words, and reads all before it says a thing.
    """
    if not isinstance(content, bytes):
        os.lseek(content.fileno(), 0, os.SEEK_SET)  # our own reading may be ahead of what we read
    command = [sys.executable, "-I", "-B", str(program), str(bounds.memory), str(bounds.work)]
    process = subprocess.Popen(
        [*command, *words],
        stdin=subprocess.PIPE if isinstance(content, bytes) else content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
    )
    late = Timer(bounds.seconds, process.kill)
    late.daemon = True
    late.start()
    try:
        yield from _said(process, content, bounds.answer)
    finally:
        late.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _said(
    process: subprocess.Popen[bytes], content: bytes | BinaryIO, left: int
) -> Iterator[bytes]:
    if not process.stdout:
        raise RuntimeError("the process was started without pipes")
    if process.stdin and isinstance(content, bytes):
        with suppress(BrokenPipeError):  # it died while it read; its code says of what
            process.stdin.write(content)
        with suppress(BrokenPipeError):
            process.stdin.close()
    while line := process.stdout.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise Died(TOO_MUCH)
        yield line
    if code := process.wait():
        raise Died(code)
