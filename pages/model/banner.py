"""The status chip, and the sentence that says where the item stands and what comes next."""

from catalog.item import planned_label
from catalog.public.item import PublicDossier
from catalog.record import DocumentKind
from catalog.states import ChangeKind, Status
from pages.model import states
from pages.model.components import Banner, Chip, Link
from pages.model.downloads import path
from pages.model.execution import halted
from pages.model.links import link
from pages.model.texts import form_for
from pages.model.wording import bare, day, deadline

CHIPS = {
    Status.UNSTATED: ("◇", "grey"),
    Status.NOT_STARTED: ("○", "grey"),
    Status.DRAFTING: ("◔", "brown"),
    Status.CONSULTING: ("●", "green"),
    Status.STUDYING: ("◐", "brown"),
    Status.BEFORE_MEETING: ("◐", "brown"),
    Status.BEFORE_PUBLICATION: ("◕", "brown"),
    Status.PUBLISHED: ("✓", "blue"),
    Status.IN_FORCE: ("✓", "blue"),
    Status.EVALUATED: ("✓", "blue"),
    Status.SUSPENDED: ("!", "red"),
    Status.STOPPED: ("✕", "grey"),
    Status.EXPIRED: ("✕", "grey"),
    Status.POSTPONED: ("!", "red"),
    Status.WITHDRAWN: ("✕", "grey"),
    Status.CARRIED: ("→", "grey"),
    Status.MERGED: ("→", "grey"),
    Status.SPLIT: ("→", "grey"),
    Status.TERMINATED: ("✕", "grey"),
}


def chip(status: Status) -> Chip:
    """Word, shape and colour of a status."""
    shape, colour = CHIPS[status]
    return Chip(word=status.value, shape=shape, colour=colour)


def banner(public: PublicDossier) -> Banner:
    """The banner of an item on its day."""
    now, action, following = _SAYS[public.status](public)
    return Banner(now=now, action=action, next=following)


SPEAK = "我要提意见"
HALTED = Link(href="#zhixing", text="查看有关决定")
KEPT = "本事项不再办理，本页保留已经公开的信息。"

Said = tuple[str, Link | None, str]


def _plan(public: PublicDossier, what: str = "作出决策") -> str:
    """Say when it is planned, or that the catalog does not say."""
    label = planned_label(public.planned)
    return f"计划于{label}{what}" if label else "计划时间未载明"


def _unstated(public: PublicDossier) -> Said:
    source = public.catalog.compiled_from
    named = f"《{source.title}》" if source else "公开材料"
    now = f"本事项由{named}整理列出，该材料没有载明办理进展"
    return f"{now}，请以{public.catalog.authority.name}公布的信息为准。", None, ""


def _not_started(public: PublicDossier) -> Said:
    now = f"本事项已列入{public.catalog.year}年度重大行政决策事项目录，决策程序尚未启动。"
    return now, None, f"启动决策程序；{_plan(public)}。"


def _drafting(public: PublicDossier) -> Said:
    if public.consultations:
        return _studying(public)
    heard = public.heard_otherwise
    if heard:
        now = f"已以{heard.mode.value}方式听取意见，决策草案正在起草论证。"
        done = Link(href="#caina", text="查看意见采纳情况") if heard.adoption else None
        return now, done, f"合法性审查和集体讨论决定；{_plan(public)}。"
    exempt = public.stage("consultation").exempt_reason
    following = "合法性审查" if exempt else "公开征求意见"
    pending = "" if exempt else "，尚未公开征求意见"
    return f"决策草案正在起草论证{pending}。", None, f"{following}；{_plan(public)}。"


def _consulting(public: PublicDossier) -> Said:
    if not public.consultations:
        return _studying(public)
    last = public.consultations[-1]
    now = f"正在公开征求意见，截止时间为{deadline(last.closes_on)}。"
    form = form_for(public, last.round)
    hrefs = (link(way.detail, SPEAK, public.catalog.authority) for way in last.ways)
    action = Link(href=form, text=SPEAK, external=True) if form else next(filter(None, hrefs), None)
    action = action or Link(href="#yijian", text="查看提出意见的方式")
    return now, action, f"研究各方面意见，公布意见收集与采纳情况；{_plan(public)}。"


def _studying(public: PublicDossier) -> Said:
    if not public.consultations:
        return "决策草案正在研究修改。", None, f"公开征求意见；{_plan(public)}。"
    last = public.consultations[-1]
    over = f"征求意见已于{deadline(last.closes_on)}结束，"
    if not last.adoption:
        return (
            f"{over}正在研究采纳各方面意见。",
            None,
            f"公布意见收集与采纳情况；{_plan(public)}。",
        )
    action = Link(href="#caina", text="查看意见采纳情况")
    return (
        f"{over}意见收集与采纳情况已经公布，正在履行后续程序。",
        action,
        f"合法性审查和集体讨论决定；{_plan(public)}。",
    )


