"""The archive package of an item: whole, checkable by others, the same again, and never half."""

import csv
import hashlib
import io
import json
import random
import sqlite3
import subprocess
import sys
import unicodedata
from contextlib import closing
from datetime import date
from pathlib import Path

import bagit
import pytest

import cli
from catalog.record import Amendment, AmendmentKind
from office.archive.checklist import INTERNAL, fit
from office.archive.package import Made, NotArchivable, archive_item
from office.settings.installation import Office
from storage.files.opinion_table import read_opinions
from storage.filing import Refused, file_record
from tests.catalog.rules.lawful import ITEM, OPINIONS
from tests.pages.edition import build_edition, write
from tests.storage import postgres
from tests.storage.life import ACTOR, live, sited, ten_o_clock, the
from tests.storage.tampering import unguarded

DAY = date(2026, 11, 20)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A whole life on file, a refused attempt in it, and its pages out."""
    (tmp_path / "papers").mkdir()
    made = Office(home=tmp_path / "office", store="")
    sited(made.home)
    live(made.ledger(), tmp_path / "papers")
    with pytest.raises(Refused):
        file_record(
            made.ledger(), ITEM, "../../entry.start", {"不相干": "栏目"},
            actor=ACTOR, at=ten_o_clock(date(2026, 10, 8)),
        )  # fmt: skip
    write(build_edition(made, DAY), made.site)
    return made


@pytest.fixture
def made(office: Office, tmp_path: Path) -> Made:
    return archive_item(office, ITEM, DAY, tmp_path / "out")


@pytest.fixture
def sm3_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `bagit` check SM3 too; by itself it passes over what hashlib does not guarantee."""
    monkeypatch.setattr(bagit, "CHECKSUM_ALGOS", {*bagit.CHECKSUM_ALGOS, "sm3"})


