"""Every edition that ever went out can be built anew, byte for byte, from the ledger alone."""

import itertools
import json
from datetime import date
from pathlib import Path
from shutil import copy, copytree
from typing import NamedTuple

import pytest

from catalog.timezone import local_day
from cli import run
from office.build import write_pages
from office.editions.proof.key import new_key
from office.editions.proof.lay import NotReproducible
from office.editions.proof.source import Folder
from office.editions.proof.verify import verify
from office.editions.publish import Urgent, publish
from office.editions.seal import StaleDraft, editions, rebuild, seal_site
from office.settings.drill import Drill
from office.settings.installation import Office, office_at
from pages.build.manifest import MANIFEST
from storage.filing import file_record
from tests.flows import year
from tests.office.editions import life
from tests.office.editions.authority import Authority
from tests.office.editions.sites import files
from tests.storage.tampering import unguarded


class Lived(NamedTuple):
    office: Office
    out: list[dict[str, bytes]]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, desk: Authority) -> Lived:
    """A life published in five editions, signed and stamped."""
    home = tmp_path_factory.mktemp("office")
    new_key(home / "edition.key")
    seal = (
        f"seal:\n  key: edition.key\n  tsa: {desk.url}\n  tsa_certificates: {desk.certificates}\n"
    )
    office = life.begun(home, seal)
    return Lived(office, life.published(office))


@pytest.fixture
def bare(lived: Lived, tmp_path: Path) -> Office:
    """The ledger and its documents alone: no settings, no key, nothing that was built."""
    home = tmp_path / "bare"
    home.mkdir()
    lived.office.ledger().close()
    copy(lived.office.home / "juece.db", home)
    copytree(lived.office.home / "documents", home / "documents")
    return office_at(home)


def test_every_edition_comes_back_byte_for_byte(lived: Lived, bare: Office, tmp_path: Path) -> None:
    assert len(lived.out) == 5
    for number, out in enumerate(lived.out, 1):
        folder = tmp_path / f"again-{number}"
        rebuild(bare, number, folder)
        assert files(folder) == out, number
        assert verify(Folder(folder)).whole


def test_two_editions_of_one_day_are_two(lived: Lived) -> None:
    days = [one.seal.as_of for one in editions(lived.office.ledger())]
    assert days[1] == days[2]
    assert lived.out[1][MANIFEST] != lived.out[2][MANIFEST]


def test_the_day_alone_gives_the_last_edition_of_that_day(lived: Lived, tmp_path: Path) -> None:
    """With the same settings: `juece build --as-of` reads them as they are today."""
    for number in (3, 5):
        seal = editions(lived.office.ledger())[number - 1].seal
        write_pages(lived.office, seal.as_of, tmp_path / str(number))
        assert (tmp_path / str(number) / MANIFEST).read_bytes() == lived.out[number - 1][MANIFEST]


def test_each_edition_names_the_one_before_and_what_was_filed(lived: Lived) -> None:
    known = [one.seal for one in editions(lived.office.ledger())]
    assert [one.number for one in known] == [1, 2, 3, 4, 5]
    assert known[0].previous is None
    assert all(b.previous and b.previous.number == a.number for a, b in itertools.pairwise(known))
    assert all(matter.reasons for one in known for matter in one.matters)
    assert verify(Folder(lived.office.home / "draft")).whole


def test_the_websites_are_put_on_file_once(lived: Lived) -> None:
    told = [one.sites for one in editions(lived.office.ledger())]
    assert told[0]
    assert told[1:] == [None] * 4


def test_only_files_that_changed_are_read_for_their_sm3(lived: Lived) -> None:
    known = json.loads((lived.office.home / "sm3.json").read_bytes())
    manifest = json.loads(lived.out[-1][MANIFEST])
    assert known.keys() == {one["sha256"] for one in manifest["files"].values()}


