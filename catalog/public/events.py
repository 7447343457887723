"""The update history of a page: what changed on it, and when; the ledger told for the public."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from catalog.dossier import Dossier, Shown
from catalog.public.documents import first_shown, released_on
from catalog.public.item import PublicEvent
from catalog.record import Entry, Exemption
from catalog.stages import STEPS
from catalog.stages.consultation import moved_closings
from catalog.stages.decision import Meeting
from catalog.stages.disclosure import DecisionChange
from catalog.stages.entry import Adjustment, Inclusion
from catalog.timezone import local_day

TOLD = {
    "entry.inclusion": ("列入年度目录", ""),
    "entry.adjustment": ("目录调整", ""),
    "entry.start": ("决定启动决策程序", ""),
    "consultation.notice": ("征求意见公告", "发布"),
    "consultation.extension": ("延长征求意见期限", ""),
    "consultation.hearing_notice": ("听证公告", "发布"),
    "consultation.hearing": ("听证会情况", "公布"),
    "consultation.adoption": ("意见收集与采纳情况", "公布"),
    "expert_review.review": ("专家论证情况", "公布"),
    "risk_assessment.notice": ("开展风险评估", ""),
    "risk_assessment.report": ("风险评估情况", "公布"),
    "decision.selection": ("遴选列席会议的公众代表", ""),
    "decision.meeting": ("会议审议情况", "公布"),
    "disclosure.publication": ("决策结果", "公布"),
    "disclosure.execution": ("执行情况", "公布"),
    "disclosure.change": ("决策变更", "公布"),
    "disclosure.interpretation": ("政策解读", "发布"),
    "evaluation.report": ("效果评估情况", "公布"),
}
"""What each step changes on the page, and, once an edition showed it, what that was; until then it is
told as filed, for nobody knows yet when it goes out. A step that is not here is not told in its own
words: of the legality review only that it passed, of the meeting's papers nothing."""


LEGALITY = "legality_review.opinion"


def events(dossier: Dossier, as_of: date) -> tuple[PublicEvent, ...]:
    """All events up to a day, newest first, the first publication last."""
    told = [e for entry, id_ in _told(dossier) for e in _events(dossier, entry, id_, as_of)]
    told += _moved(dossier, as_of)
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


def _events(dossier: Dossier, entry: Entry, id_: str, as_of: date) -> Iterator[PublicEvent]:
    """What one entry changed: once when filed and, if it was released later, once more then."""
    title, filed = STEPS[entry.step].title, local_day(entry.at)
    shown = first_shown(dossier, entry, as_of, filed)
    if entry.step == LEGALITY:
        what = "更正合法性审查日期" if entry.amends else "更新办理进度：合法性审查已完成"
        yield _event(id_, filed, shown, what)
    elif isinstance(entry.record, Exemption):
        yield _event(id_, filed, shown, f"说明{title}", entry.record.reason)
    elif entry.step in TOLD:
        released = released_on(entry, as_of)
        if released is None or released > filed:
            yield _event(f"{id_}.done", filed, shown, f"更新办理进度：{title}已完成")
        if released:
            shown = first_shown(dossier, entry, as_of, released)
            waited = shown is None and released > filed
            yield _event(id_, released, shown, _what(entry, shown, waited=waited), _why(entry))


def _moved(dossier: Dossier, as_of: date) -> Iterator[PublicEvent]:
    """Closing days that a holiday table moved after they were announced: no paper tells of it."""
    for entry, moved in moved_closings(dossier):
        if moved.on <= as_of:
            what = f"征求意见截止日期顺延至{moved.to.year}年{moved.to.month}月{moved.to.day}日"
            id_ = f"{dossier.id}#consultation.moved.{entry.round}.{entry.seq}"
            yield PublicEvent(id=id_, on=moved.on, what=what, reason=f"{moved.document}公布")


def _event(id_: str, filed: date, shown: Shown | None, what: str, reason: str = "") -> PublicEvent:
    """An event on the day of the edition that showed it, or, before that is known, of its filing."""
    if shown is None:
        return PublicEvent(id=id_, on=filed, what=what, reason=reason)
    return PublicEvent(id=id_, on=shown.on, edition=shown.number, what=what, reason=reason)


def _what(entry: Entry, shown: Shown | None, *, waited: bool) -> str:
    """Name the change; a correction and a new round say that they are one, and what waited for its day
    after it was filed that it may be shown from that day on: nothing was filed then."""
    subject, out = TOLD[entry.step]
    told = f"{out if shown else '登记'}{subject}" if out else subject
    if isinstance(entry.record, Inclusion) and entry.record.added_on:
        told = f"新增{subject}"
    elif isinstance(entry.record, Inclusion) and shown:
        told = f"{subject}，首次发布本页"
    if isinstance(entry.record, Adjustment):
        told = f"{told}：{entry.record.change.value}"
    if isinstance(entry.record, DecisionChange):
        told = f"{told}：{entry.record.change.value}"
    if entry.corrects and entry.amends:
        return f"更正“{STEPS[entry.step].title}”"
    nth = f"（第{entry.round}次）" if entry.round > 1 else ""
    return f"{subject}{nth}自本日起可以公开" if out and waited else f"{told}{nth}"


def _why(entry: Entry) -> str:
    """Give the reason of a change; the meeting's stays behind, it may tell of its minutes."""
    if entry.amends:
        return "" if isinstance(entry.record, Meeting) else entry.amends.reason
    told = Adjustment | Inclusion | DecisionChange
    return entry.record.reason if isinstance(entry.record, told) else ""
