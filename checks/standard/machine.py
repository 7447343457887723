"""X: what is written for machines: it is well formed, it is all there, and says what the page says."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from lxml import etree
from pydantic import ValidationError

from catalog.findings import Severity
from checks.standard.base import Wrong, also, rule
from checks.standard.data import read_catalog, read_item
from checks.standard.site import File, Item, Kind, Page, Root, split

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TYPES = {
    "WebPage", "WebSite", "CollectionPage", "ItemList", "ListItem", "BreadcrumbList",
    "GovernmentOrganization", "GovernmentOffice", "Organization", "CreativeWork", "Legislation",
    "LegislationObject", "DigitalDocument", "MediaObject", "Event", "VirtualLocation", "Place",
    "PostalAddress", "ContactPoint", "Dataset", "DataDownload", "DataCatalog", "Report", "Article",
    "Action", "DefinedTerm", "PropertyValue", "QuantitativeValue", "AdministrativeArea",
}  # fmt: skip
"""Types of schema.org that these pages may use; Person is none of them."""

SHAPES = {"item.json": read_item, "catalog.json": read_catalog}
FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")
LAST_CALL = 50_000
OCTETS = 75
PRIVATE_KEYS = ("submitter", "phone_number", "id_number", "mobile", "email", "contact", "party")
PERSONAL = re.compile(r"1[3-9]\d{9}(?![\da-f])|[1-9]\d{16}[\dXx](?![\da-f])")
BEFORE = re.compile(r"[\da-f:]")
"""What stands before digits that belong to a digest, or to the office's own tel: link."""

DAY_VALUE = re.compile(r"(DTSTART|DTEND);VALUE=DATE:(\d{8})")


