"""PDF and Word: the text of the page, whole and inert, in tagged files that are always the same."""

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from catalog.opinion import Way, WayKind
from catalog.public import PublicDossier, disclose, disclose_catalog
from checks.privacy import Allowed, scan
from pages.build.outputs import static
from pages.export import fonts, on_paper, year_on_paper
from pages.export.chapters import CHAPTERS
from pages.export.paper import Heading, Paper, Table
from pages.export.pdf import pdf
from pages.export.word import word
from pages.html.layout import catalog_frame, item_frame
from pages.html.render import render_catalog, render_item
from pages.html.theme import SiteContext
from pages.model.catalog_page import catalog_page
from pages.model.components import CoveredOfYear
from pages.model.item_page import item_page
from pages.model.page import CatalogPage
from pages.model.sections import SECTIONS
from pages.website import Site
from tests.pages import dossiers
from tests.pages.dossiers import AS_OF, SITE, Filing, catalog_dossier, samples
from tests.pages.everywhere import life
from tests.pages.reading import Page
from tests.pages.test_escaping import HOSTILE
from tests.pages.test_fuzzed_everywhere import TEXTS
from tests.pages.test_private_data import CANARY, a_life_full_of_secrets

REQUIRED = os.environ.get("JUECE_REQUIRE_BROWSER") == "1"
SCREEN_ONLY = {"action", "away", "tools", "screen", "opens", "closes"}
"""Classes of what only a screen shows: buttons, the mark of an outer link."""
DRAWN = {"filtered", "drawing", "legend", "plain"}
"""Of a year's page: filters, the chart, whose table stands beside it, the way to other years."""
BESIDE = "（表）"
MARKUP = (
    *HOSTILE,
    '#panic("a") #sys.inputs.paper',
    "= 标题\n- 列表 *粗* _斜_ `x` $x^2$ @引用 <标签> //注释 /* */ \\u{41}",
    '#let paper = 1; #read("/etc/passwd") #image("a.png") #link("file:///")[a]',
    '","title":"别的',
    "<w:p/>&amp;]]>{DATE}",
    "长" * 2000,
    "生僻𪚥字👍\ufeff\u200b\ue000ༀ",
)


@pytest.fixture(scope="module", autouse=True)
def _typefaces() -> None:
    try:
        fonts.faces()
    except fonts.NoFont as missing:
        if REQUIRED:
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def papers(public: dict[str, PublicDossier]) -> dict[str, Paper]:
    return {name: on_paper(one) for name, one in public.items()}


class Printed(Page):
    """The pieces of text that a reader of the page sees in its main part."""

    unprinted = SCREEN_ONLY

    def __post_init__(self) -> None:
        super().__post_init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        around = [e.attributes for e in self._open]
        hidden = any(
            a.get("aria-hidden")
            or a.get("href", "").endswith(".csv")
            or self.unprinted & set(a.get("class", "").split())
            for a in around
        )
        if not hidden and any(e.tag == "main" for e in self._open) and data.strip():
            self.pieces.append(close(data))


def close(text: str) -> str:
    """Text without blanks: where lines end is not what a page says."""
    return re.sub(r"\s", "", text)


def on_screen(public: PublicDossier) -> list[str]:
    page = item_page(public)
    printed = Printed()
    printed.feed(render_item(page, item_frame(page, static().assets)))
    assert len(printed.pieces) > 40
    return printed.pieces


def text_of_pdf(body: bytes) -> str:
    """All text in reading order, without the running head and the page numbers."""
    read = []
    for page in PdfReader(io.BytesIO(body)).pages:
        _, *rest = page.extract_text().split("\n", 1)
        lines = "\n".join(rest).split("\n")
        read.append("".join(line for line in lines if not re.fullmatch(r"\s*—\s*\d+\s*—\s*", line)))
    return close("".join(read))


def text_of_word(body: bytes) -> str:
    """All text in the order of the document."""
    return close("".join(t.text or "" for t in Document(io.BytesIO(body)).element.iter(qn("w:t"))))


def test_every_section_of_the_page_has_a_place_on_paper() -> None:
    assert {section[0] for section in SECTIONS} == set(CHAPTERS)


@pytest.mark.parametrize("name", samples())
def test_pdf_and_word_say_everything_that_the_page_says(
    name: str, public: dict[str, PublicDossier], papers: dict[str, Paper]
) -> None:
    pieces = on_screen(public[name])
    for text in (text_of_pdf(pdf(papers[name])), text_of_word(word(papers[name]))):
        assert [piece for piece in pieces if piece not in text] == []


