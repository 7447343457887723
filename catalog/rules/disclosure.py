"""DIS: disclosure."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from catalog import clock, lifecycle
from catalog.annual import CatalogRecord
from catalog.findings import Severity
from catalog.opinion import Medium
from catalog.periods import last_day_to_publish
from catalog.record import Attribute, DocumentKind
from catalog.rules.base import Case, Wrong, gate, rule
from catalog.spelling import misspelled_doc_no, misspelled_index_no
from catalog.stages import applicability
from catalog.stages.consultation import AdoptionStatement, Notice
from catalog.stages.decision import Meeting
from catalog.stages.disclosure import Interpretation, Publication
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import ExpertReview
from catalog.stages.risk_assessment import RiskAssessment

gate(
    "EXE-13",
    "713-36",
    stage="disclosure",
    before=("evaluation",),
    says="决策公布、执行后，方可开展决策后评估。",
)


# By its text it would block; here a reason lifts it: to refuse a late publication for ever would keep the decision from
# the public for good. So a late one goes out with its reason, and the reason is on the page.
@rule("DIS-01", "711-26;713-32", Publication, severity=Severity.REASON)
def it_is_out_within_twenty_working_days(record: Publication, case: Case) -> Iterator[Wrong]:
    """自政府信息形成之日起20个工作日内公开；逾期的仍应公开，并说明原因。"""
    if record.formed_on is None or record.withheld:
        return
    days = case.parameter("disclosure_working_days", record.formed_on)
    if not days:
        return
    last = clock.add_working_days(record.formed_on, days).end
    if record.first_out_on > last:
        yield Wrong(
            f"成文于{record.formed_on}，公布于{record.first_out_on}，超过{days}个工作日（应不晚于{last}）",
            "在“特殊情况说明”中写明逾期原因（规则编号 DIS-01）",
        )


@rule("DIS-27", "713-32;711-14", Publication)
def only_the_undisclosable_is_not_published(record: Publication, case: Case) -> Iterator[Wrong]:
    """应当及时公布重大行政决策，依法不予公开的除外；不公开的，标明的材料也不公开。"""
    if not record.withheld:
        return
    if not lifecycle.secret(case.dossier):
        yield Wrong(
            "本事项没有认定为国家秘密，决策应当公布",
            "不选“依法不予公开”；确属国家秘密的，先作目录调整，写明不予公开的依据",
        )
    for document in record.documents:
        if document.disclosure.attribute is not Attribute.WITHHELD:
            yield Wrong(
                f"决策依法不予公开，《{document.title}》却不是不予公开", "改为不予公开，写明理由"
            )


@rule("DIS-02", "713-32", Publication, severity=Severity.WARN)
def the_channels_are_those_of_the_order(record: Publication, _case: Case) -> Iterator[Wrong]:
    """通过政府公报、政府网站和在本行政区域内发行的报纸等途径公布；没有的说明理由。"""
    if record.withheld:
        return
    used = {
        "政府公报": record.in_gazette,
        "政府网站": Medium.WEBSITE in record.media,
        "报纸": Medium.NEWSPAPER in record.media,
    }
    missing = [name for name, there in used.items() if not there]
    if missing:
        yield Wrong(
            f"没有通过{'、'.join(missing)}公布", "补充公布，或者说明理由（规则编号 DIS-02）"
        )


@rule("DIS-03", "713-32", Publication, may_demand=("expert_adoption",))
def adoption_is_explained(record: Publication, case: Case) -> Iterator[Wrong]:
    """社会公众普遍关心或者专业性、技术性较强的，应当说明公众意见、专家论证意见的采纳情况。"""
    technical = applicability.determination(case.dossier, "expert_review")
    due = case.item.public_concern or bool(technical and technical.due)
    if not due or record.withheld:
        return
    if not lifecycle.exempted(case.dossier, "consultation") and not case.dossier.latest(
        AdoptionStatement
    ):
        yield Wrong("没有公众意见采纳情况", "先登记“意见采纳情况”")
    if not lifecycle.exempted(case.dossier, "expert_review") and not record.expert_adoption:
        yield Wrong("没有说明专家意见的采纳情况", "填写“专家意见采纳情况说明”")


@rule("DIS-04", "要点2024-11;PRACTICE", Publication)
def the_three_mandatory_blocks_are_there(record: Publication, case: Case) -> Iterator[Wrong]:
    """集成公开意见收集和采纳情况、公众代表列席情况和决策结果，缺一不可。"""
    meeting = case.dossier.latest(Meeting)
    attendance = meeting.attendance if meeting and not record.withheld else None
    if attendance and not (attendance.present or attendance.none_because):
        yield Wrong("没有公众代表列席情况", "更正“会议审议”，登记列席情况或者写明未安排的理由")


def _put_off(record: ExpertReview | RiskAssessment | Evaluation | None, out: date) -> date | None:
    """The day for which what is to be public was put off, later than another day; None: it was not."""
    shown = {Attribute.PROACTIVE, Attribute.SUMMARY}
    day = record.published_on if record and record.disclosure.attribute in shown else None
    return day if day and day > out else None


@rule("DIS-05", "要点2024-11;PRACTICE", Publication, Evaluation, severity=Severity.WARN)
def the_other_blocks_are_there_or_withheld(
    record: Publication | Evaluation, case: Case
) -> Iterator[Wrong]:
    """视情公开风险评估、专家论证和效果评估情况；不公开的记明理由。"""
    blocks = (
        {"效果评估": record}
        if isinstance(record, Evaluation)
        else {
            "专家论证": case.dossier.latest(ExpertReview),
            "风险评估": case.dossier.latest(RiskAssessment),
        }
    )
    if isinstance(record, Evaluation):
        last, until = last_day_to_publish(record.evaluated_on), "法定期限"
    else:
        last, until = record.published_on, "决策公布"
    for name, block in blocks.items():
        if last and (day := _put_off(block, last)):
            yield Wrong(
                f"{name}情况标为公开，{day}才公布，晚于{until}（{last}）",
                f"公布日期留空，随下一号公开；或者在“{name}”的“公开”中写明不公开的理由",
            )


@rule("DIS-08", "711-17;保密法-35", Publication, demands=("secrecy_review",))
def it_is_reviewed_before_it_goes_out(record: Publication, _case: Case) -> Iterator[Wrong]:
    """先审查、后公开。"""
    if record.withheld:
        return
    review = record.secrecy_review
    if review is None or not review.passed:
        yield Wrong("没有通过公开审查", "经审查同意公开后登记")
    elif review.reviewed_on > record.published_on:
        yield Wrong(
            f"公开审查（{review.reviewed_on}）晚于公布（{record.published_on}）", "请核对日期"
        )


Reviewed = Notice | AdoptionStatement | Publication | Interpretation


@rule(
    "DIS-09",
    "711-17;要点2024-21",
    Notice,
    AdoptionStatement,
    Interpretation,
    demands=("Notice.secrecy_review", "Interpretation.secrecy_review"),
    may_demand=("AdoptionStatement.secrecy_review",),
)
def each_publication_has_its_own_review(
    record: Notice | AdoptionStatement | Interpretation, _case: Case
) -> Iterator[Wrong]:
    """一事一审：公告、采纳情况和解读公布前，各自经过公开审查。"""
    review, out = record.secrecy_review, record.published_on
    if out is None:
        return
    if review is None or not review.passed:
        yield Wrong("没有通过公开审查", "逐件审查同意公开后登记，填写“公开审查”")
    elif review.reviewed_on > out:
        yield Wrong(f"公开审查（{review.reviewed_on}）晚于公布（{out}）", "请核对日期")


@rule("DIS-10", "711-12(3)", Publication, demands=("documents", "index_no", "summary", "formed_on"))
def the_index_is_complete(record: Publication, _case: Case) -> Iterator[Wrong]:
    """公开目录包括索引、名称、内容概述、生成日期。"""
    fields = {
        "索取号": record.index_no,
        "内容概述": record.summary,
        "成文日期": record.formed_on,
    }
    for name, value in fields.items():
        if not value and not (record.withheld and name != "成文日期"):
            yield Wrong(f"没有填写“{name}”", f"请填写{name}")
    if not record.has(DocumentKind.FINAL):
        yield Wrong("没有附正式文件", "请附正式文件全文")


@rule("DIS-28", "PRACTICE", Publication, CatalogRecord, severity=Severity.WARN)
def its_numbers_are_written_as_numbers_are(
    record: Publication | CatalogRecord, _case: Case
) -> Iterator[Wrong]:
    """索取号、文件编号按规定的写法填写；网页规范（I-01、I-04）核对的是同样的写法。"""
    numbers = misspelled_index_no(record.index_no), misspelled_doc_no(record.doc_no)
    yield from (Wrong(*said) for said in numbers if said)


@rule(
    "DIS-13",
    "要点2024-12;PRACTICE",
    Interpretation,
    severity=Severity.REASON,
    wants=("drafted_with_document", "approved_with_document"),
)
def the_three_synchronisations(record: Interpretation, case: Case) -> Iterator[Wrong]:
    """解读材料与政策文件同步起草、同步审签、同步发布。"""
    if not record.drafted_with_document:
        yield Wrong("解读没有与文件同步起草", "说明理由（规则编号 DIS-13）")
    if not record.approved_with_document:
        yield Wrong("解读没有与文件同步审签", "说明理由（规则编号 DIS-13）")
    publication = case.dossier.latest(Publication)
    if publication and record.published_on != publication.published_on:
        yield Wrong(
            f"解读发布于{record.published_on}，文件公布于{publication.published_on}，没有同步发布",
            "说明理由（规则编号 DIS-13）",
        )


@rule(
    "DIS-26",
    "要点2024-13;PRACTICE",
    Interpretation,
    severity=Severity.REASON,
    wants=("documents",),
)
def questions_come_with_the_interpretation(record: Interpretation, _case: Case) -> Iterator[Wrong]:
    """政策原文、解读材料和问答清单同步推送：解读附问答清单，没有的说明理由。"""
    if not record.has(DocumentKind.QUESTIONS):
        yield Wrong("解读没有附问答清单", "在“材料”中附问答清单，或者说明理由（规则编号 DIS-26）")


@rule("DIS-14", "711-10(3)", Publication, severity=Severity.WARN)
def the_lead_organ_publishes(record: Publication, case: Case) -> Iterator[Wrong]:
    """两个以上机关共同制作的，由牵头制作的机关公开。"""
    us = case.authority.name if case.authority else ""
    if record.joint_with and not record.joint_lead:
        yield Wrong("联合制作的文件没有写明牵头机关", "填写“牵头制作的机关”")
    elif record.joint_lead and us and record.joint_lead != us:
        yield Wrong(
            f"牵头制作的机关是{record.joint_lead}", f"由{record.joint_lead}公开，本页链接即可"
        )


@rule("DIS-15", "711-11", Publication, severity=Severity.WARN)
def other_organs_have_confirmed(record: Publication, _case: Case) -> Iterator[Wrong]:
    """公开的信息涉及其他机关的，应当与有关机关协商、确认。"""
    for concerned in record.concerns:
        day = concerned.confirmed_on
        if day is None:
            yield Wrong(f"内容涉及{concerned.organ}，没有确认日期", "协商确认后填写确认日期")
        elif day > record.published_on:
            yield Wrong(f"{concerned.organ}的确认（{day}）晚于公布", "应在公布前确认，请核对日期")


@rule("DIS-17", "要点2024-21;PRACTICE", *get_args(Reviewed), severity=Severity.WARN)
def aggregated_data_is_looked_at(record: Reviewed, _case: Case) -> Iterator[Wrong]:
    """公开汇总性数据的，防范数据汇聚引发的泄密风险。"""
    review = record.secrecy_review
    if review and review.collective_data and not review.aggregation_reviewed:
        yield Wrong("含汇总性数据，没有审查数据汇聚风险", "审查后勾选“已审查数据汇聚风险”")


@rule("DIS-22", "DERIVED", Publication, severity=Severity.WARN)
def it_takes_effect_after_it_is_out(record: Publication, _case: Case) -> Iterator[Wrong]:
    """施行日期不宜早于公布日期；有效期在施行之后届满。"""
    if record.effective_on and record.effective_on < record.published_on:
        yield Wrong(
            f"施行日期{record.effective_on}早于公布日期{record.published_on}",
            "请核对日期，或者说明理由",
        )
    begins = record.effective_on or record.published_on
    if record.expires_on and record.expires_on < begins:
        yield Wrong(f"有效期至{record.expires_on}，早于施行日期{begins}", "请核对日期")


@rule("DIS-19", "DERIVED", Publication)
def dates_are_in_order(record: Publication, case: Case) -> Iterator[Wrong]:
    """成文不早于会议，公布不早于成文。"""
    meeting = case.dossier.latest(Meeting)
    if record.formed_on and meeting and record.formed_on < meeting.formed_on:
        yield Wrong(f"成文日期{record.formed_on}早于审议会议{meeting.formed_on}", "请核对日期")
    if record.formed_on and record.first_out_on < record.formed_on:
        yield Wrong(f"公布日期{record.first_out_on}早于成文日期{record.formed_on}", "请核对日期")
