"""The state of a section: content, or one of nine reasons for having none, each in fixed words.

Absent is never silent, and what is due but missing never looks like what does not apply.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from catalog.item import planned_end, planned_label
from catalog.public.citing import GROUND_CITED, ON_REQUEST_CITED
from catalog.public.item import PublicDossier, PublicStage, WithheldDocument
from catalog.public.outcome import PublicMeeting, PublicSelection
from catalog.public.participation import PublicHeardOtherwise
from catalog.public.reports import PublicRiskNotice, Release
from catalog.record import Attribute, Ground
from catalog.states import Change, ChangeKind, MeetingOutcome, StageState, Status
from pages.model.wording import bare, bracketed, day, item_named, listed, period


class State(StrEnum):
    """Codes of the empty states; E10 is a secret item, which has no page at all."""

    CONTENT = "CONTENT"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"
    E5 = "E5"
    E6 = "E6"
    E7 = "E7"
    E8 = "E8"
    E9 = "E9"


class Said(NamedTuple):
    """A state, its word for the timeline and the catalog, and the sentence that explains it."""

    state: State
    word: str
    text: str = ""


CONTENT = Said(State.CONTENT, "已公开")
UNSTATED = Said(State.E1, "来源未载明", "整理所依据的公开材料没有载明。")
"""Of an item compiled from somebody else's paper."""

OVER = {
    Status.SUSPENDED: "中止执行",
    Status.STOPPED: "停止执行",
    Status.EXPIRED: "已失效",
}
"""What is said of a decision that is no longer carried out."""

GROUNDS = {
    Ground.SECRET: "属于国家秘密或者法律、行政法规禁止公开的信息",
    Ground.PRIVATE: "涉及商业秘密或者个人隐私",
    Ground.INTERNAL: "属于行政机关内部事务信息",
    Ground.PROCESS: "属于行政管理过程性信息",
}


def grounded(ground: Ground | None) -> str:
    """Say why something is not disclosed, with the article."""
    if ground is None:
        return "尚未载明"
    return f"{GROUNDS[ground]}{bracketed(GROUND_CITED[ground])}"


def kept_back(one: Release | WithheldDocument) -> str:
    """Say why something is not on the page; what is given on request is not withheld (711-27)."""
    if one.attribute is Attribute.ON_REQUEST and one.ground is None:
        return f"没有列入主动公开，可以依法申请获取{bracketed(ON_REQUEST_CITED)}"
    return grounded(one.ground)


def review(one: Release | WithheldDocument) -> str:
    """When it is looked at again (711-18); what is given on request keeps nothing back."""
    if one.review_on:
        return day(one.review_on)
    return "不适用" if one.attribute is Attribute.ON_REQUEST else "未载明"


def _again(release: Release) -> str:
    """The day of the re-review as a sentence, where one is due."""
    return "" if review(release) == "不适用" else f"下次复核：{review(release)}。"


def not_yet(public: PublicDossier, stage: str) -> Said:
    """E1, in one sentence for all that must come before the decision, so that it is said once."""
    if public.status is Status.UNSTATED:
        return UNSTATED
    reached = public.stage(stage).state is not StageState.NOT_YET
    word = "尚未开展" if reached else "未到阶段"
    if stage == "evaluation" and public.result:
        return Said(State.E1, word, "尚未开展。决策执行后视情组织，完成后在此公布。")
    label, end = planned_label(public.planned), planned_end(public.planned)
    if not label:
        plan = "计划时间未载明"
    elif end and end < public.as_of:
        plan = f"原计划决策时间为{label}，新的计划时间未载明"
    else:
        plan = f"计划于{label}作出决策"
    return Said(State.E1, word, f"尚未开展。{plan}，完成后在此公布。")


def under_way(since: date) -> Said:
    """E2."""
    return Said(State.E2, "进行中", f"正在开展（{day(since)}起）。完成后在此公布。")


def assessing(begun: PublicRiskNotice) -> Said:
    """E2 of a risk assessment: by whom, of what, and how to be heard."""
    ways = "、".join(f"{way.kind.value}（{way.detail}）" for way in begun.ways)
    parts = (
        f"由{begun.assessor}评估" if begun.assessor else "",
        f"评估范围：{listed(begun.scope)}" if begun.scope else "",
        f"评估方式：{listed(begun.methods)}" if begun.methods else "",
        f"可以通过{ways}提出意见" if ways else "",
        f"提出意见截止日期：{day(begun.closes_on)}" if begun.closes_on else "",
        f"公告：{begun.url}" if begun.url else "",
    )
    return _in_full(under_way(begun.begun_on), parts)


def choosing(chosen: PublicSelection) -> Said:
    """E2 of the representatives: how they are or were chosen, before there is a meeting."""
    kinds = listed(f"{kind}{number}名" for kind, number in chosen.kinds)
    drawn = f"{day(chosen.drawn_on)}产生" if chosen.drawn_on else "产生"
    parts = (
        f"遴选方式：{chosen.method}" if chosen.method else "",
        f"报名截止日期：{day(chosen.signup_ends_on)}" if chosen.signup_ends_on else "",
        f"报名{chosen.applicants}人" if chosen.applicants is not None else "",
        f"产生办法：{chosen.draw}" if chosen.draw else "",
        f"{drawn}代表：{kinds}" if kinds else "",
        f"公告：{chosen.url}" if chosen.url else "",
    )
    return _in_full(under_way(chosen.announced_on), parts)


def _in_full(said: Said, parts: Iterable[str]) -> Said:
    """What is under way, with all that is known of it."""
    known = "；".join(part for part in parts if part)
    return said._replace(text=f"{said.text}{known}。") if known else said


