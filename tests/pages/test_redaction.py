"""A redacted copy is told as one: on the page, in the data, on paper, and in the record of the year."""

import csv
import io
import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from catalog.public import disclose
from catalog.public.year import Year
from catalog.record import Covered, DocumentKind, Ground, Original, Redaction
from checks.standard.disclosure import withheld_with_reasons
from pages.export import on_paper
from pages.export.paper import Sentences
from pages.html.theme import SiteContext
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier
from tests.pages.edition import build

OWN = "shmzj/zwgk/zdjc/2026/01/"
ORIGINAL = dossiers.document("原件", DocumentKind.OTHER, "原件.pdf")
REDACTION = Redaction(
    original=Original(digest=ORIGINAL.digest, name="原件.pdf", size=ORIGINAL.size),
    places=(
        Covered(where="签到表姓名一栏", page=3, ground=Ground.PRIVATE),
        Covered(where="第二部分第三段", ground=Ground.INTERNAL),
    ),
    covered_on=date(2026, 2, 6),
    by="遮盖人甲",
    unit="养老服务处",
    review_on=date(2027, 2, 6),
)
COPY = dossiers.document("起草说明（公开稿）", DocumentKind.EXPLANATION)
COPY = COPY.model_copy(update={"redaction": REDACTION})


@pytest.fixture(scope="module")
def dossier() -> dossiers.Dossier:
    filing = dossiers.filing(1, "有遮盖的事项")
    filing.file(dossiers.start(date(2026, 2, 2)), date(2026, 2, 2))
    notice = dossiers.notice(date(2026, 2, 9), date(2026, 3, 12))
    documents = (notice.documents[0], COPY)
    filing.file(notice.model_copy(update={"documents": documents}), date(2026, 2, 9))
    return filing.dossier


@pytest.fixture(scope="module")
def files(dossier: dossiers.Dossier) -> dict[str, bytes]:
    years = [Year(catalog_dossier(), [dossier])]
    return dict(build(years, AS_OF, HEAD, STORE.__getitem__).files)


def test_the_page_marks_the_document_and_says_where_and_why(files: dict[str, bytes]) -> None:
    html = files[f"{OWN}index.html"].decode()
    assert html.count("有遮盖（2处）") == 1
    assert "签到表姓名一栏（第3页）" in html
    assert "养老服务处，<time" in html
    assert "2026年2月6日</time>" in html
    assert "第十五条" in html
    assert "2027年2月6日" in html


def test_the_data_of_the_item_and_of_the_year_say_the_same(files: dict[str, bytes]) -> None:
    papers = json.loads(files[f"{OWN}item.json"])["files"]
    own = [place for paper in papers for place in paper["covered"]]
    year = json.loads(files["shmzj/zwgk/zdjc/2026/catalog.json"])["covered"]
    table = files["shmzj/zwgk/zdjc/2026/redactions.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [one["where"] for one in own] == ["签到表姓名一栏（第3页）", "第二部分第三段"]
    assert [one["where"] for one in year] == [row["遮盖之处"] for row in rows]
    assert {row["遮盖单位"] for row in rows} == {"养老服务处"}
    assert all(f"shmzj/zwgk/zdjc/2026/{one['path']}" in files for one in year)
    assert {row["网址"].rpartition("/files/")[2] for row in rows} == {
        path.rpartition("/files/")[2] for path in files if COPY.digest[:12] in path
    }


def test_neither_the_original_nor_who_covered_goes_out(files: dict[str, bytes]) -> None:
    for path, body in files.items():
        assert "遮盖人甲".encode() not in body, path
        assert ORIGINAL.digest.encode() not in body, path
        assert body != STORE[ORIGINAL.digest], path


def test_paper_lists_what_is_covered(dossier: dossiers.Dossier) -> None:
    paper = on_paper(disclose(dossier, AS_OF), SiteContext())
    told = [b.text for b in paper.blocks if isinstance(b, Sentences) and "下次复核" in b.text]
    assert len(told) == 2


def test_a_year_without_redactions_says_so_with_headings_alone() -> None:
    years = [Year(catalog_dossier(), [dossiers.filing(2, "没有遮盖").dossier])]
    files = build(years, AS_OF, HEAD, STORE.__getitem__).files
    table = files["shmzj/zwgk/zdjc/2026/redactions.csv"].decode("utf-8-sig")
    assert table.startswith("序号,事项名称,文件,遮盖之处,理由和依据,遮盖单位,遮盖日期,下次复核日期")
    assert len(table.splitlines()) == 1


@pytest.mark.parametrize("fault", [{"review_on": None}, {"places": (Covered(where="某处"),)}])
def test_the_check_of_pages_misses_the_ground_and_the_day_of_re_review(
    fault: dict[str, object], dossier: dossiers.Dossier
) -> None:
    page = item_page(disclose(dossier, AS_OF))
    assert not [w for w in _told(page) if "遮盖" in w]
    entry = dossier.entries[-1]
    copy = COPY.model_copy(update={"redaction": REDACTION.model_copy(update=fault)})
    record = entry.record.model_copy(update={"documents": (copy,)})
    entries = (*dossier.entries[:-1], entry.model_copy(update={"record": record}))
    wrong = dossiers.Dossier(dossier.id, entries, dossier.catalog)
    assert [w for w in _told(item_page(disclose(wrong, AS_OF))) if "遮盖" in w]


def _told(page: ItemPage) -> list[str]:
    item: Any = SimpleNamespace(data=page)
    return [wrong.what for wrong in withheld_with_reasons(item)]
