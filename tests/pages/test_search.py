"""The search: an index that is the same every time, asked in a real browser in Chinese."""

import gzip
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath

import pytest
from lxml import html

from catalog.public.year import Year
from pages.html.theme import SiteContext, Theme
from pages.search.cutting import APART, cut, cut_page
from pages.search.indexing import ASIDE, NotIndexed, index, indexer
from pages.search.ordering import MAGIC
from tests.pages import demo, dossiers
from tests.pages.chromium import CHROMIUM, REQUIRED, playwright, served, started, violations
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, CATALOG, STORE, catalog_dossier, samples
from tests.pages.edition import Edition, build, build_edition, write
from tests.pages.reading import read

SITE = "shmzj"
LD = "application/ld+json"
ITEM = re.compile(rf"{SITE}/zwgk/zdjc/2026/\d\d/index.html")
HOSTILE = "<img src=x onerror=alert(1)>“引号”'\"&amp;</a>"

pytestmark = pytest.mark.skipif(not indexer() and not REQUIRED, reason="没有安装 pagefind")


def built(*extra: object) -> Edition:
    items = [*samples().values(), *extra]
    setting = SiteContext(look=Theme(search=True))
    return build([Year(catalog_dossier(), items)], AS_OF, HEAD, STORE.__getitem__, setting)


@pytest.fixture(scope="module")
def searchable() -> Edition:
    text = f"毫末{HOSTILE}"
    hostile = dossiers.Filing(CATALOG, dossiers.item(15, f"事{text}", summary=text))
    return built(hostile.dossier)


def test_the_index_is_the_same_every_time() -> None:
    first, second = built(), built()
    assert first.manifest == second.manifest
    assert [path for path in first.files if path.startswith(f"{SITE}/pagefind/filter/")]


def test_every_page_of_the_site_leads_to_the_search(searchable: Edition) -> None:
    pages = [path for path in searchable.files if path.endswith(".html") and path != "index.html"]
    assert len(pages) == 34
    for path in pages:
        (link,) = [
            a.attributes["href"]
            for a in read(searchable.files[path].decode()).of("a")
            if a.attributes.get("class") == "find"
        ]
        assert normpath(f"{os.path.dirname(path)}/{link}") == f"{SITE}/search.html", path


def test_a_site_without_search_has_no_link_to_it(edition: Edition) -> None:
    assert not [path for path in edition.files if "search" in path or "pagefind" in path]
    assert not [p for p, b in edition.files.items() if p.endswith(".html") and b"search" in b]


def test_only_the_search_page_runs_a_script_and_only_its_own(searchable: Edition) -> None:
    for path, body in searchable.files.items():
        if not path.endswith(".html"):
            continue
        page = read(body.decode())
        policy = next(
            m.attributes["content"] for m in page.of("meta") if "http-equiv" in m.attributes
        )
        scripts = [e.attributes["src"] for e in page.of("script") if e.attributes.get("type") != LD]
        if path == f"{SITE}/search.html":
            assert "script-src 'self' 'wasm-unsafe-eval';" in policy
            assert [f"{SITE}/{src}" in searchable.files for src in scripts] == [True]
        else:
            assert "script-src" not in policy
            assert scripts == []


def test_without_a_script_the_search_page_leads_to_the_catalog(searchable: Edition) -> None:
    page = read(searchable.files[f"{SITE}/search.html"].decode())
    [told] = [p for p in page.of("p") if p.attributes.get("id") == "told"]
    assert "请从目录查找" in told.text
    assert "hidden" not in page.of("form")[0].attributes
    assert all("disabled" in e.attributes for tag in ("input", "select") for e in page.of(tag))
    catalog = "zwgk/zdjc/2026/index.html"
    assert catalog in [a.attributes["href"] for a in page.of("a")]
    assert f"{SITE}/{catalog}" in searchable.files


def test_without_the_indexer_no_index_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin_extended", None)
    assert indexer() is None
    with pytest.raises(NotIndexed, match="pagefind"):
        list(index({}))


