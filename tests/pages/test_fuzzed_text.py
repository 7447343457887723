"""Whatever people write is inert on the page, cannot be told apart in its structure, and comes out
of the data as it went in."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.dossier import Dossier
from catalog.opinion import Opinion, OpinionSource, Outcome
from catalog.public.year import Year
from pages.html.theme import SiteContext
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, CATALOG, SITE, STORE, Filing, catalog_dossier
from tests.pages.edition import Edition, build
from tests.pages.reading import Page, read

PIECES = (
    *("<", ">", '"', "'", "&", "</script>", "<svg onload=x>", "{{", "}}", "{%", "<!--", "]]>"),
    *("javascript:", "](x)", "\u202e", "\u2067", "\u200f", "\x00", "\x1b", "\ufeff", "\u2028"),
    *("𠮷", "㐀", "龘", "𰻝", "\U0002ebf0", "é", "👨‍👩‍👧", "٠١", "שלום", "文", "。", " ", "\n"),
)
"""What breaks pages: markup, templates, direction marks, controls, rare characters, long joins."""
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)
LONG = "长" * 100_000


def edition_of(text: str, name: str) -> Edition:
    """A site in which everything that people write is the same text."""
    filing = Filing(CATALOG, dossiers.item(1, f"名{name}", summary=f"文{text}"))
    dossiers.through_publication(filing)
    opinion = Opinion(
        no=1,
        source=OpinionSource.PUBLIC,
        channel=f"渠{text}",
        summary=f"意{text}",
        outcome=Outcome.NOT_ADOPTED,
        reason=f"理{text}",
        clause=f"款{text}",
    )
    dossier = Dossier(
        filing.dossier.id, filing.dossier.entries, filing.dossier.catalog, {1: (opinion,)}
    )
    year = Year(catalog_dossier(), [dossier])
    return build([year], AS_OF, HEAD, STORE.__getitem__, SiteContext({"shmzj": SITE}))


def structure(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(e.tag, tuple(sorted(e.attributes))) for e in page.elements]


PATHS = ("shmzj/zwgk/zdjc/2026/01/index.html", "shmzj/zwgk/zdjc/2026/index.html")
PLAIN = {p: structure(read(edition_of("", "").files[p].decode())) for p in PATHS}


def check(text: str, name: str) -> None:
    files = edition_of(text, name).files
    for path in PATHS:
        body = files[path].decode()
        assert structure(read(body)) == PLAIN[path], path
        assert not set(body) & {"\x00", "\x1b", "\u202e", "\u2067", "\u200f"}
    item = json.loads(files["shmzj/zwgk/zdjc/2026/01/item.json"])
    assert item["name"] == f"名{name}".strip()
    (row,) = item["adoptions"][0]["rows"]
    assert row["summary"] == f"意{text}".strip()
    assert row["reason"] == f"理{text}".strip()
    catalog = json.loads(files["shmzj/zwgk/zdjc/2026/catalog.json"])
    assert catalog["rows"][0]["name"] == f"名{name}".strip()


@settings(max_examples=25, deadline=None)
@given(TEXT)
def test_fuzzed_text_is_inert_and_comes_out_as_it_went_in(text: str) -> None:
    check(text, text)


@pytest.mark.parametrize("text", [LONG, "<b>" * 30_000, "\u202e" * 100_000])
def test_a_name_of_a_hundred_thousand_characters_is_a_name(text: str) -> None:
    check(text[:100], text)


def test_the_label_of_a_page_with_any_name_is_one_line() -> None:
    body = edition_of("", '甲"\n乙><').files[PATHS[0]].decode()
    metas = {m.attributes.get("name"): m.attributes.get("content") for m in read(body).of("meta")}
    assert metas["ArticleTitle"] == '名甲"\n乙><'
    assert date.fromisoformat((metas["PubDate"] or "")[:10]) == date(2026, 1, 15)
