"""L: links, anchors and attachments: all of them lead where they say."""

import hashlib
import ipaddress
import re
from collections.abc import Iterator

from catalog.findings import Severity
from checks.standard import papers
from checks.standard.base import Wrong, also, rule
from checks.standard.html import Element
from checks.standard.site import File, Item, Page, Root, split
from pages.build.paths import HISTORY
from pages.model.components import File as Paper
from pages.website import PATH

ALLOWED = (".gov.cn", "bszs.conac.cn", "www.12345.gov.cn")
"""Hosts, or the ends of their names, that a page may lead to."""

SLUG = re.compile(r"[A-Za-z0-9._-]+")
UNFIT = re.compile(r"[\s《》]")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
UNSEEN = re.compile(r"[\x00-\x20]")
"""What browsers pass over when they look for a scheme."""

WEB = {"http", "https"}
SCHEMES = {*WEB, "tel", "mailto"}
KILO = 1024


@rule("L-01", Severity.ERROR, "19")
def files_are_there(page: Page) -> Iterator[Wrong]:
    """站内链接和锚点都有目标。"""
    for element in page.html.of("a", "link", "img", "script"):
        href = element.get("href") or element.get("src")
        if not href or href.startswith(("#", "data:")):
            continue
        to = page.lead_to(href)
        own_words = element.tag == "link" and "canonical" in element.get("rel")
        later = (
            to.file.removesuffix("/index.html") == HISTORY
        )  # laid when the site is sealed, after this check
        if to.host or own_words or later:
            continue
        if to.file not in page.files and not _portal(page, href):
            yield Wrong(element.where(), f"“{href}”没有目标", "改正链接，或者补上文件")


def _portal(page: Page, href: str) -> bool:
    """Say whether an address under the site's own name leads out of what is built here."""
    parts = split(href)
    return bool(parts.netloc) and not f"{parts.path.strip('/')}/".startswith(f"{PATH}/")


@also("L-01")
def anchors_are_there(root: Root) -> Iterator[Wrong]:
    """Anchors on other pages of the same site."""
    for trace in root.traces:
        for file, fragment in trace.away:
            to = root.by_path.get(file)
            if to and fragment not in to.ids:
                yield Wrong("a", f"{file} 没有“#{fragment}”", "改正链接，或者补上锚点", trace.path)


@rule("L-02", Severity.ERROR, "19")
def attachments_are_there(item: Item) -> Iterator[Wrong]:
    """附件都在，不是空的，内容与扩展名相符。"""
    for file, body in _attachments(item):
        if not body:
            yield Wrong(file.path, "没有这个附件，或者是空的", "补上附件")


@also("L-02")
def attachments_are_what_they_say(file: File) -> Iterator[Wrong]:
    """The first bytes, and that an office document opens."""
    if file.attached and file.body and not papers.opens(file.path, file.body):
        yield Wrong("附件", f"内容不是 {papers.extension(file.path)}，或者打不开", "换成正确的文件")


def _attachments(item: Item) -> Iterator[tuple[Paper, bytes]]:
    for file in item.data.files:
        path = item.page.lead_to(file.path).file
        yield file, item.page.files.get(path, b"")


@rule("L-03", Severity.ERROR, "GOV.UK")
def shown_size(item: Item) -> Iterator[Wrong]:
    """页面写的格式、大小、页数与文件一致。"""
    for file, body in _attachments(item):
        kind = papers.extension(file.path).upper()
        if file.format not in {kind, "文件" if kind == "BIN" else kind}:
            yield Wrong(file.path, f"写的是 {file.format}，文件是 {kind}", "写文件的格式")
        if body and file.size != _size(len(body)):
            yield Wrong(file.path, f"写的是 {file.size}，文件是 {_size(len(body))}", "写文件的大小")
        if f"{file.format}，{file.size}".replace(" ", "") not in item.page.flat:
            yield Wrong(file.path, "页面没有写格式和大小", "写明格式和大小")
        read = papers.pdf(body) if kind == "PDF" and body else None
        if read and file.pages != f"{read.pages}页":
            yield Wrong(file.path, f"写的是{file.pages}，文件是{read.pages}页", "写文件的页数")


def _size(count: int) -> str:
    if count < KILO * KILO:
        return f"{max(1, round(count / KILO))} KB"
    return f"{count / KILO / KILO:.1f} MB"


