"""The site from the ledger, brought up to date step by step, equals the site built whole."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from catalog.timezone import local_day
from checks.standard import Folder, check
from office import build
from office.build import refresh_pages, write_pages
from office.settings.installation import Office, office_at
from storage.filing import file_record
from tests.catalog.rules.lawful import LAWFUL
from tests.flows.year import SITE
from tests.office.editions import life
from tests.pages.edition import build_edition
from tests.storage.life import ACTOR, YEAR, steps, ten_o_clock

LAST = LAWFUL[-1].on


def read(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def whole(office: Office, day: date, tmp_path: Path) -> dict[str, bytes]:
    """The site built from nothing, by an office of its own with the same ledger."""
    other = Office(home=tmp_path / "other", store=f"sqlite:///{office.home / 'juece.db'}")
    (tmp_path / "other").mkdir(exist_ok=True)
    (other.home / "site.yaml").write_bytes((office.home / "site.yaml").read_bytes())
    link = tmp_path / "other" / "documents"
    if not link.exists():
        link.symlink_to(office.home / "documents")
    (other.home / "built" / "index.json").unlink(missing_ok=True)
    refresh_pages(other, day, other.site)
    return read(other.site)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_at(tmp_path / "home")
    made.home.mkdir()
    settings = SITE.read_text("utf-8").replace("demo", YEAR.partition("-")[0])
    (made.home / "site.yaml").write_text(settings, encoding="utf-8")
    yield made
    made.ledger().close()


def lives(office: Office, tmp_path: Path) -> Iterator[date]:
    """File two items' lives, a step at a time; gives the day of each."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for item, step, payload, at in steps(inbox):
        for no in ("03", "11"):
            own = dict(payload)
            if step == "entry.inclusion":
                own["item"] = payload["item"] | {"no": int(no), "name": f"第{no}个方案"}
            if item == YEAR and no == "11":
                continue
            name = item if item == YEAR else f"{YEAR}-{no}"
            file_record(office.ledger(), name, step, own, actor=ACTOR, at=at, folder=inbox)
            yield at.date()


def test_every_update_equals_the_whole(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, write = [], build._write_and_keep

    def counted(office_: Office, day: date, folder: Path) -> int:
        full.append(office_.home)
        return write(office_, day, folder)

    monkeypatch.setattr(build, "_write_and_keep", counted)
    for nth, day in enumerate(lives(office, tmp_path)):
        refresh_pages(office, day, office.site)
        if nth % 9 == 0:
            assert read(office.site) == whole(office, day, tmp_path)
    for night in range(1, 120, 9):
        refresh_pages(office, LAST + timedelta(days=night), office.site)
    assert read(office.site) == whole(office, LAST + timedelta(days=118), tmp_path)
    assert full.count(office.home) == 1, "only the first time, there was nothing to go by"


def test_a_quiet_night_writes_no_page(office: Office, tmp_path: Path) -> None:
    quiet = list(lives(office, tmp_path))[-1] + timedelta(days=400)
    refresh_pages(office, quiet, office.site)
    page = next(office.site.rglob("03/index.html"))
    before = page.stat()
    assert refresh_pages(office, quiet + timedelta(days=1), office.site) == 0
    assert page.stat().st_ino == before.st_ino
    assert (quiet + timedelta(days=1)).isoformat() in (office.site / "manifest.json").read_text()


def test_a_reform_filed_for_another_year_is_told_of_on_the_page(
    office: Office, tmp_path: Path
) -> None:
    day = list(lives(office, tmp_path))[-1]
    refresh_pages(office, day, office.site)
    since = date(day.year + 1, 1, 15)
    reform = {"unit": "养老服务处", "kind": "更名", "successors": ["养老处"], "since": str(since)}
    year = f"{YEAR.partition('-')[0]}-{since.year}"
    file_record(office.ledger(), year, "entry.reform", reform, actor=ACTOR, at=ten_o_clock(since))
    refresh_pages(office, since, office.site)
    assert "原养老服务处" in next(office.site.rglob("03/index.html")).read_text("utf-8")
    assert read(office.site) == whole(office, since, tmp_path)


def of_another(index: Path) -> None:
    """Make it the index of a ledger with another history."""
    told = json.loads(index.read_text())
    told[3] = "f" * len(told[3])
    index.write_text(json.dumps(told))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda office: (office.home / "built" / "index.json").unlink(),
        lambda office: (office.home / "built" / "index.json").write_text("{}"),
        lambda office: (office.site / "manifest.json").write_text("{}"),
        lambda office: of_another(office.home / "built" / "index.json"),
        lambda office: next((office.home / "built").glob("*.books")).write_text("["),
    ],
    ids=["not finished", "unreadable", "written by others", "another ledger", "a damaged shelf"],
)
def test_where_there_is_nothing_to_go_by_all_is_built(
    office: Office, tmp_path: Path, spoil: object
) -> None:
    days = list(lives(office, tmp_path))
    files = refresh_pages(office, days[-2], office.site)
    assert callable(spoil)
    spoil(office)
    assert refresh_pages(office, days[-1] + timedelta(days=400), office.site) >= files
    assert read(office.site) == whole(office, days[-1] + timedelta(days=400), tmp_path)


def test_an_earlier_day_is_built_whole(office: Office, tmp_path: Path) -> None:
    days = list(lives(office, tmp_path))
    refresh_pages(office, days[-1], office.site)
    refresh_pages(office, days[5], office.site)
    assert read(office.site) == whole(office, days[5], tmp_path)


def test_the_streamed_site_is_the_edition(office: Office, tmp_path: Path) -> None:
    day = list(lives(office, tmp_path))[-1]
    edition = build_edition(office, day)
    assert write_pages(office, day, office.site) == len(edition.files)
    assert read(office.site) == {**edition.files, "manifest.json": edition.manifest}
    assert not (office.home / "built" / "index.json").exists()


def test_a_second_round_keeps_the_answers_of_the_first(tmp_path: Path) -> None:
    """While the public is asked again, what was answered before stands where clauses and opinions link it."""
    office = life.begun(tmp_path / "office")
    filings = [one for one in life.filings() if one.item == "demo-2026-03"]
    second = [n for n, one in enumerate(filings) if one.step == "consultation.notice"][1]
    life.file(office, filings[: second + 1])
    refresh_pages(office, local_day(filings[second].at), tmp_path / "site")
    page = (tmp_path / "site" / "demo/zwgk/zdjc/2026/03/index.html").read_text("utf-8")
    assert 'id="yj-1-1"' in page
    assert "最近一次征求意见：正在开展" in page
    report = check(Folder(tmp_path / "site"))
    assert report.may_go_out, report.first
