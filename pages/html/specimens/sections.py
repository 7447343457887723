"""Specimens of the sections of an item."""

from collections.abc import Iterator
from typing import Any

from catalog.passport import DutyState
from pages.html.specimens.consultation import adoptions, round_of
from pages.html.specimens.samples import EMPTY, FACTS, FILES, HERE, ON, UPDATES, Specimen
from pages.model.components import Covered, DutyRow, Fact, Link, Person, Withheld
from pages.model.page import Explanation, MeetingView, Report, Section
from pages.model.passport import MARKS
from pages.model.states import State

REPORTS = {
    "zhuanjia": "专家论证",
    "fengxian": "风险评估",
    "jieguo": "决策结果与政策解读",
    "zhixing": "执行与变更",
    "pinggu": "效果评估",
}
PAGE_NAMES = ("expert_review", "risk_assessment", "result", "execution", "evaluation")


PROSE = (Fact(term="主要内容", values=("示例内容。\n第二段。",)),)
FULL = Report(
    head=FACTS[:1],
    facts=FACTS,
    columns=("意见", "处理", "理由"),
    rows=(("示例", "采纳", "示例理由"),),
    prose=PROSE,
    files=FILES,
)


def sections() -> Iterator[Specimen]:
    """Every empty state, then every section with contents, in the order of the page."""
    for state, (word, text) in EMPTY.items():
        yield _section(f"空状态 {state}", "pinggu", {"evaluation": None}, state, word, text)
    yield from _participation()
    for id_, name in REPORTS.items():
        yield _section(name, id_, dict.fromkeys(PAGE_NAMES, FULL))
    duties = {"passport": list(_duties()), "passport_note": "说明。"}
    yield _section("程序履行情况", "lvxing", duties)
    held = Withheld(what="专家论证信息", state="不予公开", reason="示例理由", review="2027年1月1日")
    place = Covered(
        title="示例报告", path="#main", where="第3页第2段", reason="示例理由", on=ON,
        unit="示例处", review="2027年1月1日",
    )  # fmt: skip
    yield _section("不公开与不适用说明", "bugongkai", {"withheld": [held], "covered": [place]})
    yield _section("文件下载", "xiazai", {"files": FILES})
    yield _section("更新记录", "gengxin", {"updates": UPDATES})


def _participation() -> Iterator[Specimen]:
    told = Explanation(paragraphs=PROSE, procedures=FACTS[:1], source="摘自《示例材料》第1项")
    yield _section("决策事项说明", "shuoming", {"explanation": told})
    for open_ in (True, False):
        said = "征求意见中" if open_ else "已公开"
        yield _section(f"公开征求意见：{said}", "yijian", {"rounds": [round_of(open_)]}, word=said)
    for title, adoption in adoptions():
        yield _section(f"意见收集与采纳情况：{title}", "caina", {"adoptions": [adoption]})
    people = (Person(who="市民", view="示例发言。", reply="已采纳。"),)
    meeting = MeetingView(heading="第1次示例会议", facts=FACTS[:1], people=people)
    yield _section("公众代表列席", "liexi", {"meetings": [meeting]})


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
