"""One specimen of every component in every state, in words that are visibly a sample's."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from catalog.opinion import OpinionSource, Outcome
from catalog.passport import DutyState
from catalog.public.item import PublicEvent
from catalog.public.participation import PublicOpinion
from catalog.states import Status
from publish.annual import anchor
from publish.banner import chip
from publish.bars import BarChart, BarRow
from publish.page import Adoption, Explanation, MeetingView, Report, Round, Section
from publish.parts import (
    Banner,
    Count,
    Disclosed,
    DutyRow,
    Fact,
    File,
    Link,
    Mark,
    Person,
    Row,
    Tile,
    Withheld,
)
from publish.passport import MARKS
from publish.plan_chart import Bar, Line, PlanChart, Tick
from publish.states import State
from publish.timeline import SHAPES

ON = date(2026, 6, 30)
HERE = Link(href="#main", text="查看有关内容")
AWAY = Link(href="https://www.example.gov.cn/", text="我要提意见", external=True)
FACTS = (
    Fact(term="承办单位", values=("示例处（牵头）", "另一示例处（配合）")),
    Fact(term="联系", values=("办公室",), link=Link(href="tel:00000000", text="0000-0000")),
    Fact(term="公告原文", values=(), link=AWAY.model_copy(update={"text": "征求意见公告"})),
)
FILES = (
    File(
        title="示例文件（征求意见稿）",
        kind="决策草案",
        path="#main",
        format="PDF",
        size="1.2 MB",
        pages="12页",
        released_on=ON,
        sha256="0" * 64,
    ),
    File(
        title="示例说明",
        kind="起草说明",
        path="#main",
        format="DOCX",
        size="34 KB",
        pages="",
        released_on=ON,
        sha256="1" * 64,
    ),
)
EMPTY = {
    State.E1: ("未到阶段", "尚未开展。计划于2026年第三季度作出决策前组织，完成后在此公布。"),
    State.E2: ("进行中", "正在开展（2026年5月6日起）。完成后在此公布。"),
    State.E3: (
        "正在整理",
        "已于2026年5月20日完成，材料正在进行公开审查，预计2026年6月10日前公布。",
    ),
    State.E4: ("未收到意见", "征求意见期间，通过网站、信函二个渠道，未收到社会公众意见建议。"),
    State.E5: ("已开展·不公开", "视情公开。本事项已开展专家论证，不公开专家论证信息，理由：……。"),
    State.E6: ("公开摘要", "公开摘要。风险评估材料中涉及商业秘密的内容未公开。"),
    State.E7: ("不适用", "不适用。本事项不涉及专业性、技术性较强的问题，未组织专家论证。"),
    State.E8: ("未邀请列席", "本次会议未安排公众代表列席，理由：……。"),
    State.E9: ("未作出决策", "本事项经会议研究，暂不作出决策，理由：……。"),
}
"""Words of PAGES 7.5, with a sample's particulars."""


class Specimen(NamedTuple):
    """A component: what it is and in which state, its template, and what it is handed."""

    title: str
    template: str
    context: dict[str, Any]


def specimens() -> Iterator[Specimen]:
    """All specimens, in the order of a page."""
    yield from _heads()
    yield from _sections()
    yield from _of_the_year()


def _heads() -> Iterator[Specimen]:
    for status in Status:
        page = {
            "chip": chip(status),
            "banner": Banner(now=f"本事项{status.value}。", action=HERE, next=""),
        }
        yield Specimen(
            f"状态标签和横幅：{status.value}", "components/head-of-item.html", {"page": page}
        )
    banner = Banner(now="正在公开征求意见。", action=AWAY, next="公布意见收集与采纳情况。")
    page = {"chip": chip(Status.CONSULTING), "banner": banner}
    yield Specimen("横幅：站外办理和下一步", "components/banner.html", {"page": page})
    yield Specimen("要点", "components/facts.html", {"facts": FACTS})
    marks = [
        Mark(title=f"环节{n}", word=word, kind=kind, shape=SHAPES[kind], when=when, anchor=to)
        for n, (kind, word, when, to) in enumerate(
            (
                ("done", "已完成", "2026年3月2日", "main"),
                ("now", "进行中", "2026年4月2日", "main"),
                ("todo", "未到阶段", "", ""),
                ("none", "不适用", "", ""),
            ),
            1,
        )
    ]
    yield Specimen("办理进度", "components/timeline.html", {"page": {"timeline": marks}})


def _sections() -> Iterator[Specimen]:
    for state, (word, text) in EMPTY.items():
        page = {"evaluation": None}
        yield _section(f"空状态 {state}", "pinggu", page, state, word, text)
    prose = (Fact(term="主要内容", values=("示例内容。\n第二段。",)),)
    told = Explanation(paragraphs=prose, procedures=FACTS[:1], source="摘自《示例材料》第1项")
    yield _section("决策事项说明", "shuoming", {"explanation": told})
    for open_ in (True, False):
        said = "征求意见中" if open_ else "已公开"
        yield _section(f"公开征求意见：{said}", "yijian", {"rounds": [_round(open_)]}, word=said)
    for title, adoption in _adoptions():
        yield _section(f"意见收集与采纳情况：{title}", "caina", {"adoptions": [adoption]})
    people = (Person(who="市民", view="示例发言。", reply="已采纳。"),)
    meeting = MeetingView(heading="第1次示例会议", facts=FACTS[:1], people=people)
    yield _section("公众代表列席", "liexi", {"meetings": [meeting]})
    table = (("示例", "采纳", "示例理由"),)
    full = Report(
        head=FACTS[:1],
        facts=FACTS,
        columns=("意见", "处理", "理由"),
        rows=table,
        prose=prose,
        files=FILES,
    )
    for id_, name in REPORTS.items():
        yield _section(name, id_, dict.fromkeys(PAGE_NAMES, full))
    yield _section(
        "程序履行情况", "lvxing", {"passport": list(_duties()), "passport_note": "说明。"}
    )
    held = Withheld(what="专家论证信息", state="不予公开", reason="示例理由", review="2027年1月1日")
    yield _section("不公开与不适用说明", "bugongkai", {"withheld": [held]})
    yield _section("文件下载", "xiazai", {"files": FILES})
    yield _section("更新记录", "gengxin", {"updates": UPDATES})


