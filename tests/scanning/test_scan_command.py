"""juece scan, as it is typed."""

import json
from pathlib import Path

import pytest

import cli

LIST = """\
允许:
  - 内容: 15400001234
    理由: 值班手机，对外公布
    批准人: 张三
    有效期至: 2099-12-31
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUECE_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.txt").write_text("电话15400001234", "utf-8")
    return tmp_path


def test_a_site_with_a_blocking_finding_ends_with_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["scan", str(home / "site")]) == 1
    told = capsys.readouterr()
    assert "手机号码" in told.out
    assert "a.txt" in told.out
    assert "15400001234" not in told.out + told.err


def test_the_list_of_the_office_lets_through_and_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "home" / "scan-allowed.yaml").write_text(LIST, "utf-8")
    assert cli.run(["scan", str(home / "site"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["blocking"], told["findings"]) == (1, 0, [])
    assert told["allowed"][0]["reason"] == "值班手机，对外公布"


def test_one_file_can_be_scanned(home: Path) -> None:
    assert cli.run(["scan", str(home / "site" / "a.txt")]) == 1


def test_a_place_that_is_not_there_is_wrong_usage(home: Path) -> None:
    assert cli.run(["scan", str(home / "nothing")]) == 2


def test_a_list_that_is_not_there_or_is_wrong_is_wrong_usage(home: Path) -> None:
    assert cli.run(["scan", str(home / "site"), "--allow", str(home / "none.yaml")]) == 2
    (home / "home" / "scan-allowed.yaml").write_text("允许: [{内容: 1}]", "utf-8")
    assert cli.run(["scan", str(home / "site")]) == 2
