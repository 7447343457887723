"""The component page shows everything that the templates can show."""

import re

from catalog.states import Status
from pages.html.patterns import patterns
from pages.html.specimens import specimens
from pages.html.theme import REPLACEABLE, TEMPLATES
from pages.model.states import State
from tests.pages.reading import read

FRAME = {*REPLACEABLE, "components/head.html", "components/crumbs.html", "components/tools.html"}
"""The page itself stands in these."""
PIECES = {
    "components/specimen.html",
    "components/parts.html",
    "components/plan.svg",
    "components/found.html",  # for the search alone, nothing is seen of it
}


def html() -> str:
    return patterns()["patterns.html"].decode()


def test_every_component_and_section_has_a_specimen() -> None:
    shown = set()
    for one in specimens():
        shown.add(one.template)
        if "section" in one.context:
            shown.add(f"sections/{one.context['section'].id}.html")
    inside = {"components/banner.html", "components/shares.html"}
    there = {
        path.relative_to(TEMPLATES).as_posix()
        for folder in ("components", "sections")
        for path in (TEMPLATES / folder).iterdir()
    }
    assert there - FRAME - PIECES - inside == shown - inside


def test_every_state_is_shown() -> None:
    page = read(html())
    states = {e.attributes["data-state"] for e in page.elements if "data-state" in e.attributes}
    assert states == set(State)
    chips = {e.text.split()[-1] for e in page.of("span") if "chip" in e.attributes.get("class", "")}
    assert chips == {status.value for status in Status}


def test_ids_are_unique_and_every_reference_resolves() -> None:
    page = read(html())
    ids = page.ids()
    assert len(ids) == len(set(ids)) > 50
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(element.attributes.get(name, "").split()) <= set(ids)
    anchors = {a.attributes["href"][1:] for a in page.of("a") if a.attributes["href"][:1] == "#"}
    assert anchors <= set(ids)


def test_the_component_page_says_that_it_is_one_and_is_the_same_every_time() -> None:
    assert "组件样张" in read(html()).of("title")[0].text
    assert "不对外公布" in html()
    assert patterns() == patterns()


ELSEWHERE = {
    ("div", "layout"),  # the two columns of an item
    ("section", "wide"),  # a year has one column
    ("p", "lead"),
    ("p", "status"),
    ("a", "plain"),
    ("a", "screen"),
    ("", "data-pagefind-body"),  # for the search alone
    ("", "title"),  # of the twins in the head
}
"""What lays out a page, and no component."""


def traits(body: str) -> set[tuple[str, str]]:
    """Every class with its element, and every attribute."""
    elements = read(body).elements
    classes = {(e.tag, c) for e in elements for c in e.attributes.get("class", "").split()}
    return classes | {("", name) for e in elements for name in e.attributes}


def test_a_page_shows_nothing_that_the_component_page_does_not(html: dict[str, str]) -> None:
    shown = traits(patterns()["patterns.html"].decode())
    items = {path: body for path, body in html.items() if "/zdjc/" in path}
    assert len(items) == 29
    assert {one for body in items.values() for one in traits(body)} - shown == ELSEWHERE


def test_a_covered_file_a_second_round_and_a_period_are_shown() -> None:
    text = " ".join(e.text for e in read(html()).elements)
    for piece in ("有遮盖（1处）", "第2次公开征求意见", "2026年4月2日至5月2日"):
        assert piece in re.sub(r"\s", "", text)
