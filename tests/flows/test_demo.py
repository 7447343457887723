"""The demonstration as a user runs it: in a process of its own, killed on the way, run again."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from catalog.rules import RULES
from flows.engine_settings import ADDRESS
from flows.scenario import Scenario, read_scenario
from office.settings.installation import office_at
from tests.flows.engine import Key, free_port

pytestmark = pytest.mark.prefect

EDITIONS = Path(__file__).parents[2] / "catalog" / "examples"


def demo(home: Path) -> subprocess.Popen[bytes]:
    """Start `juece demo` as the leader of a process group, so that all of it can be killed."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "JUECE"))}
    command = [sys.executable, "-m", "cli", "demo", "--home", str(home)]
    with (home.parent / f"{home.name}.log").open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=clean, start_new_session=True)


ITEM_PAGE = "demo/zwgk/zdjc/2026/06/index.html"


def demo_said(home: Path) -> str:
    """What `juece demo` printed."""
    return (home.parent / f"{home.name}.log").read_text("utf-8")


def ledger_of(home: Path) -> tuple[int, str]:
    head = office_at(home).ledger().head()
    return head.count, head.digest


def until_filed(home: Path, entries: int, running: subprocess.Popen[bytes]) -> None:
    """Wait until so many entries are on file; fails when the demonstration ends before that."""
    while running.poll() is None:
        if (home / "juece.db").exists() and ledger_of(home)[0] >= entries:
            return
        time.sleep(0.05)
    pytest.fail((home.parent / f"{home.name}.log").read_text())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("undisturbed") / "office"
    assert demo(home).wait(timeout=300) == 0, (home.parent / "office.log").read_text()
    return home


def test_its_runs_can_be_looked_at_afterwards_and_nobody_outside_is_called(
    undisturbed: Path,
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "cli", "ui", "--home", str(undisturbed), "--port", str(port)]
    screen, theirs = os.openpty()
    with subprocess.Popen(command, stdout=theirs) as shown, os.fdopen(screen) as lines:
        try:
            said = [lines.readline().strip() for _ in range(7)]
            desk = re.search(r"工作台：.*?(http://127\.0\.0\.1:\d+/)", said[0])
            assert desk
            assert "登录" in httpx.get(f"{desk[1]}denglu", timeout=60).text
            intake = re.search(r"意见征集：(http://127\.0\.0\.1:\d+/)", said[2])
            assert intake
            form = httpx.get(f"{intake[1]}2026/05/", timeout=60).text
            assert "社会组织等级评估管理办法" in form
            assert "您的意见" in form
            told = re.search(
                r"凭回执查询：那时打开 http://127\.0\.0\.1:4202(/\S+)，填 (JY-\S+)（",
                demo_said(undisturbed),
            )
            assert told
            place = f"{intake[1].rstrip('/')}{told[1]}"
            became = httpx.post(place, data={"huizhi": told[2]}, timeout=60).text
            assert "初始资金不少于三万元" in became
            assert "凭回执查询" in (undisturbed / "site" / ITEM_PAGE).read_text("utf-8")
            at, wanted = f"http://127.0.0.1:{port}/v2/runs", {"accept": "text/html"}
            page = httpx.get(at, headers=wanted, auth=Key(undisturbed), timeout=60)
            assert "connect-src 'self'" in page.headers["content-security-policy"]
            assert page.text.lower().startswith("<!doctype html>"), "not the API alone"
            enter = [sys.executable, "-m", "cli", "enter", "--home", str(undisturbed)]
            assert f":{port}/enter?code=" in subprocess.check_output(enter, text=True)
            shown.send_signal(signal.SIGINT)
            assert shown.wait(timeout=60) == 0
        finally:
            shown.kill()
            os.close(theirs)
    assert re.search(rf"流程界面：http://j\w+\.localhost:{port}/enter\?code=\S+", said[4])
    assert "account list" in said[1]
    assert "只能用一次" in said[5]
    assert "按 Ctrl-C 结束" in said[6]
    assert not (undisturbed / ADDRESS).exists()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/api/health")


def test_every_scripted_refusal_is_by_the_rule_it_names(undisturbed: Path) -> None:
    ledger = office_at(undisturbed).ledger()
    scenario = read_scenario(EDITIONS / "demo-2026.scenario.yaml")
    expected = [(a.item, a.step, set(a.refused_by)) for a in scenario.filings if a.refused_by]
    assert expected
    refused = [
        (r.item, r.step, {f.rule for f in r.findings if f.blocks})
        for item in ledger.items()
        for r in ledger.refusals(item)
    ]
    assert sorted(refused, key=str) == sorted(expected, key=str)
    assert all(rule in RULES or rule == "LEG-01" for _, _, rules in expected for rule in rules)


def test_its_server_is_the_office_s_own_and_never_complained(undisturbed: Path) -> None:
    assert (undisturbed / "engine.log").read_text() == ""


def test_every_other_answer_is_on_file(undisturbed: Path) -> None:
    scenario: Scenario = read_scenario(EDITIONS / "demo-2026.scenario.yaml")
    ledger = office_at(undisturbed).ledger()
    filed = {(e.item, e.step, e.at) for i in ledger.items() for e in ledger.load(i).entries}
    wanted = {(a.item, a.step, a.at) for a in scenario.filings if not a.refused_by}
    assert wanted <= filed
    assert ledger.verify() == []


def test_killed_at_any_moment_it_ends_the_same(undisturbed: Path, tmp_path: Path) -> None:
    whole, _ = ledger_of(undisturbed)
    home = tmp_path / "office"
    for entries in sorted(random.Random(713).sample(range(1, whole), 3)):
        running = demo(home)
        until_filed(home, entries, running)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert demo(home).wait(timeout=300) == 0, (tmp_path / "office.log").read_text()
    assert ledger_of(home) == ledger_of(undisturbed)
    first, second = (
        json.loads((h / "site" / "manifest.json").read_text()) for h in (undisturbed, home)
    )
    assert first == second
    assert first["files"]
