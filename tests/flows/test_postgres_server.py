"""The engine on PostgreSQL, as an office with several machines has it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.engine_settings import ADDRESS
from office.settings.installation import Office
from tests.flows import year
from tests.flows.engine import Desk, free_port, until
from tests.flows.storm import names, server, storm
from tests.storage.postgres import Cluster

pytestmark = [pytest.mark.prefect, pytest.mark.postgres]


def url(cluster: Cluster, driver: str) -> str:
    return cluster.create().replace("postgresql:", f"postgresql+{driver}:")


@pytest.fixture
def at_work(cluster: Cluster, tmp_path: Path) -> Iterator[Desk]:
    """`juece up` with both databases on PostgreSQL, in earnest."""
    home, store = tmp_path / "office", url(cluster, "psycopg")
    desk = Desk(home, free_port(), tmp_path / "up.log", {})
    desk.office = Office(home=home, store=store)
    command = [sys.executable, "-m", "cli", "up", "--home", str(home), "--port", str(desk.port)]
    command += ["--store", store, "--database", url(cluster, "asyncpg")]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "JUECE"))}
    with desk.log.open("ab") as log:
        desk.engine = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        until(desk.is_up, "the engine on PostgreSQL", 240)
        yield desk
    finally:
        if desk.engine.poll() is None:
            desk.end()
        desk.api.close()


def test_an_office_on_postgresql_takes_an_item_to_its_next_step(at_work: Desk) -> None:
    desk, item = at_work, year.ITEM
    year.found(desk.office)
    desk.run("start/启动事项", item=item)
    desk.waiting(item, "entry", "待决定启动")

    came = storm(f"http://127.0.0.1:{desk.port}/api", desk.home, items=60, clients=8)
    assert (came.suspended, came.resumed, dict(came.refused)) == (60, 60, {})

    desk.file(item, "entry.start", year.START)
    desk.waiting(item, "consultation", "待征求意见公告")
    assert desk.steps(item) == ["entry.inclusion", "entry.start"]
    kept = {path.name for path in desk.home.rglob("*.db")}
    assert kept == {"spool.db"}, (
        "SQLite keeps the sealed letters alone, which a machine outside may hold"
    )
    assert desk.end() == 0
    assert not (desk.home / ADDRESS).exists()


@pytest.mark.soak
def test_three_hundred_items_wait_at_once_and_all_go_on(cluster: Cluster, tmp_path: Path) -> None:
    with server(tmp_path, database=url(cluster, "asyncpg")) as api:
        came = storm(api, tmp_path, items=300, clients=8)
        assert (came.suspended, came.resumed, dict(came.refused)) == (300, 300, {})
        assert names(api, tmp_path) == {"已办结": 300}
