"""The page of all editions tells what differed, why, and who let it out."""

from datetime import datetime
from pathlib import Path

from catalog.timezone import SHANGHAI
from checks.standard import Folder, check
from office.editions.proof.history_page import SHOWN, history_page
from office.editions.proof.lay import seal_folder
from office.editions.proof.seal import Matter, Seal, Withdrawal
from office.editions.proof.seal import read as read_seal
from tests.office.editions import life
from tests.office.editions.sites import REVIEWED, URGENT, build, published, told
from tests.pages.reading import read


def page_of(site: Path) -> str:
    return (site / "editions.html").read_text("utf-8")


def test_newest_first_with_reasons_and_reviewers(tmp_path: Path) -> None:
    published(tmp_path / "site", 3)
    page = page_of(tmp_path / "site")
    assert page.index("第3号") < page.index("第2号") < page.index("第1号")
    assert "原因：征求意见公告（2026年3月2日登记）" in page
    assert "法规处李某于2026年3月2日09:30审查同意" in page
    assert "某项决定</b>（新增1个文件，改动2个文件）" in page
    assert "演示数据" in page


def test_what_went_out_before_its_review_is_named_as_such(tmp_path: Path) -> None:
    build(tmp_path / "site", 1)
    seal_folder(tmp_path / "site", told(1, REVIEWED, URGENT))
    urgent = "<b>紧急公开</b>，先公开、后审查：办公室王某决定，理由：汛情紧急，须立即告知公众"
    assert page_of(tmp_path / "site").count(urgent) == 1


def test_a_title_is_text_and_no_markup(tmp_path: Path) -> None:
    build(tmp_path / "site", 1)
    seal_folder(
        tmp_path / "site", told(1, Matter(id="demo-2026-01", title="<script>alert(1)</script>"))
    )
    page = page_of(tmp_path / "site")
    assert "&lt;script&gt;" in page
    assert not read(page).of("script")


def many(count: int) -> list[Seal]:
    """Editions of which only the numbers differ."""
    first = Seal.model_validate_json(_FIRST)
    return [first.model_copy(update={"number": n}) for n in range(1, count + 1)]


def test_a_long_history_stays_readable_and_leaves_no_edition_out() -> None:
    page = history_page(many(SHOWN + 30)).decode()
    assert page.count('<p class="meta">') == SHOWN
    links = [a.attributes["href"] for a in read(page).of("a")]
    assert {f"editions/{n}.json" for n in range(1, SHOWN + 30)} | {"edition.json"} <= set(links)
    assert len(page.encode()) < 150_000


def test_what_was_taken_back_is_marked_however_long_ago(tmp_path: Path) -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
    back = Withdrawal(number=2, at=at, by="办公室", reason="<b>附件</b>有误", standing=1)
    *before, last = many(SHOWN + 30)
    page = history_page([*before, last.model_copy(update={"withdrawn": (back,)})]).decode()
    assert '<a href="editions/2.json">第2号（2026年3月1日，已撤回）</a>' in page
    page = history_page([*before[:3], before[3].model_copy(update={"withdrawn": (back,)})]).decode()
    assert "由办公室撤回，重新公开第1号，理由：&lt;b&gt;附件&lt;/b&gt;有误" in page
    assert "相比" not in page, "the third differs from the second, the fourth from the third"


def test_an_edition_of_before_is_read_as_it_was_written() -> None:
    body = many(1)[0].written()
    assert b"withdrawn" not in body
    assert read_seal(body).written() == body


def test_a_sealed_site_keeps_the_page_standard(tmp_path: Path) -> None:
    office = life.begun(tmp_path, "seal: {}\n")
    filings = life.filings()
    life.file(office, filings)
    life.publish(office, filings[-1].at)
    report = check(Folder(tmp_path / "draft"))
    assert [found for found in report.broken if found not in {"F-09", "F-10", "P-08"}] == []
    assert 'href="editions.html"' in (tmp_path / "draft/index.html").read_text("utf-8")


_FIRST = """{{"number": 1, "as_of": "2026-03-01", "published_at": "2026-03-01T10:00:00+08:00",
"builder": "juece", "ledger": {{"entries": 1, "digest": "", "position": 1}},
"manifest": {{"sha256": "{}", "sm3": "{}"}}, "files": {{}}, "previous": null,
"matters": [{{"id": "demo", "title": "某项决定", "changed": 1}}]}}""".format("0" * 64, "0" * 64)
