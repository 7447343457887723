"""A: what can be told of accessibility without a browser (无障碍、适老化)."""

import re
from collections.abc import Iterator

from catalog.findings import Severity
from checks.standard.base import Wrong, also, rule
from checks.standard.css import Style, colour, contrast, style
from checks.standard.html import Element
from checks.standard.site import File, Kind, Page, Root

TABBABLE = ("a", "button", "input", "select", "textarea", "summary")
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "for")
EMPTY_WORDS = {
    "点击",
    "点击这里",
    "这里",
    "查看",
    "更多",
    "详情",
    "下载",
    "点击查看",
    "查看详情",
    "点击下载",
}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MOVING = ("blink", "marquee")
TEXT_CONTRAST = 4.5
WHITE = {"#FFFFFF", "#FFF", "WHITE"}
SHAPES = re.compile(r"[✓✔✗✘✕●○◐◑◕■□▲△▼▽★☆–—!！↓→←↑‹›·]+")
LONGEST = 5
EMOJI = re.compile(
    "[\U0001f300-\U0001faff\u2600-\u2604\u260e\u2614\u2615\u231a\u231b\u23e9-\u23f3]"
)


@rule("A-01", Severity.ERROR, "WCAG 1.3.1")
def headings(page: Page) -> Iterator[Wrong]:
    """只有一个 h1，标题不跳级。"""
    found = sorted(page.html.of(*HEADINGS), key=lambda e: e.no)
    if sum(e.tag == "h1" for e in found) != 1:
        yield Wrong("h1", f"有{sum(e.tag == 'h1' for e in found)}个 h1", "每页一个 h1")
    level = 0
    for heading in found:
        mine = int(heading.tag[1])
        if mine > level + 1:
            yield Wrong(
                heading.where(), f"“{heading.text}”从 h{level} 跳到 h{mine}", "逐级使用标题"
            )
        level = mine


@rule("A-02", Severity.ERROR, "WCAG 1.3.1", framed=True)
def landmarks(page: Page) -> Iterator[Wrong]:
    """有一个 main，有页眉和页脚，各导航的名称不同。"""
    if len(page.html.of("main")) != 1:
        yield Wrong("main", f"有{len(page.html.of('main'))}个 main", "每页一个 main")
    for tag in ("header", "footer"):
        if not any(e.up("main") is None for e in page.html.of(tag)):
            yield Wrong(tag, f"没有 {tag}", f"用 {tag} 元素写页眉、页脚")
    named = [_label(page, nav) for nav in page.html.of("nav")]
    if len(named) > 1 and ("" in named or len(set(named)) < len(named)):
        yield Wrong("nav", "有导航没有名称，或者名称相同", "用 aria-label 区分各导航")


def _label(page: Page, element: Element) -> str:
    ids = element.get("aria-labelledby").split()
    named = (e.text for e in page.html.having.get("id", ()) if e.get("id") in ids)
    return element.get("aria-label") or " ".join(named)


@rule("A-03", Severity.ERROR, "WCAG 2.4.1", framed=True)
def skip_link(page: Page) -> Iterator[Wrong]:
    """第一个可聚焦的元素是跳到正文的链接，目标存在。"""
    first = next((e for e in page.html.elements if _focusable(e)), None)
    href = first.get("href") if first else ""
    target = href[1:] if href.startswith("#") else ""
    if target not in page.html.ids:
        yield Wrong(
            "body", "第一个可聚焦的元素不是跳到正文的链接", '最前面写 <a href="#main">跳到正文</a>'
        )


def _focusable(element: Element) -> bool:
    if element.get("tabindex") == "-1":
        return False
    natural = element.tag in TABBABLE and (element.tag != "a" or element.has("href"))
    return natural or element.has("tabindex")


@rule("A-04", Severity.ERROR, "WCAG 4.1.2")
def ids(page: Page) -> Iterator[Wrong]:
    """id 不重复，aria 引用、label 和本页内的链接都有目标。"""
    html, seen = page.html, set[str]()
    for element in html.having.get("id", ()):
        if element.get("id") in seen:
            yield Wrong(element.where(), f"id“{element.get('id')}”重复", "每个 id 只用一次")
        seen.add(element.get("id"))
    for name in REFERENCES:
        for element in html.having.get(name, ()):
            for one in element.get(name).split():
                if one not in seen:
                    yield Wrong(element.where(), f"{name} 指向的“{one}”不存在", "改正引用")
    for a in html.having.get("href", ()):
        href = a.get("href")
        if len(href) > 1 and href.startswith("#") and href[1:] not in seen:
            yield Wrong(a.where(), f"本页没有“{href}”", "改正链接，或者补上锚点")


