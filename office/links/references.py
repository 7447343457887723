"""Which addresses the pages give, and whose each of them is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, urldefrag, urlsplit

from pydantic import BaseModel

from catalog.annual import Authority
from catalog.item import Part
from catalog.opinion import Way, WayKind
from catalog.public.item import PublicCall, PublicCatalog, PublicDossier
from catalog.public.outcome import (
    PublicInterpretation,
    PublicMeeting,
    PublicResult,
    PublicSelection,
)
from catalog.public.participation import PublicAdoption, PublicConsultation, PublicHearing
from catalog.public.reports import PublicRiskNotice
from catalog.record import Elsewhere
from pages.html.footer import emblem, fault, imprint
from pages.website import PATH, Site

SERVICE = "办事入口（阅办联动）"
WHAT: Mapping[tuple[type[BaseModel], str], str] = {
    (PublicResult, "service_url"): SERVICE,
    (PublicResult, "url"): "公布网址",
    (PublicInterpretation, "url"): "解读网址",
    (PublicCall, "url"): "征集决策事项建议公告",
    (PublicConsultation, "url"): "征求意见公告",
    (PublicHearing, "url"): "听证公告",
    (PublicRiskNotice, "url"): "风险评估公告",
    (PublicSelection, "url"): "公众代表遴选公告",
    (Elsewhere, "url"): "另行发布的网址",
    (PublicAdoption, "url"): "意见收集与采纳情况",
    (PublicMeeting, "selection_url"): "公众代表遴选公告",
    (Way, "detail"): "提出意见的方式",
}
"""Every field of a public dossier that holds an address, and what the page calls it."""

LONGEST = 2000
_ADDRESS = re.compile(r"https?://[!-~]+", re.I)
_END = ".,;:!?'\")]}>"


class Cited(NamedTuple):
    """An address as it is asked, where it stands, and the unit that can put it right."""

    address: str
    item: str
    """The item; for what stands around the pages, the catalog."""
    name: str
    what: str
    unit: str


def of_item(public: PublicDossier) -> Iterator[Cited]:
    """The addresses that the page of an item gives, as links or as text; its lead unit answers."""
    lead = next((u.name for u in public.units if u.part is Part.LEAD), "")
    unit = lead or next((u.name for u in public.units), public.catalog.authority.contact_unit)
    yield from _cited(public, public.catalog.authority, public.id, public.name, unit)


def of_calls(catalog: PublicCatalog) -> Iterator[Cited]:
    """The addresses of the year's calls for matters; they stand on the page of the catalog."""
    by = catalog.authority
    yield from _cited(catalog.calls, by, f"{by.id}-{catalog.year}", catalog.title, by.contact_unit)


def _cited(told: object, by: Authority, id_: str, name: str, unit: str) -> Iterator[Cited]:
    for what, text in _told(told):
        for address in addresses(text):
            if not _ours(address, by.site_domain):
                yield Cited(address, id_, name, what, unit)


def of_site(site: Site, authority: Authority, catalog: str) -> Iterator[Cited]:
    """The addresses around every page of an authority: head, foot and breadcrumb, and its board.

    They stand under the id of its catalog. Whoever runs the website answers for them.
    """
    home = f"https://{site.domain}/{PATH}/"
    foot = [f.link for f in imprint(site.of(authority), site, "") if f.link]
    badges = [each for each in (emblem(site), fault(site.of(authority), home)) if each]
    told = [(link.href, link.text) for link in (*foot, *badges)]
    told += [(column.url, f"上级栏目“{column.name}”") for column in site.above]
    told += [(url, "网站地图") for url in (site.map_url,) if url]
    told += [(url, "站内检索") for url in (site.search_url,) if url]
    told += [(url, "政策留言板") for url in (site.board_url,) if url]
    unit = site.undertaker or site.organiser
    for href, what in told:
        for address in addresses(href):
            if not _ours(address, site.domain):
                yield Cited(address, catalog, site.name, what, unit)


def addresses(text: str) -> Iterator[str]:
    """Every web address in a text, each as it is asked: without what comes after #.

    One that is longer than anything that works on the web is none.
    """
    text = text.strip()
    whole = text.lower().startswith(("http://", "https://")) and not re.search(r"\s", text)
    found = [text] if whole else [m[0].rstrip(_END) for m in _ADDRESS.finditer(text)]
    for one in found:
        address = quote(urldefrag(one).url, safe=":/?[]@!$&'()*+,;=%~")
        if host_of(address) and len(address) <= LONGEST:
            yield address


def host_of(address: str) -> str:
    """The host of an address; empty where it is malformed."""
    try:
        parts = urlsplit(address)
        return "" if parts.port == 0 or parts.username else parts.hostname or ""
    except ValueError:
        return ""


def unique(cited: Iterable[Cited]) -> list[Cited]:
    """Each citation once, by item and then as they stand on the page."""
    return sorted(dict.fromkeys(cited), key=lambda one: one.item)


def _told(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Way) and value.kind is WayKind.PHONE:
        return
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            part = getattr(value, name)
            if isinstance(part, str) and (what := WHAT.get((type(value), name))):
                yield what, part
            else:
                yield from _told(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _told(part)


def _ours(address: str, domain: str) -> bool:
    """Say whether an address is one of the pages built here, whose links are checked as they are built."""
    parts = urlsplit(address)
    return bool(domain) and parts.hostname == domain and f"{parts.path}/".startswith(f"/{PATH}/")
