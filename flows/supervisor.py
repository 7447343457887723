"""The engine of an office on one machine: its server and its worker, started, watched and ended."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from catalog.errors import Unavailable
from flows.engine_settings import ADDRESS, environment

STARTUP, SHUTDOWN = 180, 90
"""Seconds given to the engine to come up, and to what is at work to come to its end."""
LONGEST_PAUSE = 60
"""Seconds at most between two attempts to start again what will not start."""


class Unstartable(Unavailable, RuntimeError):
    """The engine did not come up; str() says why, in Chinese."""


class Engine:
    """The two processes of an office's engine. Both end when the process that made them does."""

    def __init__(self, home: Path, port: int, environment: Mapping[str, str]) -> None:
        self.home, self.port, self.environment = home, port, environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.address = home / ADDRESS
        self.log = home / "engine.log"
        self.pause, self.not_before = 1, 0.0

    def start(self) -> None:
        """Start what is not running and wait until it is well. Raises Unstartable."""
        self.serve()
        if self._is_down("worker"):
            self.address.unlink(missing_ok=True)
            self._begin("worker", "flows.worker", "--alone")
        self._wait("worker", self.address.is_file)

    def serve(self) -> None:
        """Start the server alone if it is not running, and wait until it is well. Raises Unstartable."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self._is_down("server"):
            with socket.socket() as free:
                free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if free.connect_ex(("127.0.0.1", self.port)) == 0:
                    raise Unstartable(f"端口{self.port}已被占用，请用 --port 换一个")
            self._begin("server", "flows.server", str(self.port))
        self._wait("server", self._answers)

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

    def _begin(self, name: str, module: str, argument: str) -> None:
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", module, argument],
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

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/api/health", timeout=5
            ) as is_up:
                return bool(is_up.status == 200)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False


@contextmanager
def serving(home: Path, port: int = 0) -> Iterator[None]:
    """Give the runs of this process a server of their own, the one that `juece up` starts, no worker.

    The engine's own temporary server knows no cure for SQLite. To be entered before Prefect is
    imported, which reads its settings once. Port 0 is any that is free. Raises Unstartable.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        alone = {} if port else {"PREFECT__SERVER_EPHEMERAL": "1"}  # nobody looks: no interface
        port = port or free.getsockname()[1]
    told = environment(home, port, store="", database="")
    engine = Engine(home, port, {**told, **alone})
    os.environ["PREFECT_API_URL"] = told["PREFECT_API_URL"]
    try:
        engine.serve()
        yield
    finally:
        engine.stop()
        del os.environ["PREFECT_API_URL"]


def end_with_parent() -> None:
    """Let this process be told to stop when the one that started it is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
