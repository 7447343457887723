"""The frame of a page on its authority's own site: labels, breadcrumb, foot; the same everywhere."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from catalog.annual import PublicSource
from catalog.public.year import Year
from pages.html.theme import SiteContext
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, CATALOG, SITE, STORE, Filing, catalog_dossier, samples
from tests.pages.edition import Edition, build
from tests.pages.reading import Page, read

ITEM = "shmzj/zwgk/zdjc/2026/08/index.html"
YEAR = "shmzj/zwgk/zdjc/2026/index.html"
SITE_LABELS = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN_LABELS = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE_LABELS = {"ArticleTitle", "PubDate", "ContentSource", "Keywords", "Description", "Url"}


@pytest.fixture(scope="module")
def sited() -> Edition:
    year = Year(catalog_dossier(), list(samples().values()))
    return build([year], AS_OF, HEAD, STORE.__getitem__, SiteContext({"shmzj": SITE}))


@pytest.fixture(scope="module")
def pages_of_site(sited: Edition) -> dict[str, Page]:
    return {
        path: read(body.decode())
        for path, body in sited.files.items()
        if path.startswith("shmzj/") and path.endswith(".html")
    }


def labels(page: Page) -> dict[str, str]:
    named = [m.attributes for m in page.of("meta") if "name" in m.attributes]
    assert len({m["name"].lower() for m in named}) == len(named)
    return {m["name"]: m["content"] for m in named}


def test_each_kind_of_page_has_its_labels_and_no_others(pages_of_site: dict[str, Page]) -> None:
    kinds = {
        "shmzj/index.html": SITE_LABELS,
        YEAR: SITE_LABELS | COLUMN_LABELS | ARTICLE_LABELS,
        ITEM: SITE_LABELS | COLUMN_LABELS | ARTICLE_LABELS,
        "shmzj/404.html": SITE_LABELS | {"robots"},
    }
    for path, expected in kinds.items():
        assert set(labels(pages_of_site[path])) - {"viewport", "format-detection"} == expected, path


def test_the_labels_of_an_item_agree_with_its_page(pages_of_site: dict[str, Page]) -> None:
    page = pages_of_site[ITEM]
    found = labels(page)
    canonical = next(e for e in page.of("link") if e.attributes["rel"] == "canonical")
    assert found["ArticleTitle"] == page.of("h1")[0].text
    assert page.of("title")[0].text == f"{found['ArticleTitle']}_{SITE.name}"
    assert found["Url"] == canonical.attributes["href"]
    assert found["Url"] == f"https://{SITE.domain}/zwgk/zdjc/2026/08/"
    assert found["Description"] in page.of("main")[0].text
    assert not re.search("，|,,|,$", found["Keywords"] + found["ColumnKeywords"])


def test_every_page_names_the_site_and_its_filings(pages_of_site: dict[str, Page]) -> None:
    for path, page in pages_of_site.items():
        foot = page.of("footer")[0].text
        for word in (SITE.organiser, SITE.id_code, SITE.icp, SITE.police, SITE.phone, "网站地图"):
            assert word in foot, (path, word)
        assert {SITE.name, SITE.domain, SITE.id_code} <= set(labels(page).values()), path
        hosts = {urlsplit(a.attributes["href"]).hostname for a in page.of("a")}
        assert {"beian.miit.gov.cn", "beian.mps.gov.cn", "bszs.conac.cn"} <= hosts, path


def test_a_fault_is_reported_of_this_very_page(pages_of_site: dict[str, Page]) -> None:
    for path in (ITEM, YEAR):
        addresses = [a.attributes["href"] for a in pages_of_site[path].of("a")]
        query = parse_qs(urlsplit(next(a for a in addresses if "jiucuo" in a)).query)
        assert query["site_code"] == [SITE.id_code]
        assert query["url"] == [labels(pages_of_site[path])["Url"]]


def test_the_breadcrumb_leads_from_the_portal_to_this_page(
    pages_of_site: dict[str, Page],
) -> None:
    nav = next(e for e in pages_of_site[ITEM].of("nav") if e.attributes["class"] == "crumbs")
    words = [line.strip() for line in nav.text.splitlines() if line.strip()]
    name = pages_of_site[ITEM].of("h1")[0].text
    assert words == ["首页", "政府信息公开", "重大行政决策", "2026年度目录", name]
    assert sum("aria-current" in e.attributes for e in pages_of_site[ITEM].elements) == 1


def test_what_leaves_the_site_says_so(pages_of_site: dict[str, Page]) -> None:
    for path, page in pages_of_site.items():
        for anchor in page.of("a"):
            host = urlsplit(anchor.attributes["href"]).hostname
            if host and host != SITE.domain:
                assert "（站外）" in anchor.text, (path, anchor)
                assert anchor.attributes["rel"] == "noopener"


def test_a_compiled_catalog_is_on_nobodys_site() -> None:
    catalog = CATALOG.model_copy(update={"compiled_from": PublicSource(title="某年工作要点")})
    year = Year(catalog_dossier(catalog), [Filing(catalog, dossiers.item(1, "某文件")).dossier])
    files = build([year], AS_OF, HEAD, STORE.__getitem__, SiteContext({"shmzj": SITE})).files
    for path, body in files.items():
        if path.endswith(".html"):
            assert SITE.id_code.encode() not in body, path
            assert SITE.icp.encode() not in body, path


def test_settings_changed_today_are_on_the_pages_of_any_day(sited: Edition) -> None:
    """The ledger keeps what was on file of the site then; readers need the filings of now."""
    moved = SITE.model_copy(update={"icp": "京ICP备00000001号"})
    year = Year(catalog_dossier(), [samples()["drafting"]])
    files = build([year], AS_OF, HEAD, STORE.__getitem__, SiteContext({"shmzj": moved})).files
    path = "shmzj/zwgk/zdjc/2026/02/index.html"
    assert moved.icp in files[path].decode()
    assert SITE.icp in sited.files[path].decode()


def test_a_decision_that_is_out_leads_to_the_message_board(pages_of_site: dict[str, Page]) -> None:
    def boards(no: str) -> list[str]:
        links = pages_of_site[f"shmzj/zwgk/zdjc/2026/{no}/index.html"].of("a")
        return [a.attributes["href"] for a in links if a.text == "就这项决策留言"]

    assert boards("08") == [SITE.board_url]
    assert boards("03") == []  # being consulted on: there one is to be heard, not here
