"""On paper nothing that the law wants told is missing, and the sheet says where and when it is from."""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from catalog.public.year import Year
from pages.html.theme import TEMPLATES, SiteContext
from tests.pages.chromium import ALONE, served, started
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, SITE, STORE, catalog_dossier, samples
from tests.pages.edition import Edition, build, write
from tests.pages.reading import Element, read

pytestmark = ALONE
PATH = "zwgk/zdjc/2026/{no}index.html"


@pytest.fixture(scope="module")
def sited() -> Edition:
    year = Year(catalog_dossier(), list(samples().values()))
    return build([year], AS_OF, HEAD, STORE.__getitem__, SiteContext({"shmzj": SITE}))


@pytest.fixture(scope="module")
def printed(sited: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Prints a page of an item by its number."""
    folder = tmp_path_factory.mktemp("paper") / "site"
    write(sited, folder)
    with served(folder / "shmzj") as root, started() as browser:
        page = browser.new_page()

        def pdf(no: str) -> PdfReader:
            page.goto(f"{root}{PATH.format(no=no)}")
            return PdfReader(io.BytesIO(page.pdf(format="A4", tagged=True)))

        yield pdf
        page.close()


def bare(text: str) -> str:
    """Text without blanks and marks, in the characters of the page.

    A font has one glyph for a character and the radical of the same shape, and a PDF may name it by
    the radical.
    """
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text.translate(RADICALS)))


RADICALS = str.maketrans(
    "⺠⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "民母西见角贝车长门青韦页风飞食马鱼鸟卤麦黄齐齿龙龟",
)


def text_of(reader: PdfReader) -> str:
    return bare("".join(sheet.extract_text() for sheet in reader.pages))


TOLD = {"h1", "h2", "h3", "p", "dt", "dd", "th", "td", "li", "caption"}
FOR_THE_SCREEN = {"action", "filtered", "screen"}


def told(html: str) -> list[Element]:
    """The pieces of the main part down to the page tools, which do nothing on paper."""
    elements = read(html).elements
    first = next(n for n, e in enumerate(elements) if e.tag == "main")
    last = next(
        n for n, e in enumerate(elements) if "tools" in e.attributes.get("class", "").split()
    )
    shown = [
        e
        for e in elements[first:last]
        if FOR_THE_SCREEN.isdisjoint(e.attributes.get("class", "").split())
    ]
    return [e for e in shown if e.tag in TOLD and not e.holds_blocks]


@pytest.mark.parametrize("no", [f"{n:02d}/" for n in range(1, 15)])
def test_every_piece_of_the_page_is_on_paper(printed: Any, sited: Edition, no: str) -> None:
    paper = text_of(printed(no))
    pieces = told(sited.files[f"shmzj/{PATH.format(no=no)}"].decode())
    assert len(pieces) > 30
    assert [e.text for e in pieces if bare(e.text) not in paper] == []


def test_every_row_and_adjustment_of_a_year_is_on_paper(printed: Any, sited: Edition) -> None:
    paper = text_of(printed(""))
    pieces = told(sited.files["shmzj/zwgk/zdjc/2026/index.html"].decode())
    assert len(pieces) > 200
    assert [e.text for e in pieces if bare(e.text) not in paper] == []


def test_the_sheet_says_where_and_when_it_is_from(printed: Any) -> None:
    text = text_of(printed("08/"))
    assert "2026年6月1日以来状态无变化" in text
    assert bare(f"本页地址：https://{SITE.domain}/zwgk/zdjc/2026/08/") in text
    assert "跳到正文" not in text


def test_the_sheet_is_tagged_and_titled(printed: Any) -> None:
    reader = printed("08/")
    root = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert reader.metadata.title == f"关于进一步优化社区老年助餐服务的实施意见_{SITE.name}"


def test_nothing_of_a_page_can_be_folded_away() -> None:
    public = [p for p in TEMPLATES.rglob("*.html") if not p.is_relative_to(TEMPLATES / "web")]
    assert public
    assert not [p for p in public if "<details" in p.read_text("utf-8")]
