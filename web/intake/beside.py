"""The intake started beside something else (juece up, drill, ui): a process that is watched and ended."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from catalog.errors import Unstartable

STARTUP, SHUTDOWN = 60, 15
"""Seconds given to it to come up, and to end."""
LONGEST_PAUSE = 60
"""Seconds at most between two attempts to start again what will not start."""
LOG = "intake.log"


class Beside:
    """The process of a home's intake; it ends when the process that made it does."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.at = f"http://127.0.0.1:{port}/"
        self._process: subprocess.Popen[bytes] | None = None
        self._pause, self._not_before = 1, 0.0

    def start(self) -> None:
        """Start it and wait until it answers. Raises Unstartable."""
        if self._answers():  # somebody else's: ours would be told apart from it too late
            raise Unstartable(f"意见征集没有启动：端口{self.port}已被占用，请用 --intake 换一个")
        to = os.open(self.home / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(to, "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "web.intake", str(self.home.absolute()), str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for who started it alone
            )
        end = time.monotonic() + STARTUP
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise Unstartable(
                    f"意见征集没有启动：端口{self.port}可能已被占用，原因见 {self.home / LOG}"
                )
            time.sleep(0.2)

    def look(self) -> list[str]:
        """Start it again if it has died, if need be again and again; returns what happened."""
        alive = self._process is not None and self._process.poll() is None
        if alive or time.monotonic() < self._not_before:
            return []
        try:
            self.start()
        except Unstartable as why:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            self._not_before = time.monotonic() + self._pause
            return [f"{why}；{self._pause}秒后再试"]
        self._pause = 1
        return ["意见征集意外退出，已重新启动"]

    def stop(self) -> None:
        """Let what is being answered come to its end, then end it."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(SHUTDOWN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.at}api/v1/consultations", timeout=5) as up:
                return bool(up.status == 200)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False