@rule("A-05", Severity.ERROR, "WCAG 1.3.1")
def tables(page: Page) -> Iterator[Wrong]:
    """表格有标题（caption）和带 scope 的表头，不用表格排版。"""
    captioned = {c.parent for c in page.html.of("caption") if c.text}
    cells = page.html.of("th")
    for table in page.html.of("table"):
        if table.get("role") in {"presentation", "none"}:
            yield Wrong(table.where(), "用表格排版", "用样式排版")
        if table not in captioned:
            yield Wrong(table.where(), "没有表格标题", "写 caption")
        heads = [th for th in cells if th.up("table") is table]
        scoped = all(th.get("scope") in {"col", "row", "colgroup", "rowgroup"} for th in heads)
        if not heads or not scoped:
            yield Wrong(
                table.where(), "没有表头，或者表头没有 scope", '写 <th scope="col"> 或者 row'
            )


@rule("A-06", Severity.ERROR, "WCAG 1.1.1")
def pictures(page: Page) -> Iterator[Wrong]:
    """图片有 alt；图表有文字名称，旁边有数据表。"""
    for image in page.html.of("img"):
        if not image.has("alt"):
            yield Wrong(
                image.where(), f"图片 {image.get('src')} 没有 alt", '写 alt；装饰图片写 alt=""'
            )
    for chart in page.html.of("svg"):
        if page.hidden(chart):
            continue
        if (
            not chart.get("aria-label")
            and not chart.get("aria-labelledby")
            and not any(chart.inside("title"))
        ):
            yield Wrong(chart.where(), "图表没有文字名称", "写 title 或者 aria-label")
        if chart.up("a"):
            continue  # a mark that is pressed, not a chart
        around = chart.up("section") or chart.up("figure") or chart.up("main")
        if around is None or not any(around.inside("table")):
            yield Wrong(chart.where(), "图表旁边没有数据表", "把图中的数据列成表格")


@rule("A-07", Severity.ERROR, "WCAG 1.4.3")
def contrasts(file: File) -> Iterator[Wrong]:
    """样式里每一对文字色和底色的对比度不低于4.5。"""
    if file.suffix != ".css" or file.attached:
        return
    sheet = style(file.body)
    for selector, front, back in sorted(_pairs(sheet)):
        one, other = colour(front), colour(back)
        if one and other and contrast(one, other) < TEXT_CONTRAST:
            what = f"{front} 在 {back} 上的对比度是 {contrast(one, other):.1f}"
            yield Wrong(selector, what, "提高到4.5以上")


def _pairs(sheet: Style) -> set[tuple[str, str, str]]:
    """Text and ground of each selector, in each set of its variables; the page's own where unsaid."""
    given: dict[tuple[str, str], dict[str, str]] = {}
    for one in sheet.declarations:
        name = one.name.removesuffix("-color")
        if name in {"color", "background"}:
            given.setdefault((one.media, one.selector), {})[name] = one.value
    body = given.get(("", "body"), {})
    scopes, found = _scopes(sheet), set()
    for (_, selector), both in given.items():
        back = both.get("background", "")
        # what names a ground alone has the page's text on it; what a rule itself writes is no text
        front = both.get("color") or (
            body.get("color", "") if back and "::" not in selector else ""
        )
        # white text without a ground of its own stands on the ground of another rule
        if front and (back or front.upper() not in WHITE):
            for variables in scopes:
                grounds = [back] if colour(_resolve(back, variables)) else _grounds(sheet, body)
                for ground in grounds:
                    pair = _resolve(front, variables), _resolve(ground, variables)
                    found.add((selector, *pair))
    return found


def _scopes(sheet: Style) -> list[dict[str, str]]:
    """The variables of the root, and the same as each class changes them."""
    changed: dict[str, dict[str, str]] = {}
    for one in sheet.declarations:
        if one.name.startswith("--") and one.selector != ":root":
            changed.setdefault(one.selector, {})[one.name] = one.value
    return [sheet.variables, *({**sheet.variables, **more} for more in changed.values())]


def _grounds(sheet: Style, body: dict[str, str]) -> list[str]:
    return [g for g in (body.get("background", "#FFFFFF"), sheet.variables.get("--paper", "")) if g]