def contents(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def checked(bag: Path) -> tuple[int, str]:
    """What the script in the bag says, as the notes tell an archivist to run it."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", bag / "data/核对/核对.py"],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.usefixtures("sm3_is_read")
def test_the_library_finds_the_bag_valid_in_both_digests(made: Made, office: Office) -> None:
    bag = bagit.Bag(str(made.folder))
    assert bag.is_valid()
    assert bag.version_info == (1, 0)
    assert set(bag.algorithms) == {"sha256", "sm3"}
    assert bag.info["Source-Organization"] == "示例市民政局"
    assert bag.info["External-Identifier"] == ITEM
    assert bag.info["Internal-Sender-Description"] == INTERNAL
    assert bag.info["Juece-Retention"] == "永久"
    head = office.ledger().head(on=DAY)
    told = bag.info["Juece-Ledger-Entries"], bag.info["Juece-Ledger-Digest"]
    assert told == (str(head.count), head.digest)
    assert bag.info["Juece-Edition"] == DAY.isoformat()


def test_sha256sum_as_in_the_notes_finds_nothing_wrong(made: Made) -> None:
    notes = (made.folder / "data/说明.txt").read_text("utf-8")
    command = "sha256sum --check --quiet manifest-sha256.txt tagmanifest-sha256.txt"
    assert command in notes
    subprocess.run(command.split(), cwd=made.folder, check=True, capture_output=True)


def test_the_script_in_the_bag_finds_it_whole(made: Made) -> None:
    assert checked(made.folder) == (0, "完整，没有改动\n")


def test_any_byte_that_is_changed_is_found(made: Made) -> None:
    chance = random.Random(20261120)
    files = sorted(p for p in made.folder.rglob("*") if p.is_file() and p.stat().st_size)
    # The script cannot vouch for itself; sha256sum does, as in the notes.
    for path in chance.sample([f for f in files if f.name != "核对.py"], 25):
        before = path.read_bytes()
        at = chance.randrange(len(before))
        path.chmod(0o600)
        path.write_bytes(
            before[:at] + bytes([before[at] ^ 1 << chance.randrange(7)]) + before[at + 1 :]
        )
        code, said = checked(made.folder)
        assert (code, said.splitlines()[-1][:3]) == (1, "不完整"), f"byte {at} of {path}"
        path.write_bytes(before)
    assert checked(made.folder)[0] == 0


def test_a_forger_who_mends_the_manifests_is_found_by_the_chain(made: Made) -> None:
    record = next(made.folder.glob("data/材料/*/*/00-登记.json"))
    lines = made.folder / "data/核对/登记.jsonl"
    for path in (record, lines):
        path.write_text(path.read_text("utf-8").replace("示例市民政局", "别的局"), "utf-8")
    for algorithm in ("sha256", "sm3"):
        for name in (f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"):
            listed = [line.split(None, 1) for line in (made.folder / name).read_text().splitlines()]
            body = "".join(
                f"{hashlib.new(algorithm, (made.folder / n).read_bytes()).hexdigest()}  {n}\n"
                for _, n in listed
            )
            (made.folder / name).write_text(body, "utf-8")
    code, said = checked(made.folder)
    assert code == 1
    assert "不在台账的链条里" in said


def test_the_same_ledger_and_day_give_the_same_bytes(
    made: Made, office: Office, tmp_path: Path
) -> None:
    again = archive_item(office, ITEM, DAY, tmp_path / "again")
    assert contents(again.folder) == contents(made.folder)


def test_what_is_filed_later_changes_nothing_in_the_bag_of_an_earlier_day(
    office: Office, tmp_path: Path
) -> None:
    day = date(2026, 4, 1)
    first = archive_item(office, ITEM, day, tmp_path / "first", unfinished=True)
    payload, _ = the("entry.start", tmp_path / "papers")
    file_record(
        office.ledger(), ITEM, "entry.start", payload | {"problem": "补充的问题"},
        actor=ACTOR, at=ten_o_clock(date(2026, 12, 1)), folder=tmp_path / "papers",
        amends=Amendment(kind=AmendmentKind.CORRECTION, reason="补充依据"),
    )  # fmt: skip
    second = archive_item(office, ITEM, day, tmp_path / "second", unfinished=True)
    assert contents(first.folder) == contents(second.folder)
    assert checked(first.folder)[0] == 0


def test_every_document_lies_under_its_title_beside_its_entry(made: Made, office: Office) -> None:
    data = made.folder / "data"
    for entry in office.ledger().load(ITEM).entries:
        (folder,) = data.glob(f"材料/0[1-9]-*/{entry.seq:03d}-*")
        found = [p.name for p in sorted(folder.iterdir())]
        titles = [f"{n:02d}-{d.title}.txt" for n, d in enumerate(entry.record.documents, 1)]
        assert found == ["00-登记.json", *titles]
        told = json.loads((folder / "00-登记.json").read_text("utf-8"))
        assert told["校验值"] == entry.digest
        assert told["登记"]["record"] == entry.record.model_dump(mode="json")
        assert told["登记"]["actor"]["unit"] == ACTOR.unit


def test_the_checklist_has_every_paper_by_stage(made: Made) -> None:
    text = (made.folder / "data/归档目录.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["序号"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    on_disk = {
        p.relative_to(made.folder / "data").as_posix()
        for p in (made.folder / "data/材料").rglob("*") if p.is_file()
    }  # fmt: skip
    assert {row["位置"] for row in rows if row["位置"]} == on_disk
    stages = list(dict.fromkeys(row["阶段"] for row in rows))
    assert stages[0] == "年度目录"
    assert {"公开征求意见", "合法性审查", "决策公布"} <= set(stages)
    minutes = next(row for row in rows if row["材料题名"] == "会议记录")
    assert minutes["密级/公开属性"] == "不予公开（行政管理过程性信息）"
    digest = hashlib.sha256((made.folder / "data" / minutes["位置"]).read_bytes()).hexdigest()
    assert minutes["校验值"] == digest
    page = (made.folder / "data/归档目录.html").read_text("utf-8")
    assert [row["位置"] for row in rows if row["位置"] not in page] == []
    assert INTERNAL in page
    assert "永久" in page


def test_the_opinions_are_there_for_reading_and_for_checking(made: Made) -> None:
    (table,) = (made.folder / "data/意见").glob("*.csv")
    assert read_opinions(table) == OPINIONS
    (lines,) = (made.folder / "data/意见").glob("*.jsonl")
    record = json.loads(
        next(made.folder.glob("data/材料/*/*意见采纳*/00-登记.json")).read_text("utf-8")
    )["登记"]["record"]
    assert hashlib.sha256(lines.read_bytes()).hexdigest() == record["opinion_digest"]


def test_a_refused_attempt_is_in_the_bag_whatever_step_was_typed(made: Made) -> None:
    (refused,) = (made.folder / "data/退回").iterdir()
    told = json.loads(refused.read_text("utf-8"))
    assert told["步骤"] == "../../entry.start"
    assert told["内容"] == {"不相干": "栏目"}
    assert told["理由"]["faults"]


def test_the_pages_are_those_that_are_out(made: Made, office: Office) -> None:
    shown = made.folder / "data/公开页面/slmzj"
    page = "zwgk/zdjc/2026/03/index.html"
    assert (shown / page).read_bytes() == (office.site / "slmzj" / page).read_bytes()
    assert list((shown / "static").glob("*.css"))
    assert not (shown / "zwgk/zdjc/2026/index.html").exists()


def test_without_pages_of_that_day_the_notes_say_so(office: Office, tmp_path: Path) -> None:
    day = date(2026, 11, 19)
    folder = archive_item(office, ITEM, day, tmp_path / "out").folder
    assert not (folder / "data/公开页面").exists()
    assert "没有已生成的公开页面" in (folder / "data/说明.txt").read_text("utf-8")


def nothing_is_left(out: Path) -> bool:
    return not out.exists() or not any(out.iterdir())


def test_a_page_that_is_not_as_built_is_not_archived(office: Office, tmp_path: Path) -> None:
    page = office.site / "slmzj/zwgk/zdjc/2026/03/index.html"
    page.write_bytes(page.read_bytes() + b" ")
    with pytest.raises(NotArchivable, match="与它的清单不符"):
        archive_item(office, ITEM, DAY, tmp_path / "out")
    assert nothing_is_left(tmp_path / "out")


def test_a_missing_document_is_named_and_nothing_is_written(office: Office, tmp_path: Path) -> None:
    entry = next(e for e in office.ledger().load(ITEM).entries if e.record.documents)
    office.documents.path(entry.record.documents[0].digest).unlink()
    with pytest.raises(NotArchivable, match=entry.record.documents[0].name):
        archive_item(office, ITEM, DAY, tmp_path / "out")
    assert nothing_is_left(tmp_path / "out")


def test_a_document_of_another_item_does_not_keep_this_one_back(
    office: Office, tmp_path: Path
) -> None:
    paper = tmp_path / "papers" / "别的.txt"
    paper.write_text("别的事项", "utf-8")
    other, payload = "slmzj-2026-04", the("entry.inclusion", tmp_path / "papers")[0]
    payload["item"] |= {"no": 4, "name": "另一个事项"}
    payload["documents"] = [{"title": "别的", "kind": "其他材料", "file": "别的.txt"}]
    filed = file_record(
        office.ledger(), other, "entry.inclusion", payload,
        actor=ACTOR, at=ten_o_clock(date(2026, 11, 1)), folder=tmp_path / "papers",
    )  # fmt: skip
    office.documents.path(filed.entry.record.documents[0].digest).unlink()
    assert office.ledger().verify() != []
    folder = archive_item(office, ITEM, DAY, tmp_path / "out").folder
    assert checked(folder)[0] == 0


def test_a_broken_chain_is_named_and_nothing_is_written(office: Office, tmp_path: Path) -> None:
    with closing(sqlite3.connect(office.home / "juece.db")) as connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET chain = digest WHERE position = 4")
        connection.commit()
    with pytest.raises(NotArchivable, match="链接断开"):
        archive_item(office, ITEM, DAY, tmp_path / "out")
    assert nothing_is_left(tmp_path / "out")


def test_an_earlier_package_is_never_replaced(made: Made, office: Office, tmp_path: Path) -> None:
    before = contents(made.folder)
    with pytest.raises(NotArchivable, match="不会覆盖"):
        archive_item(office, ITEM, DAY, tmp_path / "out")
    assert contents(tmp_path / "out" / made.folder.name) == before
    assert [p.name for p in (tmp_path / "out").iterdir()] == [made.folder.name]


def test_an_unfinished_item_is_archived_only_when_asked_for_and_says_so(
    tmp_path: Path,
) -> None:
    (tmp_path / "papers").mkdir()
    office = Office(home=tmp_path / "office", store="")
    live(office.ledger(), tmp_path / "papers", until="legality_review.submission")
    with pytest.raises(NotArchivable) as refused:
        archive_item(office, ITEM, DAY, tmp_path / "out")
    assert "合法性审查：还没有" in str(refused.value)
    assert "公开征求意见：" not in str(refused.value)
    assert nothing_is_left(tmp_path / "out")
    folder = archive_item(office, ITEM, DAY, tmp_path / "out", unfinished=True).folder
    assert checked(folder)[0] == 0
    assert "未成卷" in (folder / "data/说明.txt").read_text("utf-8")
    assert "Juece-Complete: no" in (folder / "bag-info.txt").read_text("utf-8")


@pytest.mark.postgres
def test_a_package_from_postgresql_says_the_same(
    made: Made, tmp_path: Path, cluster: postgres.Cluster
) -> None:
    other = Office(home=tmp_path / "other", store=cluster.create())
    live(other.ledger(), tmp_path / "papers")
    folder = archive_item(other, ITEM, DAY, tmp_path / "elsewhere").folder
    assert checked(folder)[0] == 0
    for name in ("归档目录.csv", "核对/登记.jsonl", "核对/台账链.csv"):
        assert (folder / "data" / name).read_bytes() == (made.folder / "data" / name).read_bytes()


@pytest.mark.parametrize("item", ["slmzj-2026-77", "slmzj-2026", "../slmzj-2026-03", ""])
def test_what_is_not_an_item_is_not_archived(item: str, office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotArchivable, match="没有编号为"):
        archive_item(office, item, DAY, tmp_path / "out")
    assert nothing_is_left(tmp_path / "out")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于“十五五”/规划的说明", "关于“十五五”_规划的说明"),
        ("../../etc/passwd", "etc_passwd"),
        ("字" * 300, "字" * 40),
        ("100%\n", "100"),
        (" . ", "无题"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert fit(title) == name


def test_the_command_line_archives_backs_up_restores_and_verifies(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(office.home)]
    day = ["--as-of", DAY.isoformat()]
    assert cli.run(["archive", ITEM, "--out", str(tmp_path / "out"), *day, *home]) == 0
    assert cli.run(["archive", ITEM, "--out", str(tmp_path / "out"), *day, *home]) == cli.SAID_NO
    packed = str(tmp_path / "b" / "juece.tar.zst")
    assert cli.run(["backup", "--to", packed, *home]) == 0
    assert cli.run(["backup", "--to", packed, *home]) == cli.SAID_NO
    new = ["--home", str(tmp_path / "new")]
    assert cli.run(["restore", packed, *new]) == 0
    assert cli.run(["restore", packed, *new]) == cli.SAID_NO
    assert cli.run(["restore", str(tmp_path / "none.tar.zst"), *new]) == cli.WRONG_USAGE
    capsys.readouterr()
    assert cli.run(["verify-ledger", *new]) == 0
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert office.ledger().head().digest in said


def test_a_ledger_that_is_not_whole_is_said_to_be_so(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    sorted((office.home / "documents").glob("??/*"))[0].unlink()
    assert cli.run(["verify-ledger", "--home", str(office.home)]) == cli.SAID_NO
    assert "台账不完整：发现1处" in capsys.readouterr().err


def test_entries_cut_off_the_end_are_found_by_a_manifest_kept_elsewhere(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(office.home)]
    assert cli.run(["backup", "--to", str(tmp_path / "kept"), *home]) == 0
    kept = [tmp_path / "kept" / "manifest.json", office.site / "manifest.json"]
    for manifest in kept:
        assert cli.run(["verify-ledger", "--kept", str(manifest), *home]) == 0
    with unguarded(office.home / "juece.db") as connection:
        connection.execute(
            "DELETE FROM entries WHERE position = (SELECT max(position) FROM entries)"
        )
    assert cli.run(["verify-ledger", *home]) == 0, "the chain alone does not know"
    for manifest in kept:
        assert cli.run(["verify-ledger", "--kept", str(manifest), *home]) == cli.SAID_NO
        assert "有删去的" in capsys.readouterr().err
    assert cli.run(["verify-ledger", "--kept", str(office.home / "juece.db"), *home]) == 2


def test_names_that_a_disk_spells_otherwise_are_the_same(made: Made) -> None:
    """bagit accepts them; the script of the bag told of files missing and files too many."""
    listed = made.folder / "manifest-sha256.txt"
    old = next(p for p in (made.folder / "data").rglob("*.txt") if p.parent.name != "核对")
    new = old.with_name(f"é{old.name}")
    for manifest in made.folder.glob("*manifest-*.txt"):
        text = manifest.read_text("utf-8")
        manifest.write_text(text.replace(f"/{old.name}", f"/{new.name}"), "utf-8")
    for algorithm in ("sha256", "sm3"):
        tags = made.folder / f"tagmanifest-{algorithm}.txt"
        names = [line.split(None, 1)[1] for line in tags.read_text("utf-8").splitlines()]
        digests = (
            hashlib.new(algorithm, (made.folder / n).read_bytes()).hexdigest() for n in names
        )
        tags.write_text(
            "".join(f"{d}  {n}\n" for d, n in zip(digests, names, strict=True)), "utf-8"
        )
    old.rename(new.with_name(unicodedata.normalize("NFD", new.name)))
    assert unicodedata.normalize("NFC", new.name) in listed.read_text("utf-8")
    assert checked(made.folder) == (0, "完整，没有改动\n")
