"""Which machine twins lie beside which page, by their names; `docs/data.md` says what each is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from catalog.public.item import PublicDossier
from pages.formats import atom, csv_tables, dcat
from pages.formats.address import base, portal, tag, year_url
from pages.formats.atom import Feed, Story
from pages.formats.dcat import Dataset
from pages.formats.ical import calendar
from pages.formats.json_ld import linked
from pages.formats.schema import SCHEMAS, referring, schema
from pages.formats.sitemap import LAWFUL, Bounds, Place, place, robots, sitemap
from pages.html.render import data
from pages.model.draw import draw_link
from pages.model.labels import COLUMN
from pages.model.lookup import lookup_link
from pages.model.page import CatalogPage, ItemPage
from pages.model.participation import opinion_pages
from pages.model.texts import comparison_place
from pages.website import DRAW, LOOKUP, PROCEDURE, item_path

TITLE = f"{COLUMN}公开"
ITEM_SCHEMA, CATALOG_SCHEMA = SCHEMAS
Files = Iterator[tuple[str, bytes]]


def owner(page: ItemPage | CatalogPage) -> str:
    """Whose page it is; what was compiled from a paper does not pass for the authority's own."""
    return f"{page.authority.name}（资料整理）" if page.source else page.authority.name


def item_json(page: ItemPage) -> bytes:
    """The page object of an item, from which its page is printed."""
    return referring(data(page), ITEM_SCHEMA, "../../../../").encode()


def item_twins(page: ItemPage, graph: str) -> Files:
    """The twins of an item's page, of which one is its graph."""
    root = base(page.authority)
    yield "item.json", item_json(page)
    yield "item.jsonld", linked(page, root, graph).encode()
    yield "timeline.ics", calendar(page, root).encode()
    yield "attachments.csv", csv_tables.attachments(page, root)
    yield "feed.atom", atom.item_feed(page, root, owner(page)).encode()


def year_twins(page: CatalogPage) -> Files:
    """The twins of a year's page."""
    root = base(page.authority)
    yield "catalog.json", referring(data(page), CATALOG_SCHEMA, "../../../").encode()
    yield "catalog.csv", csv_tables.items(page, root)
    yield "redactions.csv", csv_tables.redactions(page, root)
    yield "feed.atom", atom.catalog_feed(page, root, owner(page)).encode()


def site_twins(years: Sequence[Dataset], places: Sequence[Place], bounds: Bounds = LAWFUL) -> Files:
    """The twins of an authority's site, newest year first; `places` are its items' pages."""
    newest = years[0].page
    root = base(newest.authority)
    pages = [year.page for year in years]
    told = _feed(tag(root, newest.authority.id), f"{TITLE}_{owner(newest)}", owner(newest), pages)
    yield "feed.atom", atom.site_feed(told._replace(url=root)).encode()
    yield "dcat.jsonld", dcat.data_catalog(TITLE, owner(newest), root, years).encode()
    own = [place(root, max((page.updated_on for page in pages if page.updated_on), default=None))]
    own += [place(year_url(root, page.year), page.updated_on) for page in pages]
    yield from sitemap([*own, *places], root, bounds)
    yield "robots.txt", robots(root).encode()
    for path in SCHEMAS:
        yield path, schema(path, root).encode()


def portal_twins(below: Mapping[str, str], notices: str, on: date, told: Sequence[Story]) -> Files:
    """The twins of the page above several authorities: `below` names the owner of each address.

    `told` are the newest stories of each of them, in the order of the authorities.
    """
    root = portal()
    all_ = Feed(tag(root, "all"), TITLE, notices, TITLE, root, on, told)
    yield "feed.atom", atom.site_feed(all_).encode()
    yield "dcat.jsonld", dcat.data_catalogs(TITLE, root, below).encode()


def newest(pages: Sequence[CatalogPage]) -> list[Story]:
    """The newest stories of an authority, all that a feed above it may take."""
    return atom.latest(pages, base(pages[0].authority))


def item_places(item: PublicDossier) -> Iterator[Place]:
    """The pages of an item in the sitemap."""
    url = f"{base(item.catalog.authority)}{item_path(item.catalog.year, item.no)}/"
    yield place(url, item.events[0].on)
    if item.duties or item.determinations:
        yield place(f"{url}{PROCEDURE}/", item.events[0].on)
    for text in item.texts:
        yield place(f"{url}{text.place}/", item.events[0].on)
    for one in item.comparisons:
        yield place(f"{url}{comparison_place(one)}/", item.events[0].on)
    for some in opinion_pages(item):
        yield place(f"{url}{some.place}/", item.events[0].on)
    if draw_link(item):
        yield place(f"{url}{DRAW}/", item.events[0].on)
    if lookup_link(item):
        yield place(f"{url}{LOOKUP}/", item.events[0].on)


def _feed(id: str, title: str, author: str, pages: Sequence[CatalogPage]) -> Feed:
    notices = "\n".join(dict.fromkeys(page.notice for page in pages if page.notice))
    on = max(page.updated_on or page.as_of for page in pages)
    return Feed(id, title, notices, author, "", on, newest(pages))