def linked_data(page: Page) -> Iterator[Any]:
    """The structured data of a page, as it parses; what does not is told by X-01."""
    for script in page.html.of("script"):
        if script.get("type") == "application/ld+json":
            yield json.loads("".join(page.html.pieces[script.first : script.last]))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in structured data."""
    if isinstance(value, dict):
        yield value
    for one in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from nodes(one)


@rule("X-01", Severity.ERROR, "schema.org", official=True, framed=True)
def structured_data(page: Page) -> Iterator[Wrong]:
    """事项页有结构化数据（JSON-LD），能解析，类型在允许之列，引用有目标。"""
    try:
        blocks = list(linked_data(page))
    except ValueError as wrong:
        yield Wrong("ld+json", f"不能解析：{wrong}", "写合法的 JSON")
        return
    if not blocks and page.kind is Kind.ITEM:
        yield Wrong("head", "没有结构化数据", "写入 application/ld+json")
    known = {n["@id"] for n in nodes(blocks) if "@id" in n and len(n) > 1}
    for node in nodes(blocks):
        given = node.get("@type", [])
        for one in given if isinstance(given, list) else [given]:
            if one not in TYPES and one != "Person":
                yield Wrong("ld+json", f"类型 {one} 不在允许之列", "改用允许的类型")
        id = node.get("@id", "")
        if len(node) == 1 and id and id not in known and not split(id).netloc:
            yield Wrong("ld+json", f"引用的 {id} 不存在", "写出被引用的对象")


@rule("X-02", Severity.ERROR, "推导")
def data_has_its_shape(file: File) -> Iterator[Wrong]:
    """item.json、catalog.json 符合公布的数据格式。"""
    name = file.path.rpartition("/")[2]
    if name in SHAPES and not file.attached:
        try:
            SHAPES[name](file.body)
        except ValidationError as wrong:
            first = wrong.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            yield Wrong(where or name, f"不符合格式：{first['msg']}", "由程序重新生成，不要手工改")


@also("X-02")
def data_is_there(root: Root) -> Iterator[Wrong]:
    """Every item and every year has its data."""
    for kind, name in ((Kind.ITEM, "item.json"), (Kind.CATALOG, "catalog.json")):
        for trace in root.of(kind):
            yield from _there(root, trace.path, name)


def _there(root: Root, page: str, name: str) -> Iterator[Wrong]:
    path = f"{page.rpartition('/')[0]}/{name}"
    if path not in root.files:
        yield Wrong(name, "没有这个文件", "由程序生成", path)


@also("X-03")
def structured_data_says_so_too(item: Item) -> Iterator[Wrong]:
    """And so does the structured data."""
    flat = item.page.flat
    for node in nodes(_read_blocks(item.page)):
        for key in ("name", "legislationIdentifier", "creativeWorkStatus"):
            said = node.get(key)
            shown = isinstance(said, str) and re.sub(r"\s+", "", said.partition("（决策事项）")[0])
            site = node.get("@type") in {"WebSite", "ListItem", "Dataset", "DataCatalog"}
            if shown and not site and shown not in flat:
                yield Wrong(f"ld+json {key}", f"页面上没有“{said}”", "与页面文字一致")
        for key in ("datePublished", "legislationDate", "startDate", "endDate"):
            if (on := _day(node.get(key))) and not _printed(on, item):
                yield Wrong(f"ld+json {key}", f"页面上没有{on}", "与页面文字一致")


def _read_blocks(page: Page) -> list[Any]:
    try:
        return list(linked_data(page))
    except ValueError:
        return []  # X-01 tells of it


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(said[:10]) if isinstance(said, str) else None
    except ValueError:
        return None


def _printed(on: date, item: Item) -> bool:
    short, full = f"{on.month}月{on.day}日", f"{on.year}年{on.month}月{on.day}日"
    flat = item.page.flat
    return (
        full in flat
        or (short in flat and f"{on.year}年" in flat)
        or (item.data.dated_at is not None and on == item.data.dated_at.date())
    )


@rule("X-04", Severity.ERROR, "RFC 4287", official=True)
def feeds(file: File) -> Iterator[Wrong]:
    """订阅文件（Atom）合格：有编号、标题、更新时间、作者、自身地址，条目编号不重复。"""
    if file.suffix != ".atom":
        return
    try:
        feed = etree.fromstring(file.body)
    except etree.XMLSyntaxError as wrong:
        yield Wrong("XML", f"不能解析：{wrong}", "写合法的 XML")
        return
    for where, one in [("feed", feed), *(("entry", e) for e in feed.findall(f"{ATOM}entry"))]:
        for name in ("id", "title", "updated"):
            if not (one.findtext(f"{ATOM}{name}") or "").strip():
                yield Wrong(where, f"没有 {name}", f"写明 {name}")
        if not _is_instant(one.findtext(f"{ATOM}updated") or ""):
            yield Wrong(where, "updated 不是时刻", "写 2026-03-02T09:00:00+08:00")
    ids = [one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")]
    if len(ids) != len(set(ids)):
        yield Wrong("entry", "条目编号重复", "每件事一个不变的编号")
    entries = feed.findall(f"{ATOM}entry")
    if feed.find(f"{ATOM}author") is None and not all(
        e.find(f"{ATOM}author") is not None for e in entries
    ):
        yield Wrong("feed", "没有作者", "写机关全称")
    if not any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link")):
        yield Wrong("feed", "没有自身地址", '写 <link rel="self">')


def _is_instant(said: str) -> bool:
    try:
        return datetime.fromisoformat(said).tzinfo is not None
    except ValueError:
        return False


@also("X-04")
def feeds_are_there(root: Root) -> Iterator[Wrong]:
    """A feed for the site, every year and every item."""
    for kind in (Kind.HOME, Kind.CATALOG, Kind.ITEM):
        for trace in root.of(kind) if root.own else ():
            yield from _there(root, trace.path, "feed.atom")


@rule("X-05", Severity.ERROR, "RFC 5545", official=True)
def calendars(file: File) -> Iterator[Wrong]:
    """日历文件合格：CRLF 换行，每行不超过75字节，有 UID 和 DTSTAMP，全天事件的结束日在次日。"""
    if file.suffix != ".ics" or file.attached:
        return
    lines = file.body.split(b"\r\n")
    if b"\n" in b"".join(lines) or not file.body.endswith(b"\r\n"):
        yield Wrong("换行", "不是 CRLF 换行", "每行以 CRLF 结束")
    if any(len(line) > OCTETS for line in lines):
        yield Wrong("行", "有超过75字节的行", "按字节折行")
    text = re.sub(r"\r?\n[ \t]", "", file.body.decode("utf-8", errors="replace"))
    for event in re.findall(r"BEGIN:VEVENT(.+?)END:VEVENT", text, re.DOTALL):
        for name in ("UID", "DTSTAMP", "DTSTART"):
            if not re.search(rf"^{name}[:;]", event, re.MULTILINE):
                yield Wrong("VEVENT", f"没有 {name}", f"写明 {name}")
        days = dict(DAY_VALUE.findall(event))
        if "DTEND" in days and days["DTEND"] <= days.get("DTSTART", ""):
            yield Wrong("VEVENT", "全天事件的 DTEND 没有晚于 DTSTART", "写结束日的次日")
    if "BEGIN:VCALENDAR" not in text or "END:VCALENDAR" not in text:
        yield Wrong("VCALENDAR", "不是日历文件", "写 VCALENDAR")


@also("X-05")
def calendars_are_there(root: Root) -> Iterator[Wrong]:
    """Every item has its dates as a calendar."""
    for trace in root.of(Kind.ITEM) if root.own else ():
        yield from _there(root, trace.path, "timeline.ics")


@rule("X-06", Severity.ERROR, "sitemaps.org", official=True)
def sitemap(root: Root) -> Iterator[Wrong]:
    """网站地图文件列出每一页，每页一次，同一主机名，lastmod 有效。"""
    path = root.path("sitemap.xml")
    if not root.own or path not in root.files:
        if root.own:
            yield Wrong("sitemap.xml", "没有网站地图文件", "由程序生成", path)
        return
    found: list[str] = []
    try:
        for name in _maps(root, path):
            found += [url.findtext(f"{SITEMAP}loc") or "" for url in _entries(root, name)]
            yield from (Wrong(*wrong, path=name) for wrong in _faults(root, name))
    except etree.XMLSyntaxError as wrong:
        yield Wrong("XML", f"不能解析：{wrong}", "写合法的 XML", path)
        return
    if len(found) != len(set(found)):
        yield Wrong("loc", "有重复的地址", "每页列一次", path)
    for trace in root.traces:
        if trace.canonical and not trace.noindex and trace.canonical not in set(found):
            yield Wrong("loc", f"没有列出 {trace.canonical}", "列出每一页", path)


def _maps(root: Root, path: str) -> list[str]:
    """The map, or the maps that it lists."""
    top = etree.fromstring(root.files[path])
    listed = [split(loc.text or "").path for loc in top.findall(f"{SITEMAP}sitemap/{SITEMAP}loc")]
    return [root.path(name.lstrip("/")) for name in listed] or [path]


def _entries(root: Root, name: str) -> list[Any]:
    return (
        list(etree.fromstring(root.files[name]).findall(f"{SITEMAP}url"))
        if name in root.files
        else []
    )


def _faults(root: Root, name: str) -> Iterator[tuple[str, str, str]]:
    hosts = {split(t.canonical).netloc for t in root.traces if t.canonical}
    entries = _entries(root, name)
    if not 0 < len(entries) < LAST_CALL:
        yield "url", f"列出{len(entries)}页", "至少一页，不到50000页，多的分成几份"
    for url in entries:
        loc, changed = url.findtext(f"{SITEMAP}loc") or "", url.findtext(f"{SITEMAP}lastmod")
        if hosts and split(loc).netloc not in hosts:
            yield "loc", f"{loc} 不是本站地址", "写本站地址"
        if changed and _day(changed) is None:
            yield "lastmod", f"“{changed}”不是日期", "写 2026-03-02"


@rule("X-07", Severity.ERROR, "Excel 注入")
def tables(file: File) -> Iterator[Wrong]:
    """数据表（CSV）带 BOM，各行列数相同，没有会被当成公式的单元格。"""
    if file.suffix != ".csv" or file.attached:
        return
    if not file.body.startswith(b"\xef\xbb\xbf"):
        yield Wrong("BOM", "没有 BOM，表格软件会显示乱码", "以 UTF-8 BOM 开头")
    rows = list(csv.reader(io.StringIO(file.body.decode("utf-8-sig", errors="replace"))))
    if len({len(row) for row in rows}) > 1:
        yield Wrong("列", "各行的列数不同", "每行列数相同")
    for number, row in enumerate(rows, 1):
        if any(FORMULA.match(cell) for cell in row):
            yield Wrong(f"第{number}行", "有会被当成公式的单元格", "在前面加单引号")


@also("X-07")
def tables_are_there(root: Root) -> Iterator[Wrong]:
    """The attachments of every item and the rows of every year."""
    for kind, name in ((Kind.ITEM, "attachments.csv"), (Kind.CATALOG, "catalog.csv")):
        for trace in root.of(kind) if root.own else ():
            yield from _there(root, trace.path, name)


@rule("X-08", Severity.WARN, "DCAT 3", official=True)
def datasets(root: Root) -> Iterator[Wrong]:
    """数据目录（DCAT）列出的文件都在，大小和校验值相符。"""
    path = root.path("dcat.jsonld")
    if not root.own or path not in root.files:
        if root.own:
            yield Wrong("dcat.jsonld", "没有数据目录", "由程序生成", path)
        return
    try:
        listed = [
            n
            for n in nodes(json.loads(root.files[path]))
            if "dcat:downloadURL" in n or "downloadURL" in n
        ]
    except ValueError as wrong:
        yield Wrong("JSON", f"不能解析：{wrong}", "写合法的 JSON", path)
        return
    if not listed:
        yield Wrong("Distribution", "没有列出可以下载的文件", "列出各年度的数据", path)
    for one in listed:
        yield from (Wrong(*wrong, path=path) for wrong in _distribution(root, one))


def _distribution(root: Root, one: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    address = _plain(one.get("dcat:downloadURL", one.get("downloadURL")))
    body = root.files.get(root.path(split(address).path.lstrip("/")))
    if body is None:
        yield "downloadURL", f"{address} 不存在", "改正地址"
        return
    size = _plain(one.get("dcat:byteSize", one.get("byteSize")))
    if size and size != str(len(body)):
        yield "byteSize", f"写的是 {size}，文件是 {len(body)}", "写文件的大小"
    sums = re.findall(r"\b[0-9a-f]{64}\b", json.dumps(one))
    if sums and hashlib.sha256(body).hexdigest() not in sums:
        yield "checksum", f"{address} 的校验值不符", "重新生成数据目录"


def _plain(value: Any) -> str:
    """A value of JSON-LD, however it is wrapped."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@id", value.get("@value", ""))
    return str(value or "")


