"""Pages that differ by nothing but the names of sheet and icon are reviewed together; a slip parts them."""

from pathlib import Path

import pytest

from office.editions.changes import PROGRAM, Matter, joint, proposal
from office.editions.cosmetic import Side, only_looks_differ, only_machine_made
from pages.build.manifest import digest

FOLDER = "demo/zwgk/zdjc/2026/03/"
PAGE = f"{FOLDER}index.html"
SHEET = """/* sheet */
:root { --blue: #003b8e; }
.lead { color: var(--blue); margin: 0 auto; }
.paper, .skip { display: none; }
@media (max-width: 40rem) { .legend { position: absolute; left: -99rem; } }
.duties td::before { content: attr(data-label); }
"""
HTML = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>方案_示例市民政局</title>
<meta name="PubDate" content="2026-01-12 10:00">
<link rel="canonical" href="https://mzj.example.cn/zwgk/zdjc/2026/03/">
<link rel="icon" type="image/svg+xml" href="../../../../static/juece.00000000.svg">
<link rel="stylesheet" href="../../../../static/item.00000000.css">
<script type="application/ld+json">{"name":"方案  甲","size":1}</script>
</head><body class="page"><a class="skip" href="#main">跳到正文</a>
<!-- 页面 -->
<main id="main"><p class="lead">收到意见<b>3</b>条，<b>0</b>条未采纳</p>
<time datetime="2026-02-20">2026年2月20日</time><img src="a.png" alt="流程图">
<p hidden>内部</p><p class="note paper">打印用</p>
<a href="files/a.pdf" title="附件">附件&amp;说明</a><input type="checkbox" checked>
<td data-label="期限">30日</td></main></body></html>
"""
PROCEDURE = f"{FOLDER}chengxu/index.html"
ICON = ("juece.00000000.svg", "juece.11111111.svg")
OUT = {
    PAGE: HTML,
    PROCEDURE: HTML.replace("../../../../", "../../../../../"),
    f"{FOLDER}files/a.pdf": "%PDF-1",
    f"{FOLDER}files/b.html": "<p class=a>附件</p>",
    f"{FOLDER}item.json": '{"received": 3}',
    f"{FOLDER}feed.atom": "<feed/>",
    "demo/static/item.00000000.css": SHEET,
    "demo/static/juece.00000000.svg": "<svg/>",
}


def side(folder: Path, files: dict[str, str]) -> Side:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Side(folder, {path: digest(text.encode()) for path, text in files.items()})


def sides(tmp_path: Path, draft: dict[str, str]) -> tuple[Side, Side]:
    return side(tmp_path / "out", OUT), side(tmp_path / "draft", draft)


def same(tmp_path: Path, draft: dict[str, str]) -> bool:
    out, new = sides(tmp_path, draft)
    [matter] = [one for one in proposal(out.files, new.files) if one.id == "demo-2026-03"]
    return only_looks_differ(matter, out, new)


def page(was: str, now: str, files: dict[str, str] = OUT) -> dict[str, str]:
    assert files[PAGE].count(was) == 1, was
    return files | {PAGE: files[PAGE].replace(was, now)}


def procedure(was: str, now: str, files: dict[str, str] = OUT) -> dict[str, str]:
    """The same of the page of the procedure."""
    assert files[PROCEDURE].count(was) == 1, was
    return files | {PROCEDURE: files[PROCEDURE].replace(was, now)}


def sheet(was: str, now: str) -> dict[str, str]:
    """Another sheet, of which the page tells by its digest."""
    assert was in SHEET
    files = page("item.00000000.css", "item.11111111.css")
    files.pop("demo/static/item.00000000.css")
    return files | {"demo/static/item.11111111.css": SHEET.replace(was, now)}


# ------------------------------------------------------------------ the looks


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(sheet("#003b8e", "#0a4d9e"), id="a colour"),
        pytest.param(sheet("margin: 0 auto;", "padding: 1rem;"), id="a distance"),
        pytest.param(page("juece.00000000.svg", "juece.11111111.svg"), id="the icon"),
        pytest.param(procedure(*ICON, page(*ICON)), id="the icon of both pages"),
    ],
)
def test_the_looks_alone_are_told_as_such(tmp_path: Path, draft: dict[str, str]) -> None:
    assert same(tmp_path, draft)


# ------------------------------------------------------------------ one slip of each kind

SLIPS = {
    "a class": page('class="lead"', 'class="lead wide"'),
    "no class": page(' class="lead"', ""),
    "an empty line": page("<title>", "\n\n<title>"),
    "a word": page("收到意见", "收到建议"),
    "a number": page("<b>3</b>", "<b>4</b>"),
    "two numbers that become one": page("</b>条，<b>", ""),
    "a blank between numbers": page("<b>3</b>", "<b>3 </b>"),
    "a character by its name": page("&amp;", "&lt;"),
    "href": page("files/a.pdf", "files/b.html"),
    "an anchor": page("#main", "#top"),
    "the address of the page": page("mzj.example.cn", "mzj.example.com"),
    "the folder of the sheet": page("../../../../static/item", "../../../static/item"),
    "another sheet": page("static/item.0", "static/print.0"),
    "a sheet from elsewhere": page("../../../../static/item", "//cdn.example.cn/static/item"),
    "one more sheet": page("</head>", '<link rel="stylesheet" href="a.css"></head>'),
    "src": page("a.png", "b.png"),
    "alt text": page("流程图", "流程"),
    "a title": page('title="附件"', 'title="说明"'),
    "datetime": page('"2026-02-20"', '"2026-02-21"'),
    "a meta tag": page("10:00", "11:00"),
    "a meta tag more": page("</head>", '<meta name="robots" content="noindex"></head>'),
    "the language": page("zh-CN", "en"),
    "data": page('data-label="期限"', 'data-label="时限"'),
    "linked data": page('"size":1', '"size":2'),
    "a blank in linked data": page("方案  甲", "方案 甲"),
    "hidden text": page("内部", "内部2"),
    "text that is hidden": page('<p class="lead">', '<p class="lead" hidden>'),
    "text that is hidden no more": page("<p hidden>", "<p>"),
    "text hidden by a style": page('<p class="lead">', '<p class="lead" style="display:none">'),
    "text hidden by a class": page('class="lead"', 'class="lead paper"'),
    "text hidden no more by a class": page('class="note paper"', 'class="note"'),
    "text hidden on small screens": page('class="lead"', 'class="legend"'),
    "text hidden from readers aloud": page('<p class="lead">', '<p class="lead" aria-hidden="1">'),
    "a comment": page("页面", "页面2"),
    "a comment more": page("</main>", "<!-- a --></main>"),
    "a mark": page("<b>3</b>", "<s>3</s>"),
    "a mark round it": page("<p hidden>内部</p>", "<div><p hidden>内部</p></div>"),
    "an end": page("</p>\n<time", "</p></p>\n<time"),
    "what is ticked": page(" checked", ""),
    "the kind of document": page("<!DOCTYPE html>", ""),
    "an order to the browser": page("<!DOCTYPE html>", "<!DOCTYPE html><?a b?>"),
    "the bytes of an attachment": OUT | {f"{FOLDER}files/a.pdf": "%PDF-2"},
    "a class in an attachment": OUT | {f"{FOLDER}files/b.html": "<p class=b>附件</p>"},
    "a fact of item.json": OUT | {f"{FOLDER}item.json": '{"received": 4}'},
    "a blank in item.json": OUT | {f"{FOLDER}item.json": '{"received":3}'},
    "a feed": OUT | {f"{FOLDER}feed.atom": "<feed></feed>"},
    "a number of the procedure": procedure("<b>3</b>", "<b>4</b>"),
    "a page more": OUT | {f"{FOLDER}other/index.html": HTML},
    "a file more": OUT | {f"{FOLDER}files/c.pdf": "%PDF-1"},
    "a file less": {path: text for path, text in OUT.items() if not path.endswith("a.pdf")},
    "another name": {path.replace("a.pdf", "c.pdf"): text for path, text in OUT.items()},
}


@pytest.mark.parametrize("kind", SLIPS)
def test_one_slip_is_a_matter_of_its_own(tmp_path: Path, kind: str) -> None:
    assert not same(tmp_path, SLIPS[kind])


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_does_not_pass_in_the_company_of_new_looks(tmp_path: Path, kind: str) -> None:
    icon = ("juece.00000000.svg", "juece.11111111.svg")
    assert same(tmp_path / "looks", page(*icon))
    assert not same(tmp_path / "both", page(*icon, SLIPS[kind]))


# ------------------------------------------------------------------ what cannot be told


@pytest.mark.parametrize("where", ["out", "draft"])
def test_a_page_that_is_not_the_listed_one_leaves_it_unsure(tmp_path: Path, where: str) -> None:
    out, draft = sides(tmp_path, page("juece.00000000.svg", "juece.11111111.svg"))
    [matter] = [one for one in proposal(out.files, draft.files) if one.differs]
    file = tmp_path / where / PAGE
    kept = file.read_bytes()
    for wrong in (kept + b" ", None):
        file.unlink() if wrong is None else file.write_bytes(wrong)
        assert not only_looks_differ(matter, out, draft)
    file.write_bytes(kept)
    assert only_looks_differ(matter, out, draft)


def test_the_website_is_never_gathered(tmp_path: Path) -> None:
    link = '<link rel="stylesheet" href="static/juece.{}.css">'
    out = side(tmp_path / "out", {"demo/index.html": link.format("0" * 8)})
    draft = side(tmp_path / "draft", {"demo/index.html": link.format("1" * 8)})
    [website] = proposal(out.files, draft.files)
    assert website.differs
    assert not only_looks_differ(website, out, draft)


def test_the_digest_of_the_joint_matter_covers_every_matter_in_it() -> None:
    def one(id_: str, said: str) -> Matter:
        return Matter(id_, said, (), (f"{id_}/index.html",), (), kept=2)

    both = joint([one("demo-2026", "a"), one("demo-2026-01", "b")])
    assert (both.id, both.counts, both.kept) == (PROGRAM, "改动2个", 4)
    others = [
        [one("demo-2026", "a")],
        [one("demo-2026", "a"), one("demo-2026-01", "c")],
        [one("demo-2026", "b"), one("demo-2026-01", "a")],
        [one("demo-2026", "a"), one("demo-2026-02", "b")],
    ]
    assert both.digest not in {joint(those).digest for those in others}


# ------------------------------------------------------------------ what programs read of the website

FRONT = HTML.replace("../../../../static", "static")
WEBSITE_OUT = {
    "index.html": FRONT,
    "demo/404.html": FRONT,
    "demo/robots.txt": "User-agent: *",
    "demo/sitemap.xml": "<urlset/>",
    "demo/feed.atom": "<feed/>",
    "demo/static/item.00000000.css": SHEET,
    "static/item.00000000.css": SHEET,
}


def rides(tmp_path: Path, draft: dict[str, str]) -> bool:
    out, new = side(tmp_path / "out", WEBSITE_OUT), side(tmp_path / "draft", draft)
    [matter] = proposal(out.files, new.files)
    return only_machine_made(matter, out, new)


def front(was: str, now: str) -> dict[str, str]:
    assert was in FRONT
    changed = {path: FRONT.replace(was, now) for path in ("index.html", "demo/404.html")}
    return WEBSITE_OUT | changed


RESTYLED = front("item.00000000.css", "item.11111111.css") | {
    "static/item.11111111.css": SHEET + " "
}


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(WEBSITE_OUT | {"demo/robots.txt": "User-agent: x"}, id="robots"),
        pytest.param(
            WEBSITE_OUT | {"demo/sitemap.xml": "<a/>", "demo/feed.atom": "<b/>"}, id="map"
        ),
        pytest.param(WEBSITE_OUT | {"demo/schema/item.schema.json": "{}"}, id="a schema more"),
        pytest.param(RESTYLED, id="another sheet"),
        pytest.param(
            {p: t for p, t in RESTYLED.items() if p != "static/item.00000000.css"}, id="sheet gone"
        ),
    ],
)
def test_of_the_website_what_no_reader_sees_is_told_as_such(
    tmp_path: Path, draft: dict[str, str]
) -> None:
    assert rides(tmp_path, draft)


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(front("收到意见", "收到建议"), id="a word of a front page"),
        pytest.param(front("item.00000000.css", "other.css"), id="a sheet of no digest"),
        pytest.param(WEBSITE_OUT | {"demo/new.html": FRONT}, id="a page more"),
        pytest.param({p: t for p, t in WEBSITE_OUT.items() if p != "index.html"}, id="a page less"),
        pytest.param(WEBSITE_OUT | {"demo/files/a.pdf": "%PDF-1"}, id="a paper"),
        pytest.param(WEBSITE_OUT | {"demo/static/a.html": "x"}, id="a page among the looks"),
        pytest.param(WEBSITE_OUT | {"demo/x/y/robots.txt": "x"}, id="a name in another place"),
        pytest.param(WEBSITE_OUT | {"demo/evil.js": "x"}, id="a script"),
        pytest.param(WEBSITE_OUT, id="nothing at all"),
    ],
)
def test_of_the_website_what_a_reader_may_see_is_looked_at(
    tmp_path: Path, draft: dict[str, str]
) -> None:
    out, new = side(tmp_path / "out", WEBSITE_OUT), side(tmp_path / "draft", draft)
    assert not any(only_machine_made(one, out, new) for one in proposal(out.files, new.files))
