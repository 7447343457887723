"""What each section of the page holds, block by block; says nothing that the page does not say."""

from collections.abc import Callable, Iterable, Iterator

from catalog.public.item import PublicEvent
from catalog.public.participation import PublicOpinion
from pages.export.paper import Block, facts, heading, lines, linked, table, text
from pages.model.charts import BarChart
from pages.model.components import Covered, DutyRow, Fact, File
from pages.model.page import Adoption, ItemPage, MeetingView, Report, Round
from pages.model.wording import day

OPINIONS = {"序号": 10, "意见摘要": 32, "来源": 15, "处理": 17, "理由": 32, "对应条款": 18}
WITHHELD = {"内容": 4, "状态": 3, "理由和依据": 7, "下次复核日期": 4}
COVERED = {"文件": 4, "遮盖之处": 4, "理由和依据": 6, "遮盖单位和日期": 4, "下次复核日期": 4}
FILES = {"名称": 12, "类别": 6, "版本日期": 10, "格式和大小": 9, "校验值": 7}
DUTIES = {"法定程序": 9, "状态": 8, "履行情况": 16}
VIEWS = {"列席代表": 3, "发言要点": 5, "回应与采纳": 5}


def _prose(list_: Iterable[Fact]) -> Iterator[Block]:
    for fact in list_:
        yield from heading(2, fact.term)
        yield from text("prose", *fact.values)


def _files(list_: Iterable[File]) -> tuple[Block, ...]:
    rows = (
        Fact(
            term=file.kind,
            values=(f"{file.title}（{_measure(file)}，{day(file.released_on)}）",),
        )
        for file in list_
    )
    return facts(rows)


def _measure(file: File) -> str:
    return "，".join(filter(None, (file.format, file.size, file.pages, file.redacted)))


def _report(caption: str, report: Report | None) -> Iterator[Block]:
    if report is None:
        return
    yield from facts(report.facts)
    yield from _prose(report.prose)
    yield from table(caption, dict.fromkeys(report.columns, 1), report.rows)
    yield from _files(report.files)


def _result(result: Report | None) -> Iterator[Block]:
    if result is None:
        return
    yield from facts(result.head)
    yield from _prose(result.prose)
    yield from _files(result.files)
    yield from heading(2, "公布和执行")
    yield from facts(result.facts)


def _explanation(page: ItemPage) -> Iterator[Block]:
    yield from _prose(page.explanation.paragraphs)
    if page.explanation.procedures:
        yield from heading(2, "是否需要履行的程序")
        yield from facts(page.explanation.procedures)
    yield from text("note", page.explanation.source)


def _round(one: Round) -> Iterator[Block]:
    yield from heading(2, one.heading)
    yield from facts(one.facts)
    if one.open:
        yield from _ways(one, "提出意见的方式")
    if one.contents:
        yield from heading(2, "征求意见的内容")
        yield from text("prose", one.contents)
    yield from _files(one.files)
    if not one.open:
        yield from _ways(one, "提出意见的方式（征求意见已结束）")
    if one.hearing:
        yield from heading(2, "听证会")
        yield from facts(one.hearing)


def _ways(one: Round, title: str) -> Iterator[Block]:
    if one.ways:
        yield from heading(2, title)
        yield from facts(one.ways)


def _adoption(page: ItemPage, one: Adoption) -> Iterator[Block]:
    yield from heading(2, one.heading)
    if one.zero != page.section("caina").text:
        yield from text("said", one.zero)
    tiles = "，".join(f"{tile.label}{tile.number}{tile.unit}" for tile in one.tiles)
    yield from text("sum", f"{tiles}。" if tiles else "", one.equation)
    for chart in one.charts:
        yield from _chart(chart)
    yield from facts(one.facts)
    yield from table("意见采纳情况表", OPINIONS, map(_opinion, one.rows))
    yield from text("note", one.more)
    yield from _files(one.files)


def _chart(chart: BarChart) -> Iterator[Block]:
    """The numbers of a chart; paper does without its bars."""
    rows = [(row.label, row.number) for row in chart.rows]
    total = [("合计", chart.total)] if chart.total else []
    yield from table(chart.title, {chart.what: 3, f"{chart.unit}数": 1}, rows + total)


def _opinion(row: PublicOpinion) -> tuple[str, ...]:
    alike = f"（同类意见{row.points}条）" if row.points > 1 else ""
    outcome = row.outcome.value if row.outcome else ""
    said = f"{row.summary}{alike}"
    return str(row.no), said, row.whence, outcome, row.reason, row.clause


def _meeting(one: MeetingView) -> Iterator[Block]:
    yield from heading(2, one.heading)
    yield from facts(one.facts)
    rows = ((person.who, person.view, person.reply) for person in one.people)
    yield from table("列席代表发言与回应", VIEWS, rows)


def _passport(page: ItemPage) -> Iterator[Block]:
    yield from table("法定程序履行情况", DUTIES, map(_duty, page.passport))
    yield from text("note", page.passport_note)


def _duty(duty: DutyRow) -> tuple[str, ...]:
    proof = (linked(one) for one in duty.evidence)
    return lines(duty.title, duty.clause), lines(duty.word, duty.when), lines(*duty.says, *proof)


def _withheld(page: ItemPage) -> Iterator[Block]:
    rows = ((one.what, one.state, one.reason, one.review) for one in page.withheld)
    yield from table("不公开与不适用的内容", WITHHELD, rows)
    yield from table("有遮盖的文件", COVERED, map(covered_place, page.covered))
    if page.covered:
        yield from text("note", "公开的是遮盖后的副本，原件留存。")


def covered_place(one: Covered) -> tuple[str, ...]:
    """A line of 遮盖记录, cell by cell."""
    return one.title, one.where, one.reason, lines(one.unit, day(one.on)), one.review


def _downloads(page: ItemPage) -> Iterator[Block]:
    rows = ((f.title, f.kind, day(f.released_on), _measure(f), f.sha256[:8]) for f in page.files)
    yield from table("可以下载的文件", FILES, rows)
    if page.files:
        yield from text("note", "校验值为SHA-256的前8位，全值见本页数据（JSON）。")


def updates(events: Iterable[PublicEvent]) -> tuple[Block, ...]:
    """更新记录, of an item or a year."""
    rows = (
        (day(event.on), lines(event.what, f"理由：{event.reason}" if event.reason else ""))
        for event in events
    )
    return table("", {"日期": 2, "更新内容": 5}, rows)


CHAPTERS: dict[str, Callable[[ItemPage], Iterator[Block]]] = {
    "shuoming": _explanation,
    "yijian": lambda page: (b for one in page.rounds for b in _round(one)),
    "caina": lambda page: (b for one in page.adoptions for b in _adoption(page, one)),
    "liexi": lambda page: (b for one in page.meetings for b in _meeting(one)),
    "jieguo": lambda page: _result(page.result),
    "zhuanjia": lambda page: _report("专家意见研究采纳情况", page.expert_review),
    "fengxian": lambda page: _report("风险点和防范措施", page.risk_assessment),
    "zhixing": lambda page: _report("执行情况报告", page.execution),
    "pinggu": lambda page: _report("效果评估", page.evaluation),
    "lvxing": _passport,
    "bugongkai": _withheld,
    "xiazai": _downloads,
    "gengxin": lambda page: iter(updates(page.updates)),
}
"""Every section by its id, with what it holds on paper."""
