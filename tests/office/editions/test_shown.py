"""Since when something is public: the day of the edition that first showed it, known from the next change."""

from datetime import timedelta
from pathlib import Path

import pytest

from catalog.timezone import local_day
from office.build import refresh_pages, write_pages
from office.editions.history import Withdrawn
from office.editions.seal import editions
from office.settings.installation import Office
from office.shown import shown_by
from tests.office.editions import life
from tests.office.editions.sites import files

ITEM = "demo/zwgk/zdjc/2026/01/index.html"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Up to the answer to the opinions of its first item, published days after that was filed."""
    office = life.begun(tmp_path_factory.mktemp("office"))
    rest = [one for one in life.filings() if one.item == "demo-2026-01"]
    answered = next(n for n, one in enumerate(rest) if one.step == "consultation.adoption")
    life.file(office, rest[: answered + 1])
    life.publish(office, rest[answered].at + timedelta(days=3))
    return office


def page(office: Office) -> str:
    return (office.home / "draft" / ITEM).read_text("utf-8")


def test_a_page_does_not_change_because_it_was_published(office: Office, tmp_path: Path) -> None:
    (out,) = shown_by(office)
    before = files(office.home / "draft")
    assert "登记意见收集与采纳情况" in page(office)
    for nights in range(1, 4):
        refresh_pages(office, out.on + timedelta(days=nights), office.home / "draft")
        after = files(office.home / "draft")
        assert [p for p in after if after[p] != before.get(p)] == ["manifest.json"]
    write_pages(office, out.on + timedelta(days=3), tmp_path)
    whole = files(tmp_path)
    assert whole[ITEM] == after[ITEM]


def test_with_its_next_change_a_page_tells_the_day_of_the_edition(
    office: Office, tmp_path: Path
) -> None:
    (out,) = shown_by(office)
    rest = [one for one in life.filings() if one.item == "demo-2026-01"]
    answered = next(n for n, one in enumerate(rest) if one.step == "consultation.adoption")
    life.file(office, rest[answered + 1 : answered + 3])
    day = local_day(rest[answered + 2].at)
    assert day > out.on
    refresh_pages(office, day, office.home / "draft")
    told = page(office)
    said = f"{out.on.year}年{out.on.month}月{out.on.day}日"
    assert f"{said}</time><span>公布意见收集与采纳情况（历次公开第1号）" in told
    assert f"{said}（第1号）" in told
    write_pages(office, day, tmp_path)
    assert files(tmp_path)[ITEM].decode() == told


def test_what_is_read_of_editions_is_what_their_acts_say(office: Office) -> None:
    ledger = office.ledger()
    seal = editions(ledger)[0].seal
    at = seal.published_at + timedelta(days=200)
    ledger.acts.append(Withdrawn(number=1, reason="附件有误"), "edition", life.PUBLISHER, at)
    (out,) = shown_by(office)
    assert (out.number, out.as_of, out.position) == (1, seal.as_of, seal.ledger.position)
    assert (out.on, out.back_on) == (local_day(seal.published_at), local_day(at))
