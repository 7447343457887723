"""The data catalog names what is there, with its size and checksum."""

import hashlib
import json
from typing import Any

from pyld import jsonld

from tests.pages.formats.folders import folder, roots

DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
SPDX = "http://spdx.org/rdf/terms#"


def catalog(body: bytes) -> dict[str, Any]:
    """The one node of a data catalog, expanded; nothing has to be fetched for it."""
    (node,) = jsonld.expand(json.loads(body), {"documentLoader": None})
    return dict(node)


def value(node: dict[str, Any], term: str) -> str:
    ((found),) = node[term]
    return str(found.get("@value", found.get("@id")))


def test_every_year_is_a_data_set_with_its_files(site: dict[str, bytes]) -> None:
    for root in roots(site):
        node = catalog(site[f"{root}dcat.jsonld"])
        assert node["@type"] == [f"{DCAT}Catalog"]
        years = [p for p in site if p.startswith(root) and p.endswith("/catalog.json")]
        sets = node[f"{DCAT}dataset"]
        assert len(sets) == len(years) > 0
        for one in sets:
            assert len(one[f"{DCAT}distribution"]) == 3


def test_a_distribution_exists_and_size_and_checksum_are_its_own(site: dict[str, bytes]) -> None:
    for root in roots(site):
        node = catalog(site[f"{root}dcat.jsonld"])
        base = node["@id"].removesuffix("dcat.jsonld#catalog")
        for one in (d for s in node[f"{DCAT}dataset"] for d in s[f"{DCAT}distribution"]):
            body = site[f"{root}{value(one, f'{DCAT}downloadURL').removeprefix(base)}"]
            (checksum,) = one[f"{SPDX}checksum"]
            assert value(checksum, f"{SPDX}checksumValue") == hashlib.sha256(body).hexdigest()
            assert value(one, f"{DCAT}byteSize") == str(len(body))


def test_what_it_says_of_a_year_is_printed_on_its_page(site: dict[str, bytes]) -> None:
    for root in roots(site):
        node = catalog(site[f"{root}dcat.jsonld"])
        base = node["@id"].removesuffix("dcat.jsonld#catalog")
        for one in node[f"{DCAT}dataset"]:
            path = value(one, f"{DCAT}landingPage").removeprefix(base)
            page = folder(site, f"{root}{path}")
            assert page.says(value(one, f"{DCT}title"))
            lead, _, notice = value(one, f"{DCT}description").partition("。")
            assert page.says(lead)
            assert page.says(notice)
            assert page.says_day(value(one, f"{DCT}modified"))


def test_the_portal_names_the_data_catalog_of_every_site(demo: object) -> None:
    files = demo.files
    node = catalog(files["dcat.jsonld"])
    below = {one["@id"] for one in node[f"{DCAT}catalog"]}
    assert below == {catalog(files[f"{root}dcat.jsonld"])["@id"] for root in roots(files)}


def test_no_licence_is_granted_that_nobody_gave(site: dict[str, bytes]) -> None:
    for root in roots(site):
        assert b"license" not in site[f"{root}dcat.jsonld"]
