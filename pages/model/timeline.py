"""The timeline of an item: ten steps, each with a word, a shape and its dates."""

from catalog.public.item import PublicDossier, PublicStage
from catalog.public.participation import PublicAdoption
from catalog.states import StageState, Status
from pages.model.components import Mark
from pages.model.page import Section
from pages.model.states import OVER, State
from pages.model.wording import day, halves

SHAPES = {"done": "✓", "now": "●", "todo": "○", "none": "–"}
KINDS = {
    State.CONTENT: "done",
    State.E1: "todo",
    State.E2: "now",
    State.E3: "now",
    State.E4: "done",
    State.E5: "done",
    State.E6: "done",
    State.E7: "none",
    State.E8: "done",
    State.E9: "none",
}


def timeline(public: PublicDossier, by_id: dict[str, Section]) -> tuple[Mark, ...]:
    """All steps in the order of the lifecycle."""
    last = public.consultations[-1] if public.consultations else None
    consulted, until = halves(last.published_on, last.closes_on) if last else ("", "")
    result = public.result
    marks = [
        _listed(public),
        _of("公开征求意见", by_id["yijian"], consulted, until),
        _of("意见采纳反馈", by_id["caina"], _adopted(last.adoption if last else None)),
        _of("专家论证", by_id["zhuanjia"], _done(public, "expert_review", "论证")),
        _of("风险评估", by_id["fengxian"], _done(public, "risk_assessment", "评估")),
        _legality(public),
        _meeting(public, by_id["liexi"]),
        _of("决策公布与解读", by_id["jieguo"], f"{day(result.published_on)}公布" if result else ""),
        _execution(public),
        _of("效果评估", by_id["pinggu"], _done(public, "evaluation", "评估")),
    ]
    return tuple(marks)


def _mark(
    title: str, word: str, kind: str, when: str = "", anchor: str = "", until: str = ""
) -> Mark:
    shape = SHAPES[kind]
    return Mark(
        title=title, word=word, kind=kind, shape=shape, when=when, anchor=anchor, until=until
    )


def _of(title: str, section: Section, when: str, until: str = "") -> Mark:
    """A step told by its section."""
    open_ = section.word == "征求意见中"
    kind = "now" if open_ else KINDS[section.state]
    return _mark(title, section.word, kind, when, section.id, until)


def _adopted(adoption: PublicAdoption | None) -> str:
    """Since when the answer is on the website, as far as is known; else what the office says."""
    if adoption is None:
        return ""
    if adoption.shown:
        return f"{day(adoption.shown.on)}公开"
    return f"{day(adoption.published_on)}（填报）" if adoption.published_on else ""


def _done(public: PublicDossier, slug: str, what: str) -> str:
    """The day of a stage's own work, said as such: what it brought may have been published later."""
    completed_on = public.stage(slug).completed_on
    return f"{day(completed_on)}{what}" if completed_on else ""


def _legality(public: PublicDossier) -> Mark:
    """Only that it is done, and when: the opinion itself is internal."""
    stage = public.stage("legality_review")
    if stage.completed_on:
        return _mark("合法性审查", "已完成", "done", day(stage.completed_on))
    if stage.state in {StageState.OPEN, StageState.WAITING}:
        return _mark("合法性审查", "进行中", "now")
    return _silent("合法性审查", public, stage)


def _silent(title: str, public: PublicDossier, stage: PublicStage) -> Mark:
    """A step of which nothing can be said yet, or nothing any more."""
    if public.status is Status.UNSTATED:
        return _mark(title, "来源未载明", "todo")
    closed = stage.state is StageState.CLOSED
    return _mark(title, "不再开展" if closed else "未到阶段", "none" if closed else "todo")


def _listed(public: PublicDossier) -> Mark:
    """When the catalog was published; a compiled list is no catalog, so only its making is told."""
    catalog = public.catalog
    if catalog.compiled_from:
        return _mark("整理列出", "已列出", "done", day(public.included_on), "shuoming")
    told = public.added_on or catalog.published_on or public.included_on
    return _mark("列入目录", "已完成", "done", day(told), "shuoming")


def _meeting(public: PublicDossier, section: Section) -> Mark:
    title = "会议审议与代表列席"
    if not public.meetings:
        return _of(title, section, "")
    last = public.meetings[-1]
    word = last.outcome.value if last.outcome else "已召开"
    return _mark(title, word, "done" if last.passed else "now", day(last.held_on), "liexi")


def _execution(public: PublicDossier) -> Mark:
    """Execution has no section of its own; it begins on the day the decision takes effect."""
    result = public.result
    if result is None:
        return _silent("执行", public, public.stage("disclosure"))
    if public.status in OVER:
        anchor = "zhixing" if public.changes else "jieguo"
        return _mark("执行", public.status.value, "none", "", anchor)
    if result.effective_on is None:
        return _mark("执行", "已公布", "now", "", "jieguo")
    since = f"{day(result.effective_on)}起施行"
    begun = result.effective_on <= public.as_of
    return _mark(
        "执行", "执行中" if begun else "待施行", "now" if begun else "todo", since, "jieguo"
    )
