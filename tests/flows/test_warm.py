"""Runs are forked from a process that has everything loaded: each alone, its end seen, whoever dies."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import anyio
import prefect
import pytest
from prefect.runner import _starter_engine
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.utilities.processutils import run_process

from flows import warm
from flows.fork_server import RUN
from flows.warm import TRIED_ON, Forked, ForkServer
from tests.flows.engine import until

pytestmark = pytest.mark.prefect

COMMAND = [sys.executable, "-m", "prefect.engine"]


def test_the_installed_engine_is_one_that_this_was_tried_on() -> None:
    said = (
        f"Prefect {prefect.__version__}: run `pytest tests/flows/test_warm.py tests/flows/test_faults.py`"
        " with this version added to TRIED_ON in flows/warm.py; keep it there if both pass"
    )
    assert prefect.__version__ in TRIED_ON, said


class Silent:
    """An engine that takes what it is asked and does not answer, so that a run stays at work."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.api = f"http://127.0.0.1:{self.socket.getsockname()[1]}/api"
        self.socket.settimeout(60)
        self.asked: list[socket.socket] = []

    async def listen(self, runs: int = 1) -> None:
        """Wait until so many runs more have asked."""
        for _ in range(runs):
            self.asked.append((await anyio.to_thread.run_sync(self.socket.accept))[0])

    def hang_up(self) -> None:
        """Close the connections of the runs that have asked."""
        while self.asked:
            self.asked.pop().close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    made = Silent()
    with temporary_settings({PREFECT_API_URL: made.api}):
        yield made
    made.hang_up()
    made.socket.close()


@pytest.fixture
def server(silent: Silent) -> Iterator[ForkServer]:
    made = ForkServer({})
    yield made
    made.end()


def env(silent: Silent, run: str = "", **more: str) -> dict[str, str]:
    """The environment of a run, which asks once and waits as long as it takes."""
    own = {
        "PREFECT_API_URL": silent.api,
        "PREFECT_API_REQUEST_TIMEOUT": "900",
        "PREFECT_CLIENT_MAX_RETRIES": "0",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    }
    return {**os.environ, **own, "PREFECT__FLOW_RUN_ID": run or str(uuid4()), **more}


@asynccontextmanager
async def at_work(server: ForkServer, env: dict[str, str]) -> AsyncIterator[Forked]:
    """A run while it is at work; when this is left it has ended."""
    async with anyio.create_task_group() as group:
        start = partial(server.run_process, COMMAND, env=env, task_status_handler=lambda one: one)
        yield await group.start(start)


