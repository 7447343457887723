"""One publication of a target at a time, held by a note at the target that a crash cannot leave for ever.

Whoever wants to publish leaves a note of its own and then looks whether there is another: of two at
once both may give way, never both go on. On the machine where it was left a note is alive as long as
somebody answers to its name, which the kernel sees to; elsewhere until it was not renewed for a while.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from socket import AF_UNIX, gethostname, socket
from time import time
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from office.targets.backend import TEMPORARY, Backend
from office.targets.errors import Missing, TargetFault, TransientError
from office.targets.pool import steadily

LEASE = 15 * 60
"""Seconds after which a note that was not renewed is dead; clocks may differ by some minutes."""

RENEWED_EVERY = LEASE / 10


class Busy(TransientError):
    """Somebody else is publishing this target."""


class Holder(NamedTuple):
    """Who holds a target. `kernel` tells where its name can be called: this start of this machine."""

    host: str
    process: int
    kernel: str
    renewed: float


HOLDER = TypeAdapter(Holder)


class Lock:
    """The note of one publication."""

    def __init__(self, place: Backend, folder: str) -> None:
        self._place, self._folder = place, folder
        self._name = secrets.token_hex(8)
        self._own = f"{self._name}.json"
        self._renewed = 0.0
        self._answering = _answer(self._name)

    def take(self) -> None:
        """Leave the note, then look. Raises Busy."""
        self._leave()
        self._look()

    def renew(self) -> None:
        """Say that we are still at work, every now and then. Raises Busy where another took over."""
        if time() - self._renewed > RENEWED_EVERY:
            self._leave()
            self._look()

    def release(self) -> None:
        """Answer no longer, and take the note away; where it stays it is dead."""
        self._answering.close()
        self._place.delete(f"{self._folder}/{self._own}")

    def _leave(self) -> None:
        self._renewed = time()
        holder = Holder(gethostname(), os.getpid(), _kernel(), time())
        self._place.put(f"{self._folder}/{self._own}", HOLDER.dump_json(holder))

    def _look(self) -> None:
        # A server may stumble over a note that its owner takes away while it is listed or read.
        for name in steadily(2, self._place.list, self._folder):
            note = name.removesuffix(TEMPORARY)
            if note == self._own or not note.endswith(".json"):
                continue
            try:
                holder = HOLDER.validate_json(
                    steadily(2, self._place.read, f"{self._folder}/{name}")
                )
            except Missing:
                continue  # it has just been released
            except ValidationError:
                holder = None
            if holder and _alive(holder, note.removesuffix(".json")):
                if name != note:
                    continue  # it is still being left, and whoever leaves it looks then
                raise Busy(
                    f"{holder.host}上的另一个程序（进程{holder.process}）正在发布，等它办完再来"
                )
            if holder or name == note or not _answers(note.removesuffix(".json")):
                with suppress(
                    TransientError
                ):  # its owner may take it away meanwhile; what stays is dead
                    self._place.delete(f"{self._folder}/{name}")


@contextmanager
def alone(place: Backend, folder: str) -> Iterator[Lock]:
    """Hold a target. Raises Busy where somebody else does."""
    lock = Lock(place, folder)
    try:
        lock.take()
        yield lock
    finally:
        with suppress(TargetFault):  # the work itself is what is told; a note left behind is dead
            lock.release()


def _alive(holder: Holder, name: str) -> bool:
    """Whether somebody may still be at work under a name."""
    if holder.kernel != _kernel() or not holder.kernel:
        return time() - holder.renewed < LEASE
    return _answers(name)


def _answers(name: str) -> bool:
    """Whether a process of this machine answers to a name."""
    with socket(AF_UNIX) as calling:
        try:
            calling.connect(f"\0juece-{name}")
        except ConnectionRefusedError:
            return False
    return True


def _answer(name: str) -> socket:
    """Answer to a name until it is closed or the process ends, however that happens."""
    answering = socket(AF_UNIX)
    if _kernel():
        answering.bind(f"\0juece-{name}")
        answering.listen()
    return answering


@cache
def _kernel() -> str:
    """This start of this machine, and the part of its network; empty where there is no Linux."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {os.readlink('/proc/self/ns/net')}"
    except OSError:
        return ""
