"""Meetings, reports and the result, as facts, one table and prose."""

from collections import Counter

from catalog.annual import Authority
from catalog.opinion import Outcome
from catalog.public.item import PublicDossier
from catalog.public.outcome import PublicInterpretation, PublicMeeting, PublicResult
from catalog.public.reports import PublicExpertReview
from pages.model.clauses import cited
from pages.model.components import Cite, Fact, Link, Person
from pages.model.downloads import files, held
from pages.model.facts import address, elsewhere, fact, published
from pages.model.page import Because, MeetingView, Report
from pages.model.participation import ROWS, answered, opinion_pages, parted
from pages.model.texts import reading
from pages.model.wording import day, listed

TAKEN = frozenset({Outcome.ADOPTED, Outcome.ABSORBED, Outcome.PARTLY_ADOPTED})


def meetings(public: PublicDossier) -> tuple[MeetingView, ...]:
    """All deciding meetings, the latest first."""
    several = len(public.meetings) > 1
    return tuple(_meeting(m, public.catalog.authority, several) for m in reversed(public.meetings))


def _meeting(meeting: PublicMeeting, authority: Authority, several: bool) -> MeetingView:
    name = meeting.name or meeting.kind.value
    kinds = Counter(person.kind.value for person in meeting.representatives)
    total = len(meeting.representatives)
    present = f"共{total}名：{listed(f'{k}{n}名' for k, n in kinds.items())}" if total else ""
    return MeetingView(
        heading=f"{day(meeting.held_on)} {name}" if several else "",
        facts=(
            *fact("会议", name),
            *fact("日期", day(meeting.held_on)),
            *fact("议题", meeting.topic),
            *fact("审议结论", meeting.outcome.value if meeting.outcome else ""),
            *fact("列席代表", present),
            *fact("遴选方式", meeting.selection),
            *address("遴选公告", meeting.selection_url, "公众代表遴选公告", authority),
        ),
        people=tuple(
            Person(
                who=f"{r.name}（{r.kind.value}）" if r.name else r.kind.value,
                view=r.view,
                reply=r.reply,
            )
            for r in meeting.representatives
        ),
    )


def expert_review(public: PublicDossier) -> Report | None:
    """Who by field, on what, with what conclusion, and what became of their views."""
    review, release = public.expert_review, public.expert_release
    if review is None or release is None:
        return None
    return Report(
        facts=(
            *fact("论证方式", review.mode.value),
            *fact("论证日期", day(release.completed_on)),
            *fact("参加专家", *_experts(review)),
            *fact("论证内容", listed(a.value for a in review.aspects)),
            *published(release.shown, release.published_on),
        ),
        columns=("专家意见", "处理", "理由"),
        rows=tuple(
            (v.summary, v.outcome.value if v.outcome else "", v.reason) for v in review.views
        ),
        prose=fact("论证结论", review.conclusion),
        files=files(public, "expert_review.review"),
        held=held(public, "expert_review.review"),
    )


def _experts(review: PublicExpertReview) -> list[str]:
    """Count experts by field; only who consented is named."""
    fields = Counter(e.field for e in review.experts if e.field)
    by_field = listed(f"{field}{n}名" for field, n in fields.items())
    named = listed(f"{e.name}（{e.unit}）" if e.unit else e.name for e in review.experts if e.name)
    total = f"共{len(review.experts)}名（家）" if review.experts else ""
    return [f"{total}：{by_field}" if by_field else total, named]


def risk_assessment(public: PublicDossier) -> Report | None:
    """Who assessed what, the level, and what is done against each risk."""
    report, release = public.risk_assessment, public.risk_release
    if report is None or release is None:
        return None
    return Report(
        facts=(
            *fact("评估主体", report.assessor),
            *fact("报告日期", day(release.completed_on)),
            *fact("评估范围", listed(report.scope)),
            *fact("风险等级", report.level.value if report.level else ""),
            *fact("风险点", "未发现风险点" if report.no_points_found else ""),
            *fact("引用的已有评估", report.reused),
            *published(release.shown, release.published_on),
        ),
        columns=("风险点", "防范措施"),
        rows=tuple((point.risk, point.measure) for point in report.points),
        prose=fact("评估结论", report.conclusion),
        files=files(public, "risk_assessment.report"),
        held=held(public, "risk_assessment.report"),
    )


