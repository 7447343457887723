"""The desk beside the engine, and its accounts from the command line."""

import re
import socket
from pathlib import Path

import httpx
import pytest

import cli
from catalog.record import Identity
from cli.console import SaidNo
from cli.desk import PRACTICE, desk_beside
from office.settings.installation import Office
from storage.ledger import Ledger
from tests.flows.engine import free_port
from tests.storage.life import ACTOR, live
from web.desk.founding import FIRST, PASSWORD, is_made_up


def test_the_first_start_gives_three_links_and_a_log_is_told_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, port = tmp_path / "office", free_port()
    with desk_beside(Office(home=home, store=""), 1, port):
        said = capsys.readouterr().out
        assert f"工作台：http://127.0.0.1:{port}/" in said
        assert "account link" in said
        assert "denglu/" not in said
        for account in FIRST:
            assert cli.run(["account", "link", account, "--home", str(home)]) == 0
            link = re.search(r"/denglu/\S+", capsys.readouterr().out)
            assert link
            page = httpx.get(f"http://127.0.0.1:{port}{link[0]}", trust_env=False)
            assert FIRST[account][0] in page.text
    with desk_beside(Office(home=home, store=""), 1, port):
        assert "第一次" not in capsys.readouterr().out
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/denglu", trust_env=False)


def test_no_link_is_given_for_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(tmp_path / "office")
    assert cli.run(["account", "link", "xitong", "--home", home]) == cli.SAID_NO
    assert "juece up" in capsys.readouterr().err
    assert not (tmp_path / "office").exists()
    Office(home=tmp_path / "office", store="").ledger()
    assert cli.run(["account", "link", "xitong", "--home", home]) == cli.SAID_NO
    assert "没有“xitong”这个账号" in capsys.readouterr().err


def test_made_up_people_are_let_in_for_practice_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(home=tmp_path / "office", store="")
    (folder := tmp_path / "papers").mkdir()
    live(office.ledger(), folder, until="entry.start")
    with desk_beside(office, 1, free_port(), practice=PRACTICE):
        assert PASSWORD in capsys.readouterr().out
    assert cli.run(["account", "list", "--home", str(office.home), "--json"]) == 0
    assert '"yanglao"' in capsys.readouterr().out
    other = Office(home=tmp_path / "earnest", store="")
    with desk_beside(other, 1, free_port()):
        assert PASSWORD not in capsys.readouterr().out
    accounts = other.ledger().people(tmp_path / "uploads").accounts.every()
    assert {one.id for one in accounts} == set(FIRST)


def test_a_demonstration_is_known_by_who_filed(tmp_path: Path) -> None:
    (folder := tmp_path / "papers").mkdir()
    ledger = Ledger.open(tmp_path / "juece.db")
    assert not is_made_up(ledger)
    live(ledger, folder, until="entry.start")
    assert ACTOR.identity is Identity.DECLARED
    assert not is_made_up(ledger)
    ledger.close()


def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        office = Office(home=tmp_path / "office", store="")
        with (
            pytest.raises(SaidNo, match="已被占用"),
            desk_beside(office, 1, taken.getsockname()[1]),
        ):
            pytest.fail("it cannot have started")


def test_a_bad_address_of_a_proxy_is_a_sentence(tmp_path: Path) -> None:
    office = Office(home=tmp_path / "office", store="", desk_origins="http://desk.example")
    with pytest.raises(SaidNo, match="JUECE_DESK_ORIGINS"), desk_beside(office, 1, free_port()):
        pytest.fail("it cannot have started")