def _before_meeting(public: PublicDossier) -> Said:
    undecided = states.undecided(public.meetings[-1]) if public.meetings else None
    meeting = public.catalog.authority.meeting or "决策机关会议"
    now = "公众参与等前期程序已经完成，正在进行合法性审查。"
    if public.stage("legality_review").completed_on:
        now = "已完成合法性审查，等待会议审议。"
    now = undecided.text if undecided else now
    return now, None, f"{meeting}集体讨论决定；{_plan(public)}。"


def _before_publication(public: PublicDossier) -> Said:
    held_on, last = public.meetings[-1].held_on, public.meetings[-1].publish_by
    when = f"按照规定应于{day(last)}前公布" if last else "公布日期待国务院公布假期安排后确定"
    return (
        f"本事项已于{day(held_on)}经会议审议通过，正在办理公布。",
        None,
        f"公布决策结果；{when}。",
    )


def _published(public: PublicDossier) -> Said:
    result = public.result
    assert result is not None, "only a published decision has this status"
    now = f"决策结果已于{day(result.published_on)}公布"
    if result.effective_on:
        now += f"，自{day(result.effective_on)}起施行"
    unit = f"由{result.executing_unit}执行；" if result.executing_unit else ""
    evaluation = "" if public.stage("evaluation").exempt_reason else "执行后视情组织效果评估。"
    following = f"{unit}{evaluation}" or "执行。"
    return f"{now}。", _whole(public), f"{bare(following)}。"


def _whole(public: PublicDossier) -> Link:
    """Where the decision can be read in full, on this site or where else it was published."""
    result, authority = public.result, public.catalog.authority
    if text := next((one for one in public.texts if not one.round), None):
        return Link(href=f"{text.place}/index.html", text="阅读决策全文")
    final = (d for d in public.documents if d.kind is DocumentKind.FINAL)
    if one := next(final, None):
        return Link(href=path(one), text="阅读决策全文")
    away = link(result.url, "阅读决策全文", authority) if result else None
    return away or Link(href="#jieguo", text="查看决策结果")


def _evaluated(public: PublicDossier) -> Said:
    release, report = public.evaluation_release, public.evaluation
    assert release is not None, "only an evaluated decision has this status"
    now = f"决策已经公布执行，并于{day(release.completed_on)}完成效果评估。"
    following = f"{report.follow_up.value}。" if report else "评估结果作为调整决策的重要依据。"
    return now, _whole(public), following


def _suspended(public: PublicDossier) -> Said:
    now = _halted(public, ChangeKind.SUSPENDED, "中止执行")
    return now, HALTED, "恢复执行、调整或者停止执行的决定作出后，在本页公布。"


def _stopped(public: PublicDossier) -> Said:
    return _halted(public, ChangeKind.STOPPED, "停止执行"), HALTED, KEPT


def _halted(public: PublicDossier, kind: ChangeKind, word: str) -> str:
    change = halted(public, kind)
    return f"本决策已于{day(change.decided_on)}{word}，理由：{bare(change.reason)}。"


def _expired(public: PublicDossier) -> Said:
    result = public.result
    assert result is not None, "only a published decision has this status"
    assert result.expires_on is not None, "only a decision with an end runs out"
    now = f"决策文件的有效期已于{day(result.expires_on)}届满，文件已经失效。"
    return now, Link(href="#jieguo", text="查看决策结果"), KEPT


def _postponed(public: PublicDossier) -> Said:
    undecided = states.undecided(public.meetings[-1]) if public.meetings else None
    if public.adjustments and not undecided:
        change = public.adjustments[-1]
        now = f"本事项已于{day(change.adjusted_on)}延期，理由：{bare(change.reason)}。"
    else:
        now = undecided.text if undecided else "本事项已延期。"
    return now, None, f"继续履行决策程序；{_plan(public)}。"


def _closed(public: PublicDossier) -> Said:
    undecided = states.undecided(public.meetings[-1]) if public.meetings else None
    return states.withdrawn(public) or (undecided.text if undecided else ""), None, KEPT


def _goes_on(public: PublicDossier) -> Said:
    return states.withdrawn(public), None, f"{states.goes_on(public)}{KEPT}"


_SAYS = {
    Status.UNSTATED: _unstated,
    Status.NOT_STARTED: _not_started,
    Status.DRAFTING: _drafting,
    Status.CONSULTING: _consulting,
    Status.STUDYING: _studying,
    Status.BEFORE_MEETING: _before_meeting,
    Status.BEFORE_PUBLICATION: _before_publication,
    Status.PUBLISHED: _published,
    Status.IN_FORCE: _published,
    Status.EVALUATED: _evaluated,
    Status.SUSPENDED: _suspended,
    Status.STOPPED: _stopped,
    Status.EXPIRED: _expired,
    Status.POSTPONED: _postponed,
    Status.WITHDRAWN: _closed,
    Status.CARRIED: _goes_on,
    Status.MERGED: _goes_on,
    Status.SPLIT: _goes_on,
    Status.TERMINATED: _closed,
}
