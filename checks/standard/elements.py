"""I: the elements of government information (信息公开要素): numbers, dates, validity."""

import re
from collections.abc import Iterator
from datetime import date

from catalog import clock, law
from catalog.findings import Severity
from catalog.record import DocumentKind
from catalog.spelling import misspelled_doc_no, misspelled_index_no
from checks.standard.base import Wrong, also, rule
from checks.standard.papers import text_of
from checks.standard.site import Catalog, Item, Kind, Page, Root
from checks.standard.words import dated, dates, result_facts, value, values

FULL_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}")
LEAST = 3
"""So many digits before 日 are no day of a month: something between them was lost."""

OVER = {"已失效", "已废止", "已修改"}
WRONG_CITATIONS = {"国办公开办函〔2019〕60号": "国办公开办函〔2019〕61号"}
"""Numbers known to be printed wrongly, and the right ones."""


@rule("I-01", Severity.ERROR, "目录系统指引")
def index_number(item: Item) -> Iterator[Wrong]:
    """索取号符合规定的写法，全站唯一，重新生成不变。"""
    given = value(item.data.labels, "索取号")
    yield from _index_no(given)
    if item.before and (was := value(item.before.labels, "索取号")) and was != given:
        yield Wrong("索取号", f"上一次公布时是“{was}”，现在是“{given}”", "索取号一经生成不再改变")


@also("I-01")
def index_number_of_the_year(catalog: Catalog) -> Iterator[Wrong]:
    """The catalog has one too."""
    yield from _index_no(value(catalog.data.facts, "索取号"))


def _index_no(given: str) -> Iterator[Wrong]:
    if said := misspelled_index_no(given):
        yield Wrong("索取号", *said)


@also("I-01")
def index_numbers_differ(root: Root) -> Iterator[Wrong]:
    """No number is given twice."""
    seen: dict[str, str] = {}
    for trace in root.traces:
        if trace.index_no and trace.index_no in seen:
            what = f"“{trace.index_no}”与 {seen[trace.index_no]} 重复"
            yield Wrong("索取号", what, "每份信息一个索取号", trace.path)
        seen.setdefault(trace.index_no, trace.path)


@rule("I-02", Severity.ERROR, "目录系统指引", official=True)
def publisher(item: Item) -> Iterator[Wrong]:
    """发布机构写机关全称，与 ContentSource 标签和决策机关一致。"""
    name, said = item.data.authority.name, value(item.data.labels, "发布机构")
    for where, given in (("发布机构", said), ("ContentSource", item.page.meta("ContentSource"))):
        if given != name and (given or where == "发布机构"):
            yield Wrong(where, f"写的是“{given}”", f"写机关全称“{name}”")


@rule("I-03", Severity.ERROR, "条例", official=True)
def attribute(item: Item) -> Iterator[Wrong]:
    """标明公开类别，并且是主动公开。"""
    said = value(item.data.labels, "公开类别")
    if said != "主动公开" or "公开类别主动公开" not in item.page.flat:
        what = f"公开类别是“{said}”" if said != "主动公开" else "页面上没有公开类别"
        yield Wrong("公开类别", what, "公开的页面标明“主动公开”；不是主动公开的不得生成页面")


@rule("I-04", Severity.ERROR, "GB/T 9704、实例")
def document_number(item: Item) -> Iterator[Wrong]:
    """文件编号用六角括号、四位年份，序号不编虚位，没有空格。"""
    given = (*values(item.data.labels, "文件编号"), *values(result_facts(item.data), "文件编号"))
    yield from _numbers(given)


@also("I-04")
def number_of_the_catalog(catalog: Catalog) -> Iterator[Wrong]:
    """The catalog's own number."""
    yield from _numbers(values(catalog.data.facts, "文件编号"))


def _numbers(given: tuple[str, ...]) -> Iterator[Wrong]:
    for one in dict.fromkeys(given):
        if said := misspelled_doc_no(one):
            yield Wrong("文件编号", *said)


@rule("I-05", Severity.ERROR, "推导")
def formed_before_published(item: Item) -> Iterator[Wrong]:
    """成文日期不晚于公布日期。"""
    facts = result_facts(item.data)
    formed, published = dated(facts, "成文日期"), dated(facts, "公布日期")
    if formed and published and formed > published:
        yield Wrong("#jieguo", f"成文日期{formed}晚于公布日期{published}", "核对两个日期")


