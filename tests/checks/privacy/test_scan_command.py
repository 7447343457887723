"""juece scan, as it is typed."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from catalog.record import Actor
from office.private_data import inside_of
from office.settings.installation import office_at
from storage.filing import Refused, file_record
from tests.pages.demo import demonstrated

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


def fifo(site: Path) -> None:
    os.mkfifo(site / "pipe")


def link(site: Path) -> None:
    (site.parent / "away").mkdir()
    (site.parent / "away" / "b.txt").write_text("电话15400001234", "utf-8")
    (site / "linked").symlink_to(site.parent / "away")


def broken(site: Path) -> None:
    (site / "gone.txt").symlink_to(site / "nowhere")


def huge(site: Path) -> None:
    with (site / "huge.txt").open("wb") as out:
        out.truncate(3 << 30)


@pytest.mark.parametrize("hidden", [fifo, link, broken, huge])
def test_what_is_not_opened_is_told_and_no_site_is_sound_with_it(
    hidden: Callable[[Path], None], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = home / "site"
    (site / "a.txt").write_text("全文", "utf-8")
    hidden(site)
    assert cli.run(["scan", str(site)]) == 1
    assert "1处未能检查" in "".join(capsys.readouterr())
    assert cli.run(["scan", str(site), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["unopened"]) == 1


@pytest.mark.parametrize("what", ["/dev/zero", "empty"])
def test_a_scan_of_nothing_finds_nothing_sound(
    what: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "empty").mkdir()
    assert cli.run(["scan", str(home / what)]) == 1
    assert "检查" in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.eml", b"Subject: a\nContent-Transfer-Encoding: x-own\n\nMTU0MDAwMDEyMzQ=\n"),
        ("a.vcf", b"BEGIN:VCARD\nTEL;ENCODING=BASE64:MTU0\nEND:VCARD\n"),
        ("a", b"%!PS-Adobe-3.0\n<313534> show\n"),
    ],
)
def test_words_in_a_code_of_their_own_are_not_taken_for_read(
    name: str, body: bytes, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "mail").mkdir()
    (home / "mail" / name).write_bytes(body)
    assert cli.run(["scan", str(home / "mail")]) == 1
    assert "未能检查" in capsys.readouterr().out


def test_a_place_that_is_not_there_is_wrong_usage(home: Path) -> None:
    assert cli.run(["scan", str(home / "nothing")]) == 2


def test_a_list_that_is_not_there_or_is_wrong_is_wrong_usage(home: Path) -> None:
    assert cli.run(["scan", str(home / "site"), "--allow", str(home / "none.yaml")]) == 2
    (home / "home" / "scan-allowed.yaml").write_text("允许: [{内容: 1}]", "utf-8")
    assert cli.run(["scan", str(home / "site")]) == 2


def test_what_the_ledger_keeps_inside_is_looked_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = demonstrated(home / "home")
    (home / "site" / "a.txt").write_text("钱一演示甲说", "utf-8")
    assert cli.run(["scan", str(home / "site"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["detector"], one["excerpt"]) for one in told] == [
        ("private", "demo-2026-01的“反馈人”，是台账里不公开的姓名")
    ]
    minutes = next(iter(inside_of(office).known.papers))
    (home / "site" / "a.txt").write_bytes(office.documents.read(minutes))
    assert cli.run(["scan", str(home / "site" / "a.txt")]) == 1


def test_values_of_a_refused_draft_are_looked_for(home: Path) -> None:
    office = demonstrated(home / "home")
    refused = {"听证参加人": [{"姓名": "拒收演示癸", "代表方面": "居民"}], "召开日期": "2026-04-28"}
    actor, at = Actor(name="经手演示癸", unit="办公室"), office.now()
    with pytest.raises(Refused):
        file_record(
            office.ledger(), "demo-2026-01", "consultation.hearing", refused, actor=actor, at=at
        )
    known = inside_of(office).known
    assert {"拒收演示癸", "经手演示癸"} <= {value.value for value in known.values}


def test_without_a_ledger_none_is_made(home: Path) -> None:
    assert inside_of(office_at(home / "home")) is None
    assert not (home / "home" / "juece.db").exists()