def _resolve(value: str, variables: dict[str, str]) -> str:
    for _ in range(4):
        found = re.fullmatch(r"var\((--[\w-]+)\)", value.strip())
        if not found:
            return value
        value = variables.get(found[1], "")
    return value


@rule("A-08", Severity.ERROR, "WCAG 1.4.1")
def chips_have_words(page: Page) -> Iterator[Wrong]:
    """状态标签有文字，不只用颜色或者符号。"""
    for chip in page.html.of("span"):
        if "chip" in chip.get("class").split() and not re.search(r"[\u4e00-\u9fff]", chip.text):
            yield Wrong(chip.where(), "状态标签没有文字", "写上状态的名称")


@rule("A-09", Severity.ERROR, "WCAG 2.4.4")
def link_texts(page: Page) -> Iterator[Wrong]:
    """链接文字说明去向；同样的文字去同一处（表格里以行标题区分）。"""
    seen: dict[tuple[str, str], str] = {}
    rows = {th.parent: th.text for th in reversed(page.html.of("th"))}
    for a in page.links():
        said = a.name
        if not said or said in EMPTY_WORDS:
            yield Wrong(a.where(), f"链接文字是“{said}”", "写明链接到什么")
            continue
        row = a.up("tr") if rows else None
        context = rows.get(row, "") if row else ""
        target = seen.setdefault((context, said), a.get("href"))
        if page.lead_to(target) != page.lead_to(a.get("href")):
            yield Wrong(
                a.where(), f"“{said}”链接到不同的地方", "用不同的文字，或者用 aria-label 区分"
            )


@rule("A-10", Severity.ERROR, "WCAG 1.4.4", framed=True)
def zoom(page: Page) -> Iterator[Wrong]:
    """可以放大：viewport 不限制缩放。"""
    given = page.meta("viewport").replace(" ", "").lower()
    if "width=device-width" not in given:
        yield Wrong("viewport", "没有 viewport", "写 width=device-width, initial-scale=1")
    if re.search(r"user-scalable=(no|0)|maximum-scale", given):
        yield Wrong("viewport", "限制了缩放", "去掉 user-scalable 和 maximum-scale")


@rule("A-16", Severity.ERROR, "WCAG 2.2.2、适老化")
def nothing_moves(page: Page) -> Iterator[Wrong]:
    """没有滚动、闪烁、自动播放、自动刷新和弹窗。"""
    for element in page.html.of(*MOVING):
        yield Wrong(element.where(), f"有 {element.tag}", "去掉")
    for element in page.html.of("video", "audio"):
        if element.has("autoplay"):
            yield Wrong(element.where(), "自动播放", "由读者自己播放")
    for meta in page.html.of("meta"):
        if meta.get("http-equiv").lower() == "refresh":
            yield Wrong("meta", "自动刷新或者跳转", "去掉")
    for element in page.html.of("dialog"):
        if element.has("open"):
            yield Wrong(element.where(), "打开页面就弹窗", "去掉")


@rule("A-17", Severity.WARN, "WCAG 3.2.6", framed=True)
def help_in_one_place(root: Root) -> Iterator[Wrong]:
    """联系方式在各页的同一位置。"""
    order = next((t.terms for t in root.traces if t.terms), ())
    for trace in root.traces:
        if trace.kind is not Kind.OTHER and trace.terms != order:
            what = f"页脚各项的次序是{'、'.join(trace.terms) or '空的'}"
            yield Wrong("footer", what, f"各页一致：{'、'.join(order)}", trace.path)


@rule("A-19", Severity.WARN, "WCAG 1.1.1")
def shapes_are_hidden(page: Page) -> Iterator[Wrong]:
    """不单用符号或者表情表达意思，装饰符号标 aria-hidden。"""
    emoji = EMOJI.search(page.text)
    for text, owner in page.pieces:
        shape = (len(text) < LONGEST and SHAPES.fullmatch(text)) or (emoji and EMOJI.search(text))
        if shape and not page.hidden(owner):
            yield Wrong(
                owner.where(),
                f"“{text}”会被读出来，或者单用符号表达意思",
                "标 aria-hidden，另写文字",
            )


@also("A-16")
def nothing_blinks(file: File) -> Iterator[Wrong]:
    """Nor by style."""
    if (
        file.suffix == ".css"
        and not file.attached
        and re.search(rb"text-decoration[^;]*blink", file.body)
    ):
        yield Wrong("CSS", "文字闪烁", "去掉")
