"""What stands round every page: title, labels, breadcrumb, header and footer."""

from datetime import date
from typing import NamedTuple

from catalog.annual import Authority
from pages.html.footer import emblem, fault, imprint, ways
from pages.model.components import Exchanged, Fact, Link, Twin
from pages.model.labels import COLUMN, Meta, article_labels, column_labels, site_labels
from pages.model.page import CatalogPage, ItemPage
from pages.model.view import revised, shown
from pages.model.wording import day
from pages.website import DEADLINES, EXCHANGED, PROCEDURE, Site, item_path, year_path

DEADLINES_TITLE = "法定期限计算"
HISTORY_TITLE = "历次公开记录"
NOINDEX = Meta(name="robots", content="noindex")


class Assets(NamedTuple):
    """Names of the static files, with the hash of their content; of the search page, if any, and of the
    record of editions, which lies above the authority's own site."""

    css: str
    icon: str
    search: str = ""
    history: str = ""


@shown
class Frame:
    """Everything on a page that is not the page's own; addresses are relative to the page.

    `linked` is JSON-LD, already safe within a script element.
    """

    title: str
    metas: tuple[Meta, ...]
    canonical: str
    css: str
    icon: str
    home: str
    search: str
    owner: str
    column: str
    notice: str
    crumbs: tuple[Link, ...]
    back: Link | None
    root: str
    here: str
    downloads: tuple[Link, ...]
    as_of: str
    footer: tuple[Fact, ...]
    emblem: Link | None
    ways: tuple[Link, ...]
    fault: Link | None
    twins: tuple[Twin, ...] = ()
    linked: str = ""
    deadlines: Link | None = None


def item_frame(page: ItemPage, assets: Assets, site: Site | None = None) -> Frame:
    """The frame of an item's page, four folders deep."""
    path = f"{item_path(page.year, page.no)}/"
    labels = article_labels(
        page.name,
        page.authority,
        page.first_published_at,
        keywords=(COLUMN, page.name, page.chip.word),
        description=page.banner.now,
        url=_address(page.authority, path),
    )
    frame = _frame(page, page.name, path, (*column_labels(site), *labels), assets, site)
    back = Link(href="../index.html", text=f"{page.year}年度目录")
    crumbs = (*frame.crumbs, _home(frame, site), back)
    tables = (
        Link(href=one.csv, text=f"意见采纳情况表{one.heading}（CSV）")
        for one in page.adoptions
        if one.csv
    )
    gone = (Link(href=one.href, text=_gone(one)) for one in page.exchanged)
    downloads = (*tables, *gone, *_record(frame.root, assets))
    return revised(frame, crumbs=crumbs, back=back, downloads=downloads)


def _gone(one: Exchanged) -> str:
    return f"已{one.became}的{one.kind}（{one.format}，{day(one.since)}公开，{day(one.until)}{one.became}）"


def exchanged_frame(
    page: ItemPage, one: Exchanged, assets: Assets, site: Site | None = None
) -> Frame:
    """The frame of the notice of a file that is public no more; nobody need find it who did not have its address."""
    named = f"{one.kind}已经{one.became}"
    frame = part_frame(page, EXCHANGED, named, named, assets, site)
    name = one.href.removeprefix(f"{EXCHANGED}/")
    canonical = f"{frame.canonical}{name}" if frame.canonical else ""
    metas = tuple(m for m in frame.metas if m.name != "Url")
    url = (Meta(name="Url", content=canonical),) if canonical else ()
    return revised(
        frame,
        canonical=canonical,
        metas=(*metas, *url, NOINDEX),
        fault=fault(page.authority, canonical),
    )


def procedure_frame(page: ItemPage, assets: Assets, site: Site | None = None) -> Frame:
    """The frame of the page of an item's procedure, one folder below the item's."""
    return part_frame(page, PROCEDURE, "程序履行情况", page.duties, assets, site)


def part_frame(
    page: ItemPage, place: str, named: str, description: str, assets: Assets,
    site: Site | None = None,
) -> Frame:  # fmt: skip
    """The frame of a page in a folder (`place`) within the item's: its procedure, a text, a comparison."""
    path = f"{item_path(page.year, page.no)}/{place}/"
    title, back = f"{named}：{page.name}", "../" * (place.count("/") + 1)
    labels = article_labels(
        title,
        page.authority,
        page.first_published_at,
        keywords=(COLUMN, page.name, named),
        description=description,
        url=_address(page.authority, path),
    )
    frame = _frame(page, title, path, (*column_labels(site), *labels), assets, site)
    year = Link(href=f"{back}../index.html", text=f"{page.year}年度目录")
    item = Link(href=f"{back}index.html", text=page.name)
    return revised(frame, crumbs=(*frame.crumbs, _home(frame, site), year, item), back=item)