REPORTS = {
    "zhuanjia": "专家论证",
    "fengxian": "风险评估",
    "jieguo": "决策结果与政策解读",
    "zhixing": "执行与变更",
    "pinggu": "效果评估",
}
PAGE_NAMES = ("expert_review", "risk_assessment", "result", "execution", "evaluation")
UPDATES = (
    PublicEvent(on=ON, what="更正“意见采纳情况”", reason="漏登一条意见"),
    PublicEvent(on=date(2026, 1, 12), what="列入年度目录，首次发布本页"),
)


def _section(
    title: str,
    id: str,
    page: dict[str, Any],
    state: State = State.CONTENT,
    word: str = "已公开",
    text: str = "",
) -> Specimen:
    section = Section(id=id, title=title, tier="必备公开", state=state, word=word, text=text)
    return Specimen(title, "components/section.html", {"page": page, "section": section})


def _round(open_: bool) -> Round:
    return Round(
        heading="第1次公开征求意见",
        open=open_,
        facts=FACTS[:1],
        ways=FACTS[1:],
        contents="现就示例草案公开征求意见。",
        hearing=FACTS[:1],
        files=FILES,
    )


def _adoptions() -> Iterator[tuple[str, Adoption]]:
    rows = tuple(
        PublicOpinion(
            no=n,
            source=OpinionSource.PUBLIC,
            summary="示例意见。",
            points=n,
            outcome=outcome,
            reason="示例理由，说明为什么这样处理。",
            clause="第一条",
        )
        for n, outcome in enumerate(Outcome, 1)
    )
    bars = tuple(BarRow(label=o.value, number="2", width=100) for o in Outcome)
    full = Adoption(
        heading="",
        zero="",
        tiles=(
            Tile(label="公众来件", number=9, unit="件"),
            Tile(label="采纳", number=4, unit="条"),
        ),
        equation="意见12条＝示例。",
        charts=(BarChart(title="意见处理结果", what="处理", unit="条", rows=bars, total="12"),),
        facts=FACTS[:1],
        rows=rows,
        more="意见较多，本页列出前200行，共201行，全部意见见意见采纳情况表。",
        csv="#main",
        files=FILES,
    )
    yield "有意见", full
    none = {"tiles": (), "charts": (), "rows": (), "more": "", "csv": "", "equation": ""}
    yield "未收到意见", full.model_copy(update={**none, "zero": EMPTY[State.E4][1], "files": ()})


def _duties() -> Iterator[DutyRow]:
    for state, (shape, colour) in MARKS.items():
        done = state is DutyState.DONE
        yield DutyRow(
            slug=state.name.lower(),
            title=f"示例程序（{state.value}）",
            article="示例条例第一条",
            clause="第一条",
            state=state.name.lower(),
            word=state.value,
            shape=shape,
            colour=colour,
            on=ON if done else None,
            when="2026年6月30日" if done else "",
            due_on=None,
            says=("示例说明。",),
            evidence=(HERE, Link(href="", text="示例材料（在卷）")) if done else (),
        )


def _of_the_year() -> Iterator[Specimen]:
    share = 100 / len(Status)
    counts = [
        Count(chip=chip(s), status=anchor(s), number=1, start=n * share, width=share)
        for n, s in enumerate(Status)
    ]
    rows = [
        Row(
            no=n,
            name=f"示例事项（{status.value}）",
            href="#main",
            unit="示例处",
            procedures="公开征求意见、合法性审查、集体讨论决定",
            planned="2026年第三季度",
            chip=chip(status),
            status=anchor(status),
            disclosed=(
                Disclosed(label="意见采纳", word="已公开", href="#main"),
                Disclosed(label="代表列席", word="未到阶段", href=""),
            ),
        )
        for n, status in enumerate(Status, 1)
    ]
    page = {"title": "示例目录", "counts": counts, "rows": rows, "chart": _chart()}
    yield Specimen("年度进展", "components/progress.html", {"page": page})
    yield Specimen("目录表", "components/rows.html", {"page": page})
    yield Specimen("计划与实际", "components/plan.html", {"page": page})


def _chart() -> PlanChart:
    kinds = ("planned", "consulted", "done", "decided", "published")
    bars = tuple(
        Bar(kind=kind, x=300 + n * 90, y=44, width=80, height=14, says="示例")
        for n, kind in enumerate(kinds)
    )
    line = Line(
        no=1,
        name="示例事项",
        short="示例事项",
        y=53,
        planned="2026年第三季度",
        happened=("启动：2026年2月2日",),
        bars=bars,
    )
    idle = line.model_copy(update={"no": 2, "y": 87, "bars": (), "happened": ()})
    return PlanChart(
        title="示例年度计划与实际",
        width=780,
        height=114,
        top=36,
        left=285,
        ticks=(Tick(x=285, label="1月"), Tick(x=530, label="6月")),
        lines=(line, idle),
        today=560,
    )
