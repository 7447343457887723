"""Every page of the demonstration and every state of every component, in a real browser."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from office.archive.checklist import checklist
from office.archive.page import checklist_page
from tests.pages import dossiers
from tests.pages.chromium import ALONE, reading, served, started, violations
from tests.pages.demo import lives

pytestmark = ALONE

SEARCH, PERIODS = "/search.html", "/qixian/index.html"
WORKED = (SEARCH, PERIODS)
"""Pages that work with a script and its data, for who asks for them."""
"""The one page of a site that fetches more, all of it its own: its index, piece by piece."""


@pytest.fixture(scope="module")
def pages(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The address of every page by its path: each authority's folder is served as a site root."""
    found = dict[str, str]()
    with ExitStack() as running:
        for site in (demonstration, lives(tmp_path_factory.mktemp("shown"))):
            roots = {root: running.enter_context(served(root)) for root in (site, *_roots(site))}
            for page in sorted(site.rglob("*.html")):
                root = next(folder for folder in page.parents if folder in roots)
                before = "" if site == demonstration else "lives/"
                name = f"{before}{page.relative_to(site).as_posix()}"
                found[name] = f"{roots[root]}{page.relative_to(root).as_posix()}"
        assert len(found) > 50
        alone = {"index.html", "editions.html", "patterns.html", "demo/404.html", f"demo{SEARCH}"}
        assert alone <= set(found)
        yield found


