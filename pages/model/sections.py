"""Which sections an item's page has, in which order, and what state each of them is in."""

from collections.abc import Callable, Collection
from datetime import timedelta

from catalog.numerals import numeral
from catalog.opinion import OpinionSource
from catalog.public.item import PublicDossier
from catalog.public.participation import PublicAdoption, PublicConsultation
from catalog.public.reports import Release
from catalog.record import Attribute, Frozen
from catalog.states import Status
from pages.model import execution, states
from pages.model.page import Section, Silence
from pages.model.states import CONTENT, Said, State
from pages.model.wording import listed, period

MANDATORY, OPTIONAL = "必备公开", "视情公开"

SHOWN_AT = {
    "consultation.notice": "yijian",
    "consultation.extension": "yijian",
    "consultation.hearing_notice": "yijian",
    "risk_assessment.notice": "fengxian",
    "decision.selection": "liexi",
    "consultation.hearing": "yijian",
    "consultation.adoption": "caina",
    "expert_review.review": "zhuanjia",
    "risk_assessment.report": "fengxian",
    "disclosure.publication": "jieguo",
    "disclosure.interpretation": "jieguo",
    "evaluation.report": "pinggu",
}
"""The section that shows the papers of a step; those of any other stand with the explanation."""


def sections(public: PublicDossier) -> tuple[tuple[Section, ...], tuple[Silence, ...]]:
    """What has contents, in the order of the page, and what has none, by the reason that it shares.

    One of which there is nothing to say, not even that it is empty, is left out.
    """
    unstated = public.status is Status.UNSTATED
    first = lead(public)
    found = [
        Section(
            id=id_,
            title=title,
            tier="" if unstated else tier,
            state=told.state,
            word=told.word,
            text=told.text,
        )
        for id_, title, tier, said in sorted(SECTIONS, key=lambda one: one[0] != first)
        if (told := said(public))
    ]
    silent = dict[str, list[Section]]()
    for section in found:
        if section.state in SILENT:
            silent.setdefault(section.text, []).append(section)
    return (
        tuple(section for section in found if section.state not in SILENT),
        tuple(Silence(text=text, sections=tuple(of)) for text, of in silent.items()),
    )


def standings(public: PublicDossier, ids: Collection[str]) -> dict[str, Said]:
    """The state of some sections by id, for who needs no more of them."""
    told = {id_: said(public) for id_, _, _, said in SECTIONS if id_ in ids}
    return {id_: said for id_, said in told.items() if said}


def lead(public: PublicDossier) -> str:
    """An open consultation is read first: there one can still speak; empty where none is open."""
    last = public.consultations[-1] if public.consultations else None
    open_ = last and public.as_of <= last.closes_on and not last.adoption
    return "yijian" if open_ and not public.result else ""


def _consultation(public: PublicDossier) -> Said:
    stage = public.stage("consultation")
    if public.consultations:
        open_ = lead(public) == "yijian"
        return Said(State.CONTENT, "征求意见中" if open_ else "已公开")
    if stage.exempt_reason:
        return states.not_applicable(stage, "未公开征求意见")
    if public.heard_otherwise:
        return states.heard_otherwise(public.heard_otherwise)
    return states.ended(public) or states.not_yet(public, "consultation")


def _adoption(public: PublicDossier) -> Said:
    """Mandatory, so never withheld; without a consultation there is lawfully nothing to adopt."""
    stage = public.stage("consultation")
    if stage.exempt_reason and not public.consultations:
        return states.not_applicable(
            stage, "未公开征求意见", "因此没有公众意见收集与采纳情况可以公开。"
        )
    if not public.consultations:
        otherwise = _answered_otherwise(public)
        return otherwise or states.not_yet(public, "consultation")
    last = public.consultations[-1]
    if last.adoption:
        zero = nothing_received(public, last.adoption)
        return (
            Said(State.E4, "未收到意见", zero) if zero and not _points(last.adoption) else CONTENT
        )
    now = _adopting(public, last)
    asked = (*public.consultations, public.heard_otherwise)
    if any(one and one.adoption for one in asked):  # earlier answers stay where they were linked
        return Said(State.CONTENT, now.word, f"最近一次征求意见：{now.text}")
    return now


def _adopting(public: PublicDossier, last: PublicConsultation) -> Said:
    """What is told of a round that is not answered yet."""
    if last.adoption_completed_on:
        return states.being_prepared(
            "完成",
            last.adoption_completed_on,
            last.adoption_published_on,
            last.adoption_publish_by,
            public.as_of,
        )
    if public.as_of <= last.closes_on:
        return states.under_way(last.published_on)
    return states.ended(public) or states.under_way(last.closes_on + timedelta(days=1))


def _answered_otherwise(public: PublicDossier) -> Said | None:
    """Where the public was heard without a notice, or will not be heard any more."""
    heard = public.heard_otherwise
    if heard and heard.adoption:
        zero = nothing_received(public, heard.adoption)
        return Said(State.E4, "未收到意见", zero) if zero else CONTENT
    if heard and heard.adoption_completed_on:
        done, out = heard.adoption_completed_on, heard.adoption_published_on
        return states.being_prepared("完成", done, out, heard.adoption_publish_by, public.as_of)
    return states.ended(public) or (states.under_way(heard.held_on) if heard else None)


