"""juece links, as it is typed; and one that is killed while it asks."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
from catalog.timezone import local_day
from office.settings.installation import Office
from tests.office.links.office import ITEM, SETTINGS, UNIT, office_with, settings
from tests.office.links.web import Web, web

WAYS = 8


@pytest.fixture
def site() -> Iterator[Web]:
    with web(takes=0.1) as served:
        yield served


@pytest.fixture
def office(tmp_path: Path, site: Web) -> Iterator[Office]:
    given = {f"way {n}": site.address(f"/way/{n}") for n in range(WAYS)}
    made = office_with(tmp_path, given | {"service": site.address("/service")})
    yield made
    made.ledger().close()


def run(office: Office, *words: str) -> int:
    return cli.run(["links", *words, "--home", str(office.home)])


def rows(office: Office, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    capsys.readouterr()
    assert run(office, "--json", *words) == 0
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_before_the_first_check_every_link_is_listed_as_unchecked(
    office: Office, site: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    found = rows(office, capsys, ITEM)
    assert {row["address"] for row in found} == {
        *(site.address(f"/way/{n}") for n in range(WAYS)),
        site.address("/service"),
    }
    assert {row["state"] for row in found} == {"未核对"}
    assert {row["unit"] for row in found} == {UNIT}
    assert site.asked == []


def test_a_check_lists_the_broken_ones_first_and_ends_with_nought(
    office: Office, site: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    site.broken.add("/service")
    found = rows(office, capsys, ITEM, "--check")
    assert (found[0]["what"], found[0]["state"]) == ("办事入口（阅办联动）", "待复核")
    assert found[0]["asked_on"] == str(local_day(office.now()))
    assert {row["state"] for row in found[1:]} == {"正常"}
    assert run(office) == 0
    told = capsys.readouterr().out
    for part in (site.address("/service"), ITEM, UNIT, "待复核：404 没有这个页面", "待复核1处"):
        assert part in told


def test_the_history_of_an_address_is_read_from_the_log_of_acts(
    office: Office, site: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(office, f"{SETTINGS}  可以留存副本的主机: [127.0.0.1]\n")
    assert run(office, "--history", site.address("/service")) == 0
    assert "还没有核对过" in capsys.readouterr().out
    run(office, "--check")
    found = rows(office, capsys, "--history", site.address("/service"))
    assert {entry["kind"] for entry in found} == {"link.checked", "link.copied"}
    assert run(office, "--history", site.address("/service#top")) == 0
    told = capsys.readouterr().out
    assert "正常" in told
    assert "留存副本" in told


def test_switched_off_it_says_so_and_asks_nothing(
    office: Office, site: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(office, "链接巡查: {启用: 否}\n")
    assert run(office, "--check") == 1
    assert "没有启用链接巡查" in capsys.readouterr().err
    assert run(office) == 0
    assert "不是失效" in capsys.readouterr().out
    assert site.asked == []


@pytest.mark.parametrize(
    "line",
    ["代理: 10.0.0.1", "最多同时访问几个主机: 0", "不核对的主机: ['https://a.gov.cn/']", "没有: 1"],
)
def test_settings_that_are_wrong_are_wrong_usage(office: Office, line: str) -> None:
    settings(office, f"链接巡查: {{{line}}}\n")
    assert run(office, "--check") == 2


def test_an_item_that_is_not_there_is_a_no(office: Office) -> None:
    assert run(office, "shmzj-1999-01") == 1


def test_killed_while_it_asks_it_goes_on_and_asks_nothing_again(
    office: Office, site: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-m", "cli", "links", "--check", "--home", str(office.home)]
    with subprocess.Popen(command, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as first:
        until = time.monotonic() + 60
        while len(site.asked) < 4:
            assert first.poll() is None
            assert time.monotonic() < until
            time.sleep(0.005)
        first.send_signal(signal.SIGKILL)
    before = len(site.asked)
    assert 4 <= before < WAYS + 1
    assert run(office, "--check") == 0
    times = Counter(site.paths())
    assert len(times) == WAYS + 1
    assert sum(times.values()) <= WAYS + 2, "only the one that was under way is asked again"
    assert {row["state"] for row in rows(office, capsys, ITEM)} == {"正常"}
