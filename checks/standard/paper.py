"""P: print, phones and weight, as far as they can be told without a browser."""

import re
import struct
from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath

from lxml import etree

from catalog.findings import Severity
from checks.standard.base import Wrong, rule
from checks.standard.disclosure import EIGHT
from checks.standard.papers import pdf
from checks.standard.site import File, Kind, Page, Root, split
from pages.website import LOOKUP

HEAVY, REQUESTS, SHARED = 150 * 1024, 3, 300
SIGN = "把本机关的标志（不小于300像素）放进外观文件夹，由页头引用，见 docs/pages.md“换外观”"
DATA = {"application/ld+json", "application/json"}
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")


@rule("P-01", Severity.WARN, "47", framed=True)
def printed(page: Page) -> Iterator[Wrong]:
    """打印样式用 A4 纸，不印导航，印出状态日期和本页地址。"""
    if page.kind not in {Kind.CATALOG, Kind.ITEM, Kind.PART}:
        return
    if not any(d.name == "size" and "A4" in d.value for s in page.styles for d in s.page):
        yield Wrong("CSS", "打印样式没有设 A4 纸", "写 @page { size: A4 }")
    hidden = {d.selector for s in page.styles for d in s.within("print") if d.value == "none"}
    for nav in page.html.of("nav"):
        classes = {f".{c}" for c in nav.get("class").split()} | {"nav"}
        if nav.get("aria-label") and not classes & hidden:
            yield Wrong("CSS", f"打印时没有隐去导航“{nav.get('aria-label')}”", "在打印样式里隐去")
    if page.official and page.canonical and page.canonical not in page.footer_text:
        yield Wrong("footer", "打印时没有本页地址", "在页脚写完整地址")
    if "以来状态无变化" not in page.flat:
        yield Wrong("footer", "打印时没有状态日期", "写“……以来状态无变化”")


@rule("P-02", Severity.ERROR, "实测")
def nothing_folded_away(page: Page) -> Iterator[Wrong]:
    """法定内容不放在折叠的 details 里（打印时会丢失）。"""
    for details in page.html.of("details"):
        around = details.up("section")
        inside = any(e.get("id") in EIGHT for e in details.inside("section"))
        if inside or (around and around.get("id") in EIGHT):
            yield Wrong(details.where(), "法定内容放在折叠框里", "直接写出来")


@rule("P-03", Severity.WARN, "WCAG-PDF")
def tagged(file: File) -> Iterator[Wrong]:
    """PDF 带标签、语言和标题。"""
    read = pdf(file.body) if file.suffix == ".pdf" else None
    if read and not (read.tagged and read.language and read.title):
        yield Wrong("PDF", "没有标签、语言或者标题", "导出时选择带标签的 PDF，写标题和语言")


@rule("P-04", Severity.WARN, "47")
def light(page: Page) -> Iterator[Wrong]:
    """网页加样式不超过150 KB，请求不超过3个。"""
    size = len(page.body) + sum(sheet.size for sheet in page.styles)
    if size > HEAVY:
        yield Wrong("网页", f"网页和样式共 {size // 1024} KB", "减到150 KB以内，长表放到下载文件里")
    wanted = {e.get("src") for e in page.html.of("img", "script") if e.get("src")}
    wanted |= {e.get("href") for rel in ("stylesheet", "icon") for e in page.rel(rel)}
    script = _may_run(page)  # it has its own
    if len(wanted) + 1 > REQUESTS + _badges(page) + script:
        yield Wrong("网页", f"要发{len(wanted) + 1}个请求", "减到3个以内")


def _may_run(page: Page) -> bool:
    """Two pages ask what was typed: the search page, and the one where a receipt is looked up."""
    return page.kind is Kind.OTHER or page.path.endswith(f"/{LOOKUP}/index.html")


def _badges(page: Page) -> int:
    """The pictures that the other rules ask for: the mark in the footer, one to share."""
    return min(2, len({e.get("src") for e in page.html.of("img")}))


@rule("P-05", Severity.ERROR, "微信、老浏览器")
def without_scripts(page: Page) -> Iterator[Wrong]:
    """关掉脚本，文字一样：公开的页面不用脚本，检索页、回执查询页写明不用脚本怎么办。"""
    scripts = [s for s in page.html.of("script") if s.get("type") not in DATA]
    if scripts and not _may_run(page):
        yield Wrong(scripts[0].where(), "页面用了脚本", "去掉脚本，文字都写在页面里")
    elif scripts and not page.html.first("noscript") and "运行脚本" not in page.text:
        yield Wrong(
            scripts[0].where(), "没有写明不用脚本怎么办", "写明要浏览器能运行脚本，不能的从目录查找"
        )


@rule("P-06", Severity.WARN, "手机")
def telephones(page: Page) -> Iterator[Wrong]:
    """不让手机自动识别号码，电话号码用 tel: 链接。"""
    if not page.fragment and "telephone=no" not in page.meta("format-detection"):
        yield Wrong("meta", "没有 format-detection", '写 content="telephone=no"')
    for text, owner in page.pieces if LANDLINE.search(page.text) else ():
        found = LANDLINE.search(text)
        if found and not any(e.get("href").startswith("tel:") for e in owner.chain()):
            yield Wrong(owner.where(), f"电话 {found[0]} 不是链接", '写 <a href="tel:…">')


@rule("P-08", Severity.WARN, "微信", official=True, framed=True)
def shared_picture(root: Root) -> Iterator[Wrong]:
    """正文的第一张图片是本站的，不小于300像素，供转发时显示。"""
    # Told once of a site: the picture is the office's own sign, which stands in its header.
    for fault in sorted({t.picture for t in root.traces if t.picture}):
        paths = [t.path for t in root.traces if t.picture == fault]
        where = f"等{len(paths)}个网页" if len(paths) > 1 else "body"
        yield Wrong(where, fault, SIGN, paths[0])


def picture(page: Page) -> str:
    """What is wrong with the picture that is shown where a page is shared; empty if nothing is."""
    if page.kind not in {Kind.CATALOG, Kind.ITEM} or not page.official:
        return ""
    image = page.html.first("img")
    src = image.get("src") if image else ""
    path = normpath(join(dirname(page.path), src)) if src else ""
    if not src or split(src).netloc or path not in page.files:
        return "没有本站的图片"
    small = min(_measure(path, page.files[path])) < SHARED
    return f"{basename(src)} 小于300像素" if small else ""


def _measure(path: str, body: bytes) -> tuple[float, float]:
    """Width and height of a PNG or an SVG; nothing of another picture."""
    if path.endswith(".png") and body[12:16] == b"IHDR" and len(body) >= 24:
        wide, high = struct.unpack(">II", body[16:24])
        return wide, high
    if path.endswith(".svg"):
        try:
            svg = etree.fromstring(body)
        except etree.XMLSyntaxError:
            return 0, 0
        box = [*(svg.get("viewBox") or "").replace(",", " ").split(), *"0000"]
        return _pixels(svg.get("width") or box[2]), _pixels(svg.get("height") or box[3])
    return 0, 0


def _pixels(length: str) -> float:
    """A length without a unit or in pixels; any other counts as none."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:px)?", length)
    return float(found[1]) if found else 0