@pytest.fixture(scope="module")
def address(searchable: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site below a folder of a host, as in a city with many."""
    folder = tmp_path_factory.mktemp("searched") / "site"
    write(searchable, folder)
    with served(folder) as root:
        yield f"{root}{SITE}/"


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    if not CHROMIUM and not REQUIRED:
        pytest.skip("没有安装 Chromium")
    with started() as opened:
        yield opened


@pytest.fixture
def page(browser: "playwright.Browser", address: str) -> Iterator["playwright.Page"]:
    """The search page on a phone; whatever it complains of or fetches elsewhere fails the test."""
    opened = browser.new_page(viewport={"width": 375, "height": 667})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            complaints.append(request.url) if not request.url.startswith(address) else None
        ),
    )
    opened.goto(f"{address}search.html")
    opened.locator("form").wait_for()
    yield opened
    opened.close()
    assert complaints == []


def ask(page: "playwright.Page", words: str) -> list[str]:
    """Type words and press Enter; the names found, all of them."""
    page.get_by_label("关键词").fill(words)
    page.keyboard.press("Enter")
    return names(page)


def names(page: "playwright.Page") -> list[str]:
    playwright.expect(page.locator("#told")).to_have_text(re.compile("^找到|^没有找到"))
    while page.locator("#more").is_visible():
        before = page.locator("#found li").count()
        page.locator("#more button").click()
        playwright.expect(page.locator("#found li")).not_to_have_count(before)
    return page.locator("#found b").all_inner_texts()


@pytest.mark.browser
@pytest.mark.parametrize(
    "words", ["老年助餐", "婚姻登记", "慈善组织", "可行性论证不足", "福利彩票公益金"]
)
def test_chinese_words_find_the_pages_that_hold_them(
    page: "playwright.Page", searchable: Edition, words: str
) -> None:
    holding = {
        read(body.decode()).of("h1")[0].text
        for path, body in searchable.files.items()
        if ITEM.fullmatch(path) and words in body.decode()
    }
    assert 0 < len(holding) < 15
    found = ask(page, words)
    assert holding <= set(found)
    assert found[0] in holding


@pytest.mark.browser
def test_unit_and_status_narrow_what_is_found(page: "playwright.Page", address: str) -> None:
    everywhere = ask(page, "上海市")
    assert len(everywhere) > 10
    page.get_by_label("承办单位").select_option("养老服务处")
    page.get_by_label("状态").select_option("征求意见中")
    assert names(page) == ["上海市认知障碍照护床位建设管理办法"]
    page.locator("#found a").click()
    page.wait_for_url(f"{address}zwgk/zdjc/2026/03/")
    assert page.locator("h1").inner_text() == "上海市认知障碍照护床位建设管理办法"
    page.go_back()
    assert names(page) == ["上海市认知障碍照护床位建设管理办法"]


@pytest.mark.browser
def test_filters_alone_list_a_year_and_a_stage(page: "playwright.Page") -> None:
    page.get_by_label("年度").select_option("2026")
    assert len(names(page)) == 15
    page.get_by_label("办理环节").select_option("公开征求意见")
    assert names(page) == ["上海市认知障碍照护床位建设管理办法"]


@pytest.mark.browser
def test_nothing_found_is_said(page: "playwright.Page") -> None:
    assert ask(page, "qqzzxx") == []
    assert "没有找到事项" in page.locator("#told").inner_text()


@pytest.mark.browser
def test_markup_in_a_page_is_text_in_what_is_found(page: "playwright.Page") -> None:
    (name,) = [name for name in ask(page, "毫末") if "毫末" in name]
    assert name == f"事毫末{HOSTILE}"
    assert page.locator("#found img").count() == 0


@pytest.mark.browser
def test_the_keyboard_is_enough(page: "playwright.Page") -> None:
    playwright.expect(page.get_by_label("关键词")).to_be_enabled()
    page.locator("main").focus()
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.type"))
    assert reached == ["q", "submit", "f1", "f2", "f3", "f4"]
    page.get_by_label("关键词").focus()
    page.keyboard.type("婚姻登记")
    page.keyboard.press("Enter")
    assert names(page)[0] == "上海市婚姻登记便利化改革方案"
    page.locator("#f4").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#found') !== null")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_search_page_fits_and_is_large(page: "playwright.Page", width: int) -> None:
    page.set_viewport_size({"width": width, "height": 667})
    ask(page, "上海市")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = """() => [...document.querySelectorAll('main :is(input, select, button, a)')]
        .filter(e => e.checkVisibility())
        .filter(e => e.getBoundingClientRect().height < 44 || parseFloat(getComputedStyle(e).fontSize) < 18)
        .map(e => e.outerHTML)"""
    assert page.evaluate(small) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_before_asking_after_and_without_a_hit(
    page: "playwright.Page", width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 667})
    assert violations(page) == []
    assert ask(page, "上海市")
    assert violations(page) == []
    assert ask(page, "qqzzxx") == []
    assert violations(page) == []


@pytest.mark.browser
def test_without_scripts_or_a_server_the_catalog_is_there(
    browser: "playwright.Browser", address: str, searchable: Edition, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}search.html")
    assert plain.get_by_label("关键词").is_disabled()
    assert "请从目录查找" in plain.locator("main").inner_text()
    context.close()
    write(searchable, tmp_path / "site")
    opened = browser.new_page()
    opened.goto((tmp_path / "site" / SITE / "search.html").as_uri())
    assert opened.get_by_label("关键词").is_disabled()
    opened.get_by_role("link", name="2026年度上海市民政局重大行政决策事项目录").click()
    assert opened.url.endswith("/zwgk/zdjc/2026/index.html")
    opened.close()


@pytest.mark.browser
def test_an_index_that_cannot_be_had_is_said(browser: "playwright.Browser", address: str) -> None:
    opened = browser.new_page()
    opened.route("**/pagefind/pagefind.js", lambda route: route.abort())
    opened.goto(f"{address}search.html")
    playwright.expect(opened.locator("#told")).to_have_text("搜索暂时不能使用，请从目录查找。")
    assert opened.get_by_label("关键词").is_disabled()
    opened.close()


@pytest.mark.browser
def test_a_number_of_a_document_is_found_exactly_and_no_word_that_only_begins_alike(
    page: "playwright.Page",
) -> None:
    assert ask(page, "沪民规〔2026〕3号")
    assert ask(page, "沪民规〔2026〕33号") == []
    assert ask(page, "低风险")
    assert ask(page, "低保") == []


SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())
  if (!one.hadRecentInput) window.shifted += one.value; }).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.browser
def test_the_search_is_there_at_once_and_moves_nothing(
    browser: "playwright.Browser", address: str
) -> None:
    opened = browser.new_page(viewport={"width": 375, "height": 667})
    opened.add_init_script(SHIFTS)
    opened.goto(f"{address}search.html")
    assert opened.locator("form").is_visible()
    playwright.expect(opened.locator("#told")).to_have_text(re.compile("^请输入"))
    assert opened.evaluate("window.shifted") < 0.1
    opened.close()


RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003fffd]{2,}")
MEASURE = """async ([script, root, words]) => {
    const { find } = await import(script);
    const pagefind = await import(`${root}pagefind/pagefind.js`);
    const found = {};
    for (const word of words) {
        const results = await find(pagefind, word);
        found[word] = await Promise.all(results.map(async (one) => (await one.data()).raw_url));
    }
    return found;
}"""


def indexed(body: bytes) -> str:
    """The text of a page that the search is to know, its elements apart."""
    tree = html.document_fromstring(body.decode())
    for aside in tree.xpath("//script | //style | " + " | ".join(map(of_class, ASIDE.split(", ")))):
        aside.drop_tree()
    parts = tree.xpath("//*[@data-pagefind-body]//text()")
    return "\n".join(str(part) for part in parts)


def of_class(selector: str) -> str:
    return f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {selector[1:]} ')]"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The demonstration's site at an address, and the text of each of its items by path."""
    folder = tmp_path_factory.mktemp("demonstration")
    office = demo.demonstrated(folder / "office").model_copy(update={"search": True})
    made = build_edition(office, demo.AS_OF)
    write(made, folder / "site")
    texts = {
        path.removeprefix("demo"): indexed(body)
        for path, body in made.files.items()
        if re.fullmatch(r"demo/zwgk/zdjc/2026/\d\d/index.html", path)
    }
    with served(folder / "site") as root:
        yield f"{root}demo/", texts


@pytest.mark.browser
def test_every_word_of_the_demonstration_is_found_where_it_stands_and_nowhere_else(
    browser: "playwright.Browser", demonstration: tuple[str, dict[str, str]]
) -> None:
    """Every two and every four characters that stand together on a page, whatever they mean."""
    root, texts = demonstration
    words = {
        run[n : n + length]
        for text in texts.values()
        for run in RUN.findall(text)
        for length in (2, 4)
        for n in range(len(run) - length + 1)
    }
    opened = browser.new_page()
    opened.goto(f"{root}search.html")
    opened.locator("form").wait_for()
    script = opened.evaluate("document.querySelector('script[type=module]').src")
    found = opened.evaluate(MEASURE, [script, root, sorted(words)])
    opened.close()
    right = wrong = 0
    for word in words:
        holding = {path for path, text in texts.items() if word in text}
        there = {path.replace("/index.html", "/") for path in holding}
        assert there <= set(found[word]), word
        right += len(there)
        wrong += len(set(found[word]) - there)
    assert len(words) > 3000
    assert right / (right + wrong) >= 0.95


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("听证", "听证"),
        ("“老年助餐 服务”", "老年助餐服务"),
        ("养老 补贴", "补贴"),
        ("示民规〔2026〕1号", "示民规〔2026〕1号"),
        ("2026年1月", "2026年1月"),
    ],
)
def test_phrases_and_document_numbers_are_found(
    browser: "playwright.Browser",
    demonstration: tuple[str, dict[str, str]],
    words: str,
    holds: str,
) -> None:
    root, texts = demonstration
    opened = browser.new_page()
    opened.goto(f"{root}search.html")
    opened.locator("form").wait_for()
    script = opened.evaluate("document.querySelector('script[type=module]').src")
    found = set(opened.evaluate(MEASURE, [script, root, [words]])[words])
    opened.close()
    there = {path.replace("/index.html", "/") for path, text in texts.items() if holds in text}
    assert found
    assert found <= there if " " in words and "“" not in words else found == there


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("沪民规〔2026〕1号", "沪 民 规〔 2026〕 1 号"),
        ("《办法》，𠮷祥", "《办 法》， 𠮷 祥"),
        ("共3.5万元", "共 3.5 万 元"),
        ("a &lt; b", "a &lt; b"),
    ],
)
def test_a_text_is_cut_by_character_and_figures_stay_whole(text: str, words: str) -> None:
    assert cut(text).split() == words.split()


def test_the_index_holds_the_texts_as_they_stand_on_the_page(searchable: Edition) -> None:
    """A scanner that read single characters told of names that nobody has."""
    found = [body for path, body in searchable.files.items() if path.endswith(".pf_fragment")]
    for body in found:
        page = json.loads(gzip.decompress(body).removeprefix(MAGIC))
        words = page["content"].split(APART)
        assert len(words) == page["word_count"]
        assert "上海市民政局" in "".join(words)
        assert " " not in page["meta"]["title"].partition("<")[0]
    assert len(found) == 15


def test_the_tags_of_a_page_stay_as_they_are() -> None:
    page = '<html lang="zh-CN"><p title="听证会">听证会</p></html>'.encode()
    assert cut_page(page).decode().replace(" ", "") == (
        '<htmllang="und"><ptitle="听证会">听证会</p></html>'
    )
    assert 'title="听证会"' in cut_page(page).decode()