def _points(adoption: PublicAdoption) -> int:
    return adoption.counts.points or sum(adoption.counts.by_outcome().values())


def nothing_received(public: PublicDossier, adoption: PublicAdoption) -> str:
    """E4: say in which period and by which channels the public sent nothing; empty if it did."""
    from_public = [r for r in adoption.received if r.source is OpinionSource.PUBLIC]
    spoke = any(o.source is OpinionSource.PUBLIC for o in adoption.opinions)
    if spoke or any(r.submissions != 0 for r in from_public):
        return ""
    if _points(adoption) and not adoption.opinions and not adoption.received:
        return ""
    last = next((c for c in public.consultations if c.adoption == adoption), None)
    heard = public.heard_otherwise
    if last is None:
        how = f"以{heard.mode.value}方式听取意见（{states.heard_on(heard)}）" if heard else ""
        return "" if _points(adoption) else f"{how}，未收到意见建议。"
    channels = [w.kind.value for w in last.ways] or [r.channel for r in from_public]
    many = len(dict.fromkeys(channels))
    through = f"通过{listed(channels)}{numeral(many)}个渠道，" if many else ""
    when = f"{period(last.published_on, last.closes_on)}，共{last.days}日"
    return f"征求意见期间（{when}），{through}未收到社会公众意见建议。"


def _attendance(public: PublicDossier) -> Said:
    if not public.meetings:
        chosen = states.choosing(public.selection) if public.selection else None
        return states.ended(public) or chosen or states.not_yet(public, "decision")
    last = public.meetings[-1]
    if last.representatives:
        return CONTENT
    if last.none_because:
        return states.nobody_invited(last)
    return states.being_prepared("完成", last.held_on, None, last.publish_by, public.as_of)


def _report(
    public: PublicDossier, slug: str, noun: str, release: Release | None, contents: Frozen | None
) -> Said:
    """A ☆ section: it may be withheld or not apply, but always says which and why."""
    stage = public.stage(slug)
    if stage.exempt_reason:
        return states.not_applicable(stage, f"未组织{noun}")
    if release is None and stage.resumed_on:
        return states.ended(public) or states.under_way(stage.resumed_on)
    if release is None:
        return states.ended(public) or states.not_yet(public, slug)
    if release.attribute in {Attribute.ON_REQUEST, Attribute.WITHHELD}:
        return states.withheld(noun, release)
    if contents is None:
        return states.being_prepared(
            "完成", release.completed_on, release.published_on, release.publish_by, public.as_of
        )
    return states.summarised(noun, release) if release.attribute is Attribute.SUMMARY else CONTENT


def _expert_review(public: PublicDossier) -> Said:
    release, contents = public.expert_release, public.expert_review
    return _report(public, "expert_review", "专家论证", release, contents)


def _risk_assessment(public: PublicDossier) -> Said:
    if public.risk_begun:
        return states.ended(public) or states.assessing(public.risk_begun)
    release, contents = public.risk_release, public.risk_assessment
    return _report(public, "risk_assessment", "风险评估", release, contents)


def _evaluation(public: PublicDossier) -> Said:
    release, contents = public.evaluation_release, public.evaluation
    return _report(public, "evaluation", "效果评估", release, contents)


def _result(public: PublicDossier) -> Said:
    if public.result:
        return CONTENT
    last = public.meetings[-1] if public.meetings else None
    if last and last.passed:
        return states.being_prepared(
            "经会议审议通过", last.held_on, None, last.publish_by, public.as_of
        )
    gone = states.ended(public)
    if gone and states.withdrawn(public):
        own = public.status is Status.WITHDRAWN
        return gone._replace(word="未作出决策" if own else public.status.value)
    undecided = states.undecided(last) if last else None
    return undecided or states.not_yet(public, "disclosure")


def _content(_public: PublicDossier) -> Said:
    return CONTENT


SECTIONS: tuple[tuple[str, str, str, Callable[[PublicDossier], Said | None]], ...] = (
    ("jieguo", "决策结果与政策解读", MANDATORY, _result),
    ("caina", "意见收集与采纳情况", MANDATORY, _adoption),
    ("liexi", "公众代表列席决策会议", MANDATORY, _attendance),
    ("yijian", "公开征求意见", "", _consultation),
    ("shuoming", "决策事项说明", "", _content),
    ("zhuanjia", "专家论证", OPTIONAL, _expert_review),
    ("fengxian", "风险评估", OPTIONAL, _risk_assessment),
    ("zhixing", "执行与变更", "", execution.said),
    ("pinggu", "效果评估", OPTIONAL, _evaluation),
)
"""Anchor, title, tier (要点2024-11) and state of each section, what people ask first before the rest."""

SILENT = frozenset({State.E1, State.E2, State.E3, State.E5, State.E7, State.E9})
"""States of a section that has nothing of its own but the reason why."""
