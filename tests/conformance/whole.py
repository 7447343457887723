"""What the pages do not have yet, added by hand: the least that satisfies the standard.

Each piece is added only where it lacks, so that it falls away when the pages have it.
"""

import csv
import io
import json
import re
import struct
import zlib
from collections.abc import Callable
from functools import cache
from hashlib import sha256

from publish.conformance.site import Kind, kind_of

from .demo import built

ROOT = "demo"
HOST = "https://mzj.shili.example"
NAME = "示例市民政局"
DAY = "2026-11-20"
PICTURE = f"{ROOT}/static/logo.png"


@cache
def whole() -> dict[str, bytes]:
    """The demonstration authority's site without a fault."""
    files = {path: body for path, body in built().items() if path.startswith(f"{ROOT}/")}
    files[PICTURE] = _picture(300)
    for path in [p for p in files if p.endswith("/item.json")]:
        files[path] = _data(files[path])
    for path in [p for p in files if p.endswith(".html")]:
        html = files[path].decode()
        for repair in REPAIRS:
            html = repair(path, html)
        files[path] = html.encode()
    for path in [p for p in files if p.endswith("/item.json")]:
        _beside_item(files, path.rpartition("/")[0])
    _beside_year(files, f"{ROOT}/zwgk/zdjc/2026")
    files.setdefault(f"{ROOT}/feed.atom", _feed(f"{HOST}/", "重大行政决策"))
    files.setdefault(f"{ROOT}/sitemap.xml", _sitemap(files))
    files.setdefault(f"{ROOT}/dcat.jsonld", _datasets(files))
    return files


def _up(path: str) -> str:
    return "../" * (path.count("/") - 1)


