"""What rules are asked about: a page, an item, a catalog, a file, an authority's site."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from checks.standard.css import Style
from checks.standard.html import Element, Html, fold
from pages.model.page import CatalogPage, ItemPage
from pages.website import PATH

Files = Mapping[str, bytes]
"""Path -> bytes: the files of an edition, or a folder that is read as it is asked."""

LONG = re.compile(r"\d{11}")
WIDE = "０１２３４５６７８９"
FULL_WIDTH = str.maketrans(WIDE, "0123456789")
CATALOG_PATH = re.compile(rf"[^/]+/{PATH}/\d{{4}}/index\.html")
ITEM_PATH = re.compile(rf"[^/]+/{PATH}/\d{{4}}/\d+/index\.html")
PART_PATH = re.compile(rf"[^/]+/{PATH}/\d{{4}}/\d+/[a-z]+/(?:[a-z0-9-]+/)?index\.html")


def narrow(text: str) -> str:
    """The text with full-width digits made narrow."""
    return text.translate(FULL_WIDTH) if any(digit in text for digit in WIDE) else text


def split(address: str) -> SplitResult:
    """The parts of an address; one that is none counts as an address in this house (L-07)."""
    try:
        parts = urlsplit(address.strip())
        _ = parts.hostname, parts.port
    except ValueError:
        return urlsplit("http://localhost/")
    return parts


class Kind(StrEnum):
    """What a page is, told by its path."""

    PORTAL = "总入口"
    HOME = "首页"
    CATALOG = "目录页"
    ITEM = "事项页"
    PART = "事项分页"
    LOST = "404页"
    OTHER = "其他页"


def kind_of(path: str) -> Kind:
    """The kind of page at a path."""
    if path == "index.html":
        return Kind.PORTAL
    if ITEM_PATH.fullmatch(path):
        return Kind.ITEM
    if PART_PATH.fullmatch(path):
        return Kind.PART
    if CATALOG_PATH.fullmatch(path):
        return Kind.CATALOG
    folder, _, name = path.rpartition("/")
    if folder and "/" not in folder:
        return {"index.html": Kind.HOME, "404.html": Kind.LOST}.get(name, Kind.OTHER)
    return Kind.OTHER


class Link(NamedTuple):
    """Where an address on a page leads: a file of the edition and an anchor, or out of it."""

    file: str
    fragment: str
    host: str = ""


CITED = frozenset({"意见摘要", "发言要点"})
"""Columns of what citizens said."""


def _cited(owner: Element) -> bool:
    return any(one.tag == "td" and one.get("data-label") in CITED for one in owner.chain())


@dataclass
class Page:
    """One HTML page. `styles` are its style sheets, read once for the whole site.

    Of a fragment `domain` is the name of its site, which it does not say itself.
    """

    path: str
    kind: Kind
    body: bytes
    html: Html
    files: Files
    own: bool
    fragment: bool = False
    domain: str = ""
    styles: tuple[Style, ...] = ()
    led: dict[str, Link] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The folder of the authority; empty for the page above them all."""
        return self.path.partition("/")[0] if "/" in self.path else ""

    @property
    def official(self) -> bool:
        """Say whether it is a page of an authority's own site."""
        return self.own and bool(self.root)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of the `meta` labels by their names as written."""
        found: dict[str, list[str]] = {}
        for meta in self.html.of("meta"):
            if meta.has("name"):
                found.setdefault(meta.get("name"), []).append(meta.get("content"))
        return found

    def meta(self, name: str) -> str:
        """The content of a label; empty where it is not there."""
        return (self.metas.get(name) or [""])[0].strip()

    def rel(self, rel: str) -> list[Element]:
        """The `link` elements of a relation."""
        return [e for e in self.html.of("link") if rel in e.get("rel").split()]

    @cached_property
    def canonical(self) -> str:
        """The address that the page says is its own; of a fragment, that at which it will stand."""
        return next((e.get("href") for e in self.rel("canonical")), self._placed)

    @property
    def _placed(self) -> str:
        if not self.fragment or not self.domain or not self.root:
            return ""
        return f"https://{self.domain}/{self.path.partition('/')[2].removesuffix('index.html')}"

    @cached_property
    def pieces(self) -> list[tuple[str, Element]]:
        """The pieces of text that a reader sees or hears, with the element each is in."""
        both = zip(self.html.pieces, self.html.owners, strict=True)
        return [(fold(text), owner) for text, owner in both if owner and not text.isspace()]

    @cached_property
    def text(self) -> str:
        """All visible text, a line for each piece."""
        return "\n".join(text for text, _ in self.pieces)

    @cached_property
    def own_pieces(self) -> list[tuple[str, Element]]:
        """The pieces that the office is to answer for: not what citizens said, who write as they like."""
        return [(text, owner) for text, owner in self.pieces if not _cited(owner)]

    @cached_property
    def own_text(self) -> str:
        """The visible text without what citizens said, a line for each piece."""
        return "\n".join(text for text, _ in self.own_pieces)

    @cached_property
    def narrow(self) -> str:
        """All visible text with full-width digits made narrow, for finding numbers."""
        return narrow(self.text)

    @cached_property
    def numbered(self) -> bool:
        """Say whether eleven digits stand together anywhere: else there is no number of a person."""
        return bool(LONG.search(self.narrow))

    def hidden(self, element: Element) -> bool:
        """Say whether screen readers pass the element over."""
        return any(element.within(e) for e in self._hidden)

    @cached_property
    def _hidden(self) -> list[Element]:
        given = self.html.having.get("aria-hidden", ())
        return [e for e in given if e.get("aria-hidden") == "true"]

    @cached_property
    def flat(self) -> str:
        """All visible text without any blank: for asking whether something is on the page."""
        return re.sub(r"\s+", "", "".join(text for text, _ in self.pieces))

    @cached_property
    def footer(self) -> Element | None:
        """The footer of the page."""
        return next((e for e in reversed(self.html.of("footer"))), None)

    @property
    def footer_text(self) -> str:
        """What the footer says; empty without one."""
        return self.footer.text if self.footer else ""

    def links(self, within: Element | None = None) -> list[Element]:
        """The links of the page, or of a part of it."""
        every = [a for a in self.html.of("a") if a.has("href")]
        return every if within is None else [a for a in every if a.within(within)]

    def section(self, id: str) -> Element | None:
        """The section of that id."""
        return self.sections.get(id)

    @cached_property
    def sections(self) -> dict[str, Element]:
        """Sections by id, in the order of the page."""
        return {e.get("id"): e for e in self.html.of("section") if e.get("id")}

    def lead_to(self, href: str) -> Link:
        """Where an address on this page leads, addresses of this site's own name included."""
        if href not in self.led:
            self.led[href] = self._lead_to(href)
        return self.led[href]

    def _lead_to(self, href: str) -> Link:
        if ":" not in href and not href.startswith(("//", "/")):
            path, _, fragment = href.strip().partition("#")
            return self._beside(unquote(path.partition("?")[0]), unquote(fragment))
        parts = split(href)
        if parts.scheme not in {"", "http", "https"} and not parts.netloc:
            return Link("", "", parts.scheme)
        if parts.netloc and parts.netloc != self.host:
            return Link("", "", parts.netloc)
        path = unquote(parts.path)
        path = posixpath.join(self.root, path.lstrip("/"))
        return Link(_index(path, self.files), unquote(parts.fragment))

    def _beside(self, path: str, fragment: str) -> Link:
        """Where an address relative to this page leads."""
        if not path:
            return Link(self.path, fragment)
        joined = posixpath.join(self.path.rpartition("/")[0], path)
        clean = (
            posixpath.normpath(joined) if "." in (joined[0], path[0]) or "/." in joined else joined
        )
        return Link(_index(clean, self.files), fragment)

    @cached_property
    def host(self) -> str:
        """The name under which the page is served, as it says itself."""
        return split(self.canonical).netloc or self.meta("SiteDomain")


