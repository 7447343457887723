"""The environment of an office's engine: nothing of another office's gets in."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import cli
from catalog.timezone import SHANGHAI
from flows import engine_settings
from flows.engine_settings import ADDRESS, api_of, environment, find_engine
from office.settings.drill import Drill
from office.settings.installation import Office

REAL = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
SHOWS = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)


def test_the_ledger_of_the_environment_stays_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUECE_STORE", "postgresql+psycopg://office")
    monkeypatch.setenv("JUECE_HOME", "/elsewhere")
    made = environment(tmp_path, 4200, store="", database="")
    assert (made["JUECE_STORE"], made["JUECE_HOME"]) == ("", str(tmp_path))


def test_a_drill_runs_fast_and_can_be_put_forward(tmp_path: Path) -> None:
    Drill(set_at=REAL, showed=SHOWS, day_seconds=2).save(tmp_path)
    drill = Drill.of(tmp_path)
    assert drill
    assert drill.shows(REAL + timedelta(seconds=2)) == SHOWS + timedelta(days=1)
    assert drill.lasts(timedelta(days=30)) == timedelta(seconds=60)
    later = REAL + timedelta(seconds=2)
    assert drill.moved(later, timedelta(days=9)).shows(later) == SHOWS + timedelta(days=10)


def test_an_office_in_earnest_is_never_made_a_drill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Office(home=tmp_path).ledger()
    assert cli.run(["drill", "--home", str(tmp_path), "--port", "1"]) == cli.SAID_NO
    assert "已有正式登记的材料" in capsys.readouterr().err
    assert Drill.of(tmp_path) is None


def test_the_clock_of_an_office_in_earnest_is_not_put_forward(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["skip", "3", "--home", str(tmp_path)]) == cli.SAID_NO
    assert "不能拨动" in capsys.readouterr().err
    now = Office(home=tmp_path).now()
    assert abs(now - datetime.now(SHANGHAI)) < timedelta(minutes=1)


def test_a_drill_is_never_made_an_office_in_earnest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Drill(set_at=REAL, showed=SHOWS).save(tmp_path)
    assert cli.run(["up", "--home", str(tmp_path), "--store", "postgresql://x"]) == cli.SAID_NO
    assert "是演练目录" in capsys.readouterr().err


def test_a_database_for_the_engine_alone_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["up", "--home", str(tmp_path), "--database", "postgresql+asyncpg://x"]
    assert cli.run(command) == cli.WRONG_USAGE
    assert "--store" in capsys.readouterr().err


class Answer(BaseHTTPRequestHandler):
    """What an engine says to everybody who asks whether it is up; or what something else says."""

    body, status, pause = b"true", 200, 0.0

    def do_GET(self) -> None:
        time.sleep(self.pause)
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def listening(**says: object) -> Iterator[str]:
    """Something that answers on a port of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Says", (Answer,), says)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()
        thread.join()


def test_an_engine_is_found_where_it_said_it_is_as_long_as_it_answers_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_HOME", "PREFECT_LOGGING_LEVEL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    assert not find_engine(tmp_path)
    with listening() as api:
        (tmp_path / ADDRESS).write_text(api, "utf-8")
        assert find_engine(tmp_path)
        assert os.environ.pop("PREFECT_API_URL") == api
    assert not find_engine(tmp_path), "it was killed, and its address stayed behind"


@pytest.mark.parametrize(
    ("says", "is_it"),
    [
        ({"body": b"<html>"}, False),
        ({"status": 421}, False),
        ({"status": 500}, False),
        ({"pause": 0.5}, True),
    ],
)
def test_who_took_the_port_is_no_engine_and_a_busy_one_is(
    tmp_path: Path, says: dict[str, object], is_it: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_settings, "PATIENCE", 0.2)
    with listening(**says) as api:
        (tmp_path / ADDRESS).write_text(api, "utf-8")
        assert bool(api_of(tmp_path)) is is_it


def test_an_engine_on_another_machine_is_believed(tmp_path: Path) -> None:
    (tmp_path / ADDRESS).write_text("https://juece.example/api", "utf-8")
    assert api_of(tmp_path) == "https://juece.example/api"


def test_a_port_that_is_taken_is_said_in_words(tmp_path: Path) -> None:
    """In a process of its own: it settles how that process takes signals."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "cli", "drill", "--home", str(tmp_path), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"端口{port}已被占用" in done.stderr