def _picture(size: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = b"".join(b"\x00" + b"\xff" * size for _ in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _data(body: bytes) -> bytes:
    page = json.loads(body)
    terms = [fact["term"] for fact in page["labels"]]
    if page["result"] and "有效性" not in terms:
        page["labels"].append({"term": "有效性", "values": ["有效"], "link": None})
    drafts = [f for one in page["rounds"] for f in one["files"] if f["kind"] == "草案解读"]
    for one in page["rounds"]:
        if not any(f["kind"] == "草案解读" for f in one["files"]):
            one["files"].append(drafts[0])
    return json.dumps(page, ensure_ascii=False).encode()


def _badges(path: str, html: str) -> str:
    if "beian.miit.gov.cn" in html:
        return html
    to = 'rel="noopener" href="https://'
    return html.replace(
        "</footer>",
        f'<p><a {to}beian.miit.gov.cn/">沪ICP备00000000号</a>（站外）</p>'
        f'<p><a {to}beian.mps.gov.cn/">沪公网安备00000000000000号</a>（站外）</p>'
        f'<p><a {to}bszs.conac.cn/sitename?method=show&amp;id=0">'
        f'<img src="{_up(path)}static/logo.png" alt="党政机关网站标识（站外）"></a></p></footer>',
    )


def _map_and_search(path: str, html: str) -> str:
    missing = ""
    if "网站地图" not in html:
        missing += f'<a href="{_up(path)}sitemap.xml">网站地图</a>'
    if not re.search("检索|搜索", html):
        missing += f'<a href="{_up(path)}index.html">检索</a>'
    if kind_of(path) is Kind.LOST and "首页" not in html:
        missing += '<a href="/index.html">返回首页</a>'
    return html.replace("</footer>", f"<p>{missing}</p></footer>") if missing else html


def _head(path: str, html: str) -> str:
    if kind_of(path) in {Kind.ITEM, Kind.CATALOG} and "application/atom+xml" not in html:
        link = '<link rel="alternate" type="application/atom+xml" href="feed.atom" title="订阅">'
        html = html.replace("</head>", f"{link}</head>")
    if kind_of(path) is Kind.ITEM and "application/ld+json" not in html:
        name = re.findall("<h1>(.+?)</h1>", html)[0]
        nodes = [
            {"@type": "WebPage", "@id": "#page", "name": name, "publisher": {"@id": "#org"}},
            {"@type": "GovernmentOrganization", "@id": "#org", "name": NAME},
        ]
        block = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False)
        html = html.replace(
            "</head>", f'<script type="application/ld+json">{block}</script></head>'
        )
    return html


def _shared_picture(path: str, html: str) -> str:
    if kind_of(path) in {Kind.ITEM, Kind.CATALOG} and "<img" not in html.partition("<main")[0]:
        image = f'<p><img src="{_up(path)}static/logo.png" alt="" width="300" height="300"></p>'
        return html.replace('<header class="masthead">', f'<header class="masthead">{image}')
    return html


def _dated_rows(path: str, html: str) -> str:
    kind = kind_of(path)
    if kind is Kind.HOME:
        return re.sub(r"(<li><a [^>]+><b>.+?</b>)", r"\1<i>2026年11月20日</i>", html)
    if kind is Kind.CATALOG:
        return re.sub(r'(data-label="当前状态">)', r"\1<i>2026年11月20日更新</i>", html)
    return html


def _telephones(_path: str, html: str) -> str:
    link = '<a href="tel:000000000000">0000-00000000</a>'
    return re.sub(r"(<dd>)0000-00000000", rf"\1{link}", html)


REPAIRS: list[Callable[[str, str], str]] = [
    _shared_picture,
    _badges,
    _map_and_search,
    _head,
    _dated_rows,
    _telephones,
]


def _feed(address: str, title: str) -> bytes:
    entry = (
        f"<entry><id>tag:mzj.shili.example,2026:{title}</id><title>{title}</title>"
        "<updated>2026-01-12T15:00:00+08:00</updated></entry>"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f'<id>{address}</id><title>{title}</title><link rel="self" href="{address}feed.atom"/>'
        f"<updated>2026-11-20T00:00:00+08:00</updated><author><name>{NAME}</name></author>"
        f"{entry}</feed>"
    ).encode()


def _table(*rows: tuple[object, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _beside_item(files: dict[str, bytes], folder: str) -> None:
    page = json.loads(files[f"{folder}/item.json"])
    address = f"{HOST}/{folder.partition('/')[2]}/"
    event = (
        f"BEGIN:VEVENT\r\nUID:{page['id']}@mzj.shili.example\r\nDTSTAMP:20260112T070000Z\r\n"
        "DTSTART;VALUE=DATE:20260112\r\nDTEND;VALUE=DATE:20260113\r\nSUMMARY:列入目录\r\nEND:VEVENT"
    )
    calendar = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//juece//ZH\r\n{event}\r\nEND:VCALENDAR\r\n"
    )
    files.setdefault(f"{folder}/timeline.ics", calendar.encode())
    files.setdefault(f"{folder}/feed.atom", _feed(address, page["name"]))
    rows = [(file["title"], file["kind"], file["sha256"]) for file in page["files"]]
    files.setdefault(f"{folder}/attachments.csv", _table(("名称", "类别", "校验值"), *rows))


def _beside_year(files: dict[str, bytes], folder: str) -> None:
    page = json.loads(files[f"{folder}/catalog.json"])
    rows = [(row["no"], row["name"], row["chip"]["word"]) for row in page["rows"]]
    files.setdefault(f"{folder}/catalog.csv", _table(("序号", "事项名称", "状态"), *rows))
    files.setdefault(f"{folder}/feed.atom", _feed(f"{HOST}/zwgk/zdjc/2026/", page["title"]))


def _sitemap(files: dict[str, bytes]) -> bytes:
    found = sorted(
        address
        for path, body in files.items()
        if path.endswith(".html")
        for address in re.findall(r'rel="canonical" href="([^"]+)"', body.decode())
    )
    urls = "".join(f"<url><loc>{one}</loc><lastmod>{DAY}</lastmod></url>" for one in found)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def _datasets(files: dict[str, bytes]) -> bytes:
    listed = []
    for name in ("catalog.json", "catalog.csv"):
        path = f"zwgk/zdjc/2026/{name}"
        body = files[f"{ROOT}/{path}"]
        checksum = {"spdx:checksumValue": sha256(body).hexdigest()}
        listed.append(
            {
                "@type": "dcat:Distribution",
                "dcat:downloadURL": f"{HOST}/{path}",
                "dcat:byteSize": len(body),
                "spdx:checksum": checksum,
            }
        )
    return json.dumps({"@type": "dcat:Catalog", "dcat:dataset": listed}).encode()