@rule("L-04", Severity.ERROR, "推导")
def digests(item: Item) -> Iterator[Wrong]:
    """本页数据里的校验值与文件一致。"""
    for file, body in _attachments(item):
        if body and hashlib.sha256(body).hexdigest() != file.sha256:
            yield Wrong(file.path, "校验值与文件不同", "文件有改动的，重新登记")


@rule("L-05", Severity.WARN, "61号")
def pdf_has_a_twin(item: Item) -> Iterator[Wrong]:
    """PDF 另有 Word 或者网页文本；扫描件标明。"""
    kinds = {(f.kind, papers.extension(f.path)) for f in item.data.files}
    for file, body in _attachments(item):
        if papers.extension(file.path) != "pdf":
            continue
        if not any((file.kind, other) in kinds for other in ("docx", "doc", "wps", "html", "txt")):
            yield Wrong(file.path, "只有 PDF", "同时提供 Word 或者网页文本")
        read = papers.pdf(body) if body else None
        if read and not read.text.strip() and "扫描" not in file.title:
            yield Wrong(file.path, "是扫描件，没有标明", "标题写明“扫描件”")


@rule("L-06", Severity.ERROR, "19")
def going_away(page: Page) -> Iterator[Wrong]:
    """站外链接限于允许的网站，用 https、rel=noopener，标明“站外”。"""
    for a in page.links():
        parts = split(a.get("href"))
        host = parts.hostname or ""
        if not host or _odd(host) or not page.lead_to(a.get("href")).host:
            continue
        if not any(host == one or (one.startswith(".") and host.endswith(one)) for one in ALLOWED):
            yield Wrong(a.where(), f"{host} 不在允许的网站之列", "只链接政府网站；其他材料放在本站")
        if parts.scheme != "https" or "noopener" not in a.get("rel").split():
            what = f"{a.get('href')} 不是 https，或者没有 noopener"
            yield Wrong(a.where(), what, '用 https，写 rel="noopener"')
        if "站外" not in _said_around(a):
            yield Wrong(a.where(), f"{host} 没有标明站外", "链接文字后写“（站外）”")


def _said_around(a: Element) -> str:
    """What the link says, and what its own line says beside it."""
    line = a.parent.text if a.parent and a.parent.tag in {"p", "li", "dd", "span"} else ""
    return f"{a.name}{a.get('title')}{line}"


@rule("L-07", Severity.ERROR, "安全、IPv6")
def sound_addresses(page: Page) -> Iterator[Wrong]:
    """没有 javascript:、单独的 #、file:、IP 地址、本机和内网的链接。"""
    for element in page.html.of("a", "link", "img", "script", "iframe", "form"):
        href = element.get("href") or element.get("src") or element.get("action")
        scheme = SCHEME.match(UNSEEN.sub("", href))
        if href == "#" or (element.tag == "a" and element.has("href") and not href):
            yield Wrong(element.where(), "链接是空的", "写明地址，或者去掉链接")
        elif scheme and scheme[1].lower() not in SCHEMES:
            yield Wrong(element.where(), f"链接用了 {scheme[1]}:", "换成网页地址")
        elif scheme and scheme[1].lower() in WEB and _odd(split(href).hostname or ""):
            yield Wrong(element.where(), f"“{href}”是 IP、本机或者内网地址", "换成域名")


def _odd(host: str) -> bool:
    """An address that is no public name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        name = host.rpartition(".")[2]
        return "." not in host or name in {"local", "lan", "internal", "localdomain", "localhost"}
    return True


@rule("L-08", Severity.WARN, "实例")
def file_names(item: Item) -> Iterator[Wrong]:
    """附件的文件名只用字母、数字、连字符，链接文字是文件标题。"""
    for file in item.data.files:
        name = file.path.rpartition("/")[2]
        if not SLUG.fullmatch(name) and not UNFIT.search(name):
            yield Wrong(file.path, f"文件名“{name}”不是字母和数字", "换成英文文件名")
    for a in item.page.links():
        to = a.get("href")
        if "files/" in to and to.rpartition("/")[2] in a.text:
            yield Wrong(to, "链接文字是文件名", "写文件的标题")


@rule("L-09", Severity.WARN, "RFC 5987")
def download_names(page: Page) -> Iterator[Wrong]:
    """下载的文件名没有空格和书名号。"""
    for a in page.links():
        to = page.lead_to(a.get("href"))
        name = a.get("download") or to.file.rpartition("/")[2]
        if not to.host and UNFIT.search(name):
            yield Wrong(a.where(), f"下载的文件名是“{name}”", "去掉空格和书名号")
