"""DEC-10 to 14 and 24 to 26: who sat in at the deciding meeting, and how they were chosen before it."""

from collections.abc import Iterator

from catalog.findings import Severity
from catalog.names import bare
from catalog.rules.base import Case, Wrong, rule
from catalog.spelling import unanswered, untold
from catalog.stages.decision import Meeting, RepresentativeKind, Selection, Voice

OF_THE_PUBLIC = {
    RepresentativeKind.CITIZEN,
    RepresentativeKind.STAKEHOLDER,
    RepresentativeKind.PRIVATE_ENTERPRISE,
}


def _chosen(case: Case) -> Selection | None:
    """The selection last filed, whichever round of the meeting it was made for."""
    return next(reversed([*case.dossier.every(Selection)]), None)


@rule("DEC-10", "80号;要点2024-18;PRACTICE", Meeting, severity=Severity.WARN)
def representatives_sit_in(record: Meeting, case: Case) -> Iterator[Wrong]:
    """邀请利益相关方、公众代表等列席决策会议，人数宜达到设定的最低数；没有邀请的说明理由。"""
    there, least = len(record.attendance.present), case.parameter("representatives_minimum") or 1
    if record.attendance.none_because:
        return
    if not there:
        yield Wrong("没有公众代表列席情况，也没有说明理由", "登记列席代表，或者写明未安排的理由")
    elif there < least:
        yield Wrong(f"列席代表{there}名，少于设定的{least}名", "增加列席代表，或者说明理由")


@rule("DEC-11", "要点2024-18;PRACTICE", Meeting, severity=Severity.WARN)
def their_selection_is_announced(record: Meeting, case: Case) -> Iterator[Wrong]:
    """列席代表按照公布的方式遴选，鼓励公开报名。"""
    attendance, chosen = record.attendance, _chosen(case)
    if not attendance.present:
        return
    if not (attendance.selection or (chosen and chosen.method)):
        yield Wrong("没有写明列席代表的遴选方式", "填写“遴选方式”，例如公开报名")
    elif not (chosen or attendance.selection_url or attendance.announced_on):
        yield Wrong("没有登记遴选公告", "填写“遴选公告日期”或者“遴选公告网址”")


@rule("DEC-12", "要点2024-18;PRACTICE", Meeting, severity=Severity.WARN)
def stakeholders_are_among_them(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """列席代表中宜有市民代表、利益相关方或者民营企业代表。"""
    kinds = {r.kind for r in record.attendance.present}
    if kinds and not kinds & OF_THE_PUBLIC:
        yield Wrong("列席代表中没有市民、利益相关方或者民营企业代表", "补充邀请，或者说明理由")


@rule("DEC-13", "PRACTICE", Meeting, severity=Severity.WARN)
def what_they_said_is_answered(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """列席代表的发言宜写明，并有回应，反馈本人；旁听的除外。"""
    for n, person in enumerate(record.attendance.representatives, 1):
        said = unanswered(f"第{n}名列席代表", person.view, person.reply)
        only_there = person.voice is Voice.OBSERVER and not person.view
        if said and not only_there:
            yield Wrong(*said)


@rule("DEC-26", "要点2024-18;PRACTICE", Meeting, severity=Severity.WARN)
def a_meeting_with_representatives_tells_its_topic(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """公开代表列席情况的，写明会议议题。"""
    if record.attendance.present and not record.topic:
        yield Wrong(*untold("议题"))


@rule("DEC-14", "PIPL-25", Meeting)
def names_are_shown_only_with_consent(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """未取得本人单独同意的，不得公开列席代表的个人信息。"""
    for n, person in enumerate(record.attendance.representatives, 1):
        if person.disclosed and not person.consent:
            yield Wrong(
                f"拟公开第{n}名列席代表的姓名，没有本人单独同意", "取得单独同意，或者不公开姓名"
            )


@rule("DEC-24", "DERIVED", Meeting, severity=Severity.WARN)
def who_sat_in_was_chosen(record: Meeting, case: Case) -> Iterator[Wrong]:
    """会前已经遴选代表的，列席的宜为遴选产生的代表。"""
    chosen = _chosen(case)
    names = {bare(one.name) for one in chosen.candidates if one.name} if chosen else set()
    for n, person in enumerate(record.attendance.representatives, 1):
        if names and person.name and not person.reserve and bare(person.name) not in names:
            yield Wrong(
                f"第{n}名列席代表不在遴选产生的代表中", "核对姓名；递补的，先更正“公众代表遴选”"
            )


@rule("DEC-25", "DERIVED", Selection, demands=("method",))
def the_selection_runs_as_announced(record: Selection, _case: Case) -> Iterator[Wrong]:
    """遴选公告写明遴选方式；报名截止不早于公告，代表产生不早于报名截止。"""
    if not record.method:
        yield Wrong("遴选公告没有写明遴选方式", "填写“遴选方式”，例如公开报名、按类别抽签")
    if record.signup_ends_on and record.signup_ends_on < record.announced_on:
        yield Wrong(
            f"报名截止日期{record.signup_ends_on}早于公告日期{record.announced_on}", "请核对日期"
        )
    if record.drawn_on and record.drawn_on < (record.signup_ends_on or record.announced_on):
        yield Wrong(
            f"代表产生于{record.drawn_on}，早于报名截止日期", "报名截止以后产生代表，请核对日期"
        )
