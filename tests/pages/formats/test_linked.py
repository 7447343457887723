"""Linked data expands, refers to what is there, and calls nothing what it is not."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pyld import jsonld

from catalog.public import disclose
from pages.formats.address import base
from pages.formats.json_ld import graph, inline, linked
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from pages.model.view import revised
from tests.pages import dossiers
from tests.pages.dossiers import AS_OF, samples
from tests.pages.formats.folders import item_folders, roots

TYPES = {
    "BreadcrumbList", "CreativeWork", "DigitalDocument", "Event", "GovernmentOrganization",
    "Legislation", "ListItem", "MediaObject", "VirtualLocation", "WebPage",
}  # fmt: skip
SCHEMA = "https://schema.org/"


def offline(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """Stand in for the context of schema.org: its terms are its own, nothing is fetched."""
    assert url == "https://schema.org"
    document = {"@context": {"@vocab": SCHEMA}}
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
        "contentType": "application/ld+json",
    }


def nodes(of: object) -> Iterator[dict[str, Any]]:
    """Every node of a graph, however deep."""
    if isinstance(of, dict):
        yield of
        of = list(of.values())
    if isinstance(of, list):
        for value in of:
            yield from nodes(value)


def types(of: object) -> set[str]:
    found = [node["@type"] for node in nodes(of) if "@type" in node]
    return {name for each in found for name in ([each] if isinstance(each, str) else each)}


def page_of(name: str) -> ItemPage:
    return item_page(disclose(samples()[name], AS_OF))


def whole(page: ItemPage) -> str:
    root = base(page.authority)
    return linked(page, root, graph(page, root))


def graph_of(page: ItemPage) -> list[dict[str, Any]]:
    return list(json.loads(whole(page))["@graph"])


def test_the_linked_data_expands_and_loses_nothing(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        document = one.json("item.jsonld")
        expanded = jsonld.expand(document, {"documentLoader": offline})
        assert len(expanded) == len(document["@graph"])
        for before, after in zip(document["@graph"], expanded, strict=True):
            kept = {key.removeprefix(SCHEMA) for key in after}
            assert set(before) == kept, before


def test_only_known_types_are_used_and_nobody_is_a_person(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        assert types(one.json("item.jsonld")) <= TYPES
        assert b"Person" not in one.files["item.jsonld"]


def test_what_is_referred_to_is_there(site: dict[str, bytes]) -> None:
    pages = {path.removesuffix("index.html") for path in site if path.endswith("/index.html")}
    for one in item_folders(site):
        graph = one.json("item.jsonld")["@graph"]
        defined = {node["@id"] for node in graph}
        assert len(defined) == len(graph)
        root = next(r for r in roots(site) if one.path.startswith(r))
        address = graph[0]["@id"].removesuffix(one.path.removeprefix(root))
        for node in nodes(graph):
            if set(node) == {"@id"} and node["@id"] not in defined:
                assert f"{root}{node['@id'].removeprefix(address)}" in pages, node


def test_the_page_carries_all_but_the_downloads(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        whole = one.json("item.jsonld")["@graph"]
        assert one.inline()["@graph"] == [n for n in whole if "contentUrl" not in n]


def test_the_canonical_address_is_that_of_the_linked_data(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        given = [e.attributes for e in one.page.of("link") if e.attributes["rel"] == "canonical"]
        for link in given:
            assert link["href"] == one.inline()["@graph"][0]["@id"]


def test_a_normative_document_is_legislation_with_its_number_and_dates() -> None:
    (decision,) = (n for n in graph_of(page_of("published")) if n["@id"].endswith("#decision"))
    assert decision["@type"] == "Legislation"
    assert decision["legislationIdentifier"] == "沪民规〔2026〕3号"
    assert decision["legislationDateOfApplicability"] == "2026-08-01"


def test_a_decision_without_a_normative_number_is_a_document_only() -> None:
    page = page_of("published")
    assert page.decided
    plan = revised(page.decided, doc_no="沪民发〔2026〕3号")
    graph = graph_of(page.model_copy(update={"decided": plan}))
    assert "Legislation" not in types(graph)
    assert any(n.get("identifier") == "沪民发〔2026〕3号" for n in graph)


def test_a_consultation_is_an_event_from_its_notice_to_its_last_day() -> None:
    (event,) = (n for n in graph_of(page_of("consulting")) if n["@type"] == "Event")
    assert (event["startDate"], event["endDate"]) == ("2026-06-15", "2026-07-08")


@pytest.mark.parametrize("name", ["drafting", "consulting", "studying", "before_publication"])
def test_a_draft_is_never_legislation(name: str) -> None:
    assert "Legislation" not in types(graph_of(page_of(name)))


def test_nobody_who_sat_in_or_reviewed_is_named_in_the_linked_data() -> None:
    page = page_of("published")
    named = [p.who for m in page.meetings for p in m.people]
    assert any("周市民" in who for who in named)
    assert "周市民" not in whole(page)
    assert "沈专家" not in whole(page)


def test_a_compiled_page_names_its_source_and_no_publisher(demo: object) -> None:
    for one in item_folders(demo.files):
        page = one.inline()["@graph"][0]
        assert ("publisher" in page) is ("isBasedOn" not in page)
        compiled = one.path.startswith("shmzj/")
        assert ("GovernmentOrganization" in types(one.inline())) is not compiled


def test_a_title_cannot_end_the_script_that_it_stands_in() -> None:
    filing = dossiers.filing(1, "</script><script>alert(1)</script><!-- & “引号”")
    page = item_page(disclose(filing.dossier, AS_OF))
    written = inline(graph(page, base(page.authority)))
    assert not {"<", ">", "&"} & set(written)
    assert json.loads(written)["@graph"][0]["name"] == page.name
