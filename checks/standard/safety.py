"""S: nothing is fetched from elsewhere, nothing runs, nobody's private data is on the page."""

import re
from collections.abc import Iterator
from datetime import date

from catalog.findings import Severity
from catalog.opinion import OpinionSource
from catalog.stages.decision import RepresentativeKind
from checks.standard.base import Wrong, also, rule
from checks.standard.css import style
from checks.standard.papers import left_in, text_of
from checks.standard.site import File, Item, Page, narrow, split

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
CARD = re.compile(r"(?<!\d)62\d{14,17}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
SECRET = re.compile(r"机密\s*★|秘密\s*★|绝密|内部资料|请勿外传")
NAMED = re.compile(
    r"(?:姓名|署名|反馈人|提出人|联系人)[:：]\s*[\u4e00-\u9fff]{2,4}(?![*×\u4e00-\u9fff])"
)
WEIGHTS, CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
LOADING = {"script": "src", "img": "src", "iframe": "src", "video": "src", "audio": "src"}
LOADED = {"stylesheet", "icon", "preload", "manifest", "apple-touch-icon"}
POLICY = "content-security-policy"


@rule("S-01", Severity.ERROR, "隐私、CSP")
def nothing_from_elsewhere(page: Page) -> Iterator[Wrong]:
    """页面不向其他网站取任何东西（脚本、样式、图片、字体）。"""
    for tag, name in LOADING.items():
        for element in page.html.of(tag):
            if split(element.get(name)).netloc:
                yield Wrong(element.where(), f"取用 {element.get(name)}", "放到本站，用相对地址")
    for link in page.html.of("link"):
        if LOADED & set(link.get("rel").split()) and split(link.get("href")).netloc:
            yield Wrong(link.where(), f"取用 {link.get('href')}", "放到本站，用相对地址")


@also("S-01")
def no_style_from_elsewhere(file: File) -> Iterator[Wrong]:
    """Nor does a style sheet load anything from elsewhere."""
    if file.suffix == ".css" and not file.attached:
        for address in style(file.body).loads:
            if split(address).netloc:
                yield Wrong("CSS", f"取用 {address}", "放到本站，用相对地址")


@rule("S-02", Severity.ERROR, "CSP")
def nothing_inline(page: Page) -> Iterator[Wrong]:
    """没有行内样式、行内脚本和事件属性（结构化数据除外）。"""
    for name, elements in page.html.having.items():
        if name == "style" or name.startswith("on"):
            for element in elements:
                yield Wrong(element.where(), f"有 {name} 属性", "写到样式文件里，去掉脚本")
    for block in page.html.of("style"):
        yield Wrong(block.where(), "有行内样式", "写到样式文件里")
    for script in page.html.of("script"):
        if not script.get("src") and script.get("type") != "application/ld+json":
            yield Wrong(script.where(), "有行内脚本", "去掉，或者放到本站的文件里")


WASM = "'wasm-unsafe-eval'"
"""Lets the search run its index as WebAssembly; it lets no text be run as a script."""


@rule("S-03", Severity.ERROR, "CSP", framed=True)
def policy(page: Page) -> Iterator[Wrong]:
    """有内容安全策略（CSP），不含 unsafe-*，默认什么也不许。"""
    given = [
        m.get("content") for m in page.html.of("meta") if m.get("http-equiv").lower() == POLICY
    ]
    if not given:
        yield Wrong("meta", "没有内容安全策略", "写 Content-Security-Policy")
    for one in given:
        if "unsafe-" in one.replace(WASM, "") or "default-src 'none'" not in one:
            yield Wrong("meta", f"策略“{one}”太宽", "以 default-src 'none' 开头，去掉 unsafe-*")


@rule("S-05", Severity.ERROR, "S21")
def no_mobile_number(page: Page) -> Iterator[Wrong]:
    """页面和附件里没有手机号码（公布的办公电话除外，打码的可以）。"""
    for number in MOBILE.findall(page.narrow) if page.numbered else ():
        if number not in _official(page):
            yield Wrong("正文", f"有手机号码 {_masked(number)}", "去掉，或者打码为 138****1234")


@also("S-05")
def no_mobile_number_in_a_paper(file: File) -> Iterator[Wrong]:
    """Nor in an attachment."""
    for number in MOBILE.findall(_text(file)):
        yield Wrong("附件", f"有手机号码 {_masked(number)}", "去掉后重新登记")


def _official(page: Page) -> set[str]:
    """The numbers of the office that the page links for a call."""
    return {a.get("href")[4:] for a in page.links() if a.get("href").startswith("tel:")}


def _masked(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}"


def _text(file: File) -> str:
    return narrow(text_of(file.path, file.body)) if file.attached else ""


@rule("S-06", Severity.ERROR, "S21")
def no_identity_number(page: Page) -> Iterator[Wrong]:
    """页面和附件里没有身份证号码和银行卡号。"""
    if page.numbered:
        yield from _identities(page.narrow, "正文")


@also("S-06")
def no_identity_number_in_a_paper(file: File) -> Iterator[Wrong]:
    """Nor in an attachment."""
    yield from _identities(_text(file), "附件")


def _identities(text: str, where: str) -> Iterator[Wrong]:
    for number in IDENTITY.findall(text):
        if _is_identity(number):
            yield Wrong(where, f"有身份证号码 {number[:2]}{'*' * 13}{number[-3:]}", "去掉或者打码")
    for number in CARD.findall(text):
        if _luhn(number) and not _is_identity(number):
            yield Wrong(where, f"有银行卡号 {number[:4]}****{number[-4:]}", "去掉或者打码")


def _is_identity(number: str) -> bool:
    """The check digit (GB 11643) and a real birthday."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(n) * weight for n, weight in zip(number, WEIGHTS, strict=False))
    return CHECK[total % 11] == number[-1].upper()


def _luhn(number: str) -> bool:
    digits = [int(n) for n in reversed(number)]
    return sum(n if i % 2 == 0 else sum(divmod(2 * n, 10)) for i, n in enumerate(digits)) % 10 == 0


@rule("S-07", Severity.ERROR, "S21")
def nobody_is_named(item: Item) -> Iterator[Wrong]:
    """提意见的人不具名或者打码，列席代表以类别出现，经本人同意的才写姓名。"""
    sources = {source.value for source in OpinionSource}
    for one in item.data.adoptions:
        for row in one.rows:
            said = f"{row.summary}；{row.reason}"
            if row.source.value not in sources or NAMED.search(said):
                yield Wrong(f"#caina 第{row.no}条", "写出了提意见的人", "只写来源类别，或者打码")
    kinds = {kind.value for kind in RepresentativeKind}
    for meeting in item.data.meetings:
        for person in meeting.people:
            kind = re.search(r"（([^（）]+)）$", person.who)
            if person.who not in kinds and (kind is None or kind[1] not in kinds):
                yield Wrong(
                    "#liexi",
                    f"“{person.who}”没有写代表的类别",
                    "写类别；同意公开的写“姓名（类别）”",
                )


@rule("S-08", Severity.WARN, "奉贤实例")
def mail_addresses(page: Page) -> Iterator[Wrong]:
    """电子邮箱用政府域名。"""
    own = page.host.partition(".")[2]
    for domain in MAIL.findall(page.text) if "@" in page.text else ():
        if (
            not domain.endswith(".gov.cn")
            and domain != page.host
            and not (own and domain.endswith(own))
        ):
            yield Wrong("正文", f"邮箱用了 {domain}", "用政府邮箱")


@rule("S-10", Severity.ERROR, "S21")
def no_secrecy_mark(page: Page) -> Iterator[Wrong]:
    """页面和附件里没有密级标志和“内部资料”“请勿外传”；公众意见、代表发言的原话不算。"""
    yield from _secret(page.own_text, "正文")


@also("S-10")
def no_secrecy_mark_in_a_paper(file: File) -> Iterator[Wrong]:
    """Nor in an attachment."""
    yield from _secret(_text(file), "附件")


def _secret(text: str, where: str) -> Iterator[Wrong]:
    found = SECRET.search(text)
    if found:
        yield Wrong(where, f"有“{found[0]}”", "停止公开，报保密审查")


@rule("S-11", Severity.ERROR, "推导")
def nothing_left_in_a_paper(file: File) -> Iterator[Wrong]:
    """附件不带作者、批注和修订痕迹。"""
    if file.attached:
        for left in left_in(file.path, file.body):
            yield Wrong("附件", f"带有{left}", "清除文档属性、批注和修订后重新登记")


@rule("S-13", Severity.WARN, "推导")
def no_comments(page: Page) -> Iterator[Wrong]:
    """网页源码里没有注释。"""
    for comment in page.html.comments:
        yield Wrong("源码", f"有注释“{comment.strip()[:20]}”", "去掉注释")
