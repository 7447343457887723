"""DCAT 3 of a site: a data set for each year, with its files, sizes and checksums.

No licence is named: none was granted by law, and the software must not grant one.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pages.formats.address import year_url
from pages.html.render import plain
from pages.model.page import CatalogPage

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = {
    "catalog.json": "application/json",
    "catalog.csv": "text/csv",
    "redactions.csv": "text/csv",
}


class Dataset(NamedTuple):
    """A year: its page, and the bytes of its data files by name."""

    page: CatalogPage
    files: Mapping[str, bytes]


def data_catalog(title: str, owner: str, base: str, years: Iterable[Dataset]) -> str:
    """Write the data catalog of one authority's site."""
    node: dict[str, object] = {
        "@context": CONTEXT,
        "@id": f"{base}dcat.jsonld#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _zh(title),
        "dct:description": _zh(f"{owner}{title}的数据目录"),
        "dct:language": {"@id": "http://id.loc.gov/vocabulary/iso639-1/zh"},
        "foaf:homepage": {"@id": base},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": plain(owner)},
        "dcat:dataset": [_dataset(year, owner, base) for year in years],
    }
    return _written(node)


def data_catalogs(title: str, base: str, sites: Mapping[str, str]) -> str:
    """Write the data catalog above several authorities; `sites` names the owner of each address."""
    node: dict[str, object] = {
        "@context": CONTEXT,
        "@id": f"{base}dcat.jsonld#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _zh(title),
        "dct:description": _zh(f"各机关{title}的数据目录"),
        "foaf:homepage": {"@id": base},
        "dcat:catalog": [
            {"@id": f"{url}dcat.jsonld#catalog", "@type": "dcat:Catalog", "dct:title": _zh(owner)}
            for url, owner in sites.items()
        ],
    }
    return _written(node)


def _dataset(year: Dataset, owner: str, base: str) -> dict[str, object]:
    page, url = year.page, year_url(base, year.page)
    contact = page.authority.contact_unit
    node = {
        "@id": f"{url}#data",
        "@type": "dcat:Dataset",
        "dct:identifier": page.id,
        "dct:title": _zh(page.title),
        "dct:description": _zh("".join((page.lead, page.notice))),
        "dct:issued": _day(page.first_published_at.date().isoformat()) if page.first_published_at else None,
        "dct:modified": _day(page.updated_on.isoformat()) if page.updated_on else None,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": plain(owner)},
        "dcat:contactPoint": _contact(contact, page.authority.phone) if contact else None,
        "dcat:landingPage": {"@id": url},
        "dcat:distribution": [
            _distribution(name, year.files[name], url) for name in MEDIA if name in year.files
        ],
    }  # fmt: skip
    return {key: value for key, value in node.items() if value}


def _contact(unit: str, phone: str) -> dict[str, object]:
    node: dict[str, object] = {"@type": "vcard:Organization", "vcard:fn": plain(unit)}
    return node | ({"vcard:telephone": plain(phone)} if phone else {})


def _distribution(name: str, body: bytes, url: str) -> dict[str, object]:
    return {
        "@id": f"{url}{name}",
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": url},
        "dcat:downloadURL": {"@id": f"{url}{name}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA[name]}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(len(body))},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {
                "@type": "xsd:hexBinary",
                "@value": hashlib.sha256(body).hexdigest(),
            },
        },
    }


def _zh(text: str) -> dict[str, str]:
    return {"@language": "zh-CN", "@value": plain(text)}


def _day(on: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": on}


def _written(node: dict[str, object]) -> str:
    return json.dumps(node, ensure_ascii=False, indent=1) + "\n"
