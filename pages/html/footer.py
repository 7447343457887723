"""The foot of a page (底部功能区): who runs the site, its filings, and where a fault is reported."""

from urllib.parse import quote

from catalog.annual import Authority
from pages.model.components import Fact, Link
from pages.model.facts import contact, fact
from pages.model.links import phone
from pages.website import Site


def imprint(authority: Authority, site: Site | None, source: str) -> tuple[Fact, ...]:
    """What the foot says of the site; a page compiled from somebody's paper has only its source."""
    if source:
        return (*fact("整理自", source), *contact(authority))
    if site is None:
        code = fact("网站标识码", authority.site_id_code)
        return (*fact("主办单位", authority.name), *contact(authority), *code)
    number = phone(site.phone)
    return (
        *fact("主办单位", site.organiser),
        *fact("承办单位", site.undertaker),
        *fact("地址", site.address),
        *fact("联系电话", "" if number else site.phone, link=number),
        *fact("网站标识码", site.id_code),
        *fact("ICP备案", link=away("https://beian.miit.gov.cn/", site.icp)),
        *fact("公安备案", link=away(_police(site.police), site.police)),
    )


def fault(authority: Authority, canonical: str) -> Link | None:
    """The link by which a reader reports a fault of this very page (我为政府网站找错)."""
    if not (authority.site_id_code and canonical):
        return None
    query = f"site_code={quote(authority.site_id_code)}&url={quote(canonical, safe='')}"
    return away(f"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?{query}", "我为政府网站找错")


def emblem(site: Site | None) -> Link | None:
    """The link behind 党政机关网站标识, to the page that certifies it."""
    return away(site.emblem, "党政机关网站标识") if site else None


def ways(site: Site | None, home: str, search: str = "") -> tuple[Link, ...]:
    """网站地图 and 检索: our own search where there is one, else the portal's where it has them."""
    if site is None:
        return ()
    found = search or site.search_url
    plan = Link(href=site.map_url or home, text="网站地图")
    return (plan, *([Link(href=found, text="站内检索")] if found else []))


def away(href: str, text: str) -> Link:
    """A link that leaves the site."""
    return Link(href=href, text=text, external=True)


def _police(filing: str) -> str:
    digits = "".join(c for c in filing if c.isdigit())
    return f"https://beian.mps.gov.cn/#/query/webSearch?code={digits}"