def _roots(site: Path) -> list[Path]:
    """The folders of authorities: each has a page for what is not found."""
    return [page.parent for page in site.glob("*/404.html")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as opened:
        yield opened


def kinds(pages: dict[str, str]) -> dict[str, str]:
    """All but those of a kind that stands there already: the compiled catalog's items after the first, texts
    but those of two items, the procedures of all but an undecided and a whole life, and the first 200 of many
    opinions."""
    alike = re.compile(
        r"shmzj/zwgk/zdjc/2024/(?!01)\d\d/"
        r"|demo/zwgk/zdjc/2026/0[14567]/(?:caoan|jueding|duizhao)/"
        r"|lives/shmzj/zwgk/zdjc/\d+/(?:\d+/chengxu/|24/(?:index|yijian/1/))"
        r"|demo/zwgk/zdjc/2026/0[1346789]/chengxu/"
    )
    return {name: address for name, address in pages.items() if not alike.match(name)}


ITEM = r"(?:lives/)?\w+/zwgk/zdjc/\d+/\d+/"
KINDS = {
    "index.html": r"(?:lives/)?(?:\w+/)?index\.html",
    "editions.html": r"editions\.html",
    "patterns.html": r"patterns\.html",
    "search.html": r"\w+/search\.html",
    "notfound.html": r"(?:lives/)?\w+/404\.html",
    "catalog.html": r"(?:lives/)?\w+/zwgk/zdjc/\d+/index\.html",
    "item.html": ITEM + r"index\.html",
    "chengxu.html": ITEM + r"chengxu/index\.html",
    "text.html": ITEM + r"(?:caoan/\d+|jueding)/index\.html",
    "compared.html": ITEM + r"duizhao/[^/]+/index\.html",
    "opinions.html": ITEM + r"yijian/\d+/index\.html",
    "chaxun.html": ITEM + r"chaxun/index\.html",
    "qixian.html": r"(?:lives/)?\w+/qixian/index\.html",
}
"""The template of each kind of page, and how the paths of its pages read."""
LAYOUTS = {"base.html", "fragment.html"}
"""What goes round a page of another kind."""
LISTED, EXCHANGED, DRAWN = "archive.html", "exchanged.html", "choujian.html"
"""The list in an archive's bag, which is on no site; the notice of a file that was exchanged between editions, and the
page of a draw, which the demonstration has none of: tests/office look at them."""


def test_a_page_of_every_kind_is_looked_at(pages: dict[str, str]) -> None:
    """A new template, or a page that is of no kind, has to be put among those that axe sees."""
    templates = {path.name for path in (Path(__file__).parents[2] / "templates").glob("*.html")}
    assert templates - LAYOUTS - {LISTED, EXCHANGED, DRAWN} == set(KINDS)
    for kind, reads in KINDS.items():
        assert any(re.fullmatch(reads, name) for name in kinds(pages)), kind
    of = {name: [k for k, reads in KINDS.items() if re.fullmatch(reads, name)] for name in pages}
    assert [name for name, found in of.items() if len(found) != 1] == []


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_on_the_list_of_an_archive(browser: Any, width: int) -> None:
    life = dossiers.samples()["published"]
    listed = checklist(life, dossiers.catalog_dossier(), dossiers.AS_OF)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(checklist_page(listed).decode())
    found = violations(page)
    page.close()
    assert found == []


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_on_any_page(browser: Any, pages: dict[str, str], width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    found = {}
    for name, address in kinds(pages).items():
        page.goto(address)
        if wrong := violations(page):
            found[name] = wrong
    page.close()
    assert found == {}


def test_axe_does_find_what_is_wrong(browser: Any) -> None:
    page = browser.new_page()
    page.set_content(
        "<html><body><h1>甲</h1><p style='color:#bbb'>淡字</p><h4>乙</h4>"
        "<a href='#a' style='font-size:9px'>一</a><a href='#b' style='font-size:9px'>二</a>"
    )
    rules = {found["rule"] for found in violations(page)}
    page.close()
    assert {"color-contrast", "document-title", "heading-order", "target-size"} <= rules


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_overflows_is_fetched_from_elsewhere_or_breaks_the_policy(
    browser: Any, pages: dict[str, str], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: fetched.append(request.url))
    for name, address in (pages if width == 320 else kinds(pages)).items():
        fetched.clear()
        page.goto(address, wait_until="networkidle")
        home = address[: address.index("/", len("http://"))]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert all(url.startswith(home) for url in fetched), name
        assert len(set(fetched)) <= 3 or name.endswith(WORKED), (name, fetched)
        assert len(set(fetched)) <= 5 or name.endswith(SEARCH), (name, fetched)
    page.close()
    assert complaints == []


def test_text_at_twice_its_size_fits_on_every_page(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 800})
    for name, address in kinds(pages).items():
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, name
    page.close()


PHONES, TABLETS = (320, 360, 375, 414), (768, 1000)
OUTSIDE = """() => { const found = [], line = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) { const text = texts.currentNode, on = text.parentElement;
    if (!text.textContent.trim() || on.closest('.skip, thead, svg, script, option')) continue;
    const box = on.closest('.card, .section, .banner, .timeline, td, th, .chip, .kind, a, dd, body')
      .getBoundingClientRect();
    line.selectNodeContents(text);
    if ([...line.getClientRects()].some(r => r.width > 1 && (r.right > Math.min(innerWidth, box.right) + 1
      || r.left < Math.max(0, box.left) - 1))) found.push(text.textContent.trim().slice(0, 40)); }
  return found; }"""
"""Texts of which a line stands outside the screen, or outside what frames it."""


@pytest.mark.parametrize("letters", [16, 20, 24, 32])
def test_large_letters_fit_on_a_phone_and_on_a_tablet(
    browser: Any, pages: dict[str, str], letters: int
) -> None:
    with reading(browser, letters) as opened:
        page = opened.new_page()
        for name, address in kinds(pages).items():
            page.goto(address)
            if name.endswith(SEARCH):
                page.locator("#q:enabled").wait_for()
            size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
            assert size == f"{letters}px"
            for width in (*PHONES, *(TABLETS if letters > 20 else ())):
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (name, width)
                assert page.evaluate(OUTSIDE) == [], (name, width)


def test_a_text_that_leaves_its_frame_is_found(browser: Any) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(
        "<p>甲</p><div class='card' style='width:5em; white-space:nowrap'>二〇二六年十月"
        "<p style='width:3em'>乙</p></div><p style='margin-left:-2em'>丙</p>"
    )
    assert page.evaluate(OUTSIDE) == ["二〇二六年十月", "丙"]
    page.close()


SPACING = """() => { for (const e of document.querySelectorAll('body, body *')) {
  e.style.lineHeight = '1.5'; e.style.letterSpacing = '.12em'; e.style.wordSpacing = '.16em'; } }"""
CLIPPED = """() => [...document.querySelectorAll('main *')].filter(e =>
  e.children.length === 0 && e.textContent.trim() && getComputedStyle(e).overflow === 'hidden'
  && e.scrollHeight > e.clientHeight + 2).map(e => e.outerHTML.slice(0, 120))"""


def test_wider_spacing_clips_nothing(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 800})
    for name, address in kinds(pages).items():
        page.goto(address)
        page.evaluate(SPACING)
        assert page.evaluate(CLIPPED) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, name
    page.close()


WALK = """() => { const e = document.activeElement; if (!e || e === document.body) return null;
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  return { tag: e.tagName, text: e.textContent.trim(), at: [...document.querySelectorAll('*')].indexOf(e),
    seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    inside: r.bottom > 0 && r.top < innerHeight && r.width > 0 }; }"""
IN_A_DATE = """() => { const e = document.activeElement, before = window.before === e;
  window.before = e; return before && e.type === 'date'; }"""
