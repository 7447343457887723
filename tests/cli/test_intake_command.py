"""juece intake: the key kept and put back, a partner's token, letters carried across by files."""

import json
from pathlib import Path

import pytest

import cli
from cli.intake import intake_beside
from opinions.spool.keys import make_keys, private_key, public_key
from opinions.spool.seal import open_letter, seal
from opinions.spool.spool import Spool
from tests.flows.engine import free_port
from tests.opinions.letters import letter
from web.intake.place import partners


def run(*words: object) -> int:
    return cli.run(["intake", *map(str, words)])


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """The home of a machine outside: the public half of a key, and two letters."""
    for name in ("inside", "outside"):
        (tmp_path / name).mkdir()
    make_keys(tmp_path / "inside")
    home = tmp_path / "outside"
    (home / "intake.pub").write_bytes((tmp_path / "inside" / "intake.pub").read_bytes())
    spool = Spool(home / "spool.db")
    for n in range(2):
        spool.append(seal(public_key(home), letter(str(n))))
    return home


def test_letters_are_carried_across_and_opened_inside(
    outside: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate, inside = tmp_path / "gate", tmp_path / "inside"
    assert run("export", "--to", gate, "--home", outside) == 0
    assert "导出2份来件" in capsys.readouterr().out
    assert run("import", gate, "--home", inside) == 0
    assert "其中新的2份" in capsys.readouterr().out
    assert run("export", "--to", gate, "--home", outside, "--all", "--json") == 0
    assert json.loads(capsys.readouterr().out)["letters"] == 2
    assert run("import", gate, "--home", inside, "--json") == 0
    assert json.loads(capsys.readouterr().out)["new"] == 0
    key = private_key(inside)
    found = [open_letter(key, one) for one in Spool(inside / "spool.db").read()]
    assert [one.submission.text for one in found] == ["0", "1"]


def test_a_broken_file_is_named_and_the_command_says_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏的.letters").write_bytes(b"x" * 99)
    assert run("import", tmp_path, "--home", tmp_path / "home") == cli.SAID_NO
    assert "坏的.letters 不完整" in capsys.readouterr().err


def test_the_key_is_kept_under_a_password_and_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_keys(tmp_path)
    monkeypatch.setenv("JUECE_KEY_PASSWORD", "短")
    assert run("key", "--out", tmp_path / "kept.pem", "--home", tmp_path) == cli.SAID_NO
    assert "12" in capsys.readouterr().err
    monkeypatch.setenv("JUECE_KEY_PASSWORD", "一个足够长的口令，十二个字")
    assert run("key", "--out", tmp_path / "kept.pem", "--home", tmp_path) == 0
    before = (tmp_path / "intake.key").read_bytes()
    (tmp_path / "intake.key").unlink()
    assert run("key", "--restore", tmp_path / "kept.pem", "--home", tmp_path) == 0
    assert (tmp_path / "intake.key").read_bytes() == before
    assert run("key", "--home", tmp_path) == cli.WRONG_USAGE


def test_a_partner_gets_a_token(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("partner", "随申办", "--home", tmp_path) == 0
    token = capsys.readouterr().out.split()[0]
    assert partners(tmp_path).keys() == {"随申办"}
    assert token not in (tmp_path / "intake.partners.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "--to", "x", "--home", "nowhere"), "还没有收过意见"),
        (("import", "nowhere"), "没有文件夹"),
        (("run", "--home", "nowhere"), "intake.pub"),
    ],
)
def test_what_is_not_there_is_told(
    words: tuple[str, ...], said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(*words) == cli.SAID_NO
    assert said in capsys.readouterr().err


def test_an_intake_that_cannot_start_keeps_nobody_from_working(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    with intake_beside(tmp_path, 1, port) as first:
        assert f"意见征集：{first.at}" in capsys.readouterr().out
        with intake_beside(tmp_path, 1, port) as second:
            assert "已被占用" in capsys.readouterr().out
            assert "已被占用" in second.look()[0]
    assert (tmp_path / "intake.key").is_file()
