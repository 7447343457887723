"""What the public's intake is told: what the site says and no more, whenever another edition is out."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import cli
from catalog.clauses import Clause, Draft, Paragraph, Point
from catalog.consulted import FILE
from catalog.public.texts import PublicText
from catalog.public.year import Year, disclose_years
from office.backup.create import backup
from office.backup.restore import restore
from office.editions.publish import switch_own_copy
from office.intake import consulted, shown, told
from office.settings.installation import Office
from opinions.spool.keys import PRIVATE, make_keys, private_key, public_key, restore_key, save_key
from opinions.spool.seal import open_letter, seal
from opinions.spool.spool import Spool
from storage.filing import file_record
from tests.catalog.rules.lawful import ITEM
from tests.opinions.letters import letter
from tests.staged import BY, publishing
from tests.storage.life import ACTOR, ADOPTION, YEAR, live, sited, steps, ten_o_clock

CLAUSE = Clause(
    id="t12",
    number="第十二条",
    paragraphs=(
        Paragraph(text="有下列情形之一的：", points=(Point(number="（一）", text="甲", points=(Point(number="1.", text="乙"),)),)),
        Paragraph(text="其他情形。"),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose item is being consulted on, and the papers of its life."""
    place = tmp_path_factory.mktemp("asking")
    (papers := place / "papers").mkdir()
    sited(place / "home")
    office = Office(home=place / "home", store="")
    live(office.ledger(), papers, until=ADOPTION)
    office.ledger().close()
    return place


def test_what_is_asked_is_told_when_an_edition_is_out_and_ends_with_the_answer(
    asking: Path, tmp_path: Path
) -> None:
    shutil.copytree(asking, tmp_path, dirs_exist_ok=True)
    home = tmp_path / "home"
    assert told(home).consultations == ()
    publishing(home)
    (asked,) = told(home).consultations
    assert (asked.item, asked.round, asked.path) == (ITEM, 1, "2026/03")
    assert asked.page.endswith("/zwgk/zdjc/2026/03/")
    assert len(asked.draft) == 64
    before = (home / FILE).stat().st_mtime_ns
    switch_own_copy(Office(home=home, store=""))
    assert (home / FILE).stat().st_mtime_ns == before
    office = Office(home=home, store="")
    item, step, payload, at = next(one for one in steps(tmp_path / "papers") if one[1] == ADOPTION)
    file_record(
        office.ledger(), item, step, payload, actor=ACTOR, at=at, folder=tmp_path / "papers"
    )
    publishing(home)
    assert told(home).edition == 2
    assert told(home).consultations == ()
    assert cli.run(["rollback", "--because", "附件有误", *BY, "--home", str(home)]) == 0
    assert told(home).edition == 1
    assert [one.item for one in told(home).consultations] == [ITEM]


def test_a_draft_by_clauses_is_shown_by_clauses(asking: Path) -> None:
    on = date(2026, 11, 20)
    ledger = Office(home=asking / "home", store="").ledger()
    (year,) = disclose_years([Year(ledger.load(YEAR, on=on), [ledger.load(ITEM, on=on)])], on)
    public = next(item for item in year.items if item.id == ITEM)
    (plain,) = consulted([public], {})
    assert plain.clauses == ()
    draft = Draft(title="草案", clauses=(CLAUSE,))
    text = PublicText(place="caoan/1", round=1, digest=plain.draft, clauses=(), draft=draft)
    (asked,) = consulted([public.model_copy(update={"texts": (text,)})], {})
    assert asked.clauses == (shown(CLAUSE),)
    assert asked.draft == text.digest
    assert asked.page == ""


def test_a_clause_is_shown_line_by_line() -> None:
    told_ = shown(CLAUSE)
    assert told_.text.splitlines() == ["有下列情形之一的：", "（一）甲", "1.乙", "其他情形。"]
    assert (told_.id, told_.number) == ("t12", "第十二条")


def test_letters_come_back_from_a_backup_and_the_key_is_never_in_one(
    asking: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(asking / "home", tmp_path / "home")
    make_keys(home)
    save_key(home, tmp_path / "kept.pem", b"a long password")
    spool, sent = Spool(home / "spool.db"), [letter(str(n)) for n in range(3)]
    for one in sent:
        spool.append(seal(public_key(home), one))
    key = (home / PRIVATE).read_bytes()
    raw = private_key(home).private_bytes_raw()
    backup(Office(home=home, store=""), tmp_path / "backup", ten_o_clock(date(2026, 11, 20)))
    bodies = [path.read_bytes() for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert not any(key in body or raw in body for body in bodies)
    spool.append(seal(public_key(home), letter("后来的")))
    restore(tmp_path / "backup", tmp_path / "again")
    assert not make_keys(tmp_path / "again")
    restore_key(tmp_path / "again", tmp_path / "kept.pem", b"a long password")
    found = Spool(tmp_path / "again" / "spool.db").read()
    assert [open_letter(private_key(tmp_path / "again"), one) for one in found] == sent