def being_prepared(
    done: str, completed_on: date, published_on: date | None, publish_by: date | None, today: date
) -> Said:
    """E3. `done` follows the day: 完成, 经会议审议通过; it is out as set, else by the legal last day."""
    return Said(
        State.E3,
        "正在整理",
        f"已于{day(completed_on)}{done}，{_expected(published_on, publish_by, today)}。",
    )


def _expected(published_on: date | None, last: date | None, today: date) -> str:
    """Say until when it will be out: as set, else the legal twenty working days (711-26)."""
    reviewing = "材料正在进行公开审查"
    if published_on:
        return f"{reviewing}，预计{day(published_on)}公布"
    if last is None:
        return f"{reviewing}，公布日期待国务院公布假期安排后确定"
    if last < today:
        return f"应于{day(last)}前公布，尚未公布，公布后在此更新"
    return f"{reviewing}，预计{day(last)}前公布"


def withheld(noun: str, release: Release) -> Said:
    """E5, for ☆ sections only."""
    how = f"不公开{noun}信息"
    if release.attribute is Attribute.ON_REQUEST:
        how = f"{noun}信息依申请公开"
    text = f"视情公开。本事项已开展{noun}，{how}，理由：{kept_back(release)}。{_again(release)}"
    return Said(State.E5, "已开展·不公开", text)


def summarised(noun: str, release: Release) -> Said:
    """E6."""
    which = "" if release.ground is None else GROUNDS[release.ground]
    source = bracketed(GROUND_CITED[release.ground]) if release.ground else ""
    text = f"公开摘要。{noun}材料中{which}的内容未公开{source}。{_again(release)}"
    return Said(State.E6, "公开摘要", text)


def not_applicable(stage: PublicStage, done: str, so: str = "") -> Said:
    """E7. `done` is what was therefore not done; `so` what follows for this section."""
    text = f"不适用。{bare(stage.exempt_reason)}，{done}{bracketed(stage.exempt_article)}。{so}"
    return Said(State.E7, "不适用", text)


def heard_on(heard: PublicHeardOtherwise) -> str:
    """When the public was heard: a day or a period."""
    ended = heard.ended_on or heard.held_on
    return period(heard.held_on, ended) if ended != heard.held_on else day(heard.held_on)


def heard_otherwise(heard: PublicHeardOtherwise) -> Said:
    """The public was heard, though by no notice: how, when, and why so (713-14(2))."""
    when = heard_on(heard)
    many = f"，{heard.persons}人参加" if heard.persons else ""
    text = f"以{heard.mode.value}方式听取意见（{when}{many}），未向社会公开征求意见，"
    return Said(
        State.CONTENT, "已开展", f"{text}理由：{bare(heard.because)}{bracketed(heard.article)}。"
    )


def nobody_invited(meeting: PublicMeeting) -> Said:
    """E8; who reviewed the reason is named."""
    review = f"该理由经{bare(meeting.none_reviewed_by)}审核。" if meeting.none_reviewed_by else ""
    text = f"本次会议未安排公众代表列席，理由：{bare(meeting.none_because)}。{review}"
    return Said(State.E8, "未邀请列席", text)


UNDECIDED = {
    MeetingOutcome.DEFERRED: "暂不作出决策",
    MeetingOutcome.DISCUSS_AGAIN: "决定再次讨论",
    MeetingOutcome.REJECTED: "决策草案未获通过",
}


def undecided(meeting: PublicMeeting) -> Said | None:
    """E9, or None where the meeting decided."""
    if meeting.outcome not in UNDECIDED:
        return None
    name = meeting.name or meeting.kind.value
    text = (
        f"本事项经{day(meeting.held_on)}{name}研究，{UNDECIDED[meeting.outcome]}，"
        f"理由：{bare(meeting.outcome_reason) or '未载明'}。"
    )
    return Said(State.E9, "未作出决策", text)


def withdrawn(public: PublicDossier) -> str:
    """Say when and why the item left the catalog; empty where it did not."""
    for change in reversed(public.adjustments):
        if change.change.ends_in:
            gone = "调出目录" if change.change is Change.WITHDRAWN else change.change.value
            return f"本事项已于{day(change.adjusted_on)}{gone}，理由：{bare(change.reason)}。"
    return ""


def goes_on(public: PublicDossier) -> str:
    """Say which items go on in the place of one that was carried over, merged or split."""
    linked = [id_ for change in public.adjustments for id_ in change.continued_as]
    return f"由{listed(map(item_named, linked))}继续办理。" if linked else ""


def ended(public: PublicDossier) -> Said | None:
    """E9 for what will not happen any more, or None while the item is under way.

    The reasons in full stand in the banner and with the outcome; eight times they hide it.
    """
    last = public.meetings[-1] if public.meetings else None
    if withdrawn(public):
        why = "，".join(
            filter(None, (withdrawn(public).partition("，")[0], goes_on(public)))
        ).rstrip("。")
    elif last and last.outcome is MeetingOutcome.REJECTED:
        why = f"{UNDECIDED[last.outcome]}（{day(last.held_on)}）"
    else:
        return None
    return Said(State.E9, "不再开展", f"不再开展，理由：{why}。")


def validity(public: PublicDossier) -> str:
    """有效性 of the published document on the day, or empty where nobody said when it takes effect."""
    result = public.result
    if result is None:
        return ""
    if public.status in OVER:
        return OVER[public.status]
    if result.effective_on is None:
        return ""
    if result.effective_on > public.as_of:
        return "尚未施行"
    adjusted = any(one.change is ChangeKind.ADJUSTED for one in public.changes)
    return "有效（已调整）" if adjusted else "有效"
