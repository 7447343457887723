"""The environment of an office's engine: nothing of another office's gets in."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import cli
from catalog.timezone import SHANGHAI
from flows.engine_settings import ADDRESS, environment, find_engine
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


def test_an_engine_is_found_where_it_said_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_HOME", "PREFECT_LOGGING_LEVEL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    assert not find_engine(tmp_path)
    (tmp_path / ADDRESS).write_text("http://127.0.0.1:4200/api", "utf-8")
    assert find_engine(tmp_path)
    assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"


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