def finish(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def in_time() -> None:
        with anyio.fail_after(300):
            await test()

    asyncio.run(in_time())


def pid_of(server: ForkServer) -> int:
    assert server._process
    return server._process.pid


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def sockets(pid: int) -> int:
    """How many connections a process holds."""
    return sum(os.readlink(fd).startswith("socket:") for fd in Path(f"/proc/{pid}/fd").iterdir())


def pss(pid: int) -> int:
    """The memory of a process in MB, what it shares with others counted once among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) // 1024


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, -signal.SIGTERM)]
)
def test_a_run_that_is_killed_is_seen_to_be(
    server: ForkServer, silent: Silent, how: int, code: int
) -> None:
    async def test() -> None:
        async with at_work(server, env(silent)) as run:
            assert parent(run.pid) == pid_of(server)
            assert os.getsid(run.pid) == run.pid, "a group of its own"
            until(lambda: Path(f"/proc/{run.pid}/comm").read_text().strip() == RUN, "its name")
            assert run.returncode is None
            os.kill(run.pid, how)
        assert run.returncode == code

    finish(test)


def test_a_run_that_fails_says_so_by_its_code(server: ForkServer, silent: Silent) -> None:
    async def test() -> None:
        async with at_work(server, env(silent, run="none")) as run:
            pass
        assert run.returncode == 1

    finish(test)


def test_nothing_lives_in_what_runs_are_forked_from(server: ForkServer, silent: Silent) -> None:
    async def test() -> None:
        async with at_work(server, env(silent)) as first, at_work(server, env(silent)) as second:
            forked_from = pid_of(server)
            assert len(list(Path(f"/proc/{forked_from}/task").iterdir())) == 1
            assert sockets(forked_from) == 3, "one to the worker, one of each run"
            await silent.listen(2)
            assert sockets(second.pid) == 2, "its own, and to the engine: none of the other run"
            os.kill(first.pid, signal.SIGKILL)
            os.kill(second.pid, signal.SIGKILL)

    finish(test)


def test_four_at_work_together_share_what_is_loaded(server: ForkServer, silent: Silent) -> None:
    async def test() -> None:
        async with (
            at_work(server, env(silent)) as a,
            at_work(server, env(silent)) as b,
            at_work(server, env(silent)) as c,
            at_work(server, env(silent)) as d,
        ):
            await silent.listen(4)
            pids = [pid_of(server), *(run.pid for run in (a, b, c, d))]
            assert sum(map(pss, pids)) < 250
            for run in (a, b, c, d):
                os.kill(run.pid, signal.SIGKILL)

    finish(test)


def test_a_run_outlives_what_it_was_forked_from_and_the_next_has_another(
    server: ForkServer, silent: Silent
) -> None:
    async def test() -> None:
        async with at_work(server, env(silent)) as killed, at_work(server, env(silent)) as ended:
            before = pid_of(server)
            os.kill(before, signal.SIGKILL)
            async with at_work(server, env(silent, run="none")) as another:
                assert pid_of(server) != before
                assert parent(another.pid) == pid_of(server)
            assert killed.returncode is ended.returncode is None
            os.kill(killed.pid, signal.SIGKILL)
            await silent.listen(2)
            silent.hang_up()
        assert (killed.returncode, ended.returncode) == (-signal.SIGKILL, 1)

    finish(test)


def test_a_run_has_the_settings_it_is_started_with(server: ForkServer, silent: Silent) -> None:
    other = Silent()

    async def test() -> None:
        async with at_work(server, env(other)) as run:
            await other.listen()
            other.hang_up()
        assert run.returncode == 1

    finish(test)
    other.socket.close()


def test_where_it_cannot_be_loaded_the_engine_starts_its_runs_itself(
    server: ForkServer,
    silent: Silent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "__init__.py").touch()  # found before ours, and without a fork server
    monkeypatch.chdir(tmp_path)

    async def test() -> None:
        for _ in range(2):
            async with at_work(server, env(silent, run="none")) as run:
                assert parent(run.pid) == os.getpid()
            assert run.returncode == 1

    finish(test)
    assert caplog.text.count("意外退出") == 2, "the second run does not try again"


def test_after_an_upgrade_the_next_run_has_another(
    server: ForkServer, silent: Silent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "ROOT", tmp_path)
    (tmp_path / "templates").mkdir()
    template = tmp_path / "templates" / "page.html"
    template.write_text("old", "utf-8")

    async def test() -> None:
        async with at_work(server, env(silent)) as before:
            old = pid_of(server)
            async with at_work(server, env(silent, run="none")):
                assert pid_of(server) == old, "nothing was changed"
            template.write_text("newer", "utf-8")
            async with at_work(server, env(silent, run="none")) as after:
                assert pid_of(server) != old
            assert after.returncode == 1
            assert before.returncode is None, "what is at work comes to its own end"
            os.kill(before.pid, signal.SIGKILL)
        assert before.returncode == -signal.SIGKILL

    finish(test)


def test_on_another_version_the_engine_starts_its_runs_itself(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(prefect, "__version__", "3.99.0")
    assert not server.install()
    assert _starter_engine.run_process is run_process
    assert server._process is None
    assert "没有试过" in caplog.text


def test_what_is_not_the_engine_is_run_as_ever(server: ForkServer, tmp_path: Path) -> None:
    true = shutil.which("true")
    assert true

    async def test() -> None:
        done = await server.run_process([true], stream_output=False)
        assert done.returncode == 0

    finish(test)
    assert server._process is None


WORKER = """
import asyncio, sys
from tests.flows.test_warm import at_work, env, pid_of, Silent
from flows.warm import ForkServer

async def main(silent):
    server = ForkServer({})
    async with at_work(server, env(silent)) as run:
        print(run.pid, pid_of(server), flush=True)
        await asyncio.sleep(600)

silent = Silent.__new__(Silent)
silent.api = sys.argv[1]
asyncio.run(main(silent))
"""


def test_where_the_worker_is_killed_the_run_goes_on_and_nothing_else_is_left(
    silent: Silent,
) -> None:
    plain = {**os.environ, "PREFECT_API_URL": silent.api}
    command = [sys.executable, "-c", WORKER, silent.api]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=plain) as worker:
        assert worker.stdout
        run, forked_from = map(int, worker.stdout.readline().split())
        worker.kill()
    until(lambda: not Path(f"/proc/{forked_from}").exists(), "the end of the fork server")
    assert Path(f"/proc/{run}/comm").read_text().strip() == RUN
    os.kill(run, signal.SIGKILL)
