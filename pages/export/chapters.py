"""What each section of the page holds, block by block; says nothing that the page does not say."""

from collections.abc import Callable, Iterable, Iterator

from catalog.public.item import PublicEvent
from catalog.public.participation import PublicOpinion
from pages.export.paper import Block, facts, heading, lines, linked, table, text
from pages.model.charts import Shares
from pages.model.components import Covered, DutyRow, Fact, File, Withheld
from pages.model.page import Adoption, ItemPage, MeetingView, Report, Round
from pages.model.wording import day

OPINIONS = {"序号": 10, "处理": 17, "意见摘要": 32, "理由": 32, "对应条款": 18, "来源": 15}
COVERED = {"文件": 4, "遮盖之处": 4, "理由和依据": 6, "遮盖单位和日期": 4, "下次复核日期": 4}
DUTIES = {"法定程序": 9, "状态": 8, "履行情况": 16}
VIEWS = {"列席代表": 3, "发言要点": 5, "回应与采纳": 5}


def _prose(list_: Iterable[Fact]) -> Iterator[Block]:
    for fact in list_:
        yield from heading(2, fact.term)
        yield from text("prose", *fact.values)


def _files(list_: Iterable[File], held: Iterable[Withheld] = ()) -> Iterator[Block]:
    for file in list_:
        kind = "" if file.kind in file.title else f"{file.kind}，"
        said = f"{file.title} {kind}{_measure(file)}，{day(file.released_on)}"
        if file.redacted:
            said = f"{said}，{file.redacted}"
        yield from text("prose", said)
        for one in file.covered:
            who = f"{one.unit}，{day(one.on)}；下次复核日期：{one.review}"
            yield from text("note", f"遮盖{one.where}：{one.reason}（{who}）")
        if file.covered:
            yield from text("note", "公开的是遮盖后的副本，原件留存。")
    for one_held in held:
        told = f"{one_held.what}：{one_held.state}，{one_held.reason}"
        yield from text("note", f"{told}；下次复核日期：{one_held.review}")


def _measure(file: File) -> str:
    return "，".join(filter(None, (file.format, file.size, file.pages)))


def _report(caption: str, report: Report | None) -> Iterator[Block]:
    if report is None:
        return
    yield from facts(report.facts)
    yield from _prose(report.prose)
    yield from table(caption, dict.fromkeys(report.columns, 1), report.rows)
    yield from _files(report.files, report.held)


def _result(result: Report | None) -> Iterator[Block]:
    if result is None:
        return
    yield from facts(result.head)
    yield from _prose(result.prose)
    if result.because:
        yield from heading(2, "因意见修改的条款")
    for one in result.because:
        yield from text("prose", f"{one.clause}：{'、'.join(o.text for o in one.opinions)}")
    yield from _files(result.files, result.held)
    yield from heading(2, "公布和执行")
    yield from facts(result.facts)


def _explanation(page: ItemPage) -> Iterator[Block]:
    yield from _prose(page.explanation.paragraphs)
    yield from facts(page.facts)
    yield from text("note", page.explanation.source)
    yield from _files(page.explanation.files, page.explanation.held)


def _round(one: Round) -> Iterator[Block]:
    yield from heading(2, one.heading)
    yield from facts(one.facts)
    if one.ways:
        yield from heading(2, "提出意见的方式")
        yield from facts(one.ways)
    if one.contents:
        yield from heading(2, "征求意见的内容")
        yield from text("prose", one.contents)
    yield from _files(one.files, one.held)
    if one.hearing:
        yield from heading(2, "听证会")
        yield from facts(one.hearing)


def _adoption(page: ItemPage, one: Adoption) -> Iterator[Block]:
    yield from heading(2, one.heading)
    if one.zero != page.section("caina").text:
        yield from text("said", one.zero)
    yield from text("sum", one.sum)
    yield from _shares(one.shares)
    yield from table("逐条意见和处理", OPINIONS, map(_opinion, one.rows))
    if one.content:
        yield from text("prose", "没有要求修改的意见：" + "".join(map(_content, one.content)))
    yield from text("note", one.more)
    yield from facts(one.facts)
    yield from _files(one.files, one.held)


def _shares(shares: Shares | None) -> Iterator[Block]:
    """The numbers of the bar; paper does without the bar itself."""
    if shares:
        rows = [(row.label, str(row.number)) for row in shares.rows]
        columns = {"处理": 3, f"{shares.unit}数": 1}
        yield from table(shares.title, columns, [*rows, ("合计", str(shares.total))])


def _content(row: PublicOpinion) -> str:
    """An opinion that asked for no change, in one line with the others."""
    alike = f"（{row.alike}）" if row.alike else ""
    said = "；".join(filter(None, (row.whence, row.reason, row.clause)))
    return f"{row.summary}{alike}（{said}）"


def _opinion(row: PublicOpinion) -> tuple[str, ...]:
    alike = f"（{row.alike}）" if row.alike else ""
    outcome = row.outcome.value if row.outcome else ""
    said = f"{row.summary}{alike}"
    return str(row.no), outcome, said, row.reason, row.clause, row.whence


def _meeting(one: MeetingView) -> Iterator[Block]:
    yield from heading(2, one.heading)
    yield from facts(one.facts)
    rows = ((person.who, person.view, person.reply) for person in one.people)
    yield from table("列席代表发言与回应", VIEWS, rows)


def passport(page: ItemPage) -> Iterator[Block]:
    """程序履行情况, which on the site is a page of its own."""
    yield from text("said", page.duties)
    yield from text("note", page.under)
    yield from table("法定程序履行情况", DUTIES, map(_duty, page.passport))
    yield from text("note", page.passport_note)
    if page.procedures:
        yield from heading(2, "是否需要履行的程序")
        yield from facts(page.procedures)


def _duty(duty: DutyRow) -> tuple[str, ...]:
    proof = (linked(one) for one in duty.evidence)
    return lines(duty.title, duty.clause), lines(duty.word, duty.when), lines(*duty.says, *proof)


def covered_place(one: Covered) -> tuple[str, ...]:
    """A line of 遮盖记录, cell by cell."""
    return one.title, one.where, one.reason, lines(one.unit, day(one.on)), one.review


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
}
"""Every section by its id, with what it holds on paper."""