def _index(path: str, files: Files) -> str:
    """A folder's address shows its index."""
    if path in files:
        return path
    return posixpath.join(path, "index.html") if path not in {"", "."} else "index.html"


@dataclass
class Item:
    """An item's page with its data; `beside` is the text of the page of its procedure."""

    page: Page
    data: ItemPage
    before: ItemPage | None = None
    beside: str = ""

    @property
    def flat(self) -> str:
        """All that the two pages say, without any blank."""
        return self.page.flat + self.beside


@dataclass
class Catalog:
    """A year's page with its data."""

    page: Page
    data: CatalogPage


@dataclass
class File:
    """A file that is not a page: a feed, a table, a calendar, a style sheet, an attachment."""

    path: str
    body: bytes
    files: Files
    own: bool

    @property
    def suffix(self) -> str:
        """The extension with its dot, in small letters."""
        return posixpath.splitext(self.path)[1].lower()

    @property
    def attached(self) -> bool:
        """Say whether it is an attachment, put there as it came."""
        return posixpath.dirname(self.path).endswith("/files")


class Trace(NamedTuple):
    """What is remembered of a page when the next one is read."""

    path: str
    kind: Kind
    ids: frozenset[str]
    away: tuple[tuple[str, str], ...]
    canonical: str
    site: tuple[str, str, str]
    noindex: bool
    terms: tuple[str, ...]
    picture: str = ""
    chip: str = ""
    name: str = ""
    index_no: str = ""
    as_of: date | None = None


@dataclass
class Root:
    """An authority's site once all its pages were read; `domain` as its newest year says."""

    folder: str
    files: Files
    own: bool
    before: Files | None = None
    fragment: bool = False
    domain: str = ""
    traces: list[Trace] = field(default_factory=list)
    catalogs: dict[str, CatalogPage] = field(default_factory=dict)

    def of(self, kind: Kind) -> list[Trace]:
        """The traces of one kind of page."""
        return [trace for trace in self.traces if trace.kind is kind]

    @cached_property
    def by_path(self) -> dict[str, Trace]:
        """Traces by path."""
        return {trace.path: trace for trace in self.traces}

    def path(self, name: str) -> str:
        """The path of a file at the root of the site."""
        return f"{self.folder}/{name}" if self.folder else name
