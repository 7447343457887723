"""D: the consultation and what became of it: periods, ways to answer, numbers that add up."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from catalog.findings import Severity
from catalog.opinion import OpinionSource
from checks.standard.base import Wrong, rule
from checks.standard.site import Item
from checks.standard.words import GONE, dated, dates, number, total, value, values
from pages.model.components import Fact
from pages.model.page import Adoption, Round
from pages.model.states import State

DAYS, FEEDBACK_SOON, FEEDBACK_DUE = 30, 20, 30
ONLINE = {"在线提交", "网站", "电子邮箱", "政务新媒体", "问卷"}
OFFLINE = {"信函", "电话", "座谈会", "听证会"}
REASONED = {"部分采纳", "未采纳"}
SHORTEST_REASON = 8
COMPLETE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日至(?:\d{4}年)?\d{1,2}月\d{1,2}日\d{1,2}[时:]")


@rule("D-06", Severity.ERROR, "713-15")
def thirty_days(item: Item) -> Iterator[Wrong]:
    """征求意见写明起止日期和截止时刻，不少于30日；短于30日的说明理由。"""
    for one in item.data.rounds:
        said = value(one.facts, "起止时间")
        period = list(dates(said))
        if len(period) < 2 or not COMPLETE.search(said):
            yield Wrong("#yijian", f"起止时间“{said}”不完整", "写成 2026年3月2日至2026年4月2日24时")
            continue
        days = (period[-1] - period[0]).days
        if days < DAYS and not value(one.facts, "缩短期限的说明"):
            what = f"征求意见{days}日（公告当日不计入），没有缩短期限的说明"
            yield Wrong("#yijian", what, "不少于30日，或者写明缩短的理由", mild=days == DAYS - 1)


@rule("D-07", Severity.ERROR, "713-14、预公开")
def draft_and_explanation(item: Item) -> Iterator[Wrong]:
    """决策草案和起草说明都能下载，同一天公布。"""
    if item.data.source:
        return
    for one in item.data.rounds:
        days = {file.kind: file.released_on for file in one.files}
        missing = [kind for kind in ("决策草案", "起草说明") if kind not in days]
        if missing and not value(one.facts, "公告原文"):
            yield Wrong("#yijian", f"没有{'、'.join(missing)}", "草案和起草说明一并公布")
        elif not missing and days["决策草案"] != days["起草说明"]:
            yield Wrong("#yijian", "草案和起草说明不是同一天公布", "同一天公布")


@rule("D-08", Severity.ERROR, "19")
def ways_to_answer(item: Item) -> Iterator[Wrong]:
    """征求意见期间至少有两种提出意见的方式，线上线下都有，写明联系方式。"""
    for one in item.data.rounds:
        ways = {way.term for way in one.ways}
        if one.open and (len(ways) < 2 or not ways & ONLINE or not ways & OFFLINE):
            yield Wrong(
                "#yijian",
                f"提出意见的方式只有{'、'.join(sorted(ways)) or '零种'}",
                "线上线下各至少一种",
            )
        if one.open and not all(values(one.ways, way.term) for way in one.ways):
            yield Wrong("#yijian", "有的方式没有写地址或者号码", "写明地址、号码或者网址")


@rule("D-09", Severity.WARN, "GOV.UK")
def closed_ways(item: Item) -> Iterator[Wrong]:
    """征求意见结束后，不再列出提出意见的地址和号码。"""
    for one in item.data.rounds:
        closes = _closes(one)
        over = closes is not None and closes < item.data.as_of
        if over and one.open:
            yield Wrong("#yijian", f"已于{closes}结束，仍标为征求意见中", "重新生成页面")
        if over and one.ways:
            yield Wrong("#yijian", "结束后仍列出提出意见的地址和号码", "结束后只写有过哪些方式")


def _closes(one: Round) -> date | None:
    return max(dates(value(one.facts, "起止时间")), default=None)


@rule("D-12", Severity.ERROR, "实例")
def sums(item: Item) -> Iterator[Wrong]:
    """各渠道来件之和等于来件总数，各种处理结果之和等于意见条数。"""
    for one in item.data.adoptions:
        for source in OpinionSource:
            for said in values(one.facts, source.value):
                yield from _added_up(said, source.value)
        parts = sum(row.number for row in one.shares.rows) if one.shares else 0
        points = number(one.sum, "意见", "条")
        if parts and points is not None and parts != points:
            yield Wrong("#caina", f"各种处理共{parts}条，意见{points}条", "逐条说明处理")


def _added_up(said: str, what: str) -> Iterator[Wrong]:
    """来件9件：网站6件、电话3件。 and 意见11条：采纳3条、未采纳8条。"""
    found = re.search(r"(?:来件|意见)(\d+)[件条]：(.+)", said)
    if found and "数不明" not in said and total(found[2]) != int(found[1]):
        yield Wrong("#caina", f"{what}：“{said}”加不起来", "核对各项数字")


@rule("D-13", Severity.ERROR, "推导")
def same_numbers(item: Item) -> Iterator[Wrong]:
    """首屏、合计句、图表、意见表说的数一致。"""
    first = next((a.said for a in item.data.answers if a.href == "#caina"), "")
    for nth, one in enumerate(item.data.adoptions):
        for row in one.shares.rows if one.shares else ():
            if f"{row.label}{row.number}" not in item.page.flat:
                yield Wrong("#caina", f"页面上没有“{row.label}{row.number}”", "核对数字")
        points, said = number(one.sum, "意见", "条"), re.match(r"(\d+)条", first)
        if nth == 0 and said and int(said[1]) != points:
            yield Wrong("首屏", f"首屏说{said[1]}条，合计{points}条", "核对数字")
        yield from _rows_add_up(one)


def _rows_add_up(one: Adoption) -> Iterator[Wrong]:
    rows = (*one.rows, *one.content)
    weights, points = sum(row.points or 1 for row in rows), number(one.sum, "意见", "条")
    open_ended = any(row.points == 0 for row in rows)
    if not rows or one.more or points is None:
        return
    if weights > points or (weights < points and not open_ended):
        yield Wrong("#caina", f"意见表共{weights}条，合计说{points}条", "核对数字")


@rule("D-14", Severity.ERROR, "713-18、金寨实例")
def reasons(item: Item) -> Iterator[Wrong]:
    """部分采纳、未采纳的意见逐条写明理由，不少于8个字。"""
    for one in item.data.adoptions:
        for row in one.rows:
            refused = row.outcome is not None and row.outcome.value in REASONED
            if refused and len(row.reason.strip()) < SHORTEST_REASON:
                yield Wrong(f"#caina 第{row.no}条", f"理由只有“{row.reason}”", "写明为什么没有采纳")


@rule("D-15", Severity.ERROR, "闵行实例")
def counted_apart(item: Item) -> Iterator[Wrong]:
    """公众意见和征求意见单位的意见分开计数。"""
    for one in item.data.adoptions:
        sources = {row.source.value for row in (*one.rows, *one.content)}
        together = re.match("(?:来件|收到意见)", one.sum)
        apart = all(values(one.facts, source) for source in sources)
        if together or (len(sources) > 1 and not apart):
            yield Wrong("#caina", "公众和单位的意见没有分开计数", "分别写明来件和处理结果")


@rule("D-16", Severity.ERROR, "实例")
def zero_is_told(item: Item) -> Iterator[Wrong]:
    """没有收到意见的，写明征求意见的起止日期和渠道。"""
    zeros = [one.zero for one in item.data.adoptions if one.zero]
    zeros += [s.text for s in item.data.every_section if s.id == "caina" and s.state is State.E4]
    for said in dict.fromkeys(zeros):
        if len(list(dates(said))) < 2 or "渠道" not in said:
            yield Wrong("#caina", f"“{said}”没有写明期间和渠道", "写明起止日期和征求意见的渠道")
        if re.sub(r"\s", "", said) not in item.page.flat:
            yield Wrong("#caina", "没有收到意见的说明没有印在页面上", "印上这一说明")


def _answered_on(facts: Sequence[Fact], as_of: date) -> date:
    """The earliest day that a page gives for an answer; with none, it is public with this very page."""
    told = (dated(facts, term) for term in ("在本网站公开", "填报的公布日期"))
    return min(filter(None, told), default=as_of)


@rule("D-17", Severity.ERROR, "19、GOV.UK")
def feedback_in_time(item: Item) -> Iterator[Wrong]:
    """征求意见结束后30日内公布采纳情况，逾期的写明说明和日期。"""
    data = item.data
    told = next((s.text for s in data.every_section if s.id == "caina"), "")
    if data.source or data.chip.word in GONE or not data.rounds:
        return
    by_heading = {one.heading: one for one in data.adoptions}
    for one in data.rounds:
        closes, answer = _closes(one), by_heading.get(one.heading)
        if closes is None or closes >= data.as_of:
            continue
        published = _answered_on(answer.facts, data.as_of) if answer else None
        excused = re.search("逾期|延迟|预计.+日.*公布", told)
        late = (published or data.as_of) - closes
        if excused or (published and late <= timedelta(days=FEEDBACK_DUE)):
            continue
        if late > timedelta(days=FEEDBACK_SOON):
            what = f"{closes}结束，{f'{published}才公布' if published else '尚未公布'}采纳情况"
            mild = late <= timedelta(days=FEEDBACK_DUE)
            yield Wrong("#caina", what, "30日内公布，或者写明逾期的原因和预计日期", mild=mild)


@rule("D-23", Severity.WARN, "S12、普陀实例")
def draft_is_interpreted(item: Item) -> Iterator[Wrong]:
    """公布决策草案的，同时公布草案解读。"""
    for one in item.data.rounds:
        kinds = {file.kind for file in one.files}
        if "决策草案" in kinds and "草案解读" not in kinds:
            yield Wrong("#yijian", "没有草案解读", "公布草案时一并公布草案解读")
