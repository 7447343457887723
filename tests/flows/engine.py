"""An office's engine started by the command line, and the Prefect API as the UI uses it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_CLIENT_CUSTOM_HEADERS,
    temporary_settings,
)

from catalog.record import Actor
from flows.engine_settings import ADDRESS
from flows.entrance import new_link
from flows.secret import HEADER, secret_of
from office.settings.installation import Office
from storage.filing import file_record

T = TypeVar("T")
CLERK = Actor(name="演示经办人", unit="养老服务处")


def until(look: Callable[[], T], what: str, seconds: float = 120, every: float = 0.3) -> T:
    """Look again and again until there is something; fail saying what was awaited."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(every)
    pytest.fail(f"等了{seconds}秒没有等到：{what}")


def free_port() -> int:
    """A port that is free with the two behind it: of the desk, and of the public's intake."""
    for _ in range(100):
        with ExitStack() as held:
            first = held.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                for beside in (port + 1, port + 2):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", beside))
            except (OSError, OverflowError):
                continue
            return port
    raise RuntimeError("no three ports beside each other are free")


class Key(httpx.Auth):
    """Presents the secret of an office with every request."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:
        request.headers[HEADER] = secret_of(self.home)
        yield request


class Desk:
    """A drill of an office under way, worked at as officers do: over the API that the UI uses."""

    def __init__(self, home: Path, port: int, log: Path, settings: Mapping[str, str]) -> None:
        self.home, self.port, self.log, self.settings = home, port, log, settings
        self.office = Office(home=home)
        self.key = Key(home)
        self.api = httpx.Client(base_url=f"http://127.0.0.1:{port}/api", timeout=30, auth=self.key)
        self.engine: subprocess.Popen[bytes] | None = None

    def begin(self, *, since: str = "") -> None:
        """Run `juece drill` until its engine is up."""
        command = [sys.executable, "-m", "cli", "drill", "--home", str(self.home)]
        command += ["--port", str(self.port), *(["--since", since] if since else [])]
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "JUECE"))}
        env = {**plain, **self.settings}
        with self.log.open("ab") as log:
            self.engine = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        until(self.is_up, "the engine", 240)

    def is_up(self) -> bool:
        assert self.engine is not None
        assert self.engine.poll() is None, self.log.read_text("utf-8")
        return (self.home / ADDRESS).is_file()

    def end(self, how: int = signal.SIGINT) -> int:
        """End the engine; returns its exit code."""
        assert self.engine
        self.engine.send_signal(how)
        return self.engine.wait(timeout=120)

    def link(self) -> str:
        """A link that lets one browser in."""
        return new_link(self.home, str(self.api.base_url))

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Point what Prefect does in this process at this engine."""
        told = {
            PREFECT_API_URL: str(self.api.base_url),
            PREFECT_CLIENT_CUSTOM_HEADERS: {HEADER: secret_of(self.home)},
        }
        with temporary_settings(told):
            yield

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Post once: what the server refuses for being busy is a failure."""
        sent = self.api.post(path, json=body)
        sent.raise_for_status()
        return sent.json()

    def run(self, deployment: str, **parameters: Any) -> dict[str, Any]:
        """Press Run on a deployment's page."""
        found = self.api.get(f"/deployments/name/{deployment}").raise_for_status().json()
        made = self.post(f"/deployments/{found['id']}/create_flow_run", {"parameters": parameters})
        return dict(made)

    def read(self, run: dict[str, Any]) -> dict[str, Any]:
        return dict(self.api.get(f"/flow_runs/{run['id']}").raise_for_status().json())

    def runs(self, *tags: str) -> list[dict[str, Any]]:
        """The Runs page filtered by tags, oldest first."""
        query = {"flow_runs": {"tags": {"all_": list(tags)}}, "sort": "START_TIME_ASC"}
        return sorted(self.post("/flow_runs/filter", query), key=lambda r: str(r["created"]))

    def board(self, item: str) -> dict[str, str]:
        """The state of each run of an item by its name; of two with one name, of the last."""
        return {r["name"]: r["state_name"] for r in self.runs(f"item:{item}")}

    def waiting(self, item: str, stage: str, state: str, seconds: float = 120) -> dict[str, Any]:
        """The run of a stage, once it is in a state of this name."""

        def look() -> dict[str, Any] | None:
            found = self.runs(f"item:{item}", f"stage:{stage}")
            return found[-1] if found and found[-1]["state_name"] == state else None

        return until(look, f"{stage} {state}", seconds)

    def waits_again(self, run: dict[str, Any]) -> None:
        """See that a run that somebody resumed had a look and waits as before."""
        states = {"flow_run_id": run["id"]}

        def looked() -> bool:
            found = self.api.get("/flow_run_states/", params=states).raise_for_status().json()
            since = [s for s in found if s["timestamp"] > run["state"]["timestamp"]]
            return any(s["type"] == "RUNNING" for s in since)

        until(looked, f"{run['name']} had a look")
        until(lambda: self.read(run)["state_name"] == run["state_name"], "it waits as before")

    def tell(self, item: str) -> str:
        """Where everything stands, for a test that fails."""
        return f"{self.board(item)}\n{self.said()}"

    def file(self, item: str, step: str, payload: dict[str, Any]) -> None:
        """File a step now, as an officer does at the desk; the engine is not told."""
        file_record(
            self.office.ledger(),
            item,
            step,
            payload,
            actor=CLERK,
            at=self.office.now(),
            folder=self.office.inbox(item),
        )

    def inputs(self, run: dict[str, Any], ending: str) -> dict[str, Any]:
        """What the engine keeps of the forms by which earlier programs asked in a run, by key."""
        asked = {"prefix": "", "limit": 200, "exclude_keys": []}
        found = self.post(f"/flow_runs/{run['id']}/input/filter", asked)
        return {i["key"]: json.loads(i["value"]) for i in found if i["key"].endswith(ending)}

    def logged(self, run: dict[str, Any]) -> list[str]:
        """What the page of a run shows under Logs."""
        asked = {"logs": {"flow_run_id": {"any_": [run["id"]]}}}
        found = until(lambda: self.post("/logs/filter", asked), "a log")
        return [str(line["message"]) for line in found]

    def put(self, item: str, *names: str) -> None:
        """Lay files into the inbox of an item."""
        inbox = self.office.inbox(item)
        inbox.mkdir(parents=True, exist_ok=True)
        for name in names:
            (inbox / name).write_text(f"演示文件 {name}", encoding="utf-8")

    def steps(self, item: str) -> list[str]:
        return [entry.step for entry in self.office.ledger().load(item).entries]

    def said(self) -> str:
        """What the engine wrote into its log, for a test that fails."""
        log = self.home / "engine.log"
        return log.read_text("utf-8", errors="replace")[-4000:] if log.is_file() else ""


@contextmanager
def desk(folder: Path, *, since: str, **settings: str) -> Iterator[Desk]:
    """A drill that begins on a day, ended with everything it started."""
    made = Desk(folder / "office", free_port(), folder / "drill.log", settings)
    made.begin(since=since)
    try:
        yield made
    finally:
        if made.engine and made.engine.poll() is None:
            made.end()
        made.api.close()
