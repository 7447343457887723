"""M: the labels in the head of every page (国办发〔2017〕47号, 网页标签)."""

import re
from collections.abc import Iterator
from datetime import datetime

from catalog.findings import Severity
from checks.standard.base import Wrong, also, rule
from checks.standard.site import Item, Kind, Page, Root, split

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = ("ArticleTitle", "PubDate", "ContentSource")
OTHERS = ("Keywords", "Author", "Description", "Image", "Url")
KNOWN = {name.lower(): name for name in (*SITE, *COLUMN, *ARTICLE, *OTHERS)}

PUB_DATE = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d", re.ASCII
)
ID_CODE = re.compile(r"bm\d{8}|\d{10}", re.ASCII)
DOMAIN = re.compile(r"([a-z0-9-]+\.)+gov\.cn")
DEMO_DOMAIN = re.compile(r"([a-z0-9-]+\.)+example")
"""A name that nobody can ever own (RFC 2606); right where the page says it is a demonstration."""

NOTHING = {"", "null", "none", "undefined", "nan"}


@rule("M-01", Severity.ERROR, "47", official=True, framed=True)
def site_labels(page: Page) -> Iterator[Wrong]:
    """每页有且只有一个 SiteName、SiteDomain、SiteIDCode 标签，内容不空。"""
    yield from _once(page, SITE)


@rule("M-02", Severity.ERROR, "47", official=True, framed=True)
def column_labels(page: Page) -> Iterator[Wrong]:
    """目录页和事项页有 ColumnName、ColumnDescription、ColumnKeywords、ColumnType 标签。"""
    if page.kind in {Kind.CATALOG, Kind.ITEM, Kind.PART}:
        yield from _once(page, COLUMN)


@rule("M-03", Severity.ERROR, "47", official=True, framed=True)
def content_labels(page: Page) -> Iterator[Wrong]:
    """事项页有 ArticleTitle、PubDate、ContentSource 标签，首页没有。"""
    if page.kind in {Kind.ITEM, Kind.PART}:
        yield from _once(page, ARTICLE)
    if page.kind is Kind.HOME:
        for name in ARTICLE:
            if name in page.metas:
                yield Wrong(name, "首页带有内容页的标签", "请从首页去掉这个标签")


def _once(page: Page, names: tuple[str, ...]) -> Iterator[Wrong]:
    for name in names:
        given = page.metas.get(name, [])
        if len(given) != 1 or not given[0].strip():
            what = f"有{len(given)}个" if len(given) != 1 else "内容是空的"
            yield Wrong(name, f"{name} 标签{what}", "每页写一个，内容不空")


@rule("M-04", Severity.ERROR, "47", framed=True)
def publication_instant(page: Page) -> Iterator[Wrong]:
    """PubDate 写成“2026-03-02 09:00”，半角冒号和空格，是真实的日期。"""
    for given in page.metas.get("PubDate", []):
        if not PUB_DATE.fullmatch(given) or _instant(given) is None:
            yield Wrong(
                "PubDate", f"“{given}”不是规定的写法", "请写年-月-日 时:分，24小时制，半角字符"
            )