def test_the_command_says_that_it_is_the_same(
    lived: Lived, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, home = tmp_path / "again", str(lived.office.home)
    assert run(["build", "--edition", "2", "--out", str(folder), "--home", home]) == 0
    assert "第2号" in capsys.readouterr().out
    assert files(folder) == lived.out[1]
    assert run(["build", "--edition", "9", "--out", str(folder), "--home", home]) == 1
    assert "没有公开过第9号" in capsys.readouterr().err
    assert run(["build", "--edition", "2", "--home", home]) == 2


def test_what_was_published_urgently_is_whole_where_it_came_out(tmp_path: Path) -> None:
    office = life.begun(tmp_path)
    filed = life.filings()[:6]
    life.file(office, filed)
    by = life.PUBLISHER
    done = publish(office, local_day(filed[-1].at), Urgent(by, "汛情紧急，须立即告知公众"))
    assert done.wrong == ""
    report = verify(Folder(office.site))
    assert report.whole, report.faults
    page = (office.site / "editions.html").read_text("utf-8")
    assert f"{by.unit}决定，理由：汛情紧急，须立即告知公众" in page
    assert by.name not in page
    rebuild(office, 1, tmp_path / "again")
    assert files(tmp_path / "again") == files(office.site.resolve())


def test_other_looks_are_told_apart_from_another_ledger(
    lived: Lived, bare: Office, tmp_path: Path
) -> None:
    look = bare.home / "look" / "static"
    look.mkdir(parents=True)
    (look / "colours.css").write_text(":root { --blue: #000; }")
    with pytest.raises(NotReproducible, match="页面样式与当时"):
        rebuild(bare, 2, tmp_path / "again")


def test_a_site_of_another_ledger_is_not_sealed(lived: Lived, tmp_path: Path) -> None:
    site = copytree(lived.office.home / "draft", tmp_path / "site")
    body = (site / MANIFEST).read_bytes()
    told = json.loads(body)["ledger"]["digest"].encode()
    (site / MANIFEST).write_bytes(body.replace(told, b"0" * 64))
    last = editions(lived.office.ledger())[-1].seal
    setting = life.setting(lived.office, last.as_of)
    with pytest.raises(StaleDraft, match="不是按这份台账生成的"):
        seal_site(lived.office, site, setting, [], actor=life.PUBLISHER, at=last.published_at)
    assert len(editions(lived.office.ledger())) == 5


# ------------------------------------------------------------------ a drill with a borrowed website


@pytest.fixture
def drilled(tmp_path: Path) -> Office:
    """A drill whose authority has no website: it borrows that of the demonstration."""
    at = year.at(1, 20)
    home = tmp_path / "drill"
    Drill(set_at=at, showed=at, day_seconds=10**9).save(home)
    office = Office(home=home, store="")
    (home / "site.yaml").write_bytes(year.SITE.read_bytes())
    ledger, other = office.ledger(), {"id": "other", "name": "另一示例局"}
    catalog = year.CATALOG | {"authority": other}
    for id_, step, payload in (
        ("other-2026", "entry.catalog", catalog),
        ("other-2026-01", "entry.inclusion", year.INCLUSION),
    ):
        file_record(ledger, id_, step, payload, actor=year.CLERK, at=year.at(1, 12))
    done = publish(office, date(2026, 1, 20), Urgent(life.PUBLISHER, "演练"))
    assert done.new, done.wrong
    return office


def test_an_edition_of_a_drill_with_a_borrowed_website_is_built_as_it_was(
    drilled: Office, tmp_path: Path
) -> None:
    out = files(drilled.site.resolve())
    assert "另一示例局（演练）" in out["other/index.html"].decode()
    rebuild(drilled, 1, tmp_path / "again")
    assert files(tmp_path / "again") == out


def test_an_edition_that_a_drill_put_on_file_without_the_borrowed_website_is_built_too(
    drilled: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As drills of before did; once the folder is no drill any more, it is said what is different."""
    with unguarded(drilled.home / "juece.db") as db:
        [(payload,)] = db.execute("SELECT payload FROM acts WHERE kind = 'edition'").fetchall()
        told = json.loads(payload)
        assert told["sites"].pop("other")
        db.execute("UPDATE acts SET payload = ? WHERE kind = 'edition'", (json.dumps(told),))
    out = files(drilled.site.resolve())
    rebuild(drilled, 1, tmp_path / "again")
    assert files(tmp_path / "again") == out
    (drilled.home / "drill.json").unlink()
    again = ["build", "--edition", "1", "--out", str(tmp_path / "again")]
    assert run([*again, "--home", str(drilled.home)]) == 1
    said = capsys.readouterr().err
    assert "另一示例局的网站是演练借用示例的，没有登记下来" in said
    assert "这不说明台账被改动" in said