@pytest.mark.parametrize("name", samples())
def test_every_part_of_a_pdf_can_be_checked_before_it_is_public(
    name: str, papers: dict[str, Paper]
) -> None:
    told = scan({"a.pdf": pdf(papers[name])}, Allowed(AS_OF)).findings
    assert [finding.place for finding in told if finding.detector == "unread"] == []


def year_of(
    public: dict[str, PublicDossier], site: Site | None = None, **more: object
) -> tuple[CatalogPage, SiteContext]:
    """The page of the samples' year on a site, and that site."""
    setting = SiteContext({"shmzj": site} if site else {})
    catalog = setting.sited(disclose_catalog(catalog_dossier(), AS_OF))
    items = [setting.placed(one) for one in public.values()]
    return catalog_page(catalog, items, AS_OF).model_copy(update=more), setting


def year_on_screen(page: CatalogPage, setting: SiteContext) -> list[str]:
    printed = Printed()
    printed.unprinted = SCREEN_ONLY | DRAWN
    frame = catalog_frame(page, static().assets, setting.site(page.authority))
    printed.feed(render_catalog(page, frame))
    assert len(printed.pieces) > 200
    return [piece.removesuffix(BESIDE).strip("；") for piece in printed.pieces]


@pytest.mark.parametrize("site", [None, SITE], ids=["no domain", "domain"])
def test_pdf_and_word_say_everything_that_a_years_page_says(
    site: Site | None, public: dict[str, PublicDossier]
) -> None:
    page, setting = year_of(public, site)
    pieces = year_on_screen(page, setting)
    paper = year_on_paper(page, setting)
    for text in (text_of_pdf(pdf(paper)), text_of_word(word(paper))):
        assert [piece for piece in pieces if piece not in text] == []
        assert f"合计{len(page.rows)}项" in text


def test_each_disclosure_of_a_year_has_its_full_address_where_there_is_something_to_read(
    public: dict[str, PublicDossier],
) -> None:
    page, setting = year_of(public, SITE)
    for told in (pdf(year_on_paper(page, setting)), None):
        text = text_of_pdf(told) if told else text_of_word(word(year_on_paper(page, setting)))
        for row in page.rows:
            own = f"https://{SITE.domain}/zwgk/zdjc/2026/{row.no:02d}/"
            assert f"事项页面（{own}）" in text
            for one in row.disclosed:
                anchor = one.href.partition("#")[2]
                said = f"{one.label}：{one.word}"
                assert (f"{said}（{own}#{anchor}）" if anchor else said) in text


def test_a_year_without_a_domain_names_no_address_but_says_every_state(
    public: dict[str, PublicDossier],
) -> None:
    paper = year_on_paper(*year_of(public))
    (items,) = (b for b in paper.blocks if isinstance(b, Table) and "集成公开" in b.columns)
    assert [len(row[-1].splitlines()) for row in items.rows] == [7] * len(public)
    assert "index.html" not in paper.model_dump_json()


def test_a_year_lies_on_its_side_and_repeats_the_heads_of_its_tables(
    public: dict[str, PublicDossier],
) -> None:
    paper = year_on_paper(*year_of(public, SITE))
    sheets = PdfReader(io.BytesIO(pdf(paper))).pages
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sheets)
    heads = [n for n, sheet in enumerate(sheets) if "集成公开" in sheet.extract_text()]
    assert len(heads) > 2
    assert heads == list(range(heads[0], heads[-1] + 1))
    document = Document(io.BytesIO(word(paper)))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert section.orientation == WD_ORIENT.LANDSCAPE
    width = section.page_width - section.left_margin - section.right_margin
    for grid in document.tables:
        (head,) = grid._tbl.tr_lst[0].iter(qn("w:tblHeader"))
        assert head is not None
        assert 0.98 * width < sum(column.width for column in grid.columns) <= width