def _instant(given: str) -> datetime | None:
    try:
        return datetime.strptime(given, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - printed local time
    except ValueError:
        return None


@rule("M-05", Severity.ERROR, "19", official=True)
def publication_is_the_first_one(item: Item) -> Iterator[Wrong]:
    """PubDate 是首次公开的时间，还不知道时是登记的时间；不晚于页面状态日期，知道了就不再变。"""
    said, first, was = item.page.meta("PubDate"), item.data.dated_at, item.before
    if first and said != f"{first:%Y-%m-%d %H:%M}" and _instant(said):
        yield Wrong("PubDate", f"{said}不是首次发布的{first:%Y-%m-%d %H:%M}", "请用台账上的时间")
    if first and first.date() > item.data.as_of:
        yield Wrong("PubDate", f"发布时间{first:%Y-%m-%d}在页面状态日期之后", "不得预填发稿日期")
    told_apart = was is not None and was.first_filed_at is not None
    if was and told_apart and was.first_published_at not in (None, item.data.first_published_at):
        yield Wrong("PubDate", "与上一次公布时的发布时间不同", "重新生成页面不改发布时间")


@rule("M-06", Severity.ERROR, "47", official=True, framed=True)
def domain(page: Page) -> Iterator[Wrong]:
    """SiteDomain 是 gov.cn 结尾的域名，不带协议和斜杠，与本页规范地址一致。"""
    for given in page.metas.get("SiteDomain", []):
        demo = DEMO_DOMAIN.fullmatch(given) and "演示" in page.flat
        if not DOMAIN.fullmatch(given) and not demo:
            yield Wrong(
                "SiteDomain",
                f"“{given}”不是政府网站域名",
                "写 gov.cn 结尾的域名，例如 mzj.sh.gov.cn；演示用的 .example 域名须在页面上写明是演示",
            )
        elif page.canonical and split(page.canonical).netloc != given:
            yield Wrong("SiteDomain", f"“{given}”与规范地址的主机名不同", "两处写同一个域名")


@rule("M-07", Severity.ERROR, "47", official=True, framed=True)
def id_code(page: Page) -> Iterator[Wrong]:
    """SiteIDCode 是 bm 加8位数字或者10位数字，全站一致。"""
    for given in page.metas.get("SiteIDCode", []):
        if not ID_CODE.fullmatch(given):
            yield Wrong("SiteIDCode", f"“{given}”不是网站标识码", "写10位数字，或者 bm 加8位数字")


@also("M-07")
def one_code(root: Root) -> Iterator[Wrong]:
    """The same on all pages."""
    first = next((t.site[2] for t in root.traces if t.site[2]), "")
    for trace in root.traces:
        if root.own and trace.site[2] and trace.site[2] != first:
            what = f"“{trace.site[2]}”与其他页的“{first}”不同"
            yield Wrong("SiteIDCode", what, "全站用同一个标识码", trace.path)


@rule("M-08", Severity.ERROR, "47", official=True, framed=True)
def titles(page: Page) -> Iterator[Wrong]:
    """ArticleTitle 与页面标题（h1）一致，title 是标题加“_”加网站名称。"""
    h1, title = page.html.first("h1"), page.html.first("title")
    heading, said = h1.text if h1 else "", page.meta("ArticleTitle")
    if page.kind in {Kind.ITEM, Kind.PART} and said != heading:
        yield Wrong("ArticleTitle", f"“{said}”与标题“{heading}”不同", "写正式标题，不带网站名称")
    site = page.meta("SiteName")
    wanted = f"{heading}_{site}"
    if site and (title is None or title.text != wanted):
        yield Wrong("title", f"网页标题不是“{wanted}”", "写标题、下划线和网站名称")


@also("M-08")
def title_of_the_data(item: Item) -> Iterator[Wrong]:
    """The same title in the data."""
    h1 = item.page.html.first("h1")
    if h1 and h1.text != " ".join(item.data.name.split()):
        yield Wrong("h1", "页面标题与本页数据里的名称不同", "页面和数据由同一份材料生成")


@rule("M-09", Severity.WARN, "47", framed=True)
def keywords(page: Page) -> Iterator[Wrong]:
    """Keywords、ColumnKeywords 用半角逗号分隔，没有空的一项。"""
    for name in ("Keywords", "ColumnKeywords"):
        for given in page.metas.get(name, []):
            if re.search("[，、；;]", given) or not all(p.strip() for p in given.split(",")):
                yield Wrong(name, f"“{given}”的分隔不对", "用半角逗号分隔，不留空项")


@rule("M-10", Severity.ERROR, "47", framed=True)
def no_empty_label(page: Page) -> Iterator[Wrong]:
    """没有内容为空、null、None、undefined 或者模板残留的标签。"""
    for name, given in page.metas.items():
        for content in given:
            if name not in SITE + ARTICLE + COLUMN and not content.strip():
                yield Wrong(name, "标签内容是空的", "没有内容就不写这个标签")
            if (content.strip().lower() in NOTHING - {""}) or "{{" in content or "{%" in content:
                yield Wrong(name, f"标签内容是“{content}”", "没有内容就不写这个标签")


@rule("M-11", Severity.WARN, "47", official=True, framed=True)
def address(page: Page) -> Iterator[Wrong]:
    """Url 是以 https 开头的完整地址，与规范地址（canonical）一致。"""
    for given in page.metas.get("Url", []):
        if not given.startswith("https://") or given != page.canonical:
            yield Wrong("Url", f"“{given}”与规范地址不同", "写 https 开头的完整地址")


@rule("M-12", Severity.WARN, "47", framed=True)
def letter_case(page: Page) -> Iterator[Wrong]:
    """标签名的大小写与规范一致，没有只差大小写的重复标签。"""
    for name in page.metas:
        right = KNOWN.get(name.lower())
        if right and name != right:
            yield Wrong(name, f"标签名“{name}”的大小写不对", f"写成 {right}")


@rule("M-13", Severity.ERROR, "HTML、WCAG 3.1.1", framed=True)
def encoding_and_language(page: Page) -> Iterator[Wrong]:
    """页面开头1024字节内声明 utf-8，语言是 zh-CN。"""
    if not re.search(rb"<meta\s+charset=[\"']?utf-8", page.body[:1024], re.IGNORECASE):
        yield Wrong("head", "开头没有声明 utf-8", '在 head 的最前面写 <meta charset="utf-8">')
    html = page.html.first("html")
    if html is None or html.get("lang") != "zh-CN":
        yield Wrong("html", "没有声明语言 zh-CN", '写 <html lang="zh-CN">')