STOPS = """() => [...document.querySelectorAll('a[href], [tabindex="0"], input, select, button')]
  .filter(e => !e.disabled && e.getClientRects().length).length"""


def test_the_keyboard_reaches_everything_in_the_order_of_reading(
    browser: Any, pages: dict[str, str]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for name, address in kinds(pages).items():
        page.goto(address)
        if name.endswith(SEARCH):
            page.locator("#q:enabled").wait_for()
        if name.endswith(PERIODS):
            page.locator("#qi:enabled").wait_for()
        stops = []
        for _ in range(page.evaluate(STOPS)):
            page.keyboard.press("Tab")
            while page.evaluate(IN_A_DATE):  # year, month, day and the calendar are one field
                page.keyboard.press("Tab")
            stop = page.evaluate(WALK)
            assert stop, (name, len(stops), stops[-2:])
            assert stop["seen"], (name, stop)
            assert stop["inside"], (name, stop)
            stops.append(stop)
        assert stops[0]["text"] == "跳到正文", name
        order = [stop["at"] for stop in stops]
        assert order == sorted(set(order)), name
    page.close()


MANDATORY = ("jieguo", "caina", "liexi")
ITEM = re.compile(r"(?:lives/)?\w+/zwgk/zdjc/\d{4}/\d\d/index\.html")


def test_the_first_screen_of_a_phone_holds_name_status_sentence_what_to_do_and_three_answers(
    browser: Any, pages: dict[str, str]
) -> None:
    """A link of 44 pixels with its answer to each of the three mandatory parts, on every item there is."""
    page = browser.new_page(viewport={"width": 375, "height": 667})
    items = [name for name in pages if ITEM.fullmatch(name)]
    assert len(items) > 30
    for name in items:
        page.goto(pages[name])
        for part in ("h1", ".head .chip", ".banner .now", ".banner .action"):
            found = page.locator(part)
            if part == ".banner .action" and not found.count():
                continue
            box = found.first.bounding_box()
            assert box["y"] + box["height"] <= 667, (name, part)
        for id_ in MANDATORY:
            row = page.locator(f'.answers a[href="#{id_}"]')
            box = row.bounding_box()
            assert box, (name, id_)
            assert box["y"] + box["height"] <= 667, (name, id_)
            assert box["height"] >= 44, (name, id_)
            assert row.locator("span").inner_text().strip()
            assert page.locator(f"#{id_}").count() == 1
    page.close()


UNDECIDED = ("05", "06", "08", "09")
BUDGETS = {375: (10_000, 3_500, 8_500, 6_000), 1280: (7_500, 3_500, 7_000, 4_200)}
"""Pixels that a page of the demonstration may be long, by the width of the screen: the item with a whole
life and 18 opinions, those that are undecided or taken out, the others between them, and the catalog."""


@pytest.mark.parametrize("width", BUDGETS)
def test_no_page_is_longer_than_its_budget(browser: Any, pages: dict[str, str], width: int) -> None:
    whole, undecided, between, catalog = BUDGETS[width]
    most = {f"{n:02d}/": between for n in range(1, 10)} | {f"{no}/": undecided for no in UNDECIDED}
    most |= {"02/": whole, "": catalog}
    page = browser.new_page(viewport={"width": width, "height": 667})
    long = {}
    for place, height in most.items():
        page.goto(pages[f"demo/zwgk/zdjc/2026/{place}index.html"])
        if (found := page.evaluate("document.documentElement.scrollHeight")) > height:
            long[place] = found
    page.close()
    assert long == {}


FORCED = """selector => [...document.querySelectorAll(selector)].map(e => { const s = getComputedStyle(e);
  return [s.borderTopStyle, parseFloat(s.borderTopWidth), s.borderTopColor !== s.backgroundColor]; })"""
FILLS = "[...document.querySelectorAll('.progress rect')].map(e => getComputedStyle(e).fill)"


def test_colours_that_the_reader_has_chosen_keep_the_button_and_the_bars(
    browser: Any, pages: dict[str, str]
) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 667}, forced_colors="active")
    for name in ("02", "05"):
        page.goto(pages[f"demo/zwgk/zdjc/2026/{name}/index.html"])
        for part in (".button", ".chip", ".answers a", ".banner"):
            found = page.evaluate(FORCED, part)
            assert found, part
            assert all(style == "solid" and wide >= 1 and seen for style, wide, seen in found), part
    page.goto(pages["demo/zwgk/zdjc/2026/02/index.html"])
    fills = page.evaluate(FILLS)
    page.emulate_media(forced_colors="none")
    assert fills == page.evaluate(FILLS), "a bar of one colour tells no shares"
    assert len(set(fills)) > 3
    page.close()