def test_a_year_is_tagged_chinese_and_titled(public: dict[str, PublicDossier]) -> None:
    paper = year_on_paper(*year_of(public, SITE))
    read = PdfReader(io.BytesIO(pdf(paper)))
    root: Any = read.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert read.metadata
    assert read.metadata.title == paper.title
    found = list(tags(root["/StructTreeRoot"]))
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert found.count("/Table") == len(tables)
    assert found.count("/TH") == sum(len(table.columns) for table in tables)
    chapters = [b.text for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    assert [e["/Title"] for e in read.outline if isinstance(e, DictionaryObject)] == chapters
    assert chapters[:3] == ["一、关于本目录", "二、正在征求意见", "三、2026年度进展"]


def test_the_places_covered_in_a_year_are_told_with_their_items(
    public: dict[str, PublicDossier],
) -> None:
    one = CoveredOfYear(
        no=1, name="某事项", title="听证报告", path="01/files/a.pdf", where="第三页的姓名",
        reason="涉及个人隐私", on=date(2026, 4, 29), unit="社会事务处", review="2027年4月30日",
    )  # fmt: skip
    paper = year_on_paper(*year_of(public, covered=(one,)))
    for text in (text_of_pdf(pdf(paper)), text_of_word(word(paper))):
        said = "某事项听证报告第三页的姓名涉及个人隐私社会事务处2026年4月29日2027年4月30日"
        assert said in text
        assert "遮盖记录" in text


def test_a_compiled_year_tells_of_no_adjustments(public: dict[str, PublicDossier]) -> None:
    page, setting = year_of(public, source="某公开材料")
    assert "目录调整记录" not in text_of_word(word(year_on_paper(page, setting)))
    unmoved, _ = year_of(public, changes=())
    assert "本年度目录没有调整。" in text_of_word(word(year_on_paper(unmoved)))


def test_the_same_paper_gives_the_same_bytes_in_another_process(papers: dict[str, Paper]) -> None:
    told = papers["in_force"].model_dump_json()
    program = (
        "import hashlib, sys; from pages.export.paper import Paper;"
        "from pages.export.pdf import pdf; from pages.export.word import word;"
        "paper = Paper.model_validate_json(sys.stdin.buffer.read());"
        "print(*(hashlib.sha256(f(paper)).hexdigest() for f in (pdf, word)))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            input=told.encode(),
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Lima"))
    ]
    assert said[0] == said[1]


def test_a_pdf_is_tagged_chinese_titled_and_dated_by_the_page(papers: dict[str, Paper]) -> None:
    paper = papers["in_force"]
    read = PdfReader(io.BytesIO(pdf(paper)))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert read.metadata
    assert read.metadata.title == paper.title
    assert read.metadata.author is None
    assert read.metadata.creation_date == datetime.fromisoformat("2026-06-29T16:00:00+00:00")
    chapters = [b.text for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    assert [e["/Title"] for e in read.outline if isinstance(e, DictionaryObject)] == chapters


def tags(node: Any) -> Iterator[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, DictionaryObject):
        yield str(node.get("/S", ""))
        yield from tags(node.get("/K"))
    elif isinstance(node, list):
        for one in node:
            yield from tags(one)


def test_headings_and_tables_of_a_pdf_are_tagged_as_such(papers: dict[str, Paper]) -> None:
    paper = papers["in_force"]
    root: Any = PdfReader(io.BytesIO(pdf(paper))).trailer["/Root"]
    found = list(tags(root["/StructTreeRoot"]))
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    headings = [block for block in paper.blocks if isinstance(block, Heading)]
    assert found.count("/Table") == len(tables)
    assert found.count("/TH") == sum(len(table.columns) for table in tables)
    assert found.count("/Caption") == len([table for table in tables if table.caption])
    assert found.count("/H1") == len([h for h in headings if h.level == 1])
    assert found.count("/H2") == len([h for h in headings if h.level == 2])


def test_the_typefaces_of_a_pdf_are_inside_it(papers: dict[str, Paper]) -> None:
    used = {}
    for page in PdfReader(io.BytesIO(pdf(papers["in_force"]))).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            (inner,) = font["/DescendantFonts"]
            used[font["/BaseFont"]] = inner["/FontDescriptor"]
    assert {name.split("+")[1].split("-Identity")[0] for name in used} >= {
        "NotoSerifCJKsc-Regular",
        "NotoSansCJKsc-Bold",
    }
    assert all("/FontFile3" in descriptor for descriptor in used.values())


def test_a_word_document_has_headings_table_heads_and_the_page_of_the_standard(
    papers: dict[str, Paper],
) -> None:
    paper = papers["in_force"]
    document = Document(io.BytesIO(word(paper)))
    written = [p for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    headings = [block for block in paper.blocks if isinstance(block, Heading)]
    assert [(p.style.name, p.text) for p in written] == [
        (f"Heading {h.level}", h.text) for h in headings
    ]
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(document.tables) == len(tables)
    for grid, table in zip(document.tables, tables, strict=True):
        heads = [row.find(f"./{qn('w:trPr')}/{qn('w:tblHeader')}") for row in grid._tbl.tr_lst]
        assert [head is not None for head in heads] == [True] + [False] * len(table.rows)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(Length(width).mm), round(Length(height).mm)) == (156, 225)


def test_a_word_document_tells_nothing_of_who_made_it(papers: dict[str, Paper]) -> None:
    body = word(papers["in_force"])
    about = Document(io.BytesIO(body)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.title == papers["in_force"].title
    assert about.modified == about.created == datetime.fromisoformat("2026-06-30T00:00+00:00")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in packed.namelist() if "thumbnail" in name]


def test_nothing_private_is_in_a_file() -> None:
    paper = on_paper(disclose(a_life_full_of_secrets(), AS_OF))
    with zipfile.ZipFile(io.BytesIO(word(paper))) as packed:
        parts = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "ignore")
    for text in (text_of_pdf(pdf(paper)), parts):
        assert "公开的名称" in text
        assert CANARY not in text


def hostile(text: str) -> Paper:
    """A paper whose free texts are all the same text."""
    filing = Filing(
        dossiers.CATALOG.model_copy(update={"notice": text}),
        dossiers.item(1, f"事{text}", summary=text, bases=(f"据{text}",)),
    )
    filing.file(dossiers.start(date(2026, 2, 2)), date(2026, 2, 2))
    notice = dossiers.notice(date(2026, 2, 9), date(2026, 3, 12))
    ways = (Way(kind=WayKind.WEBSITE, detail=text),)
    filing.file(notice.model_copy(update={"contents": text, "ways": ways}), date(2026, 2, 9))
    return on_paper(disclose(filing.dossier, AS_OF))


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_text_is_printed_as_it_is(text: str) -> None:
    paper = hostile(text)
    said = close(fonts.showable(paper.title, fonts.faces().shown))
    assert said in text_of_pdf(pdf(paper))
    assert close(paper.title) in text_of_word(word(paper))


@settings(max_examples=10, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_leaves_the_structure_as_it_is(text: str) -> None:
    paper = hostile("文" + text)
    root: Any = PdfReader(io.BytesIO(pdf(paper))).trailer["/Root"]
    plain: Any = PdfReader(io.BytesIO(pdf(hostile("文")))).trailer["/Root"]
    for tag in ("/H1", "/H2", "/Table", "/TH", "/TD", "/Link", "/Figure"):
        counts = [list(tags(r["/StructTreeRoot"])).count(tag) for r in (root, plain)]
        assert counts[0] == counts[1], tag
    document = Document(io.BytesIO(word(paper)))
    assert len(document.tables) == len([b for b in paper.blocks if isinstance(b, Table)])


def is_heading(paragraph: Any) -> bool:
    return str(paragraph.style.name).startswith("Heading")


@cache
def made(piece: str) -> tuple[Any, Any]:
    """PDF and Word of a life with the piece in every text."""
    paper = on_paper(disclose(life(samples()["in_force"], piece), AS_OF))
    root = PdfReader(io.BytesIO(pdf(paper))).trailer["/Root"]
    return root, Document(io.BytesIO(word(paper)))


@pytest.mark.parametrize("text", [*TEXTS, '](x)#link("javascript:x")[y]', "长" * 500])
def test_a_piece_in_every_text_of_a_life_leaves_pdf_and_word_as_they_are(text: str) -> None:
    (root, written), (plain_root, plain_written) = made(text), made("字")
    for tag in ("/H1", "/H2", "/Table", "/TH", "/TD", "/Link", "/Figure"):
        counts = [list(tags(one["/StructTreeRoot"])).count(tag) for one in (root, plain_root)]
        assert counts[0] == counts[1], tag
    assert len(written.tables) == len(plain_written.tables) > 3
    heads = [sum(map(is_heading, one.paragraphs)) for one in (written, plain_written)]
    assert heads[0] == heads[1] > 10


def test_a_character_without_a_glyph_is_printed_as_its_code() -> None:
    text = text_of_pdf(pdf(hostile("赞👍\u200b与𪚥")))
    assert "事赞〔U+1F44D〕与〔U+2A6A5〕" in text
    assert "赞👍" in text_of_word(word(hostile("赞👍")))


def test_a_machine_without_the_typefaces_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "FAMILIES", ("Noto Serif CJK SC", "No Such Face"))
    fonts.faces.cache_clear()
    with pytest.raises(fonts.NoFont) as missing:
        fonts.faces()
    fonts.faces.cache_clear()
    assert "No Such Face（常规）、No Such Face（粗体）" in str(missing.value)
    assert "Noto Serif" not in str(missing.value)
    assert "fonts-noto-cjk" in str(missing.value)
    assert "--docx" in str(missing.value)
