"""The page of all editions tells what differed, why, and who let it out."""

from pathlib import Path

from publish.conformance import Folder, check
from publish.sealing.history import SHOWN, history_page
from publish.sealing.lay import lay
from publish.sealing.seal import Matter, Seal
from tests.publish.reading import read

from . import life
from .sites import REVIEWED, URGENT, build, published, told


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
    lay(tmp_path / "site", told(1, REVIEWED, URGENT))
    urgent = "<b>紧急公开</b>，先公开、后审查：办公室王某决定，理由：汛情紧急，须立即告知公众"
    assert page_of(tmp_path / "site").count(urgent) == 1


def test_a_title_is_text_and_no_markup(tmp_path: Path) -> None:
    build(tmp_path / "site", 1)
    lay(tmp_path / "site", told(1, Matter(id="demo-2026-01", title="<script>alert(1)</script>")))
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


def test_a_sealed_site_keeps_the_page_standard(tmp_path: Path) -> None:
    office = life.begun(tmp_path, "seal: {}\n")
    filings = life.filings()
    life.file(office, filings)
    life.publish(office, filings[-1].at)
    report = check(Folder(tmp_path / "draft"))
    assert [found for found in report.broken if found not in {"F-09", "F-10", "P-08"}] == []
    assert 'href="editions.html"' in (tmp_path / "draft/index.html").read_text("utf-8")


def test_the_first_page_of_a_site_that_is_never_sealed_leads_to_no_history(tmp_path: Path) -> None:
    office = life.begun(tmp_path)
    life.publish(office, life.filings()[0].at)
    assert "editions.html" not in (tmp_path / "draft/index.html").read_text("utf-8")


_FIRST = """{{"number": 1, "as_of": "2026-03-01", "published_at": "2026-03-01T10:00:00+08:00",
"builder": "juece", "ledger": {{"entries": 1, "digest": "", "position": 1}},
"manifest": {{"sha256": "{}", "sm3": "{}"}}, "files": {{}}, "previous": null,
"matters": [{{"id": "demo", "title": "某项决定", "changed": 1}}]}}""".format("0" * 64, "0" * 64)
