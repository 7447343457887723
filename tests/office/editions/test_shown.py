"""Since when something is public: the day of the edition that first showed it, known from the next change."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from catalog.public.blocks import expert_review
from catalog.public.documents import public_documents
from catalog.public.reports import PublicEdition
from catalog.record import Amendment, AmendmentKind
from catalog.timezone import SHANGHAI, local_day
from office.build import refresh_pages, write_pages
from office.editions.history import BroughtOut, Withdrawn
from office.editions.proof.record import SUBJECT
from office.editions.publish import is_out, switch_own_copy
from office.editions.seal import editions
from office.settings.installation import Office
from office.shown import shown_by
from storage.filing import file_record
from tests.office.editions import life
from tests.office.editions.sites import files
from tests.pages.demo import EDITIONS

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


def test_what_was_taken_back_was_public_before(tmp_path: Path) -> None:
    office = reviewed(tmp_path)
    life.publish(office, OWN[REVIEWED].at - timedelta(days=1))
    second = review(office, dict(OWN[REVIEWED].payload), OWN[REVIEWED].at)
    at = datetime.combine(second, time(18), SHANGHAI)
    office.ledger().acts.append(
        Withdrawn(number=2, reason="附件有误"), "edition", life.PUBLISHER, at
    )
    life.publish(office, at + timedelta(days=20))
    told = office.ledger().load(OWN[0].item)
    for day in (second + timedelta(days=1), second + timedelta(days=30)):
        release, _ = expert_review(replace(told, editions=shown_by(office)), day)
        assert release
        assert release.shown == PublicEdition(number=2, on=second)


def test_one_that_was_killed_before_it_was_out_counts_from_when_it_was(tmp_path: Path) -> None:
    office = reviewed(tmp_path)
    sealed = life.publish(office, OWN[REVIEWED].at, killed=True)
    assert sealed.edition.out_noted
    assert shown_by(office) == ()
    later = OWN[REVIEWED].at + timedelta(days=3)
    with patch.object(Office, "now", lambda _self: later):
        switch_own_copy(office)
        switch_own_copy(office)
    (out,) = shown_by(office)
    assert (out.number, out.at) == (1, later)
    assert len(office.ledger().acts.of(BroughtOut)) == 1
    assert is_out(office, office.site)


def test_an_edition_of_before_there_were_such_acts_counts_from_its_seal(tmp_path: Path) -> None:
    office = reviewed(tmp_path)
    out = life.publish(office, OWN[REVIEWED].at, killed=True).edition
    old = out.model_copy(
        update={"out_noted": False, "seal": out.seal.model_copy(update={"number": 2})}
    )
    office.ledger().acts.append(old, SUBJECT, life.PUBLISHER, OWN[REVIEWED].at)
    (one,) = shown_by(office)
    assert (one.number, one.at) == (2, out.seal.published_at)


OWN = [one for one in life.filings() if one.item == "demo-2026-01"]
REVIEWED = next(n for n, one in enumerate(OWN) if one.step == "expert_review.review")


def reviewed(home: Path) -> Office:
    """Up to before the expert review of its first item."""
    office = life.begun(home)
    life.file(office, OWN[:REVIEWED])
    return office


def review(office: Office, payload: dict[str, Any], at: datetime) -> date:
    """File the expert review, or a correction of it, and publish it once its day has come."""
    again = any(one.step == OWN[REVIEWED].step for one in office.ledger().load(OWN[0].item).entries)
    amends = Amendment(kind=AmendmentKind.CORRECTION, reason="更正笔误") if again else None
    one = OWN[REVIEWED]
    file_record(
        office.ledger(), one.item, one.step, payload,
        actor=one.actor, at=at, amends=amends, folder=EDITIONS,
    )  # fmt: skip
    out = at if again else at + timedelta(days=5)
    life.publish(office, out + timedelta(hours=1))
    return local_day(out)


def test_a_correction_does_not_make_what_it_corrects_newer(tmp_path: Path) -> None:
    office, payload = reviewed(tmp_path), deepcopy(dict(OWN[REVIEWED].payload))
    first = review(office, payload, OWN[REVIEWED].at)
    at = OWN[REVIEWED].at + timedelta(days=10)
    second = review(office, payload | {"论证结论": "同意方案，建议补充测算。"}, at)
    told = office.ledger().load(OWN[0].item)
    for day in (second, second + timedelta(days=1)):
        release, _ = expert_review(replace(told, editions=shown_by(office)), day)
        assert release
        assert release.shown == PublicEdition(number=1, on=first)


def test_a_paper_opened_later_is_public_since_then(tmp_path: Path) -> None:
    office, payload = reviewed(tmp_path), dict(OWN[REVIEWED].payload)
    held = deepcopy(payload)
    held["材料"][0]["公开"] = {
        "公开属性": "不予公开",
        "不公开理由": "商业秘密或者个人隐私",
        "下次复核日期": "2027-06-30",
    }
    first = review(office, held, OWN[REVIEWED].at)
    second = review(office, payload, OWN[REVIEWED].at + timedelta(days=10))
    told = office.ledger().load(OWN[0].item)
    for on, out in ((second, 1), (second + timedelta(days=1), 2)):
        known = replace(told, editions=shown_by(office)[:out])
        papers = [d for d in public_documents(known, on) if d.step == OWN[REVIEWED].step]
        assert first < second
        assert {d.released_on for d in papers} == {second}
        assert {d.edition for d in papers} == {2 if out == 2 else None}