@rule("X-09", Severity.ERROR, "HTML", official=True, framed=True)
def canonical_and_alternates(page: Page) -> Iterator[Wrong]:
    """声明规范地址和其他格式（JSON、Atom），都存在。"""
    if page.kind in {Kind.LOST, Kind.OTHER}:
        return
    to = page.lead_to(page.canonical) if page.canonical else None
    if to is None or not page.canonical.startswith("https://") or to.file != page.path:
        yield Wrong("canonical", f"规范地址“{page.canonical}”不是本页", "写本页的 https 地址")
    types = {link.get("type") for link in page.rel("alternate")}
    wanted = (
        {"application/json", "application/atom+xml"}
        if page.kind in {Kind.ITEM, Kind.CATALOG}
        else set()
    )
    for missing in sorted(wanted - types):
        yield Wrong("alternate", f"没有声明 {missing}", "在 head 里声明")


@rule("X-10", Severity.ERROR, "S21")
def nobody_in_the_data(file: File) -> Iterator[Wrong]:
    """机器读的文件里没有公民的个人信息。"""
    if file.attached or file.suffix not in {".json", ".jsonld", ".csv", ".ics", ".atom"}:
        return
    text = file.body.decode("utf-8", errors="replace")
    if file.suffix in {".json", ".jsonld"}:
        for key in (key for key in PRIVATE_KEYS if f'"{key}":' in text):
            yield Wrong(key, f"有“{key}”一项", "不公开提意见人的信息")
    if "ATTENDEE" in text and file.suffix == ".ics":
        yield Wrong("ATTENDEE", "写出了参加人", "不写参加人")
    for found in PERSONAL.finditer(text):
        if not BEFORE.match(text[max(0, found.start() - 1) : found.start()]):
            number = found[0]
            yield Wrong("数据", f"有号码 {number[:3]}****{number[-4:]}", "去掉个人信息")


@also("X-10")
def nobody_in_the_structured_data(page: Page) -> Iterator[Wrong]:
    """No Person in the structured data."""
    for node in nodes(_read_blocks(page)):
        if "Person" in str(node.get("@type", "")):
            yield Wrong("ld+json", "有 Person", "不写公民")
