"""What stands round every page: title, labels, breadcrumb, header and footer."""

from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import quote

from catalog.annual import Authority
from catalog.record import Frozen
from publish.facts import contact, fact
from publish.page import CatalogPage, ItemPage
from publish.parts import Fact, Link
from publish.wording import day

COLUMN = "重大行政决策"
PATH = "zwgk/zdjc"


class Meta(Frozen):
    """A `meta` label of 国办发〔2017〕47号; there are no empty ones."""

    name: str
    content: str


class Assets(NamedTuple):
    """Names of the static files, with the hash of their content; of the search page, if any."""

    css: str
    icon: str
    search: str = ""


class Frame(Frozen):
    """Everything on a page that is not the page's own; addresses are relative to the page."""

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
    here: str
    data: str
    as_of: str
    footer: tuple[Fact, ...]
    fault: Link | None


def item_frame(page: ItemPage, assets: Assets) -> Frame:
    """The frame of an item's page, four folders deep."""
    own = (
        *_column(),
        *_article(page.name, page.authority, page.first_published_at),
        Meta(name="Description", content=page.banner.now),
    )
    back = Link(href="../index.html", text=f"{page.year}年度目录")
    path = f"{PATH}/{page.year}/{page.no:02d}/"
    return _frame(
        page.authority, page.name, path, own, assets, page.notice, page.as_of, page.source
    ).model_copy(update={"crumbs": (_home("../../../../"), back), "data": "item.json"})


def catalog_frame(page: CatalogPage, assets: Assets) -> Frame:
    """The frame of a year's page, three folders deep."""
    own = (*_column(), *_article(page.title, page.authority, page.first_published_at))
    path = f"{PATH}/{page.year}/"
    return _frame(
        page.authority, page.title, path, own, assets, page.notice, page.as_of, page.source
    ).model_copy(update={"crumbs": (_home("../../../"),), "data": "catalog.json"})


def root_frame(
    authority: Authority, notice: str, source: str, as_of: date, assets: Assets
) -> Frame:
    """The frame of the page that lists the years."""
    return _frame(authority, f"{COLUMN}公开", "", (), assets, notice, as_of, source)


def top_frame(notice: str, as_of: date, assets: Assets) -> Frame:
    """The frame of the page that lists several authorities; it belongs to none of them."""
    nobody = Authority(id="all", name=f"{COLUMN}公开")
    frame = _frame(nobody, f"{COLUMN}公开", "", (), assets, notice, as_of)
    return frame.model_copy(update={"title": f"{COLUMN}公开", "column": "", "footer": ()})


def lost_frame(
    authority: Authority, notice: str, source: str, as_of: date, assets: Assets
) -> Frame:
    """The frame of 404.html, which a server shows at any depth: absolute where a domain is known."""
    frame = _frame(authority, "没有找到这个页面", "", (), assets, notice, as_of, source)
    root = "/" if authority.site_domain else ""
    metas = (*frame.metas, Meta(name="robots", content="noindex"))
    return frame.model_copy(
        update={
            "canonical": "",
            "metas": metas,
            "fault": None,
            "css": f"{root}{assets.css}",
            "icon": f"{root}{assets.icon}",
            "home": f"{root}index.html",
            "search": f"{root}{assets.search}" if assets.search else "",
        }
    )


def search_frame(
    authority: Authority, notice: str, source: str, as_of: date, assets: Assets
) -> Frame:
    """The frame of the search page of one authority."""
    frame = _frame(authority, "搜索", "", (), assets, notice, as_of, source)
    canonical = f"{frame.canonical}{assets.search}" if frame.canonical else ""
    metas = (*frame.metas, Meta(name="robots", content="noindex"))
    return frame.model_copy(
        update={
            "canonical": canonical,
            "metas": metas,
            "fault": _fault(authority, canonical),
            "crumbs": (_home(""),),
        }
    )


def _frame(
    authority: Authority,
    name: str,
    path: str,
    own: tuple[Meta, ...],
    assets: Assets,
    notice: str,
    as_of: date,
    source: str = "",
) -> Frame:
    up = "../" * path.count("/")
    # What was compiled from somebody's paper does not pass for a page of that authority's site.
    owner = f"{authority.name}（资料整理）" if source else authority.name
    site = owner if source else authority.site_name or owner
    canonical = f"https://{authority.site_domain}/{path}" if authority.site_domain else ""
    url = (Meta(name="Url", content=canonical),) if canonical and own else ()
    return Frame(
        title=f"{name}_{site}",
        metas=() if source else (*_site(authority), *own, *url),
        canonical=canonical,
        css=f"{up}{assets.css}",
        icon=f"{up}{assets.icon}",
        home=f"{up}index.html",
        search=f"{up}{assets.search}" if assets.search else "",
        owner=owner,
        column=f"{COLUMN}公开",
        notice=notice,
        crumbs=(),
        here=name,
        data="",
        as_of=day(as_of),
        footer=(
            *fact("主办单位", "" if source else authority.name),
            *fact("整理自", source),
            *contact(authority),
            *fact("网站标识码", authority.site_id_code),
        ),
        fault=_fault(authority, canonical),
    )


def _home(href: str) -> Link:
    return Link(href=f"{href}index.html", text=COLUMN)


def _site(authority: Authority) -> tuple[Meta, ...]:
    given = {
        "SiteName": authority.site_name,
        "SiteDomain": authority.site_domain,
        "SiteIDCode": authority.site_id_code,
    }
    return tuple(Meta(name=name, content=content) for name, content in given.items() if content)


def _column() -> tuple[Meta, ...]:
    return (
        Meta(name="ColumnName", content=COLUMN),
        Meta(name="ColumnDescription", content="重大行政决策事项目录和各事项全过程信息的集成公开"),
        Meta(name="ColumnKeywords", content="重大行政决策,事项目录,意见征集,意见采纳,决策公开"),
        Meta(name="ColumnType", content="政府信息公开"),
    )


def _article(title: str, authority: Authority, published: datetime | None) -> tuple[Meta, ...]:
    """Labels of the content; the time is the ledger's, never that of the build."""
    when = (Meta(name="PubDate", content=f"{published:%Y-%m-%d %H:%M}"),) if published else ()
    return (
        Meta(name="ArticleTitle", content=title),
        *when,
        Meta(name="ContentSource", content=authority.name),
    )


def _fault(authority: Authority, canonical: str) -> Link | None:
    """The link by which a reader reports a fault of this very page (我为政府网站找错)."""
    if not (authority.site_id_code and canonical):
        return None
    query = f"site_code={quote(authority.site_id_code)}&url={quote(canonical, safe='')}"
    address = f"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?{query}"
    return Link(href=address, text="我为政府网站找错", external=True)