def evaluation(public: PublicDossier) -> Report | None:
    """Who evaluated, how, and what follows."""
    report, release = public.evaluation, public.evaluation_release
    if report is None or release is None:
        return None
    entrusted = "（受委托的第三方）" if report.entrusted else ""
    return Report(
        facts=(
            *fact("评估主体", f"{report.evaluator}{entrusted}"),
            *fact("评估方式", report.method),
            *fact("完成日期", day(release.completed_on)),
            *fact("参与评估的人员", listed(report.participants)),
            *fact("后续安排", report.follow_up.value),
            *published(release.shown, release.published_on),
        ),
        prose=fact("评估结论", report.conclusion),
        files=files(public, "evaluation.report"),
        held=held(public, "evaluation.report"),
    )


def result(public: PublicDossier) -> Report | None:
    """The decision and its interpretation, side by side."""
    decided, authority = public.result, public.catalog.authority
    if decided is None:
        return None
    last = public.meetings[-1] if public.meetings else None
    outcome = last.outcome.value if last and last.outcome else ""
    name = (last.name or last.kind.value) if last else ""
    interpretation = decided.interpretation
    return Report(
        head=(
            *fact("审议会议", f"{name}（{day(last.held_on)}，{outcome}）" if last else ""),
            *fact("文件标题", decided.title),
            *fact("文件编号", decided.doc_no),
            *_dates(decided),
        ),
        because=_because(public),
        facts=(
            *fact("联合发文机关", listed(decided.joint_with)),
            *fact("执行单位", decided.executing_unit),
            *fact("成文日期", day(decided.formed_on) if decided.formed_on else ""),
            *fact("公布渠道", _media(decided)),
            *fact("逾期公布的说明", decided.late_because),
            *address("公布网址", decided.url, decided.title, authority),
            *elsewhere(decided.elsewhere, authority),
            *address("办事入口", decided.service_url, "网上办理", authority),
            *address("政策留言板", public.catalog.message_board, "就这项决策留言", authority),
            *(_interpreted(interpretation, authority) if interpretation else ()),
        ),
        prose=(
            *fact("内容概述", decided.summary),
            *fact("与草案相比的主要变化", decided.changes),
            *fact("专家意见采纳情况", decided.expert_adoption),
            *fact("政策解读", interpretation.contents if interpretation else ""),
        ),
        files=(
            *files(public, "disclosure.publication"),
            *files(public, "disclosure.interpretation"),
        ),
        held=(
            *held(public, "disclosure.publication"),
            *held(public, "disclosure.interpretation"),
        ),
        reading=reading(public, 0),
    )


def _because(public: PublicDossier) -> tuple[Because, ...]:
    """By article, which of the opinions were taken over in it, each linked to where its row is."""
    found: dict[str, list[Link]] = {}
    pieces: dict[str, tuple[Cite, ...]] = {}
    elsewhere = {
        (page.round, row.no): f"{page.place}/index.html"
        for page in opinion_pages(public)
        for row in page.rows
    }
    for one in reversed(answered(public)):
        shown = (
            {row.no for some in parted(one.adoption) for row in some[:ROWS]} if one.adoption else ()
        )
        rows = one.adoption.opinions if one.adoption else ()
        for row in sorted(rows, key=lambda row: row.no):
            if row.outcome in TAKEN and row.clause:
                path = "" if row.no in shown else elsewhere[one.round, row.no]
                anchor = f"{path}#yj-{one.round}-{row.no}"
                found.setdefault(row.clause, []).append(Link(href=anchor, text=f"意见{row.no}"))
                pieces.setdefault(row.clause, cited(public, one.round, row.clause))
    return tuple(
        Because(clause=clause, opinions=tuple(of), cited=pieces[clause])
        for clause, of in found.items()
    )


def _dates(decided: PublicResult) -> tuple[Fact, ...]:
    return (
        *fact("公布日期", day(decided.published_on)),
        *published(decided.shown, None),
        *fact("施行日期", day(decided.effective_on) if decided.effective_on else ""),
        *fact("有效期至", day(decided.expires_on) if decided.expires_on else ""),
    )


def _media(decided: PublicResult) -> str:
    gazette = ("政府公报",) if decided.in_gazette else ()
    return listed((*(m.value for m in decided.media), *gazette))


def _interpreted(one: PublicInterpretation, authority: Authority) -> tuple[Fact, ...]:
    return (
        *fact("解读标题", one.title),
        *fact("解读形式", listed(one.forms)),
        *fact("解读发布日期", day(one.published_on)),
        *fact("未同步解读的说明", one.apart_because),
        *fact("没有问答清单的说明", one.no_questions_because),
        *address("解读网址", one.url, one.title, authority),
    )
