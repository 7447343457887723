"""Text from people is text: no markup, no other direction, no link to anywhere it likes."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.opinion import Way, WayKind
from catalog.public import disclose
from catalog.record import Document, DocumentKind
from pages.html.layout import Assets, item_frame
from pages.html.render import render_item
from pages.model.downloads import path
from pages.model.item_page import item_page
from pages.model.links import link, mails, phones
from tests.pages import dossiers
from tests.pages.dossiers import AS_OF, AUTHORITY, Filing
from tests.pages.reading import read

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE--{{ page }}{% raw %}",
    "\u202e反向\u2066\u200f",
    "\x00\x08\x1b空字符",
    "</title></head>&lt;b&gt;",
)
ASSETS = Assets("static/a.css", "static/a.svg")


def written(text: str) -> str:
    """A page whose free texts are all the same hostile text."""
    filing = Filing(
        dossiers.CATALOG.model_copy(update={"notice": text}),
        dossiers.item(1, f"事{text}", summary=text, bases=(f"据{text}",)),
    )
    filing.file(dossiers.start(date(2026, 2, 2)), date(2026, 2, 2))
    notice = dossiers.notice(date(2026, 2, 9), date(2026, 3, 12))
    ways = (Way(kind=WayKind.WEBSITE, detail=f"javascript:{text}"),)
    hostile = {"contents": text, "ways": ways, "url": f"https://evil.example/{text}"}
    filing.file(notice.model_copy(update=hostile), date(2026, 2, 9))
    page = item_page(disclose(filing.dossier, AS_OF))
    return render_item(page, item_frame(page, ASSETS))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(text: str) -> None:
    body = written(text)
    page = read(body)
    assert not page.of("script")
    assert not page.of("img")
    assert not [a for e in page.elements for a in e.attributes if a.startswith("on")]
    assert not [a for a in page.of("a") if a.attributes["href"].startswith("javascript")]
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069\u200f]", body)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_leaves_the_structure_as_it_is(text: str) -> None:
    tags = [e.tag for e in read(written("文" + text)).elements]
    assert tags == [e.tag for e in read(written("文")).elements]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://evil.example/",
        "https://gov.cn.evil.example/",
        "https://evilgov.cn/",
        "https://user@mzj.sh.gov.cn/",
        "https://mzj.sh.gov.cn:8443/",
        "https://[bad",
        "//mzj.sh.gov.cn/",
        "mzj.sh.gov.cn",
        "",
    ],
)
def test_only_government_addresses_become_links(address: str) -> None:
    assert link(address, "网址", AUTHORITY) is None


def test_a_government_address_is_a_link_that_says_where_it_leads() -> None:
    found = link("https://mzj.sh.gov.cn/a?b=中 文", "网址", AUTHORITY)
    assert found
    assert found.external
    assert found.href == "https://mzj.sh.gov.cn/a?b=%E4%B8%AD%20%E6%96%87"
    own = AUTHORITY.model_copy(update={"site_domain": "mzj.sh.gov.cn"})
    at_home = link("https://mzj.sh.gov.cn/a", "网址", own)
    assert at_home
    assert not at_home.external


@pytest.mark.parametrize(
    ("typed", "hrefs"),
    [
        ("021-0000 0000（工作日9时至17时）", ["tel:02100000000"]),
        ("（021）00000000", ["tel:02100000000"]),
        ("０２１—００００００００转8012", ["tel:02100000000;ext=8012"]),
        ("+86 21 0000 0000", ["tel:+862100000000"]),
        ("联系电话：021-00000000（某处室）", ["tel:02100000000"]),
        ("021-00000000、021-00000001", ["tel:02100000000", "tel:02100000001"]),
        ("12345", ["tel:12345"]),
        ("", []), ("电话", []), ("021-1;ext=2", []), ("12", []), ("2026-02-13前", []),
    ],
)  # fmt: skip
def test_a_number_can_be_dialled_however_it_was_typed(typed: str, hrefs: list[str]) -> None:
    found = phones(typed)
    assert [one.href for one in found] == hrefs
    assert len(found) != 1 or found[0].text == typed


@pytest.mark.parametrize(
    ("typed", "hrefs"),
    [
        ("yijian@example.gov.cn", ["mailto:yijian@example.gov.cn"]),
        ("邮箱：yijian@example.gov.cn（工作日）", ["mailto:yijian@example.gov.cn"]),
        ("a@b.cn；c@d.cn", ["mailto:a@b.cn", "mailto:c@d.cn"]),
        ("", []), ("a@b", []), ("a@b.cn?bcc=c@d.cn", []), ("a b@c.cn", []), ("甲@b.cn", []),
    ],
)  # fmt: skip
def test_an_address_can_be_written_to_however_it_was_typed(typed: str, hrefs: list[str]) -> None:
    assert [one.href for one in mails(typed)] == hrefs


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", "pdf"), ("a.html", "bin"), ("a.svg", "bin"), ("a.tar.gz", "bin"), ("a", "bin")],
)
def test_a_page_or_script_is_never_served_as_one(name: str, extension: str) -> None:
    document = Document(title="某", kind=DocumentKind.FINAL, digest="c" * 64, name=name, size=1)
    published = dossiers.publication(date(2026, 5, 12)).model_copy(
        update={"documents": (document,)}
    )
    filing = dossiers.filing(1, "某事项").file(published, date(2026, 5, 12))
    found = disclose(filing.dossier, AS_OF).documents
    assert [path(d) for d in found] == [f"files/cccccccccccc-final.{extension}"]
