"""The first screen: what was decided, what became of the opinions, who sat in; one row for each.

An item that is not that far has the same rows, which then say when they are planned.
"""

from datetime import date

from catalog.item import planned_end, planned_label
from catalog.opinion import Outcome
from catalog.public.item import PublicDossier
from catalog.public.participation import PublicAdoption
from pages.model.components import Answer
from pages.model.participation import answered
from pages.model.sections import standings
from pages.model.states import OVER, State
from pages.model.wording import day

LABELS = {"jieguo": "决策结果", "caina": "意见采纳", "liexi": "代表列席"}
NAMED = {
    Outcome.ADOPTED: "采纳",
    Outcome.ABSORBED: "吸收采纳",
    Outcome.PARTLY_ADOPTED: "部分",
    Outcome.NOT_ADOPTED: "未采纳",
}
"""In the order of the first screen; what is absorbed is named only where something was."""


def answers(public: PublicDossier) -> tuple[Answer, ...]:
    """A row for each mandatory disclosure (要点2024-11), linked to where it is told."""
    say = {"jieguo": _result, "caina": _adoption, "liexi": _attendance}
    told = standings(public, LABELS)
    return tuple(
        Answer(label=label, said=say[id_](public) or _none(public, *told[id_]), href=f"#{id_}")
        for id_, label in LABELS.items()
    )


def _none(public: PublicDossier, state: State, word: str, _text: str) -> str:
    """Why there is nothing yet: with the plan where there is one that has not passed."""
    label, end = planned_label(public.planned), planned_end(public.planned)
    if state is State.E1 and label and end and end >= public.as_of:
        return f"尚未开展，计划{label.removeprefix(f'{public.catalog.year}年')}"
    return word


def _result(public: PublicDossier) -> str:
    result, last = public.result, public.meetings[-1] if public.meetings else None
    if result is None:
        return "已通过，正在办理公布" if last and last.passed else ""
    if public.status in OVER:
        return OVER[public.status]
    outcome = last.outcome.value if last and last.outcome else "已公布"
    if result.effective_on:
        return f"{outcome}，{_short(public, result.effective_on)}施行"
    return f"{outcome}，{_short(public, result.published_on)}公布"


def _adoption(public: PublicDossier) -> str:
    asked = answered(public)
    last = asked[-1] if asked else None
    if last and last.adoption:
        return _tally(last.adoption)
    if public.consultations and public.as_of <= (closes := public.consultations[-1].closes_on):
        return f"正在征求意见，{_short(public, closes)}截止"
    return ""


def _tally(adoption: PublicAdoption) -> str:
    counts = adoption.counts.by_outcome()
    points = adoption.counts.points or sum(counts.values())
    if not points:
        return "未收到意见"
    said = "、".join(
        f"{NAMED[one]}{counts[one]}" for one in NAMED if counts[one] or one is not Outcome.ABSORBED
    )
    return f"{points}条：{said}" if any(counts.values()) else f"{points}条"


def _attendance(public: PublicDossier) -> str:
    last = public.meetings[-1] if public.meetings else None
    if last is None or not (last.representatives or last.none_because):
        return ""
    if not last.representatives:
        return "未邀请，理由见此"
    return f"{len(last.representatives)}名，发言及回应"


def _short(public: PublicDossier, on: date) -> str:
    """A day; its year is not said where it is that of the catalog, which stands above."""
    return day(on).removeprefix(f"{public.catalog.year}年")
