"""A process that has everything loaded and forks one for each run: `python -m flows.fork_server FD`.

To start Python and import Prefect takes seconds of CPU; to fork takes milliseconds. The worker
(flows/warm.py) sends one byte and one end of a socket for each run. On it the forked process says
its pid, reads what to run, and says with which code it ends; this one adds how it did end. So the
worker knows of every run whether it came to be and what became of it, whoever else dies.

Nothing lives in here when it forks: no thread, no event loop, no connection, no database.
"""

import atexit
import gc
import importlib
import json
import logging
import os
import runpy
import selectors
import signal
import socket
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from prefect import flow_engine
from prefect.context import SyncClientContext, refresh_global_settings_context
from prefect.logging.configuration import setup_logging
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from catalog.deadlines import deadlines
from flows.warm import read_certificates_once
from pages.html.engine import environment

RUN = "juece-run"
"""What the process of a run is called in `ps -eo pid,comm` and `top`."""
LOADED = (
    "flows.deployments",
    "prefect.engine",
    "prefect.flow_engine",
    "prefect.task_engine",
    "prefect.utilities.visualization",
    "prefect.concurrency.services",
    "anyio._backends._asyncio",
    "anyio.streams.tls",
    "sqlalchemy.dialects.sqlite",
    "encodings.idna",
    "encodings.gb18030",
    "encodings.utf_8_sig",
    "_strptime",
)
"""What every run needs and what most do; the rest is imported by the run that does."""


class NotAlone(RuntimeError):
    """Something that was loaded began a thread: a fork would leave its locks held for ever."""


def main(fd: int) -> None:
    """Load everything, then fork until the worker is gone. Raises NotAlone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the worker, which lets runs end
    load()
    if len(os.listdir("/proc/self/task")) > 1:
        raise NotAlone("有线程在运行，不能从这个进程分出办理进程")
    gc.collect()
    gc.freeze()  # what is loaded is never searched for garbage, so its memory stays shared
    serve(socket.socket(fileno=fd))


def load() -> None:
    """Import what runs need, so that none of them has to: also what is else imported when it is used."""
    for name in LOADED:
        importlib.import_module(name)
    read_certificates_once()
    _compile()
    logging.getLogger("EventsWorker").setLevel(logging.ERROR)  # it says that it has not ended yet
    flow_engine.observe_flow_run_suspension = _unobserved  # type: ignore[attr-defined]
    # It is run below as a program, after it was imported as a module.
    warnings.filterwarnings("ignore", "'prefect.engine' found in sys.modules", RuntimeWarning)


def _compile() -> None:
    """Work out once what each publication would in half a second: templates, and the calendar that pages
    reckon with. A website with looks of its own compiles its own."""
    made = environment()
    for name in made.list_templates(filter_func=lambda one: one.endswith(".html")):
        if not name.startswith("web/"):
            made.get_template(name)
    deadlines()


@contextmanager
def _unobserved(*_: object, **__: object) -> Iterator[None]:
    """In the place of a thread, with a loop and two connections, that waits for somebody to press
    Suspend on a run that takes a second. What is pressed then is put right when the run ends.
    """
    yield


def serve(control: socket.socket) -> None:
    """Fork for each socket that comes, and tell on it how the forked process ended."""
    at_work: dict[int, tuple[int, socket.socket]] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        while True:
            for ready in [key.fd for key, _ in selector.select()]:
                if ready in at_work:
                    selector.unregister(ready)
                    os.close(ready)
                    _tell_the_end(*at_work.pop(ready))
                    continue
                if (run := _received(control)) is None:
                    return
                pid = os.fork()
                if pid == 0:
                    _leave(selector, control, at_work)
                    _become(run)
                watch = os.pidfd_open(pid)
                at_work[watch] = pid, run
                selector.register(watch, selectors.EVENT_READ)


def _received(control: socket.socket) -> socket.socket | None:
    """The socket of the next run, or None where the worker is gone."""
    said, fds, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=fds[0]) if said and fds else None


def _tell_the_end(pid: int, run: socket.socket) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with run:
        _say(run, "ended", code)


def _leave(
    selector: selectors.BaseSelector,
    control: socket.socket,
    others: dict[int, tuple[int, socket.socket]],
) -> None:
    """Close in a forked process what belongs to the fork server."""
    selector.close()
    control.close()
    for watch, (_, run) in others.items():
        os.close(watch)
        run.close()


def _become(run: socket.socket) -> NoReturn:
    """Be the process of a run, from its first word to its exit."""
    code = 1
    try:
        os.setsid()
        Path("/proc/self/comm").write_text(RUN)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _say(run, "pid", os.getpid())
        with run.makefile("rb") as told:
            code = _ran(json.loads(told.readline()))
    except BaseException:
        traceback.print_exc()
    finally:
        code = _ended_in_order(code)
        _say(run, "exit", code)
        os._exit(code)


def _ran(wanted: dict[str, Any]) -> int:
    """Run what `python -m prefect.engine` runs, with an environment of its own; returns the code."""
    _change_environment(wanted["env"])
    if wanted["cwd"]:
        os.chdir(wanted["cwd"])
    sys.argv = [RUN]
    try:
        # No heartbeats: nobody listens for them, and each would make its run wait for a second.
        # One client, where the engine would make one to read the run and another to run it.
        with (
            temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
            SyncClientContext.get_or_create(),
        ):
            runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _change_environment(env: dict[str, str]) -> None:
    """Take over an environment, with the engine's settings where they are others than were loaded."""
    before = _settings(os.environ)
    os.environ.clear()
    os.environ.update(env)
    if _settings(env) != before:
        refresh_global_settings_context()
        setup_logging()


def _settings(env: Any) -> dict[str, str]:
    """What of an environment the engine's settings are made of (PREFECT__... are of one run)."""
    return {
        k: v for k, v in env.items() if k.startswith("PREFECT_") and not k.startswith("PREFECT__")
    }


def _ended_in_order(code: int) -> int:
    """What Python does before it ends, but for taking apart all that was loaded."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        return code or 1
    return code


def _say(run: socket.socket, what: str, number: int) -> None:
    try:
        run.sendall(f"{what} {number}\n".encode())
    except OSError:
        return  # the worker is gone, and nobody asks any more


if __name__ == "__main__":
    main(int(sys.argv[1]))
