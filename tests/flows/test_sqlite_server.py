"""The engine's server on SQLite under many at once: with the cure nobody is refused."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import prefect
import pytest
from prefect.server.database.configurations import SQLITE_BEGIN_MODE, AioSqliteConfiguration
from sqlalchemy import create_engine, event

from flows.server import TRIED_ON, cure
from flows.supervisor import serving
from tests.flows.engine import Key
from tests.flows.storm import SERVE_WITHOUT_CURE, names, server, storm

pytestmark = pytest.mark.prefect

ITEMS, CLIENTS = 60, 8


def test_the_installed_engine_is_one_that_the_cure_was_tried_on() -> None:
    said = (
        f"Prefect {prefect.__version__}: run `pytest tests/flows/test_sqlite_server.py` with this "
        "version added to TRIED_ON in flows/server.py; keep it there if both storms end as they should"
    )
    assert prefect.__version__ in TRIED_ON, said


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cured")


@pytest.fixture(scope="module")
def api(home: Path) -> Iterator[str]:
    with server(home) as address:
        yield address


def test_with_the_cure_sixty_items_at_once_are_suspended_and_resumed(api: str, home: Path) -> None:
    came = storm(api, home, ITEMS, CLIENTS)
    assert not came.refused
    assert (came.suspended, came.resumed) == (ITEMS, ITEMS)
    assert names(api, home) == {"已办结": ITEMS}


def test_the_ui_asks_only_where_it_came_from_and_browsers_let_it_call_nobody_else(
    api: str, home: Path
) -> None:
    address = api.removesuffix("/api")
    for path in ("/v2/runs", "/api/health"):
        answer = httpx.get(address + path, headers={"accept": "text/html"}, auth=Key(home))
        policy = answer.raise_for_status().headers["content-security-policy"]
        assert policy == "connect-src 'self'; frame-ancestors 'none'"
    assert httpx.get(f"{address}/ui-settings", auth=Key(home)).json()["api_url"] == "/api"


def test_a_rehearsal_has_the_same_server_and_leaves_none_behind(tmp_path: Path) -> None:
    with serving(tmp_path):
        api = os.environ["PREFECT_API_URL"]
        came = storm(api, tmp_path, ITEMS, CLIENTS)
    assert not came.refused
    assert (came.suspended, came.resumed) == (ITEMS, ITEMS)
    assert "PREFECT_API_URL" not in os.environ
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{api}/health")


@pytest.mark.soak
def test_without_it_clients_are_refused_though_nothing_is_wrong(tmp_path: Path) -> None:
    with server(tmp_path, program=SERVE_WITHOUT_CURE) as api:
        came = storm(api, tmp_path, ITEMS, CLIENTS)
    assert any(said.startswith("503") for said in came.refused)


@pytest.mark.parametrize("mode", ["DEFERRED", "IMMEDIATE"])
def test_the_cure_lets_a_transaction_wait_for_its_turn_before_it_reads(
    monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    assert begun(mode) == [f"BEGIN {mode}"], "out of the box"
    # Have the original put back after the test.
    monkeypatch.setattr(
        AioSqliteConfiguration, "begin_sqlite_stmt", AioSqliteConfiguration.begin_sqlite_stmt
    )
    assert cure()
    assert begun(mode) == ["BEGIN IMMEDIATE"]
    assert begun(None) == [], "what is no transaction stays none"


def begun(mode: str | None) -> list[str]:
    """What the engine says to SQLite when a transaction is to begin."""
    said: list[str] = []
    engine, server_s = create_engine("sqlite://"), AioSqliteConfiguration("sqlite+aiosqlite://")
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    token = SQLITE_BEGIN_MODE.set(mode)
    try:
        with engine.connect() as connection:
            server_s.begin_sqlite_stmt(connection)
    finally:
        SQLITE_BEGIN_MODE.reset(token)
        engine.dispose()
    return said
