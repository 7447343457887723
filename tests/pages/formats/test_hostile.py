"""Any text from people comes out of every twin as the page prints it, and runs nowhere."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import feedparser
import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.public import PublicCatalog, disclose, disclose_catalog
from pages.formats import schema
from pages.formats.address import base
from pages.formats.csv_tables import FORMULA, table
from pages.formats.formats import item_twins, year_twins
from pages.formats.json_ld import graph
from pages.html.render import plain
from pages.model.catalog_page import catalog_page
from pages.model.item_page import item_page
from pages.model.page import CatalogPage, ItemPage
from tests.pages import dossiers
from tests.pages.dossiers import AS_OF, CATALOG, Filing, catalog_dossier

ATOM = "{http://www.w3.org/2005/Atom}"
TITLES = (
    "关于“引号”、'撇号'和\"直引号\"的办法",
    "逗号,分号;冒号:反斜杠\\和竖线|",
    "第一行\n第二行\r\n第三行\r第四行",
    "=cmd|' /C calc'!A0",
    " \t=1+1",
    "＝全角等号",
    "@SUM(A1)",
    "\u202e反向\u2066\u200f标记",
    "\x00空\x08字\x1b符\x7f\x85",
    "𠮷野家和䶮字、㼆、𪚥",
    "<b>&amp;</b></title></script>]]><![CDATA[",
    "BEGIN:VEVENT\r\nSUMMARY:假的",
    "\ufeff\u2028\u2029分行",
    "{{ page }}{% raw %}",
    "长" * 3000,
)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: plain(text).strip()
)


def pages(name: str) -> tuple[ItemPage, CatalogPage]:
    filing = dossiers.through_publication(Filing(CATALOG, dossiers.item(1, name)))
    public = disclose(filing.dossier, AS_OF)
    catalog: PublicCatalog = disclose_catalog(catalog_dossier(), AS_OF)
    return item_page(public), catalog_page(catalog, [public], AS_OF)


@pytest.mark.parametrize("name", TITLES)
def test_a_hostile_title_comes_out_as_it_went_in(name: str) -> None:
    comes_out_as_it_went_in(name)


@given(texts)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_title_comes_out_as_it_went_in(name: str) -> None:
    comes_out_as_it_went_in(name)


def comes_out_as_it_went_in(name: str) -> None:
    item, year = pages(name)
    twins, yearly = (
        dict(item_twins(item, graph(item, base(item.authority)))),
        dict(year_twins(year)),
    )
    shown = plain(item.name)
    assert json.loads(twins["item.json"])["name"] == item.name
    assert json.loads(twins["item.jsonld"])["@graph"][0]["name"] == shown
    for body in (twins["feed.atom"], yearly["feed.atom"]):
        assert not feedparser.parse(body).bozo
        titles = [e.text or "" for e in ET.fromstring(body).iter(f"{ATOM}title")]
        assert f"{shown}：登记决策结果" in titles
    assert _summaries(twins["timeline.ics"]) == [_one_kind_of_line_end(shown)] * len(item.moments)
    cell = _rows(yearly["catalog.csv"])[1][1]
    dangerous = shown.lstrip()[:1] in FORMULA
    assert cell == (f"'{shown}" if dangerous else shown)


def _summaries(body: bytes) -> list[str]:
    """The item's name as each event of the calendar gives it."""
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return [str(event["SUMMARY"]).partition("：")[2] for event in events]


def _one_kind_of_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_no_cell_of_any_table_begins_as_a_formula(site: dict[str, bytes]) -> None:
    for path, body in site.items():
        if path.endswith(".csv"):
            assert body.startswith(b"\xef\xbb\xbf"), path
            rows = _rows(body)
            assert {len(row) for row in rows} == {len(rows[0])}, path
            for cell in (cell for row in rows for cell in row):
                assert cell.lstrip()[:1] not in FORMULA, (path, cell)


@pytest.mark.parametrize("text", ["=1", " =1", "\t+1", "\n-1", "\u3000＠x", "\x00=1"])
def test_a_formula_is_text_also_behind_what_is_not_seen(text: str) -> None:
    assert _rows(table(["列"], [[text]]))[1] == [f"'{plain(text)}"]


def test_the_reference_to_the_schema_leaves_the_rest_as_it_was() -> None:
    written = schema.referring('{\n "a": "b"\n}\n', "schema/x.json", "../")
    assert json.loads(written) == {"$schema": "../schema/x.json", "a": "b"}
