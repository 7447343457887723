"""The engine of an office on one machine: its server and its worker, started, watched and ended."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from catalog.errors import Unstartable
from flows.engine_settings import ADDRESS, answers, environment
from flows.secret import presented, secret_of
from storage.modes import own_folder

STARTUP, SHUTDOWN = 180, 90
"""Seconds given to the engine to come up, and to what is at work to come to its end."""
HOST, HELD = "127.0.0.1", "--held"
"""Where the engine listens; HELD says that the port is kept for it by the process that started it."""
LONGEST_PAUSE = 60
"""Seconds at most between two attempts to start again what will not start."""


class Engine:
    """The two processes of an office's engine. Both end when the process that made them does."""

    def __init__(self, home: Path, port: int, environment: Mapping[str, str]) -> None:
        self.home, self.port, self.environment = home, port, environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.address = home / ADDRESS
        self.log = home / "engine.log"
        self.pause, self.not_before = 1, 0.0
        self.held: socket.socket | None = None

    def start(self) -> None:
        """Start what is not running and wait until it is well. Raises Unstartable."""
        self.serve()
        if self._is_down("worker"):
            self.address.unlink(missing_ok=True)
            self._begin("worker", "flows.worker", "--alone")
        self._wait("worker", self.address.is_file)

    def serve(self) -> None:
        """Start the server alone if it is not running, and wait until it is well. Raises Unstartable."""
        own_folder(self.home)
        secret_of(self.home)  # a fault of its file is told here, not in the log
        if self._is_down("server"):
            self._hold_port()
            self._begin("server", "flows.server", str(self.port), HELD)
        self._wait("server", lambda: answers(self.environment["PREFECT_API_URL"]))

    def look(self) -> list[str]:
        """Start again whichever has died, if need be again and again; returns what happened."""
        dead = [name for name in self.processes if self._is_down(name)]
        if not dead or time.monotonic() < self.not_before:
            return []
        try:
            self.start()
        except Unstartable as why:
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            self.not_before = time.monotonic() + self.pause
            return [f"{why}；{self.pause}秒后再试"]
        self.pause = 1
        return [f"{name} 意外退出，已重新启动" for name in dead]

    def stop(self) -> None:
        """Let what is at work come to its end, then end both."""
        for name in ("worker", "server"):
            process = self.processes.get(name)
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(SHUTDOWN)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.address.unlink(missing_ok=True)
        if self.held:
            self.held.close()
            self.held = None

    def _hold_port(self) -> None:
        """Keep the port from other users while the server is down: clients present the secret there.

        A socket that is bound and does not listen; who shares it must be of the same account.
        """
        if self.held:
            return
        with socket.socket() as free, socket.socket() as listening:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken = listening.connect_ex((HOST, self.port)) == 0
            if taken or not _bound(free, self.port):
                raise Unstartable(f"端口{self.port}已被占用，请用 --port 换一个")
        held = shared()
        if _bound(held, self.port):
            self.held = held
        else:
            held.close()
            raise Unstartable(f"端口{self.port}已被占用，请用 --port 换一个")

    def _begin(self, name: str, module: str, *arguments: str) -> None:
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us alone
            )

    def _is_down(self, name: str) -> bool:
        process = self.processes.get(name)
        return process is None or process.poll() is not None

    def _wait(self, name: str, well: Callable[[], bool]) -> None:
        end = time.monotonic() + STARTUP
        while not well():
            if self._is_down(name) or time.monotonic() > end:
                raise Unstartable(f"流程引擎（{name}）没有启动，原因见 {self.log}")
            time.sleep(0.3)


def shared() -> socket.socket:
    """A socket whose port processes of the same account may share, and no others."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return made


def _bound(to_bind: socket.socket, port: int) -> bool:
    try:
        to_bind.bind((HOST, port))
    except OSError as wrong:
        if wrong.errno == errno.EADDRINUSE:
            return False
        raise
    return True


@contextmanager
def serving(home: Path, port: int = 0) -> Iterator[None]:
    """Give the runs of this process a server of their own, the one that `juece up` starts, no worker.

    The engine's own temporary server knows no cure for SQLite. To be entered before Prefect is
    imported, which reads its settings once. One with a port of its own can be looked at and is found
    by its address; port 0 is any that is free. Raises Unstartable.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        shown, port = bool(port), port or free.getsockname()[1]
    alone = {} if shown else {"PREFECT__SERVER_EPHEMERAL": "1"}  # nobody looks: no interface
    told = environment(home, port, store="", database="")
    engine = Engine(home, port, {**told, **alone})
    with presented(home, told["PREFECT_API_URL"]):
        try:
            engine.serve()
            if shown:
                engine.address.write_text(told["PREFECT_API_URL"], "utf-8")
            yield
        finally:
            engine.stop()


def end_with_parent() -> None:
    """Let this process be told to stop when the one that started it is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
