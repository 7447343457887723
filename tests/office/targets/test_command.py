"""juece push and juece rollback, as they are typed."""

from pathlib import Path

import pytest

import cli
from tests.office.targets.sites import built, pages, read


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUECE_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_a_site_is_pushed_to_an_address_and_back(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    www = tmp_path / "www" / "site"
    first = built(tmp_path / "1", pages("甲"), "1")
    second = built(tmp_path / "2", pages("乙"), "2")
    assert cli.run(["push", str(first), "--to", str(www)]) == 0
    assert "逐个读回核对一致" in capsys.readouterr().out
    assert cli.run(["push", str(second), "--to", str(www)]) == 0
    assert read(www) == read(second)
    assert cli.run(["rollback", "--to", str(www)]) == 0
    assert "已退回，现在公开的是2026-03-01的版本" in capsys.readouterr().out
    assert read(www) == read(first)
    assert cli.run(["rollback", "--to", str(www)]) == 3
    assert "退不回去" in capsys.readouterr().err


def test_what_was_not_reviewed_does_not_go_to_a_target_of_the_office(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    www = tmp_path / "www" / "site"
    (home / "publication.yaml").write_text(f"目标:\n  - 名称: 门户\n    网址: {www}\n", "utf-8")
    site = built(tmp_path / "1", pages("甲"), "1")
    for to in (["--to", "门户"], ["--to", str(www)]):
        assert cli.run(["push", str(site), *to]) == 1
        assert "不是现在应当公开的那一号" in capsys.readouterr().err
    assert not www.exists()
    assert cli.run(["rollback", "--to", "门户"]) == 2
    assert "一起退" in capsys.readouterr().err


def test_a_target_that_nobody_named_is_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["rollback", "--to", "门户"]) == 2
    assert "请用 --to 写明目标" in capsys.readouterr().err
    assert cli.run(["rollback", "--to", "ftp://host/site"]) == 2
    assert "不认识ftp://" in capsys.readouterr().err
