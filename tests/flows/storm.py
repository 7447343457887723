"""Many items suspended and resumed at once over the API, by clients that never try again."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Any, NamedTuple

import httpx

from flows.engine_settings import environment
from tests.flows.engine import Key, free_port, until

SERVE = ["-m", "flows.server"]
SERVE_WITHOUT_CURE = ["-c", "import sys; from flows import server; server.serve(int(sys.argv[1]))"]
SCHEMA = {"type": "object", "required": ["opinion"], "properties": {"opinion": {"type": "string"}}}
KEYSET = {key: f"opinion-0-{key}" for key in ("description", "response", "schema")}

NEVER_IDLE = httpx.Limits(max_keepalive_connections=0)
"""A connection that lies idle is closed by the server, perhaps while it is taken up again."""


class Refused(Exception):
    """The server did not do what it was asked: the status, and what was asked."""


class Storm(NamedTuple):
    """What came of it."""

    suspended: int
    resumed: int
    refused: Counter[str]
    seconds: float


@contextmanager
def server(
    folder: Path, *, database: str = "", program: list[str] = SERVE, **settings: str
) -> Iterator[str]:
    """The engine's server alone, as `juece up` starts it; yields the address of its API."""
    folder.mkdir(parents=True, exist_ok=True)
    port, clean = free_port(), {k: v for k, v in os.environ.items() if "PREFECT" not in k}
    env = clean | environment(folder, port, store="", database=database) | settings
    with (folder / "server.log").open("ab") as log:
        serving = subprocess.Popen(
            [sys.executable, *program, str(port)], env=env, stdout=log, stderr=log
        )

    def answers() -> bool:
        assert serving.poll() is None, (folder / "server.log").read_text("utf-8")
        try:
            return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=5).is_success
        except httpx.TransportError:
            return False

    try:
        until(answers, "the server", 180)
        yield f"http://127.0.0.1:{port}/api"
    finally:
        serving.kill()  # at once: nothing is kept
        serving.wait(60)


def storm(api: str, home: Path, items: int, clients: int) -> Storm:
    """Suspend so many runs under a Chinese name with a form, then answer them all."""
    mine, refused, key = local(), Counter[str](), Key(home)

    def client() -> httpx.Client:
        if not hasattr(mine, "client"):
            mine.client = httpx.Client(base_url=api, timeout=120, limits=NEVER_IDLE, auth=key)
        return mine.client

    def tried(act: Callable[[httpx.Client, Any], Any], given: Any) -> Any:
        try:
            return act(client(), given)
        except Refused as why:
            refused[str(why)] += 1
            return None

    deployment = until(lambda: tried(_deploy, "storm"), "a deployment")
    refused.clear()  # that was before the storm
    begun = time.monotonic()
    with ThreadPoolExecutor(clients) as pool:
        runs = [r for r in pool.map(lambda _: tried(_suspend, deployment), range(items)) if r]
        resumed = [r for r in pool.map(lambda run: tried(_resume, run), runs) if r]
    return Storm(len(runs), len(resumed), refused, time.monotonic() - begun)


def names(api: str, home: Path) -> Counter[str]:
    """How many runs are in a state of which name."""
    found: Counter[str] = Counter()
    with httpx.Client(base_url=api, timeout=120, auth=Key(home)) as client:
        while page := _post(client, "/flow_runs/filter", {"limit": 200, "offset": found.total()}):
            found.update(run["state_name"] for run in page)
    return found


def _deploy(client: httpx.Client, name: str) -> str:
    flow = _post(client, "/flows/", {"name": name})["id"]
    return str(_post(client, "/deployments/", {"name": name, "flow_id": flow})["id"])


def _suspend(client: httpx.Client, deployment: str) -> str:
    run = str(_post(client, f"/deployments/{deployment}/create_flow_run", {})["id"])
    _become(client, run, {"type": "RUNNING"})
    for key, value in (("description", '"请填写"'), ("schema", json.dumps(SCHEMA))):
        _post(client, f"/flow_runs/{run}/input", {"key": KEYSET[key], "value": value})
    details = {
        "pause_reschedule": True,
        "pause_key": KEYSET["response"],
        "run_input_keyset": KEYSET,
    }
    _become(client, run, {"type": "PAUSED", "name": "待合法性审查", "state_details": details})
    return run


def _resume(client: httpx.Client, run: str) -> str:
    answer = {"run_input": {"opinion": "同意"}}
    sent = _post(client, f"/flow_runs/{run}/resume", answer)
    if sent["status"] != "ACCEPT":
        raise Refused(f"{sent['status']} /resume")
    _become(client, run, {"type": "RUNNING"})
    _become(client, run, {"type": "COMPLETED", "name": "已办结"})
    return run


def _become(client: httpx.Client, run: str, state: dict[str, Any]) -> None:
    sent = _post(client, f"/flow_runs/{run}/set_state", {"state": state})
    if sent["status"] != "ACCEPT":
        raise Refused(f"{sent['status']} {state['type']}")


def _post(client: httpx.Client, path: str, body: dict[str, Any]) -> Any:
    sent = client.post(path, json=body)
    if not sent.is_success:
        raise Refused(f"{sent.status_code} {path.rpartition('/')[2] or path}")
    return sent.json() if sent.content else None
