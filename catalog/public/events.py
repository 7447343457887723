"""The update history of a page: what changed on it, and when; the ledger told for the public."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from catalog.dossier import Dossier
from catalog.public.documents import released_on
from catalog.public.item import PublicEvent
from catalog.record import Entry, Exemption
from catalog.stages import STEPS
from catalog.stages.decision import Meeting
from catalog.stages.disclosure import DecisionChange
from catalog.stages.entry import Adjustment, Inclusion
from catalog.timezone import local_day

TOLD = {
    "entry.inclusion": "列入年度目录，首次发布本页",
    "entry.adjustment": "目录调整",
    "entry.start": "决定启动决策程序",
    "consultation.notice": "发布征求意见公告",
    "consultation.extension": "延长征求意见期限",
    "consultation.hearing_notice": "发布听证公告",
    "consultation.hearing": "公布听证会情况",
    "consultation.adoption": "公布意见收集与采纳情况",
    "expert_review.review": "公布专家论证情况",
    "risk_assessment.notice": "开展风险评估",
    "risk_assessment.report": "公布风险评估情况",
    "decision.selection": "遴选列席会议的公众代表",
    "decision.meeting": "公布会议审议情况",
    "disclosure.publication": "公布决策结果",
    "disclosure.execution": "公布执行情况",
    "disclosure.change": "公布决策变更",
    "disclosure.interpretation": "发布政策解读",
    "evaluation.report": "公布效果评估情况",
}
"""What each step changes on the page. A step that is not here is not told in its own words: of the
legality review only that it passed, of the meeting's papers nothing."""


LEGALITY = "legality_review.opinion"


def events(dossier: Dossier, as_of: date) -> tuple[PublicEvent, ...]:
    """All events up to a day, newest first, the first publication last."""
    told = [event for entry, id_ in _told(dossier) for event in _events(entry, id_, as_of)]
    source = dossier.catalog.compiled_from if dossier.catalog else None
    if told and source:
        told[0] = told[0].model_copy(update={"what": f"由《{source.title}》整理列出", "reason": ""})
    ordered = sorted(enumerate(told), key=lambda pair: (pair[1].on, pair[0]), reverse=True)
    return tuple(event for _, event in ordered)


def _told(dossier: Dossier) -> Iterator[tuple[Entry, str]]:
    """Entries that are told of, with the id of their event: it stays as the ledger grows.

    Only what is told is counted, and of a legality review not even the round: an id must not let on
    that one before it was returned.
    """
    tally = Counter[str]()
    for entry in dossier.entries:
        reopens = entry.record.reopens
        if reopens and not isinstance(entry.record, Meeting):
            continue
        step = entry.step if entry.step == LEGALITY else f"{entry.step}.{entry.round}"
        tally[step] += 1
        yield entry, f"{dossier.id}#{step}.{tally[step]}"


def _events(entry: Entry, id_: str, as_of: date) -> Iterator[PublicEvent]:
    """What one entry changed: once when filed and, if it was released later, once more then."""
    title, filed = STEPS[entry.step].title, local_day(entry.at)
    if entry.step == LEGALITY:
        what = "更正合法性审查日期" if entry.amends else "更新办理进度：合法性审查已完成"
        yield PublicEvent(id=id_, on=filed, what=what)
    elif isinstance(entry.record, Exemption):
        yield PublicEvent(id=id_, on=filed, what=f"说明{title}", reason=entry.record.reason)
    elif entry.step in TOLD:
        released = released_on(entry, as_of)
        if released is None or released > filed:
            yield PublicEvent(id=f"{id_}.done", on=filed, what=f"更新办理进度：{title}已完成")
        if released:
            yield PublicEvent(id=id_, on=released, what=_what(entry), reason=_why(entry))


def _what(entry: Entry) -> str:
    """Name the change; a correction and a new round say that they are one."""
    told = TOLD[entry.step]
    if isinstance(entry.record, Inclusion) and entry.record.added_on:
        told = "新增列入年度目录"
    if isinstance(entry.record, Adjustment):
        told = f"{told}：{entry.record.change.value}"
    if isinstance(entry.record, DecisionChange):
        told = f"{told}：{entry.record.change.value}"
    if entry.corrects and entry.amends:
        return f"更正“{STEPS[entry.step].title}”"
    return f"{told}（第{entry.round}次）" if entry.round > 1 else told


def _why(entry: Entry) -> str:
    """Give the reason of a change; the meeting's stays behind, it may tell of its minutes."""
    if entry.amends:
        return "" if isinstance(entry.record, Meeting) else entry.amends.reason
    told = Adjustment | Inclusion | DecisionChange
    return entry.record.reason if isinstance(entry.record, told) else ""
