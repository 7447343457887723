"""The engine beside the desk, spoken to over HTTP: runs are started and looked at, nothing is answered."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import httpx
from starlette.concurrency import run_in_threadpool

log = logging.getLogger("juece.desk")

PATIENCE = httpx.Timeout(10, connect=2)
FRESH = 5.0
"""Seconds for which it is known where the engine is."""
MOST = 20
"""Runs that a page shows, the newest."""


class Reach(NamedTuple):
    """Where the engine's API is, and what is shown to it."""

    api: str
    headers: Mapping[str, str]


class Run(NamedTuple):
    """A run as the engine tells of it: its name and state are ours, in Chinese."""

    id: str
    name: str
    state: str
    at: datetime | None
    tags: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its page in the engine's interface, behind the desk."""
        return f"/engine/v2/runs/flow-run/{self.id}"


def nowhere() -> Reach | None:
    """No engine."""
    return None


class Engine:
    """The engine of an office, wherever it is now; `find` looks for it."""

    def __init__(self, find: Callable[[], Reach | None] = nowhere) -> None:
        self.find = find
        self._known: tuple[float, Callable[[], Reach | None], Reach] | None = None

    async def reach(self) -> Reach | None:
        """Where it is, looked for beside the loop; a page of its interface asks for a hundred files, so
        what was found is good for a moment."""
        known = self._known
        if known and time.monotonic() - known[0] < FRESH and known[1] is self.find:
            return known[2]
        find = self.find
        found = await run_in_threadpool(find)
        self._known = (time.monotonic(), find, found) if found else None
        return found

    def start(self, deployment: str, key: str = "", **parameters: object) -> str:
        """Start a deployment; returns the run, or empty where no engine took it.

        Of two calls with the same `key` one starts a run.
        """
        try:
            with self._client() as client:
                named = {"deployments": {"name": {"any_": [deployment]}}}
                [found] = _read(client.post("/deployments/filter", json=named))
                wanted = {"parameters": parameters, "idempotency_key": key or None}
                made = client.post(f"/deployments/{found['id']}/create_flow_run", json=wanted)
                return str(_read(made)["id"])
        except NoEngine:
            return ""
        except (httpx.HTTPError, ValueError) as why:
            log.warning("“%s”没有启动：%s", deployment, why)
            return ""

    def runs(self, *, tags: Sequence[str] = (), named: Sequence[str] = ()) -> list[Run] | None:
        """The newest runs with all these tags, or of these deployments; None where no engine tells."""
        wanted: dict[str, Any] = {"limit": MOST, "sort": "EXPECTED_START_TIME_DESC"}
        if tags:
            wanted["flow_runs"] = {"tags": {"all_": [*tags]}}
        if named:
            wanted["deployments"] = {"name": {"any_": [*named]}}
        try:
            with self._client() as client:
                return [_run(one) for one in _read(client.post("/flow_runs/filter", json=wanted))]
        except (httpx.HTTPError, NoEngine, ValueError):
            return None

    def _client(self) -> httpx.Client:
        """Raises NoEngine."""
        reach = self.find()
        if reach is None:
            raise NoEngine("流程引擎没有运行")
        return httpx.Client(
            base_url=reach.api,
            headers=dict(reach.headers),
            timeout=PATIENCE,
            trust_env=False,
            verify=False,  # on this machine
        )


class NoEngine(Exception):
    """No engine runs."""


def _read(answer: httpx.Response) -> Any:
    return answer.raise_for_status().json()


def _run(told: Mapping[str, Any]) -> Run:
    at = told.get("start_time") or told.get("expected_start_time")
    return Run(
        told["id"],
        told["name"],
        (told.get("state") or {}).get("name") or "",
        datetime.fromisoformat(at.replace("Z", "+00:00")) if at else None,
        tuple(told.get("tags", ())),
    )
