"""What can go wrong with an engine, done to a real one; each leaves it to come back by itself."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.flows.engine import Desk

SERVER, WORKER, FORK_SERVER, RUN = "flows.server", "flows.worker", "flows.fork_server", "juece-run"
Fault = Callable[[Desk, random.Random], None]


def processes(desk: Desk, module: str) -> list[int]:
    """The processes of a drill that run a module, or a run that was forked."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
            if (folder / "comm").read_text().strip() == RUN:
                command = RUN.encode()
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue  # it has ended
        if (
            module.encode() in command
            and f"JUECE_HOME={desk.home.absolute()}\0".encode() in environment
        ):
            found.append(int(folder.name))
    return found


def strike(desk: Desk, how: int, *modules: str) -> None:
    """Send a signal to every process that runs one of these modules."""
    for pid in [pid for module in modules for pid in processes(desk, module)]:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            continue


def at_work(desk: Desk, chance: random.Random) -> None:
    """Wait until a run has a process, and a moment that differs from time to time."""
    end = time.monotonic() + 8
    while not processes(desk, RUN) and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(chance.uniform(0, 1.5))


def kill_the_run(desk: Desk, chance: random.Random) -> None:
    """kill -9 the process of the flow."""
    at_work(desk, chance)
    strike(desk, signal.SIGKILL, RUN)


def end_the_run(desk: Desk, chance: random.Random) -> None:
    """SIGTERM to the process of the flow."""
    at_work(desk, chance)
    strike(desk, signal.SIGTERM, RUN)


def kill_the_worker(desk: Desk, chance: random.Random) -> None:
    """kill -9 the process that starts flows."""
    at_work(desk, chance)
    strike(desk, signal.SIGKILL, WORKER)


def end_the_worker(desk: Desk, chance: random.Random) -> None:
    """SIGTERM to the process that starts flows, while one is under way."""
    at_work(desk, chance)
    strike(desk, signal.SIGTERM, WORKER)


def kill_the_fork_server(desk: Desk, chance: random.Random) -> None:
    """kill -9 the process that runs are forked from, while one is under way."""
    at_work(desk, chance)
    strike(desk, signal.SIGKILL, FORK_SERVER)


def kill_the_server(desk: Desk, chance: random.Random) -> None:
    """kill -9 the server."""
    at_work(desk, chance)
    strike(desk, signal.SIGKILL, SERVER)


def kill_them_all(desk: Desk, chance: random.Random) -> None:
    """kill -9 the server, the worker with its fork server and the flow at once."""
    at_work(desk, chance)
    strike(desk, signal.SIGKILL, SERVER, WORKER, FORK_SERVER, RUN)


def kill_everything(desk: Desk, chance: random.Random) -> None:
    """The power fails; somebody starts `juece drill` again."""
    at_work(desk, chance)
    assert desk.engine
    os.kill(desk.engine.pid, signal.SIGKILL)
    strike(desk, signal.SIGKILL, SERVER, WORKER, FORK_SERVER, RUN)
    desk.engine.wait()
    (desk.home / "engine-address").unlink(missing_ok=True)
    desk.begin()


def restart(desk: Desk, chance: random.Random) -> None:
    """Ctrl-C while a run is under way, and start again: it is let come to its end."""
    at_work(desk, chance)
    assert desk.end() == 0
    desk.begin()


def lose_the_engines_database(desk: Desk, chance: random.Random) -> None:
    """Delete everything that the engine knows."""
    at_work(desk, chance)
    desk.end()
    for file in (desk.home / "prefect").glob("prefect.db*"):
        file.unlink()
    desk.begin()


def start_twice(desk: Desk, chance: random.Random) -> None:
    """Two lifecycles of one item at once, beside the one that is under way."""
    item = next(iter(desk.office.ledger().items()))
    for _ in range(2):
        desk.run("lifecycle/全程", item=item)


def cut_the_line(desk: Desk, chance: random.Random, seconds: float = 10) -> None:
    """The server is out of reach for a while: nothing is refused, nothing is answered."""
    at_work(desk, chance)
    strike(desk, signal.SIGSTOP, SERVER)
    time.sleep(seconds)
    strike(desk, signal.SIGCONT, SERVER)


def cut_the_line_for_a_minute(desk: Desk, chance: random.Random) -> None:
    """The same for a minute."""
    cut_the_line(desk, chance, 60)


def hold_the_worker(desk: Desk, chance: random.Random) -> None:
    """The worker stands still for a while, as on a machine that swaps."""
    strike(desk, signal.SIGSTOP, WORKER)
    time.sleep(chance.uniform(1, 8))
    strike(desk, signal.SIGCONT, WORKER)


FAULTS: tuple[Fault, ...] = (
    kill_the_run,
    kill_the_worker,
    kill_the_fork_server,
    kill_the_server,
    kill_them_all,
    end_the_run,
    end_the_worker,
    start_twice,
    lose_the_engines_database,
    cut_the_line,
    kill_everything,
    hold_the_worker,
    restart,
)
