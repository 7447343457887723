"""Specimens of the sections of an item."""

from collections.abc import Iterator
from typing import Any

from catalog.states import DutyState
from pages.html.specimens.consultation import adoptions, round_of
from pages.html.specimens.samples import EMPTY, FACTS, FILES, HELD, HERE, ON, UPDATES, Specimen
from pages.model.components import DutyRow, Fact, Link, Person
from pages.model.page import Because, Explanation, MeetingView, Report, Section, Silence
from pages.model.passport import MARKS
from pages.model.sections import SILENT
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
    because=(Because(clause="第一条", opinions=(HERE, HERE)),),
    files=FILES,
    held=HELD,
)


def sections() -> Iterator[Specimen]:
    """Every empty state, then every section with contents, in the order of the page."""
    for state, (word, text) in EMPTY.items():
        if state not in SILENT:
            yield _section(f"状态 {state}", "pinggu", {"evaluation": None}, state, word, text)
    yield _silence()
    yield from _participation()
    for id_, name in REPORTS.items():
        yield _section(name, id_, dict.fromkeys(PAGE_NAMES, FULL))
    duties = {"passport": list(_duties()), "passport_note": "说明。"}
    yield Specimen("程序履行情况", "components/duties.html", {"page": duties})
    yield Specimen("更新记录", "components/updates.html", {"page": {"updates": UPDATES}})


def _silence() -> Specimen:
    """What has no contents, in every state in which that may be."""
    silent = []
    for state, (word, text) in EMPTY.items():
        if state in SILENT:
            id_, title = f"silent-{state.lower()}", f"示例部分（{state}）"
            told = Section(id=id_, title=title, tier="视情公开", state=state, word=word, text=text)
            silent.append(Silence(text=text, sections=(told,)))
    return Specimen("没有内容的部分", "components/silent.html", {"page": {"silent": silent}})


def _participation() -> Iterator[Specimen]:
    told = Explanation(paragraphs=PROSE, source="摘自《示例材料》第1项", files=FILES, held=HELD)
    yield _section("决策事项说明", "shuoming", {"explanation": told, "facts": FACTS})
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
