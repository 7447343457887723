"""One fault for every rule: how to break a good site so that exactly that rule says so."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

Files = dict[str, bytes]
Edit = Callable[[Files], None]

YEAR = "demo/zwgk/zdjc/2026"
ITEM, ZERO, OPEN, HELD = f"{YEAR}/01", f"{YEAR}/04", f"{YEAR}/05", f"{YEAR}/03"
"""An evaluated item; one that nobody wrote about; one being consulted on; one partly withheld."""


class Fault(NamedTuple):
    """What is broken; `along` are the rules that cannot but notice too; `before` alters the past."""

    rule: str
    edit: Edit
    along: frozenset[str] = frozenset()
    before: Edit | None = None


# --- how bytes are changed: a fault that changes nothing is an error of the table ---


def text(path: str, pattern: str, by: str, *, every: bool = False) -> Edit:
    """Replace what a pattern finds in one file, the first time or every time."""

    def edit(files: Files) -> None:
        whole = files[path].decode()
        changed, count = re.subn(pattern, by, whole, count=0 if every else 1)
        assert count, f"{pattern} is not in {path}"
        files[path] = changed.encode()

    return edit


def page(pattern: str, by: str, folder: str = ITEM) -> Edit:
    """Replace the first match on a page."""
    return text(f"{folder}/index.html", pattern, by)


def added(html: str, folder: str = ITEM) -> Edit:
    """Put something at the end of a page's main part."""
    return page("</main>", html.replace("\\", r"\\") + "</main>", folder)


def data(change: Callable[[Any], object], folder: str = ITEM, name: str = "item.json") -> Edit:
    """Change the data of an item or a year."""

    def edit(files: Files) -> None:
        path = f"{folder}/{name}"
        whole = json.loads(files[path])
        was = json.dumps(whole)
        change(whole)
        assert json.dumps(whole) != was, "the fault changes nothing"
        files[path] = json.dumps(whole, ensure_ascii=False).encode()

    return edit


def both(old: str, new: str, folder: str = ITEM) -> Edit:
    """Replace a text on the page and in its data alike, so that they still agree."""
    return all_of(
        text(f"{folder}/index.html", re.escape(old), new, every=True),
        text(f"{folder}/item.json", re.escape(old), new, every=True),
    )


def day(old: str, new: str, folder: str = ITEM) -> Edit:
    """Move a day, wherever and however it is written."""

    def said(iso: str) -> str:
        year, month, on = (int(part) for part in iso.split("-"))
        return f"{year}年{month}月{on}日"

    def iso(files: Files) -> None:
        for name in ("index.html", "item.json"):
            path = f"{folder}/{name}"
            files[path] = files[path].replace(old.encode(), new.encode())

    return all_of(both(said(old), said(new), folder), iso)


def all_of(*edits: Edit) -> Edit:
    """Several changes as one."""

    def edit(files: Files) -> None:
        for one in edits:
            one(files)

    return edit


def fact(facts: list[dict[str, Any]], term: str) -> dict[str, Any]:
    return next(one for one in facts if one["term"] == term)


def without(facts: list[dict[str, Any]], term: str) -> None:
    facts.remove(fact(facts, term))


def said(facts: list[dict[str, Any]], term: str, *values: str) -> None:
    fact(facts, term).update(values=list(values), link=None)


def state(id: str, code: str, words: str, folder: str) -> Edit:
    """Give a section another state, on the page and in the data."""

    def change(whole: Any) -> None:
        told = [*whole["sections"], *(s for one in whole["silent"] for s in one["sections"])]
        section = next(one for one in told if one["id"] == id)
        section.update(state=code, text=words)
        for silence in whole["silent"]:
            if section in silence["sections"]:
                silence["text"] = words

    start = rf'(<section id="{id}"[^>]+data-state=)"\w+"([\s\S]+?<p class="said">)[^<]+'
    return all_of(data(change, folder), page(start, rf'\1"{code}"\g<2>{words}', folder))


def file(path: str, body: bytes) -> Edit:
    """Put a file there."""
    return lambda files: files.__setitem__(path, body)


