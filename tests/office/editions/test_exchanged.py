"""A file that a correction takes away leaves a notice where it was; of one that never went out nothing is told."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalog.record import Amendment, AmendmentKind
from checks.standard.check import check
from checks.standard.data import read_item
from office.settings.installation import Office
from storage.filing import file_record
from tests.nginx import NEEDED
from tests.office.editions import life
from tests.office.editions.sites import files
from tests.office.test_public_site import visited
from tests.pages.chromium import ALONE, served, started, violations
from tests.pages.demo import EDITIONS
from tests.pages.reading import read

OWN = [one for one in life.filings() if one.item == "demo-2026-01"]
REVIEW = next(n for n, one in enumerate(OWN) if one.step == "expert_review.review")
OTHER = "demo-2026/02/expert-opinion.txt"
ITEM = "demo/zwgk/zdjc/2026/01/"
HELD = {"公开属性": "不予公开", "不公开理由": "商业秘密或者个人隐私", "下次复核日期": "2027-06-30"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Up to before the expert review of its first item, with an edition out."""
    office = life.begun(tmp_path / "office")
    life.file(office, OWN[:REVIEW])
    return office


def paper(**changed: Any) -> dict[str, Any]:
    payload = deepcopy(dict(OWN[REVIEW].payload))
    payload["材料"][0] |= changed
    return payload


def filed(
    office: Office, days: float, payload: Mapping[str, Any], *, out: bool = True
) -> dict[str, bytes]:
    """The draft of so many days after the first review, with a review, or a correction, of that day."""
    one, at = OWN[REVIEW], OWN[REVIEW].at + timedelta(days=days)
    again = any(e.step == one.step for e in office.ledger().load(one.item).entries)
    file_record(
        office.ledger(), one.item, one.step, payload, actor=one.actor, at=at, folder=EDITIONS,
        amends=Amendment(kind=AmendmentKind.CORRECTION, reason="附件放错") if again else None,
    )  # fmt: skip
    if out:
        wait = timedelta(
            days=0 if again else 5
        )  # the day of publication that the paper itself names
        life.publish(office, at + wait + timedelta(hours=1))
    return files(office.home / "draft")


def named(site: Mapping[str, bytes], folder: str) -> set[str]:
    """Names of the files of the review in a folder of the item."""
    found = (
        path.removeprefix(f"{ITEM}{folder}/")
        for path in site
        if path.startswith(f"{ITEM}{folder}/")
    )
    return {name for name in found if "expert-opinion" in name}


def test_a_file_that_is_exchanged_leaves_a_notice_that_leads_to_the_other(office: Office) -> None:
    filed(office, 0, paper())
    said = {"论证结论": "同意方案，建议补充测算。"}
    before = filed(office, 6, paper() | said)  # a correction that keeps the file exchanges nothing
    [old] = named(before, "files")
    assert named(before, "genghuan") == set()
    after = filed(office, 10, paper(文件=OTHER))
    [new] = named(after, "files")
    assert named(after, "genghuan") == {f"{old}.html"} != {f"{new}.html"}
    notice = read(after[f"{ITEM}genghuan/{old}.html"].decode())
    assert notice.of("h1")[0].text.startswith("专家论证意见已经更换：")
    hrefs = [a.attributes["href"] for a in notice.of("a")]
    assert f"../files/{new}" in hrefs
    assert "../index.html#gengxin" in hrefs
    text = after[f"{ITEM}genghuan/{old}.html"].decode()
    assert "2026年1月27日</time></dd>" in text
    assert "2026年2月1日</time></dd>" in text
    assert f'href="genghuan/{old}.html"' in after[f"{ITEM}index.html"].decode()
    [told] = read_item(after[f"{ITEM}item.json"]).exchanged
    assert (told.path, told.href) == (f"files/{old}", f"genghuan/{old}.html")
    own = {path: body for path, body in after.items() if path.startswith("demo/")}
    assert check(own).may_go_out


@ALONE[0]
@ALONE[1]
def test_axe_finds_nothing_on_the_notice_and_it_fits_a_phone(office: Office) -> None:
    filed(office, 0, paper())
    filed(office, 10, paper(文件=OTHER))
    [notice] = (office.home / "draft").glob("demo/**/genghuan/*.html")
    with served(office.home / "draft" / "demo") as address, started() as browser:
        for width in (320, 375, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto(address + notice.relative_to(office.home / "draft" / "demo").as_posix())
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.close()


def test_a_file_exchanged_on_the_day_on_which_it_went_out_leaves_a_notice(office: Office) -> None:
    """Out in the morning, the wrong one noticed at noon."""
    [old] = named(filed(office, 0, paper()), "files")
    after = filed(office, 5 + 2 / 24, paper(文件=OTHER))
    assert named(after, "genghuan") == {f"{old}.html"}
    [told] = read_item(after[f"{ITEM}item.json"]).exchanged
    assert told.since == told.until


def test_of_a_file_that_was_corrected_before_it_went_out_nothing_is_told(office: Office) -> None:
    filed(office, 0, paper(), out=False)
    after = filed(office, 1, paper(文件=OTHER))
    later = filed(office, 9, paper(文件=OTHER) | {"论证结论": "同意。"})
    assert named(after, "genghuan") == named(later, "genghuan") == set()


def test_a_file_that_comes_back_is_at_its_address_again(office: Office) -> None:
    first = filed(office, 0, paper())
    second = filed(office, 10, paper(文件=OTHER))
    third = filed(office, 20, paper())
    assert named(third, "files") == named(first, "files")
    assert named(third, "genghuan") == {f"{name}.html" for name in named(second, "files")}


def test_one_that_is_closed_again_is_told_without_its_title(office: Office) -> None:
    title = "只在标题里写错的一个名字"
    [old] = named(filed(office, 0, paper(标题=title)), "files")
    after = filed(office, 10, paper(标题=title, 公开=HELD))
    assert named(after, "files") == set()
    notice = after[f"{ITEM}genghuan/{old}.html"].decode()
    assert "已经撤下，没有更换的文件" in notice
    assert title not in notice


@NEEDED
def test_nginx_answers_with_the_notice_at_the_old_address(office: Office, tmp_path: Path) -> None:
    [old] = named(filed(office, 0, paper()), "files")
    after = filed(office, 10, paper(文件=OTHER))
    [new] = named(after, "files")
    with visited(tmp_path, after) as visitor:
        answers = {name: _asked(visitor, name) for name in (old, new, f"0{old[1:]}x")}
        assert answers[new].content == after[f"{ITEM}files/{new}"]
        gone = answers[old]
        assert (gone.status_code, gone.content) == (410, after[f"{ITEM}genghuan/{old}.html"])
        assert gone.headers["content-type"].startswith("text/html")
        assert "immutable" not in gone.headers["cache-control"]
        assert "frame-ancestors 'self'" in gone.headers["content-security-policy"]
        lost = answers[f"0{old[1:]}x"]
        assert (lost.status_code, lost.content) == (404, after["demo/404.html"])
        page = gone.url.join(f"../files/{new}")
        assert visitor.get(page.path).status_code == 200
        sheet = next(e for e in read(gone.text).of("link") if e.attributes["rel"] == "stylesheet")
        assert visitor.get(gone.url.join(sheet.attributes["href"]).path).status_code == 200


def _asked(visitor: httpx.Client, name: str) -> httpx.Response:
    return visitor.get(f"/{ITEM.removeprefix('demo/')}files/{name}")
