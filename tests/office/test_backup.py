"""The drill of a restoration: file, back up, destroy, restore, and nothing differs."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pytest

import cli
from catalog.timezone import SHANGHAI
from office.backup import dump as dumping
from office.backup.bundle import BadBackup, Part, opened_for_writing
from office.backup.create import Manifest, backup
from office.backup.restore import restore
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.acts import Act
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.pages.edition import build_edition
from tests.storage import postgres
from tests.storage.life import ACTOR, live, sited, steps
from tests.storage.tampering import unguarded

AT = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
DAY = date(2026, 11, 20)

Database = Callable[[], str]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """Makes an empty database: on SQLite it lies in the home, and has no address."""
    if request.param == "sqlite":
        return lambda: ""
    running: postgres.Cluster = request.getfixturevalue("cluster")
    return running.create


@pytest.fixture
def office(tmp_path: Path, folder: Path, database: Database) -> Office:
    """An office with a whole life on file, settings, and something in an inbox."""
    made = Office(home=tmp_path / "office", store=database())
    live(made.ledger(), folder)
    (made.home / "look" / "static").mkdir(parents=True)
    (made.home / "look" / "static" / "badge.svg").write_text("<svg/>", "utf-8")
    sited(made.home)
    (made.home / "inbox").mkdir()
    (made.home / "inbox" / "还没登记.txt").write_text("草稿", "utf-8")
    if made.store:  # a home with a ledger in it cannot become a drill
        Drill(set_at=AT, showed=AT, day_seconds=1).save(made.home)
    for made_anew in ("prefect/prefect.db", "site/index.html"):
        (made.home / made_anew).parent.mkdir()
        (made.home / made_anew).write_text("-", "utf-8")
    return made


@pytest.fixture
def small(tmp_path: Path, folder: Path) -> Path:
    """A backup, as a folder, of an office on SQLite with a whole life."""
    office = Office(home=tmp_path / "office", store="")
    live(office.ledger(), folder)
    backup(office, tmp_path / "backup", AT)
    return tmp_path / "backup"


def destroyed(office: Office) -> None:
    """What a fire leaves: nothing of the home, and nothing of the database."""
    office.ledger().close()
    shutil.rmtree(office.home)


def settings(home: Path) -> dict[str, bytes]:
    return {
        name: (home / name).read_bytes()
        for name in ("site.yaml", "look/static/badge.svg", "inbox/还没登记.txt", "drill.json")
        if (home / name).exists()
    }


@pytest.mark.parametrize("name", ["backup.tar.zst", "backup"])
def test_what_was_destroyed_comes_back_with_the_same_head_and_the_same_pages(
    name: str, office: Office, tmp_path: Path, database: Database
) -> None:
    head, edition, set_up = (
        office.ledger().head(),
        build_edition(office, DAY),
        settings(office.home),
    )
    made = backup(office, tmp_path / "elsewhere" / name, AT)
    assert made.wrong == ()
    destroyed(office)

    again = Office(home=tmp_path / "new" / "office", store=database())
    restored = restore(tmp_path / "elsewhere" / name, again.home, again.store)

    assert restored == made
    assert again.ledger().head() == head == made.ledger
    assert again.ledger().verify() == []
    rebuilt = build_edition(again, DAY)
    assert rebuilt.files == edition.files
    assert rebuilt.manifest == edition.manifest
    assert settings(again.home) == set_up
    assert again.home.stat().st_mode & 0o007 == 0
    assert not (again.home / "prefect").exists()
    assert not (again.home / "site").exists()
    assert [p.name for p in again.home.parent.iterdir()] == ["office"]
    assert [p.name for p in (tmp_path / "elsewhere").iterdir()] == [name]


def test_an_empty_folder_made_beforehand_becomes_the_home(small: Path, tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    home.mkdir(parents=True)
    restore(small, home)
    assert Office(home=home, store="").ledger().verify() == []
    assert sorted(p.name for p in home.iterdir() if "db-" not in p.name) == [
        "documents",
        "juece.db",
    ]
    assert [p.name for p in home.parent.iterdir()] == ["home"]


def test_filing_goes_on_after_a_restoration(small: Path, tmp_path: Path, folder: Path) -> None:
    restore(small, tmp_path / "new")
    ledger = Office(home=tmp_path / "new", store="").ledger()
    before = ledger.head().count
    item, step, payload, at = next(steps(folder))
    file_record(
        ledger, item.replace("2026", "2027"), step,
        payload | {"year": 2027}, actor=ACTOR, at=at.replace(year=2027), folder=folder,
    )  # fmt: skip
    assert ledger.head().count == before + 1
    assert ledger.verify() == []


def test_what_is_filed_during_a_backup_is_in_it_whole_or_not_at_all(
    tmp_path: Path, folder: Path, database: Database
) -> None:
    office = Office(home=tmp_path / "office", store=database())
    ledger, done = office.ledger(), threading.Event()
    todo = list(steps(folder))
    for item, step, payload, at in todo[:2]:
        file_record(ledger, item, step, payload, actor=ACTOR, at=at, folder=folder)

    def file_the_rest() -> None:
        for item, step, payload, at in todo[2:]:
            file_record(ledger, item, step, payload, actor=ACTOR, at=at, folder=folder)
        done.set()

    filing = threading.Thread(target=file_the_rest)
    filing.start()
    made = []
    while not done.is_set() or not made:
        made.append(backup(office, tmp_path / f"{len(made)}.tar.zst", AT))
    filing.join()

    assert any(2 < m.ledger.count < len(todo) for m in made), "no backup fell into the filing"
    for n, manifest in enumerate(made):
        assert manifest.wrong == ()
        again = Office(home=tmp_path / f"again{n}", store=database())
        restore(tmp_path / f"{n}.tar.zst", again.home, again.store)
        assert again.ledger().head() == ledger.head(first=manifest.ledger.count)
        again.ledger().close()


def test_a_backup_killed_half_way_leaves_nothing_under_its_name(
    small: Path, tmp_path: Path
) -> None:
    home, target = tmp_path / "office", tmp_path / "packed.tar.zst"
    (home / "inbox").mkdir()
    (home / "inbox" / "scan.pdf").write_bytes(os.urandom(64 << 20))
    command = [sys.executable, "-m", "cli", "backup", "--to", target, "--home", home]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as killed:
        while not any(p.stat().st_size > 1 << 20 for p in tmp_path.glob(".juece-backup-*/packed*")):
            assert killed.poll() is None, "it was done before it could be killed"
            time.sleep(0.002)
        killed.kill()
    assert not target.exists()
    assert list(tmp_path.glob(".juece-backup-*"))
    made = backup(Office(home=home, store=""), target, AT)
    assert list(tmp_path.glob(".*")) == []
    assert restore(target, tmp_path / "new") == made


def test_a_backup_never_replaces_an_earlier_one(small: Path, tmp_path: Path) -> None:
    with pytest.raises(BadBackup, match="不会覆盖"):
        backup(Office(home=tmp_path / "office", store=""), small, AT)


@pytest.mark.parametrize(
    ("target", "said"),
    [("office/backup.tar.zst", "不能放在数据目录里面"), ("backup.zip", ".tar.zst 文件")],
)
def test_a_useless_target_is_refused(target: str, said: str, small: Path, tmp_path: Path) -> None:
    with pytest.raises(BadBackup, match=said):
        backup(Office(home=tmp_path / "office", store=""), tmp_path / target, AT)
    assert not (tmp_path / target).exists()


def test_a_home_that_nobody_has_filed_in_cannot_be_backed_up(tmp_path: Path) -> None:
    with pytest.raises(BadBackup, match="还没有登记过材料"):
        backup(Office(home=tmp_path / "nothing", store=""), tmp_path / "backup", AT)
    assert list(tmp_path.iterdir()) == []


def test_a_linked_folder_is_named_rather_than_left_out(small: Path, tmp_path: Path) -> None:
    (tmp_path / "office" / "look").symlink_to(small, target_is_directory=True)
    with pytest.raises(BadBackup, match="look 是指向别处的链接"):
        backup(Office(home=tmp_path / "office", store=""), tmp_path / "second", AT)
    assert not (tmp_path / "second").exists()


def test_a_home_in_use_is_never_restored_over(small: Path, tmp_path: Path) -> None:
    with pytest.raises(BadBackup, match="里已有内容"):
        restore(small, tmp_path / "office")
    assert Office(home=tmp_path / "office", store="").ledger().verify() == []


def _first_document(at: Path) -> Path:
    found = sorted((at / "home" / "documents").glob("??/*"))[0]
    found.chmod(0o600)
    return found


def _altered(at: Path) -> None:
    path = _first_document(at)
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_altered, "documents/.*被改动"),
        (lambda at: _first_document(at).unlink(), "documents/.*缺失"),
        (lambda at: (at / "home" / "more.txt").write_text("x"), "more.txt .*多余"),
        (lambda at: (at / "manifest.json").unlink(), "没有 manifest.json"),
        (lambda at: (at / "manifest.json").write_text("{}"), "manifest.json 读不出来"),
        (lambda at: (at / "home" / "hosts").symlink_to("/etc/hosts"), "不是普通文件"),
    ],
    ids=["altered", "missing", "added", "no manifest", "empty manifest", "link"],
)
def test_a_spoilt_backup_leaves_nothing(
    spoil: Callable[[Path], object], said: str, small: Path, tmp_path: Path
) -> None:
    spoil(small)
    with pytest.raises(BadBackup, match=said):
        restore(small, tmp_path / "new" / "home")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_ledger_changed_before_the_backup_is_told_and_not_restored(
    small: Path, tmp_path: Path
) -> None:
    file = small / "database" / "juece.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET actor = '{}' WHERE position = 5")
        connection.commit()
    manifest = json.loads((small / "manifest.json").read_text("utf-8"))
    digest = subprocess.run(["sha256sum", file], capture_output=True, check=True, text=True)
    manifest["files"]["database/juece.db"] = {
        "sha256": digest.stdout.split()[0], "size": file.stat().st_size,
    }  # fmt: skip
    (small / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(BadBackup, match=r"第5条登记.*被改动.*没有恢复"):
        restore(small, tmp_path / "new" / "home")
    assert list((tmp_path / "new").iterdir()) == []


class Noted(Act):
    """Something that was done."""

    KIND: ClassVar[str] = "noted"


def _attacked(source: Path, statement: str) -> None:
    """Change the database in a backup as its owner can, and the digest that the manifest has of it."""
    file, listed = source / "database" / "juece.db", source / "manifest.json"
    with unguarded(file) as db:
        assert db.execute(statement).rowcount == 1
    manifest = json.loads(listed.read_bytes())
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    manifest["files"]["database/juece.db"] = {"sha256": digest, "size": file.stat().st_size}
    listed.write_text(json.dumps(manifest), "utf-8")


@pytest.fixture
def with_ends(tmp_path: Path, folder: Path) -> Path:
    """A backup of an office with refusals and acts, whose last ones no row comes after."""
    office = Office(home=tmp_path / "office", store="")
    live(ledger := office.ledger(), folder, until="consultation.notice")
    for step in ("entry.start", "consultation.notice"):
        with pytest.raises(Refused):
            file_record(ledger, "slmzj-2026-99", step, {}, actor=ACTOR, at=AT, folder=folder)
        ledger.acts.append(Noted(), step, ACTOR, AT)
    ledger.close()
    backup(office, tmp_path / "backup", AT)
    return tmp_path / "backup"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM refusals WHERE id = 2", "前2条退回记录与 manifest.json 记载的不符"),
        ("DELETE FROM acts WHERE position = 2", "前2条公开记录与 manifest.json 记载的不符"),
        (
            "DELETE FROM entries WHERE position = (SELECT max(position) FROM entries)",
            "登记的条数或者校验值与备份时的不符",
        ),
    ],
)
def test_a_row_cut_off_the_end_of_any_chain_is_told_and_nothing_is_restored(
    statement: str, said: str, with_ends: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "new" / "home"
    _attacked(with_ends, statement)
    assert cli.run(["restore", str(with_ends), "--home", str(home)]) == 1
    told = capsys.readouterr().err
    assert said in told.replace("\n", "")
    assert "Traceback" not in told
    assert list((tmp_path / "new").iterdir()) == []


def test_an_act_added_to_a_backup_is_told_though_its_chain_is_sound(
    with_ends: Path, tmp_path: Path
) -> None:
    ledger = Ledger.open(with_ends / "database" / "juece.db")
    ledger.acts.append(Noted(), "x", ACTOR, AT)
    ledger.close()
    _attacked(with_ends, "UPDATE acts SET at = at WHERE position = 1")
    with pytest.raises(BadBackup, match=r"备份以后加进去的记录.*公开2条.*现在.*公开3条"):
        restore(with_ends, tmp_path / "new" / "home")


def test_a_backup_of_before_that_tells_of_no_chains_is_restored(
    with_ends: Path, tmp_path: Path
) -> None:
    listed = with_ends / "manifest.json"
    manifest = json.loads(listed.read_bytes())
    del manifest["chains"]
    listed.write_text(json.dumps(manifest), "utf-8")
    assert restore(with_ends, tmp_path / "new" / "home").chains is None


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_cut_short_is_found(kept: float, small: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed.tar.zst"
    backup(Office(home=tmp_path / "office", store=""), packed, AT)
    os.truncate(packed, int(packed.stat().st_size * kept))
    with pytest.raises(BadBackup):
        restore(packed, tmp_path / "new" / "home")
    assert list((tmp_path / "new").iterdir()) == []


def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "letter.tar.zst").write_text("你好", "utf-8")
    with pytest.raises(BadBackup, match="不是备份文件"):
        restore(tmp_path / "letter.tar.zst", tmp_path / "new" / "home")


@pytest.mark.parametrize("name", ["../outside.txt", "/tmp/juece-outside.txt"])
def test_a_backup_writes_nothing_outside_the_home(name: str, tmp_path: Path) -> None:
    packed = tmp_path / "forged.tar.zst"
    with opened_for_writing(packed) as sink:
        sink.put(Part(name, BytesIO(b"x"), 1, 0o644))
    with pytest.raises(BadBackup, match="在备份之外"):
        restore(packed, tmp_path / "new" / "home")
    assert list((tmp_path / "new").iterdir()) == []
    assert not Path("/tmp/juece-outside.txt").exists()


def test_only_its_owner_can_read_a_backup(small: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed.tar.zst"
    backup(Office(home=tmp_path / "office", store=""), packed, AT)
    assert packed.stat().st_mode & 0o077 == 0
    assert small.stat().st_mode & 0o077 == 0


def test_a_backup_says_what_was_wrong_when_it_was_made(small: Path, tmp_path: Path) -> None:
    office = Office(home=tmp_path / "office", store="")
    gone = sorted((office.home / "documents").glob("??/*"))[0]
    gone.unlink()
    made: Manifest = backup(office, tmp_path / "second", AT)
    assert "材料库中没有" in made.wrong[0]


@pytest.mark.postgres
def test_a_postgresql_backup_wants_an_empty_database(
    tmp_path: Path, folder: Path, cluster: postgres.Cluster
) -> None:
    office = Office(home=tmp_path / "office", store=cluster.create())
    live(office.ledger(), folder, until="consultation.notice")
    backup(office, tmp_path / "backup", AT)
    with pytest.raises(BadBackup, match="--store"):
        restore(tmp_path / "backup", tmp_path / "new")
    with pytest.raises(BadBackup, match="不是空的"):
        restore(tmp_path / "backup", tmp_path / "new", office.store)
    with pytest.raises(BadBackup, match="不能恢复到 sqlite"):
        restore(tmp_path / "backup", tmp_path / "new", f"sqlite:///{tmp_path}/other.db")
    assert not (tmp_path / "new").exists()


@pytest.mark.postgres
def test_without_its_tools_postgresql_cannot_be_backed_up_and_it_is_said(
    tmp_path: Path, folder: Path, cluster: postgres.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(home=tmp_path / "office", store=cluster.create())
    live(office.ledger(), folder, until="consultation.notice")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadBackup, match="没有 pg_dump 命令，请安装"):
        backup(office, tmp_path / "backup", AT)
    assert not (tmp_path / "backup").exists()


def test_the_password_of_a_database_is_not_in_the_process_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "pg_restore"
    tool.write_text(f'#!/bin/sh\necho "$@ / $PGPASSWORD" > {tmp_path}/seen\n', "utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    url = dumping.database.address("postgresql://juece:hush@db/juece")
    dumping._run("pg_restore", url, "juece.dump")
    arguments, password = (tmp_path / "seen").read_text("utf-8").strip().split(" / ")
    assert "hush" not in arguments
    assert password == "hush"


# ------------------------------------------------------------------ a damaged file


@pytest.fixture
def packed(tmp_path: Path, small: Path) -> Path:
    """A packed backup of many blocks: whoever reads it finds the damage inside of a file."""
    (tmp_path / "office" / "inbox").mkdir()
    (tmp_path / "office" / "inbox" / "scan.pdf").write_bytes(random.Random(1).randbytes(1 << 20))
    backup(Office(home=tmp_path / "office", store=""), made := tmp_path / "kept.tar.zst", AT)
    return made


def refused(packed: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a restoration that is refused says; nothing is left of it."""
    home = packed.parent / "new" / "home"
    assert cli.run(["restore", str(packed), "--home", str(home)]) == 1
    assert list(home.parent.iterdir()) == []
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    return told.err


def test_a_packed_backup_cut_short_anywhere_is_told_in_a_sentence(
    packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = packed.read_bytes()
    for part in range(20):
        packed.write_bytes(whole[: len(whole) * part // 20])
        assert "不完整或者不是备份文件" in refused(packed, capsys)


def test_a_packed_backup_with_a_bit_flipped_anywhere_is_told_in_a_sentence(
    packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, said = packed.read_bytes(), list[str]()
    for part in range(40):
        place = len(whole) * part // 40
        flipped = bytes([whole[place] ^ 1 << part % 8])
        packed.write_bytes(whole[:place] + flipped + whole[place + 1 :])
        said.append(refused(packed, capsys))
    assert sum("不完整或者不是备份文件" in one for one in said) > 20


@pytest.mark.parametrize("name", ["pipe", "pipe.tar.zst"])
def test_a_pipe_is_no_backup_and_nobody_waits_for_it(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / name)
    assert "不是文件，而是管道或者设备" in refused(tmp_path / name, capsys)
