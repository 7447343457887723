"""The sheet of items' pages is that of all pages without what only lists need."""

import re

import pytest

from catalog.public import disclose
from pages.build.outputs import LISTS, item_html, static
from pages.html.theme import ANYWHERE, Theme, source
from tests.pages.dossiers import AS_OF, samples

SHEET = source(Theme(), "static/juece.css")
SELECTORS = re.compile(r"([^{};]+){[^{}]*}")
NAME = re.compile(r"[.#]([a-z][\w-]*)")


def left_out() -> list[str]:
    """The selectors of every rule that is left out."""
    css = re.sub(r"/\*.*?\*/", "", "".join(part.decode() for part in LISTS.findall(SHEET)))
    css = css.replace("@media screen {", "")
    return [one for found in SELECTORS.findall(css) for one in re.split(r",(?![^(]*\))", found)]


@pytest.mark.parametrize("name", samples())
def test_an_item_page_needs_nothing_that_its_sheet_leaves_out(name: str) -> None:
    page = item_html("", disclose(samples()[name], AS_OF), ANYWHERE)[1].decode()
    words = (word for of in re.findall(r' (?:class|id)="([^"]*)"', page) for word in of.split())
    known = set(words)
    needed = [one for one in left_out() if set(NAME.findall(one)) <= known]
    assert needed == []


def test_an_item_page_links_its_own_sheet_and_a_year_the_whole_one() -> None:
    kept = static()
    page = item_html("", disclose(samples()["published"], AS_OF), ANYWHERE)[1].decode()
    assert kept.of_items.css in page
    assert kept.assets.css not in page
    assert len(kept.files[kept.of_items.css]) < len(kept.files[kept.assets.css]) * 0.82
    assert len(left_out()) > 50