def catalog_frame(page: CatalogPage, assets: Assets, site: Site | None = None) -> Frame:
    """The frame of a year's page, three folders deep."""
    path = f"{year_path(page.year)}/"
    labels = article_labels(
        page.title,
        page.authority,
        page.first_published_at,
        keywords=(COLUMN, f"{page.year}年度目录"),
        description=page.lead,
        url=_address(page.authority, path),
    )
    frame = _frame(page, page.title, path, (*column_labels(site), *labels), assets, site)
    return revised(frame, crumbs=(*frame.crumbs, _home(frame, site)))


@shown
class Cover:
    """What a page that is neither an item's nor a year's knows of its site."""

    authority: Authority
    notice: str
    source: str
    as_of: date


def root_frame(cover: Cover, assets: Assets, site: Site | None = None) -> Frame:
    """The frame of the page that lists the years."""
    return _frame(cover, f"{COLUMN}公开", "", (), assets, site)


def top_frame(notice: str, as_of: date, assets: Assets) -> Frame:
    """The frame of the page that lists several authorities; it belongs to none of them."""
    nobody = Cover(
        authority=Authority(id="all", name=f"{COLUMN}公开"), notice=notice, source="", as_of=as_of
    )
    assets = assets._replace(
        search="", history=""
    )  # each site has its own; the record is beside it
    frame = _frame(nobody, f"{COLUMN}公开", "", (), assets, None)
    return revised(frame, title=f"{COLUMN}公开", column="", footer=())


def lost_frame(cover: Cover, assets: Assets, site: Site | None = None) -> Frame:
    """The frame of 404.html, which a server shows at any depth: absolute where a domain is known."""
    frame = _frame(cover, "没有找到这个页面", "", (), assets, site)
    root = "/" if cover.authority.site_domain else ""
    home, search = f"{root}index.html", f"{root}{assets.search}" if assets.search else ""
    return revised(
        frame,
        canonical="",
        metas=(*frame.metas, NOINDEX),
        fault=None,
        css=f"{root}{assets.css}",
        icon=f"{root}{assets.icon}",
        home=home,
        search=search,
        ways=ways(site, home, search),
    )


def search_frame(cover: Cover, assets: Assets, site: Site | None = None) -> Frame:
    """The frame of the search page of one authority."""
    frame = _frame(cover, "搜索", "", (), assets, site)
    canonical = f"{frame.canonical}{assets.search}" if frame.canonical else ""
    return revised(
        frame,
        canonical=canonical,
        metas=(*frame.metas, NOINDEX),
        fault=fault(cover.authority, canonical),
        crumbs=(*frame.crumbs, _home(frame, site)),
    )


def deadlines_frame(cover: Cover, assets: Assets, site: Site | None = None) -> Frame:
    """The frame of the page of legal periods of one authority, one folder deep."""
    frame = _frame(cover, DEADLINES_TITLE, f"{DEADLINES}/", (), assets, site)
    return revised(frame, crumbs=(*frame.crumbs, _home(frame, site)))


def with_deadlines(frame: Frame) -> Frame:
    """The frame of a page that leads to the page of legal periods."""
    way = Link(href=f"{frame.root}{DEADLINES}/index.html", text=DEADLINES_TITLE)
    return revised(frame, deadlines=way)


def _frame(
    page: ItemPage | CatalogPage | Cover,
    name: str,
    path: str,
    labels: tuple[Meta, ...],
    assets: Assets,
    site: Site | None,
) -> Frame:
    authority, source, up = page.authority, page.source, "../" * path.count("/")
    # What was compiled from somebody's paper does not pass for a page of that authority's site.
    site = None if source else site
    owner = f"{authority.name}（资料整理）" if source else authority.name
    named = owner if source else authority.site_name or owner
    canonical, home = _address(authority, path), f"{up}index.html"
    search = f"{up}{assets.search}" if assets.search else ""
    return Frame(
        title=f"{name}_{named}",
        metas=() if source else (*site_labels(authority), *labels),
        canonical=canonical,
        css=f"{up}{assets.css}",
        icon=f"{up}{assets.icon}",
        home=home,
        search=search,
        owner=owner,
        column=f"{site.column if site else COLUMN}公开",
        notice=page.notice,
        crumbs=tuple(Link(href=one.url, text=one.name) for one in site.above) if site else (),
        back=None,
        root=up,
        here=name,
        downloads=(),
        as_of=day(page.as_of),
        footer=imprint(authority, site, source),
        emblem=emblem(site),
        ways=(
            *ways(site, home, search),
            *(() if isinstance(page, ItemPage) else _record(up, assets)),
        ),
        fault=fault(authority, canonical),
    )


def _record(up: str, assets: Assets) -> tuple[Link, ...]:
    """The record of editions; a server that shows the authority's site alone has it at that one's root."""
    named = Link(href=f"{up}../{assets.history}", text=HISTORY_TITLE)
    return (named,) if assets.history else ()


def _address(authority: Authority, path: str) -> str:
    """The permanent address, or empty where the site has no domain."""
    return f"https://{authority.site_domain}/{path}" if authority.site_domain else ""


def _home(frame: Frame, site: Site | None) -> Link:
    return Link(href=frame.home, text=site.column if site else COLUMN)