def every_page(pattern: str, by: str) -> Edit:
    """Replace all matches on all pages."""

    def edit(files: Files) -> None:
        for path in [p for p in files if p.endswith(".html")]:
            files[path] = re.sub(pattern, by, files[path].decode()).encode()

    return edit


def style(more: str, pattern: str = "$", count: int = 1) -> Edit:
    """Change the style sheet."""

    def edit(files: Files) -> None:
        path = next(p for p in files if p.startswith("demo/static/") and p.endswith(".css"))
        files[path] = re.sub(pattern, more, files[path].decode(), count=count).encode()

    return edit


def swapped(one: str, other: str) -> Edit:
    """Change the places of two neighbouring sections."""
    block = r'(<section id="{}"[\s\S]+?</section>)'
    return page(block.format(one) + r"(\s*)" + block.format(other), r"\3\2\1")


def paper(name: str) -> str:
    return f"{ITEM}/files/{name}"


def pdf(*, tagged: bool) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.metadata = None
    if tagged:
        writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject()
        writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
        writer.add_metadata({"/Title": "标题"})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def docx(author: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("word/document.xml", "<w:document><w:t>正文</w:t></w:document>")
        packed.writestr("docProps/core.xml", f"<cp><dc:creator>{author}</dc:creator></cp>")
    return written.getvalue()


def another_paper(whole: Any) -> None:
    whole["rounds"][0]["files"].append(
        dict(whole["files"][0], kind="风险评估报告", title="风险评估报告")
    )


def only_a_pdf(files: Files) -> None:
    from hashlib import sha256

    body = pdf(tagged=True)
    files[paper("scan.pdf")] = body
    entry = {"title": "批复", "kind": "其他材料", "path": "files/scan.pdf", "format": "PDF"}
    entry |= {
        "size": "1 KB",
        "pages": "1页",
        "released_on": "2026-03-26",
        "sha256": sha256(body).hexdigest(),
    }
    data(lambda whole: whole["files"].append(entry))(files)
    added('<p><a href="files/scan.pdf">批复</a>（PDF，1 KB）</p>')(files)


def copied(files: Files) -> None:
    path = next(p for p in files if p.startswith(paper("")) and p.endswith("-final.txt"))
    whole = files[path].decode()
    data(lambda w: said(w["result"]["prose"], "政策解读", whole))(files)


def unmarked(files: Files) -> None:
    data(lambda whole: without(whole["labels"], "公开类别"))(files)


def refused(whole: Any) -> Any:
    return next(r for r in whole["adoptions"][0]["rows"] if r["outcome"] == "未采纳")


def last_row_twice(files: Files) -> None:
    files[f"{YEAR}/catalog.csv"] += files[f"{YEAR}/catalog.csv"].splitlines(keepends=True)[-1]


def no_mark(path: str) -> Edit:
    return lambda files: files.__setitem__(path, files[path].removeprefix(b"\xef\xbb\xbf"))


def unix_lines(files: Files) -> None:
    path = f"{ITEM}/timeline.ics"
    files[path] = files[path].replace(b"\r\n", b"\n")


META = '(<meta name="{}" content=)"[^"]*"'
NO_LAW = "视情公开。本事项已开展专家论证，不公开专家论证信息。"
DATED = "征求意见期间，未收到社会公众意见建议。"
NOT_DUE = "不适用。不需要听取意见（《重大行政决策程序暂行条例》第十四条）。"

LISTED = frozenset({"X-08"})
"""The year's data is listed with its size: who changes it by hand is seen twice."""

FAULTS = [
    Fault("M-01", page('<meta name="SiteName"[^>]+>', "")),
    Fault("M-02", page('<meta name="ColumnType"[^>]+>', "")),
    Fault("M-03", page('<meta name="ContentSource"[^>]+>', "")),
    Fault("M-04", page(r'(name="PubDate" content="[^:]+):', r"\1∶")),
    Fault("M-05", page(META.format("PubDate"), r'\1"2026-01-13 15:00"')),
    Fault(
        "M-05",
        lambda files: None,
        before=data(lambda whole: whole.update(first_published_at="2026-01-14T09:00:00+08:00")),
    ),
    Fault("M-06", page(META.format("SiteDomain"), r'\1"https://mzj.shili.example/"')),
    Fault(
        "M-07",
        every_page(r'(SiteIDCode" content="|标识码</dt><dd>|site_code=)0000000000', r"\g<1>28"),
    ),
    Fault("M-08", page("<title>[^<]+", "<title>另一个标题")),
    Fault("M-09", page(META.format("ColumnKeywords"), r'\1"决策，公开"')),
    Fault("M-10", page(META.format("Description"), r'\1"null"')),
    Fault("M-11", page(r'(name="Url" content=")https', r"\1http")),
    Fault("M-12", page('name="Description"', 'name="description"')),
    Fault("M-13", page('<html lang="zh-CN">', "<html>")),
    Fault("F-01", page("(主办单位</dt><dd>)[^<]+", r"\1示例局")),
    Fault("F-02", page("(标识码</dt><dd>)[^<]+", r"\g<1>1111111111")),
    Fault("F-03", page("beian.miit.gov.cn", "www.gov.cn")),
    Fault("F-04", page("beian.mps.gov.cn", "www.gov.cn")),
    Fault("F-05", page("bszs.conac.cn", "www.gov.cn")),
    Fault("F-06", page("site_code=0000000000", "site_code=1111111111")),
    Fault("F-07", page("网站地图", "地图")),
    Fault("F-08", page(' aria-current="page"', "")),
    Fault("F-09", text("demo/404.html", '<meta name="robots"[^>]+>', "")),
    Fault("F-10", text(f"{ITEM}/index.html", "检索|搜索", "找一找", every=True)),
    Fault("F-11", added("<p>TODO</p>")),
    Fault("F-12", page("(<h2[^>]*>)", r"\1（")),
    Fault("F-13", style(".x{border-color:#0a0}.y{border-color:#a0a}.z{border-color:#cc0}")),
    Fault("I-01", both("DEMO00000/2026-00021", "DEMO/21")),
    Fault("I-02", page(META.format("ContentSource"), r'\1"示例局"')),
    Fault(
        "I-03",
        data(lambda whole: said(whole["labels"], "公开类别", "依申请公开")),
    ),
    Fault("I-04", both("示民规〔2026〕1号", "示民规[2026]1 号")),
    Fault("I-05", day("2026-03-20", "2026-03-27")),
    Fault("I-06", day("2026-03-20", "2026-01-20")),
    Fault("I-07", added("<p>2023915日</p>")),
    Fault("I-08", page(r'<time datetime="[^"]+"', '<time datetime="2020-01-01"')),
    Fault("I-09", data(lambda whole: without(whole["labels"], "有效性"))),
    Fault("I-10", unmarked, frozenset({"I-03"})),
    Fault("I-11", page(r"(<ol class=\"updates\"[^>]*>\s*<li>)<time[^>]+>[^<]+</time>", r"\1")),
    Fault("I-12", added("<p>国办公开办函〔2019〕60号</p>")),
    Fault("D-01", page(r'href="09/index.html"', 'href="08/index.html"', YEAR)),
    Fault("D-02", swapped("zhuanjia", "fengxian")),
    Fault("D-03", page(r'(<section id="yijian"[^>]+data-state=)"\w+"', r'\1"E2"')),
    Fault("D-04", state("caina", "E7", NOT_DUE, OPEN)),
    Fault("D-05", state("zhuanjia", "E5", NO_LAW, HELD)),
    Fault("D-06", both("至2026年2月13日24时", "至2026年2月2日24时")),
    Fault(
        "D-07", data(lambda whole: whole["rounds"][0]["files"][1].update(released_on="2026-02-01"))
    ),
    Fault(
        "D-08",
        data(lambda whole: whole["rounds"][0].update(ways=whole["rounds"][0]["ways"][:1]), OPEN),
    ),
    Fault(
        "D-09",
        data(lambda w: w["rounds"][0].update(ways=[{"term": "网站", "values": ["网站"]}])),
    ),
    Fault("D-10", data(another_paper)),
    Fault("D-11", data(lambda whole: whole["timeline"][2].update(when="2026年1月13日"))),
    Fault(
        "D-12",
        data(
            lambda whole: said(
                whole["adoptions"][0]["facts"], "社会公众", "来件9件：网站6件、电话2件。"
            )
        ),
    ),
    Fault("D-13", data(lambda whole: whole["adoptions"][0]["rows"][0].update(points=5))),
    Fault("D-14", data(lambda whole: refused(whole).update(reason="采纳"))),
    Fault("D-15", both("公众来件9件", "来件9件")),
    Fault(
        "D-16",
        all_of(
            text(f"{ZERO}/index.html", "征求意见期间（[^<]+意见建议。", DATED, every=True),
            text(f"{ZERO}/item.json", '征求意见期间（[^"]+意见建议。', DATED, every=True),
        ),
    ),
    Fault("D-17", day("2026-02-27", "2026-03-17"), frozenset({"D-11"})),
    Fault("D-18", data(lambda whole: without(whole["meetings"][0]["facts"], "遴选方式"))),
    Fault("D-19", data(lambda whole: said(whole["meetings"][0]["facts"], "日期", "2026年3月19日"))),
    Fault("D-20", data(lambda whole: without(whole["result"]["head"], "文件标题"))),
    Fault("D-20", data(lambda whole: whole["result"].update(reading=[]))),
    Fault("D-20", data(lambda whole: whole["rounds"][0].update(reading=[]), OPEN)),
    Fault("D-20", text(f"{ITEM}/jueding/index.html", r'(class="digest">)[0-9a-f]', r"\1x")),
    Fault(
        "D-20",
        text(f"{ITEM}/jueding/index.html", "以文件为准。", "以文件为准。转换时的疑点：某处。"),
    ),
    Fault(
        "D-21", data(lambda whole: said(whole["result"]["facts"], "解读发布日期", "2026年3月27日"))
    ),
    Fault("D-22", copied),
    Fault("D-23", data(lambda whole: whole["rounds"][0]["files"].pop())),
    Fault("D-24", page(r"[\d年月日]+以来状态", "2026年1月1日以来状态")),
    Fault(
        "D-25",
        data(lambda whole: whole["counts"][0].update(number=7), YEAR, "catalog.json"),
        LISTED,
    ),
    Fault(
        "D-26",
        data(lambda whole: whole["changes"][0].update(reason=""), YEAR, "catalog.json"),
        LISTED,
    ),
    Fault("D-27", lambda files: None, before=file(f"{YEAR}/10/index.html", b"<p>...</p>")),
    Fault(
        "D-28",
        lambda files: None,
        before=data(lambda whole: said(whole["facts"], "承办单位", "另一处室")),
    ),
    Fault("D-29", data(lambda whole: whole["banner"].update(next="近日公布。"))),
    Fault(
        "D-30",
        all_of(
            text(f"{OPEN}/index.html", r"2026年12月(?!\d)", "2026年3月", every=True),
            text(f"{OPEN}/item.json", r"2026年12月(?!\d)", "2026年3月", every=True),
        ),
    ),
    Fault("A-01", added("<h1>又一个</h1>")),
    Fault("A-02", added('<nav aria-labelledby="h-jindu"></nav>')),
    Fault("A-03", page('<a class="skip"[^>]+>[^<]+</a>', "")),
    Fault("A-04", added('<p id="main"></p>')),
    Fault("A-05", page(' scope="col"', "")),
    Fault("A-06", page(r'(<img[^>]+) alt="[^"]*"', r"\1")),
    Fault("A-07", style(".note{color:#999999}")),
    Fault("A-08", added('<span class="chip"><span aria-hidden="true">●</span></span>')),
    Fault("A-09", added('<p><a href="#main">这里</a></p>')),
    Fault("A-10", page("initial-scale=1", "initial-scale=1, user-scalable=no")),
    Fault("A-15", style("body{font-size:14px;line-height:1.2}")),
    Fault("A-16", added("<marquee>滚动</marquee>")),
    Fault("A-17", page("<dt>主办单位", "<dt>邮编</dt><dd>000000</dd><dt>主办单位")),
    Fault("A-19", added("<p>✓</p>")),
    Fault("L-01", added('<p><a href="../99/index.html">没有的事项</a></p>')),
    Fault("L-02", file(paper("broken.pdf"), b"no pdf")),
    Fault("L-03", data(lambda whole: whole["files"][0].update(size="9 KB"))),
    Fault("L-04", data(lambda whole: whole["files"][0].update(sha256="0" * 64))),
    Fault("L-05", only_a_pdf),
    Fault(
        "L-06", added('<p><a rel="noopener" href="https://www.shili.example/">某站（站外）</a></p>')
    ),
    Fault("L-07", added('<p><a href="javascript:void(0)">某处</a></p>')),
    Fault("L-08", page(r'(<a [^>]*href="files/([^"]+)"[^>]*>)[^<]+', r"\1\2")),
    Fault("L-09", added('<p><a href="item.json" download="本页 数据.json">本页全部数据</a></p>')),
    Fault("S-01", page("</head>", '<link rel="preload" href="https://www.gov.cn/a.css"></head>')),
    Fault("S-02", added('<p style="color:red">红字</p>')),
    Fault("S-03", page("style-src 'self'", "style-src 'self' 'unsafe-inline'")),
    Fault("S-05", added("<p>请拨１３８12345678</p>")),
    Fault("S-06", added("<p>11010519491231002X</p>")),
    Fault("S-07", data(lambda w: w["adoptions"][0]["rows"][0].update(summary="反馈人：张三"))),
    Fault("S-08", added("<p>someone@126.com</p>")),
    Fault("S-10", added("<p>内部资料</p>")),
    Fault("S-11", file(paper("minutes.docx"), docx("某人"))),
    Fault("S-13", added("<!-- 张三改 -->")),
    Fault("P-01", style("size:A3", "size:A4")),
    Fault("P-02", page('(<section id="shuoming"[^>]*>)', r"\1<details><p>展开</p></details>")),
    Fault("P-03", file(paper("plain.pdf"), pdf(tagged=False))),
    Fault("P-04", added(f"<p>{'文' * 60_000}</p>")),
    Fault(
        "P-05",
        page("</head>", '<script src="item.json"></script></head>'),
        along=frozenset({"P-04"}),
    ),
    Fault("P-06", added("<p>021-12345678</p>")),
    Fault("P-08", page("<body>", '<body><img src="item.json" alt="">')),
    Fault("X-01", page("</head>", '<script type="application/ld+json">{</script></head>')),
    Fault("X-02", data(lambda whole: whole.update(more="多出一项"))),
    Fault("X-03", data(lambda whole: whole["updates"][0].update(what="另一件事"))),
    Fault("X-03", data(lambda w: said(w["result"]["facts"], "执行单位", "另一个单位"))),
    Fault("X-03", data(lambda w: said(w["risk_assessment"]["facts"], "风险等级", "高风险"))),
    Fault(
        "X-03",
        data(lambda w: w["changes"][0].update(reason="另一个理由"), YEAR, "catalog.json"),
        along=frozenset({"X-08"}),
    ),
    Fault("X-03", data(lambda w: w["files"][0].update(released_on="2031-01-01"))),
    Fault("X-04", text(f"{ITEM}/feed.atom", "<updated>[^<]+</updated>", "")),
    Fault("X-05", unix_lines),
    Fault("X-06", text("demo/sitemap.xml", "<url>.+?</url>", "")),
    Fault("X-07", no_mark(f"{ITEM}/attachments.csv")),
    Fault("X-08", last_row_twice),
    Fault("X-09", page('type="application/atom[+]xml"', 'type="application/xml"')),
    Fault(
        "X-10",
        text(f"{ITEM}/timeline.ics", "END:VEVENT", "ATTENDEE:mailto:a@b.gov.cn\r\nEND:VEVENT"),
    ),
]