@rule("I-06", Severity.WARN, "条例26")
def published_in_time(item: Item) -> Iterator[Wrong]:
    """成文后20个工作日内公布，逾期的写明说明。"""
    facts = result_facts(item.data)
    formed, published = dated(facts, "成文日期"), dated(facts, "公布日期")
    if formed and published and not value(facts, "逾期公布的说明"):
        last = _last_day(formed)
        if last is None:
            yield Wrong("#jieguo", f"{formed}起的工作日无法计算，假期安排未公布", "人工核对")
        elif published > last:
            yield Wrong("#jieguo", f"应于{last}前公布，{published}才公布", "写明逾期公布的说明")


def _last_day(formed: date) -> date | None:
    try:
        days = law.parameter("disclosure_working_days", formed).value
        return clock.add_working_days(formed, days).end
    except (clock.CalendarMissing, law.NotInForce):
        return None


@rule("I-07", Severity.ERROR, "实例")
def whole_dates(page: Page) -> Iterator[Wrong]:
    """页面写明完整日期，没有“2023915日”一类残缺的日期。"""
    text = page.text
    ends = (m.start() for m in re.finditer("日", text))
    odd = [text[at - LEAST : at + 1] for at in ends if text[at - LEAST : at].isdigit()]
    odd += [said for said in ("年月日", "None年") if said in text]
    if odd:
        yield Wrong("正文", f"有残缺的日期“{odd[0]}”", "写成 2023年9月15日")
    if page.kind is not Kind.OTHER and not FULL_DAY.search(page.text):
        yield Wrong("正文", "页面上没有一个完整的日期", "至少写明页面状态更新到哪一天")


@rule("I-08", Severity.ERROR, "HTML")
def times(page: Page) -> Iterator[Wrong]:
    """每个 time 元素的 datetime 有效，与文字是同一天。"""
    for element in page.html.of("time"):
        try:
            meant = date.fromisoformat(element.get("datetime")[:10])
        except ValueError:
            yield Wrong(
                element.where(), f"datetime“{element.get('datetime')}”无效", "写 2026-03-02"
            )
            continue
        said = element.text
        shown = next(dates(said), None)
        if shown != meant and meant.isoformat() not in said:
            yield Wrong(element.where(), f"文字“{said}”与 {meant} 不是同一天", "两处写同一天")


@rule("I-09", Severity.ERROR, "47")
def validity(item: Item) -> Iterator[Wrong]:
    """规范性文件标明有效性；过期、废止的在状态横幅里写明。"""
    facts = result_facts(item.data)
    if "规〔" not in value(facts, "文件编号"):
        return
    said = value((*item.data.labels, *facts), "有效性")
    until = dated(facts, "有效期至")
    if not said:
        yield Wrong("#jieguo", "规范性文件没有标明有效性", "标明有效、已修改、已废止或者已失效")
    over = said in OVER or (until is not None and until < item.data.as_of)
    if over and not any(word in item.data.banner.now for word in OVER):
        yield Wrong("状态横幅", "文件已经失效，横幅没有写明", "横幅写明已失效或者已废止")


@rule("I-10", Severity.WARN, "公文习惯", official=True)
def papers_may_go_out(item: Item) -> Iterator[Wrong]:
    """正式文件印有“此件公开发布”，或者本页登记了公开类别。"""
    if value(item.data.labels, "公开类别"):
        return
    for file in item.data.files:
        if file.kind == DocumentKind.FINAL.value:
            path = item.page.lead_to(file.path).file
            if path in item.page.files and "此件公开发布" not in text_of(
                path, item.page.files[path]
            ):
                yield Wrong(file.path, "没有“（此件公开发布）”，也没有公开类别", "标明公开属性")


@rule("I-11", Severity.ERROR, "19", official=True)
def rows_are_dated(page: Page) -> Iterator[Wrong]:
    """列表每一行都有日期。"""
    rows = [
        li for ul in page.html.of("ul", "ol") if _listing(ul.get("class")) for li in ul.inside("li")
    ]
    tables = [t for t in page.html.of("table") if "items" in t.get("class").split()]
    rows += [tr for t in tables for tr in t.inside("tr") if any(tr.inside("td"))]
    for row in rows:
        if not FULL_DAY.search(row.text) and not any(row.inside("time")):
            yield Wrong(row.where(), f"“{row.text[:20]}”一行没有日期", "每行写明发布或者更新日期")


def _listing(classes: str) -> bool:
    return bool({"updates", "doors", "files"} & set(classes.split()))


@rule("I-12", Severity.WARN, "61号")
def right_citations(page: Page) -> Iterator[Wrong]:
    """不引用已知写错的文号（平台通知是国办公开办函〔2019〕61号）。"""
    for wrong, right in WRONG_CITATIONS.items():
        if wrong in page.flat:
            yield Wrong("正文", f"引用了“{wrong}”", f"应为“{right}”")
