"""F: what stands round every page: footer, breadcrumb, 404.html, tidy words, few colours."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

from catalog.findings import Severity
from checks.standard.base import Wrong, also, rule
from checks.standard.css import colour, hue, style
from checks.standard.site import File, Item, Kind, Page, Root, split

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
ICP = re.compile(rf"[{PROVINCES}]ICP备(\d{{8}}|\d{{10}})号(-\d{{1,3}})?")
POLICE = re.compile(rf"[{PROVINCES}]公网安备\s?\d{{14}}号")
POLICE_HOSTS = {"beian.mps.gov.cn", "beian.gov.cn", "www.beian.gov.cn"}
PLACEHOLDER = re.compile(
    r"TODO|FIXME|lorem ipsum|测试(?:数据|内容|标题|页面|信息|文字|账号)|^测试\d*$"
    r"|(?<![A-Za-z])X{2,}(?![A-Za-z])|信息明细属性|\{\{|\{%",
    re.MULTILINE | re.IGNORECASE,
)
HINTS = ("todo", "fixme", "lorem", "测试", "xx", "信息明细属性", "{{", "{%")
"""One of these is in every placeholder: looking for them first is quick."""

PAIRS = {"》": "《", "）": "（", "”": "“", "〕": "〔"}
BRAND_HUES, SAME_HUE = 3, 30
STATE_SELECTOR = re.compile(
    r"\.(?:green|brown|blue|grey|red|chip|now|done|plan|legend)\b|\[data-state|:visited|:focus|^(?:del|ins)$"
)
"""Selectors of states: their colours tell a meaning, they are no colours of the house."""


@rule("F-01", Severity.ERROR, "47、19", official=True, framed=True)
def host(item: Item) -> Iterator[Wrong]:
    """页脚写明主办单位全称。"""
    if not re.search(
        rf"主办(?:单位)?[:：\s]*{re.escape(item.data.authority.name)}", item.page.footer_text
    ):
        yield Wrong("footer", "页脚没有写主办单位全称", f"写“主办单位 {item.data.authority.name}”")


@also("F-01")
def some_host(page: Page) -> Iterator[Wrong]:
    """Where the data does not say who it is, at least somebody is named."""
    if page.official and not re.search(r"主办(?:单位)?[:：\s]*\S", page.footer_text):
        yield Wrong("footer", "页脚没有写主办单位", "写主办单位的全称")


@rule("F-02", Severity.ERROR, "19", official=True, framed=True)
def id_code_in_the_footer(page: Page) -> Iterator[Wrong]:
    """页脚的网站标识码与 SiteIDCode 标签一致。"""
    found = re.search(r"标识码[:：\s]*([a-z0-9]+)", page.footer_text)
    if found is None or found[1] != page.meta("SiteIDCode"):
        said = found[1] if found else "没有写"
        yield Wrong("footer", f"页脚的网站标识码：{said}", "写与 SiteIDCode 相同的网站标识码")


@rule("F-03", Severity.ERROR, "19", official=True, framed=True)
def icp(page: Page) -> Iterator[Wrong]:
    """页脚有 ICP 备案号，链接到 beian.miit.gov.cn。"""
    yield from _badge(page, ICP, {"beian.miit.gov.cn"}, "ICP 备案号", "沪ICP备12345678号")


@rule("F-04", Severity.ERROR, "19", official=True, framed=True)
def police(page: Page) -> Iterator[Wrong]:
    """页脚有公安备案号，链接到公安备案网站。"""
    yield from _badge(page, POLICE, POLICE_HOSTS, "公安备案号", "沪公网安备31000000000000号")


def _badge(
    page: Page, pattern: re.Pattern[str], hosts: set[str], what: str, example: str
) -> Iterator[Wrong]:
    links = [a for a in page.links(page.footer) if split(a.get("href")).netloc in hosts]
    if not any(pattern.search(a.text) for a in links):
        where = "、".join(sorted(hosts))
        yield Wrong(
            "footer", f"页脚没有{what}，或者写法、链接不对", f"写成“{example}”，链接到 {where}"
        )


@rule("F-05", Severity.ERROR, "19", official=True, framed=True)
def party_and_government_mark(page: Page) -> Iterator[Wrong]:
    """页脚有党政机关网站标识，链接到 bszs.conac.cn，用本站图片并有替代文字。"""
    for a in page.links(page.footer):
        if split(a.get("href")).netloc == "bszs.conac.cn":
            images = list(a.inside("img"))
            drawn = [e for e in a.inside("svg") if e.get("role") == "img"]
            own = [e.get("alt") for e in images if not split(e.get("src")).netloc]
            if any(own) or any(e.get("aria-label") for e in drawn):
                return
    yield Wrong(
        "footer",
        "页脚没有党政机关网站标识，或者图片不是本站的、没有替代文字",
        "用本站图片（img，或者 role=img 的 svg）链接到 https://bszs.conac.cn/sitename?method=show&id=…，写替代文字",
    )


@rule("F-06", Severity.ERROR, "19", official=True, framed=True)
def fault_link(page: Page) -> Iterator[Wrong]:
    """页脚有“我为政府网站找错”链接，带本站标识码和本页地址。"""
    if page.kind is Kind.LOST:
        return
    for a in page.links(page.footer):
        parts = split(a.get("href"))
        if parts.netloc == "zfwzgl.www.gov.cn":
            asked = parse_qs(parts.query)
            if asked.get("site_code") == [page.meta("SiteIDCode")] and asked.get("url") == [
                page.canonical
            ]:
                return
    yield Wrong(
        "footer",
        "没有“我为政府网站找错”链接，或者标识码、本页地址不对",
        "链接写明 site_code=网站标识码 和 url=本页地址（编码）",
    )


@rule("F-07", Severity.WARN, "47", official=True, framed=True)
def contact_and_map(page: Page) -> Iterator[Wrong]:
    """页脚有联系方式和网站地图链接。"""
    if not re.search("联系", page.footer_text):
        yield Wrong("footer", "页脚没有联系方式", "写联系处室和电话")
    if not any("网站地图" in a.name for a in page.links(page.footer)):
        yield Wrong("footer", "页脚没有网站地图链接", "加上“网站地图”链接")


@rule("F-08", Severity.WARN, "47、61号", framed=True)
def breadcrumb(page: Page) -> Iterator[Wrong]:
    """目录页和事项页有面包屑导航，最后一级是本页并标 aria-current。"""
    if page.kind not in {Kind.CATALOG, Kind.ITEM, Kind.PART}:
        return
    h1 = page.html.first("h1")
    current = [
        e
        for nav in page.html.of("nav")
        for e in nav.inside("li", "a", "span")
        if e.get("aria-current") == "page"
    ]
    if not current or (h1 and current[-1].text != h1.text):
        yield Wrong(
            "nav",
            "没有面包屑导航，或者最后一级不是本页",
            '最后一级写本页标题，标 aria-current="page"',
        )


@rule("F-09", Severity.WARN, "47", framed=True)
def lost_page(root: Root) -> Iterator[Wrong]:
    """每个网站有 404.html，不进搜索引擎，可以回到首页、目录和检索。"""
    path = root.path("404.html")
    lost = root.by_path.get(path)
    if lost is None and root.folder:
        yield Wrong("404.html", "没有404页", "生成 404.html", path)
    elif lost and not lost.noindex:
        yield Wrong("meta", "404页没有声明 noindex", "加上 robots 标签 noindex", path)


@also("F-09")
def lost_page_leads_on(page: Page) -> Iterator[Wrong]:
    """What the page of a wrong address offers."""
    if page.kind is Kind.LOST:
        said = " ".join(a.name for a in page.links())
        for word, wanted in (
            ("首页", "首页|主页|返回"),
            ("目录", "目录"),
            ("检索", "检索|搜索|查找"),
        ):
            if not re.search(wanted, said):
                yield Wrong("main", f"404页没有到{word}的链接", f"加上到{word}的链接")


@rule("F-10", Severity.WARN, "47", framed=True)
def print_and_search(page: Page) -> Iterator[Wrong]:
    """目录页和事项页有打印说明和检索入口，没有脚本也能用。"""
    if page.kind in {Kind.CATALOG, Kind.ITEM}:
        if "打印" not in page.flat:
            yield Wrong("footer", "没有打印的说明或者按钮", "写明怎样打印本页")
        if not any(re.search("检索|搜索", a.name) for a in page.links()):
            yield Wrong("header", "没有检索入口", "加上检索页的链接")


@rule("F-11", Severity.ERROR, "实例")
def no_placeholder(page: Page) -> Iterator[Wrong]:
    """没有占位文字和模板残留（TODO、XX、测试数据、{{ 等）；公众意见、代表发言的原话不算。"""
    low = page.own_text.lower()
    for text, owner in page.own_pieces if any(hint in low for hint in HINTS) else ():
        found = PLACEHOLDER.search(text.strip())
        if found:
            yield Wrong(owner.where(), f"有占位文字“{found[0]}”", "换成真实内容，没有内容就删去")


@rule("F-12", Severity.WARN, "实例")
def balanced_brackets(page: Page) -> Iterator[Wrong]:
    """标题里的书名号、括号、引号成对。"""
    for element in page.html.of("title", "h1", "h2", "h3", "h4", "caption"):
        if not _balanced(element.text):
            yield Wrong(
                element.where(), f"“{element.text}”的括号不成对", "补全书名号、括号或者引号"
            )


def _balanced(text: str) -> bool:
    opened: list[str] = []
    for sign in text:
        if sign in PAIRS.values():
            opened.append(sign)
        elif sign in PAIRS and (not opened or opened.pop() != PAIRS[sign]):
            return False
    return not opened


@rule("F-13", Severity.WARN, "47")
def few_hues(file: File) -> Iterator[Wrong]:
    """样式里除中性色和表示状态的颜色外，不超过三种色相。"""
    if file.suffix != ".css" or file.attached:
        return
    sheet = style(file.body)
    hues: list[float] = []
    for one in sheet.declarations:
        if STATE_SELECTOR.search(one.selector) or one.selector == ":root":
            continue
        for used in re.findall(r"var\((--[\w-]+)\)|(#[0-9A-Fa-f]{3,8})\b", one.value):
            found = colour(sheet.variables.get(used[0], used[1]))
            turn = hue(found) if found else None
            if turn is not None and all(_apart(turn, h) >= SAME_HUE for h in hues):
                hues.append(turn)
    if len(hues) > BRAND_HUES:
        yield Wrong("CSS", f"用了{len(hues)}种色相", "主色调不超过三种，其余用中性色")


def _apart(one: float, other: float) -> float:
    turn = abs(one - other) % 360
    return min(turn, 360 - turn)
