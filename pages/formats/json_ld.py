"""JSON-LD of an item in the words of schema.org: of its page, its office, its decision, its days.

Nobody but the authority is named: there is no Person. A draft is a DigitalDocument; Legislation is
only what was published under a normative document's number (规范性文件, 规 before the year).
"""

import json
import re
from datetime import date, datetime

from pages.formats.address import item_url, year_url
from pages.html.render import plain
from pages.model.components import File
from pages.model.labels import COLUMN
from pages.model.page import Decided, ItemPage, KeyDate, KeyDateKind

Node = dict[str, object]

HEAD = '{"@context":"https://schema.org","@graph":['
NORMATIVE = re.compile(r"规〔\d{4}〕")
HELD = {KeyDateKind.HEARING, KeyDateKind.CONSULTATION}
MEDIA = {
    "PDF": "application/pdf",
    "OFD": "application/ofd",
    "DOC": "application/msword",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "XLS": "application/vnd.ms-excel",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "PPT": "application/vnd.ms-powerpoint",
    "PPTX": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "TXT": "text/plain",
    "CSV": "text/csv",
    "ZIP": "application/zip",
    "JPG": "image/jpeg",
    "JPEG": "image/jpeg",
    "PNG": "image/png",
}


def graph(page: ItemPage, base: str) -> str:
    """The nodes of an item's graph but its downloads, written once for its page and for the file."""
    url = item_url(base, page)
    return _written(
        [
            _page(page, base, url),
            *([] if page.source else [_organisation(page, base)]),
            _item(page, url),
            *([_decision(page.decided, url)] if page.decided else []),
            *(_event(page, moment, base, url) for moment in page.moments if moment.kind in HELD),
        ]
    )


def inline(graph: str) -> str:
    """What the page carries in its head: the graph, safe within a script element."""
    return _safe(f"{HEAD}{graph}]}}")


def linked(page: ItemPage, base: str, graph: str) -> str:
    """The graph with every download: `item.jsonld`."""
    url = item_url(base, page)
    downloads = "".join(f",{_written([_download(file, url)])}" for file in page.files)
    return f"{HEAD}{graph}{downloads}]}}\n"


def _page(page: ItemPage, base: str, url: str) -> Node:
    """The page; one compiled from another paper says so, and names no publisher."""
    year = year_url(base, page.year)
    steps = ((COLUMN, base), (f"{page.year}年度目录", year), (page.name, url))
    crumbs: list[Node] = [
        {"@type": "ListItem", "position": nth, "name": plain(name), "item": item}
        for nth, (name, item) in enumerate(steps, 1)
    ]
    return _known(
        {
            "@type": "WebPage",
            "@id": url,
            "url": url,
            "name": plain(page.name),
            "description": plain(page.banner.now),
            "disambiguatingDescription": plain(page.notice),
            "inLanguage": "zh-CN",
            "datePublished" if page.first_published_at else "dateCreated": _iso(page.dated_at),
            "dateModified": page.updated_on.isoformat(),
            "isPartOf": {"@id": year},
            "isBasedOn": plain(page.source),
            "publisher": None if page.source else {"@id": f"{base}#org"},
            "mainEntity": {"@id": f"{url}#item"},
            "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": crumbs},
        }
    )


def _organisation(page: ItemPage, base: str) -> Node:
    authority = page.authority
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{base}#org",
        "name": plain(authority.name),
        "url": base,
    }


def _item(page: ItemPage, url: str) -> Node:
    return _known(
        {
            "@type": "CreativeWork",
            "@id": f"{url}#item",
            "identifier": page.id,
            "name": plain(page.name),
            "creativeWorkStatus": page.chip.word,
            "hasPart": {"@id": f"{url}#decision"} if page.decided else None,
        }
    )


def _decision(decided: Decided, url: str) -> Node:
    """The decision as published, with its term; that it is in force is for the authority to say."""
    node: Node = {
        "@id": f"{url}#decision",
        "name": plain(decided.title),
        "datePublished": decided.published_on.isoformat(),
        "dateCreated": _iso(decided.formed_on),
        "expires": _iso(decided.expires_on),
    }
    if not NORMATIVE.search(decided.doc_no):
        return _known({"@type": "DigitalDocument", "identifier": plain(decided.doc_no), **node})
    return _known(
        {
            "@type": "Legislation",
            "legislationIdentifier": plain(decided.doc_no),
            "legislationDate": _iso(decided.formed_on),
            "legislationDateOfApplicability": _iso(decided.effective_on),
            **node,
        }
    )


def _event(page: ItemPage, moment: KeyDate, base: str, url: str) -> Node:
    """A consultation or a hearing; the days are those of the page."""
    address = f"{url}#{moment.anchor}"
    online: Node = {"@type": "VirtualLocation", "url": address}
    place: object = plain(moment.place) or online
    off = "EventCancelled" if moment.called_off else "EventScheduled"
    return _known(
        {
            "@type": "Event",
            "@id": f"{url}#{moment.id.partition('#')[2]}",
            "name": plain(moment.title),
            "startDate": (moment.since or moment.on).isoformat(),
            "endDate": moment.on.isoformat(),
            "eventStatus": f"https://schema.org/{off}",
            "location": place,
            "organizer": None if page.source else {"@id": f"{base}#org"},
            "about": {"@id": f"{url}#item"},
            "url": address,
        }
    )


def _download(file: File, url: str) -> Node:
    return _known(
        {
            "@type": ["DigitalDocument", "MediaObject"],
            "@id": f"{url}{file.path}",
            "name": plain(file.title),
            "genre": file.kind,
            "contentUrl": f"{url}{file.path}",
            "encodingFormat": MEDIA.get(file.format),
            "contentSize": file.size,
            "sha256": file.sha256,
            "datePublished" if file.edition else "dateCreated": file.released_on.isoformat(),
            "isPartOf": {"@id": f"{url}#item"},
        }
    )


def _iso(on: date | datetime | None) -> str | None:
    return on.isoformat() if on else None


def _known(node: Node) -> Node:
    return {key: value for key, value in node.items() if value}


def _written(nodes: list[Node]) -> str:
    """The nodes as they stand in a list of JSON."""
    return json.dumps(nodes, ensure_ascii=False, separators=(",", ":"))[1:-1]


def _safe(text: str) -> str:
    """Keep a text from ending the script element, or from beginning a comment in it."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
