"""Runs in processes that a fork server makes, where the engine would start a Python for each.

The engine's runner starts a run by one function, which is replaced here: on versions that this was
tried on, on Linux, for its own command alone. Whatever does not work out is left to the engine's
own way, which is slower by some four seconds of CPU and otherwise the same.
"""

import asyncio
import json
import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import prefect
from prefect.client import orchestration
from prefect.runner import _starter_engine
from prefect.settings import get_current_settings
from prefect.utilities.processutils import get_sys_executable, run_process

TRIED_ON = {"3.8.8"}
STARTUP = 180
"""Seconds given to a fork server to load everything, on a machine that is busy."""
COLD = 60
"""Seconds for which runs are started in the engine's own way after a fork server did not work."""

log = logging.getLogger("juece")


ROOT = Path(__file__).parents[1]
"""Where the rooms of this program lie."""


def program() -> int:
    """A number that is another once this program or what it stands on was changed or upgraded.

    The engine's own way loads anew what a run needs, so a run never sees what is no longer installed.
    """
    rooms = {
        name
        for name, module in list(sys.modules.items())
        if "." not in name and str(getattr(module, "__file__", "")).startswith(f"{ROOT}/{name}/")
    }
    files = [
        (entry.path, (told := entry.stat()).st_mtime_ns, told.st_size)
        for room in sorted({*rooms, "templates"})
        for entry in _files(ROOT / room)
    ]
    return hash((*files, Path(prefect.__file__).parents[1].stat().st_mtime_ns))


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(Path(entry.path))
        else:
            yield entry


def read_certificates_once() -> None:
    """Let the engine's clients of this process share what they check servers against.

    Each would read the certificates of all the world anew, for 30 ms of CPU, even where it speaks
    to this machine without encryption; and a run has two or three clients.
    """
    read = cache(ssl.create_default_context)
    shared = SimpleNamespace(**{**vars(ssl), "create_default_context": read})
    orchestration.ssl = shared  # type: ignore[assignment, attr-defined]
    orchestration.SyncPrefectClient("http://127.0.0.1/api")  # read them now


class Gone(RuntimeError):
    """The fork server ended before it forked."""


class Forked:
    """The process of a run, as the engine's runner looks at one."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None


ALONE = {"OPENBLAS_NUM_THREADS": "1"}
"""numpy, which comparing drafts loads, would start threads as it is loaded; what forks may have none."""


class ForkServer:
    """The worker's hold on its fork server, which is started anew when it has died."""

    def __init__(self, entrypoints: Mapping[str, str]) -> None:
        """`entrypoints` say where the flow of a deployment lies, by its name."""
        self._entrypoints = entrypoints
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._loaded = 0
        self._not_before = 0.0

    def install(self) -> bool:
        """Let the engine's runner start its runs from here; False where this was not tried."""
        if prefect.__version__ not in TRIED_ON or sys.platform != "linux":
            log.warning("这一版流程引擎没有试过预先加载，每个流程各自启动，慢几秒，结果一样")
            return False
        read_certificates_once()
        _starter_engine.run_process = self.run_process  # type: ignore[attr-defined]
        self.begin()
        return True

    def begin(self) -> None:
        """Start a fork server, unless one is there that has loaded what is installed now."""
        installed = program()
        if self._process and self._process.poll() is None and self._loaded == installed:
            return
        self.end()
        self._loaded = installed
        self._control, theirs = socket.socketpair()
        settings = get_current_settings().to_environment_variables(exclude_unset=True)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.fork_server", str(theirs.fileno())],
                env={**os.environ, **settings, **ALONE},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def end(self) -> None:
        """Let go of the fork server, which then ends; runs at work come to their own end."""
        if self._control:
            self._control.close()
        if self._process:
            self._process.kill()  # it holds nothing
            self._process.wait()
        self._control = self._process = None

    async def run_process(self, command: list[str], **given: Any) -> Any:
        """What the engine's runner calls to run a command until it ends, with its keywords."""
        if command != [get_sys_executable(), "-m", "prefect.engine"]:
            return await run_process(command, **given)
        for _ in range(2):
            if time.monotonic() < self._not_before:
                break
            try:
                return await self._run(**given)
            except Gone:
                log.warning("预先加载的进程意外退出，重新启动")
        else:
            self._not_before = time.monotonic() + COLD
        return await run_process(command, **given)

    async def _run(
        self,
        *,
        env: Mapping[str, str],
        cwd: Any = None,
        task_status: anyio.abc.TaskStatus[Any],
        task_status_handler: Callable[[Any], Any],
        **_: Any,
    ) -> Forked:
        self.begin()
        reader, writer = await self._asked()
        try:
            process = Forked(await self._born(reader))
            wanted = {"env": self._knowing_the_flow(env), "cwd": cwd and str(cwd)}
            writer.write(json.dumps(wanted).encode() + b"\n")
            task_status.started(task_status_handler(process))
            process.returncode = await _end_of(process, reader)
            return process
        finally:
            writer.close()

    def _knowing_the_flow(self, env: Mapping[str, str]) -> dict[str, str]:
        """The environment of a run that need not ask the engine where its flow lies."""
        entrypoint = self._entrypoints.get(env.get("PREFECT__DEPLOYMENT_NAME", ""))
        return {**env, "PREFECT__FLOW_ENTRYPOINT": entrypoint} if entrypoint else dict(env)

    async def _asked(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Ask for a process; what is returned is the line to it. Raises Gone."""
        assert self._control
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"."], [theirs.fileno()])
            except OSError as broken:
                ours.close()
                raise Gone from broken
        return await asyncio.open_unix_connection(sock=ours)

    async def _born(self, reader: asyncio.StreamReader) -> int:
        """The pid of the process that was asked for. Raises Gone: there is none and will be none."""
        try:
            said = await asyncio.wait_for(reader.readline(), STARTUP)
        except TimeoutError:
            self.end()
            said = await reader.readline()  # it may have forked in the last moment
        what, _, number = said.decode().partition(" ")
        if what != "pid":
            raise Gone
        return int(number)


async def _end_of(process: Forked, reader: asyncio.StreamReader) -> int:
    """Wait until a run has ended; returns its exit code, as of a child of this process."""
    code = -signal.SIGKILL  # where nobody says anything, there was no time to
    try:
        while said := await reader.readline():
            what, _, number = said.decode().partition(" ")
            code = int(number)
            if what == "ended":
                break
    except asyncio.CancelledError:
        os.kill(process.pid, signal.SIGTERM)  # as the engine does with a process of its own
        raise
    return code
