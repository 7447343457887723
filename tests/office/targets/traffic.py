"""What a server was asked, and what it is told to do to the asking."""

import os
import signal
import threading
from collections.abc import Callable
from time import sleep


class Cut(Exception):
    """The connection is to be cut here."""


class Traffic:
    """Counts requests; from the `cut_at`-th on, all are cut, before or after they were carried out.

    `kill` is a process that is killed at the `kill_at`-th request.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.heal()

    def heal(self) -> None:
        """Behave from now on, and count anew."""
        self.asked: list[str] = []
        self.sent = self.fetched = 0
        self.cut_at, self.after = 0, False
        self.kill_at, self.kill = 0, 0
        self.slow = 0.0
        self.full = False
        self.watch: Callable[[str], None] | None = None

    def meet(self, what: str, sent: int = 0) -> bool:
        """Count a request; says whether the connection is cut once it was carried out. Raises Cut."""
        with self._lock:
            self.asked.append(what)
            self.sent += sent
            nth = len(self.asked)
        if self.watch:
            self.watch(what)
        if self.slow:
            sleep(self.slow)
        if self.kill and nth == self.kill_at:
            os.kill(self.kill, signal.SIGKILL)
        cut = 0 < self.cut_at <= nth
        if cut and not (self.after and nth == self.cut_at):
            raise Cut
        return cut
