"""DIS: disclosure."""

from collections.abc import Iterator

from catalog import clock
from catalog.record import INTERNAL_KINDS, Attribute, Disclosure, DocumentKind, Record
from catalog.rules.base import Case, Severity, Wrong, gate, rule
from catalog.stages.consultation import AdoptionStatement
from catalog.stages.decision import Meeting
from catalog.stages.disclosure import Interpretation, Publication

gate(
    "EXE-13",
    "713-36",
    stage="disclosure",
    before=("evaluation",),
    says="决策公布、执行后，方可开展决策后评估。",
)


@rule("DIS-01", "711-26", Publication, severity=Severity.REASON)
def it_is_out_within_twenty_working_days(record: Publication, case: Case) -> Iterator[Wrong]:
    """自政府信息形成之日起20个工作日内公开；逾期的仍应公开，并说明原因。"""
    days = case.parameter("disclosure_working_days")
    if not days or record.formed_on is None:
        return
    last = clock.add_working_days(record.formed_on, days).end
    if record.published_on > last:
        yield Wrong(
            f"成文于{record.formed_on}，公布于{record.published_on}，超过{days}个工作日（应不晚于{last}）",
            "在“特殊情况说明”中写明逾期原因（规则编号 DIS-01）",
        )


@rule("DIS-03", "713-32", Publication)
def adoption_is_explained(record: Publication, case: Case) -> Iterator[Wrong]:
    """社会公众普遍关心或者专业性、技术性较强的，应当说明公众意见、专家论证意见的采纳情况。"""
    technical = case.dossier.determination("expert_review")
    due = case.item.public_concern or bool(technical and technical.due)
    if not due:
        return
    if not case.dossier.exempted("consultation") and not case.dossier.latest(AdoptionStatement):
        yield Wrong("没有公众意见采纳情况", "先登记“意见采纳情况”")
    if not case.dossier.exempted("expert_review") and not record.expert_adoption:
        yield Wrong("没有说明专家意见的采纳情况", "填写“专家意见采纳情况说明”")


@rule("DIS-04", "要点2024-11", Publication)
def the_three_mandatory_blocks_are_there(_record: Publication, case: Case) -> Iterator[Wrong]:
    """集成公开意见收集和采纳情况、公众代表列席情况和决策结果，缺一不可。"""
    meeting = case.dossier.latest(Meeting)
    attendance = meeting.attendance if meeting else None
    if attendance and not (attendance.representatives or attendance.none_because):
        yield Wrong("没有公众代表列席情况", "更正“会议审议”，登记列席情况或者写明未安排的理由")


def _disclosures(record: Record) -> Iterator[tuple[str, Disclosure]]:
    for document in record.documents:
        yield f"《{document.title}》", document.disclosure
    own = getattr(record, "disclosure", None)
    if isinstance(own, Disclosure):
        yield "本项内容", own


@rule("DIS-07", "80号;711-18", Record)
def what_is_withheld_has_a_ground(record: Record, case: Case) -> Iterator[Wrong]:
    """每份材料都有公开属性；不公开的写明理由和复核日期。"""
    for name, disclosure in _disclosures(record):
        withheld = disclosure.attribute is not Attribute.PROACTIVE
        if withheld and not (disclosure.ground and disclosure.review_on):
            yield Wrong(
                f"{name}为{disclosure.attribute.value}，没有写明理由和复核日期",
                "按政府信息公开条例第十四条至第十六条选择理由，填写下次复核日期",
            )
        elif disclosure.review_on and disclosure.review_on <= case.today:
            yield Wrong(f"{name}的下次复核日期{disclosure.review_on}已经过去", "填写以后的日期")
    if isinstance(record, Publication) and not record.disclosure_attribute_stated:
        yield Wrong("没有确定公开属性", "确定公开属性后公布")


@rule("DIS-08", "711-17;保密法-35", Publication)
def it_is_reviewed_before_it_goes_out(record: Publication, _case: Case) -> Iterator[Wrong]:
    """先审查、后公开。"""
    review = record.secrecy_review
    if review is None or not review.passed:
        yield Wrong("没有通过公开审查", "经审查同意公开后登记")
    elif review.reviewed_on > record.published_on:
        yield Wrong(
            f"公开审查（{review.reviewed_on}）晚于公布（{record.published_on}）", "请核对日期"
        )


@rule("DIS-10", "711-12(3)", Publication)
def the_index_is_complete(record: Publication, _case: Case) -> Iterator[Wrong]:
    """公开目录包括索引、名称、内容概述、生成日期。"""
    fields = {
        "索取号": record.index_no,
        "内容概述": record.summary,
        "成文日期": record.formed_on,
    }
    for name, value in fields.items():
        if not value:
            yield Wrong(f"没有填写“{name}”", f"请填写{name}")
    if not record.has(DocumentKind.FINAL):
        yield Wrong("没有附正式文件", "请附正式文件全文")


@rule("DIS-12", "711-16(2)", Record)
def internal_papers_stay_inside(record: Record, _case: Case) -> Iterator[Wrong]:
    """讨论记录、过程稿、请示报告等过程性信息不自动公开。"""
    for document in record.documents:
        if document.kind in INTERNAL_KINDS and document.disclosure.attribute is Attribute.PROACTIVE:
            yield Wrong(
                f"《{document.title}》是{document.kind.value}，不能标为主动公开",
                "改为不予公开，理由选“行政管理过程性信息”，并填写复核日期",
            )


@rule("DIS-13", "要点2024-12", Interpretation, severity=Severity.REASON)
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


@rule("DIS-19", "DERIVED", Publication)
def dates_are_in_order(record: Publication, case: Case) -> Iterator[Wrong]:
    """成文不早于会议，公布不早于成文。"""
    meeting = case.dossier.latest(Meeting)
    if record.formed_on and meeting and record.formed_on < meeting.held_on:
        yield Wrong(f"成文日期{record.formed_on}早于审议会议{meeting.held_on}", "请核对日期")
    if record.formed_on and record.published_on < record.formed_on:
        yield Wrong(f"公布日期{record.published_on}早于成文日期{record.formed_on}", "请核对日期")


@rule("EXE-01", "713-34", Publication)
def the_executing_unit_is_named(record: Publication, _case: Case) -> Iterator[Wrong]:
    """应当明确负责重大行政决策执行工作的单位。"""
    if not record.executing_unit:
        yield Wrong("没有写明执行单位", "填写“执行单位”")
