"""CAT and DRF: the catalog, the start, and what drafting must have settled."""

import re
from collections.abc import Iterator
from datetime import date

from catalog import lifecycle
from catalog.annual import CatalogRecord
from catalog.item import (
    Category,
    DecisionItem,
    Determinations,
    Part,
    UnitKind,
    planned_end,
    planned_label,
)
from catalog.record import Record
from catalog.rules.base import Case, Severity, Wrong, gate, rule
from catalog.stages import STAGES
from catalog.stages.consultation import Notice
from catalog.stages.decision import Meeting, MeetingPackage
from catalog.stages.entry import Adjustment, Inclusion, Origin, Proposal, Start
from catalog.stages.expert_review import ExpertReview
from catalog.stages.risk_assessment import RiskAssessment
from catalog.states import Change

gate(
    "DRF-01",
    "713-10",
    stage="entry",
    before=("consultation", "expert_review", "risk_assessment"),
    says="决策机关决定启动后，方可开展后续程序。",
)


@rule("CAT-01", "要点2024-11;713-3(3)", Start)
def the_catalog_is_published(_record: Start, case: Case) -> Iterator[Wrong]:
    """年度目录应当向社会公布。"""
    if case.dossier.catalog is None or case.dossier.catalog.published_on is None:
        yield Wrong("年度目录没有公布日期", "请先公布年度目录，并登记公布日期")


@rule("CAT-02", "713-3(3)", Start)
def the_party_committee_has_consented(_record: Start, case: Case) -> Iterator[Wrong]:
    """目录经同级党委（党组）同意后公布。"""
    catalog = case.dossier.catalog
    if catalog is None or catalog.consented_on is None:
        yield Wrong("没有登记同级党委（党组）同意的日期", "请补充同意日期")
    elif catalog.published_on and catalog.consented_on > catalog.published_on:
        yield Wrong(
            f"同意日期{catalog.consented_on}晚于公布日期{catalog.published_on}", "请核对两个日期"
        )


@rule("CAT-03", "713-3(1)", Start, may_demand=("category",))
def the_item_is_of_a_statutory_class(record: Start, case: Case) -> Iterator[Wrong]:
    """事项应当属于法定的决策事项范围。"""
    if not (record.category or case.item.category):
        yield Wrong("没有写明事项类别", "请在启动登记中选择一个法定类别")


@rule("CAT-04", "713-3(2)", Inclusion)
def excluded_matters_stay_out(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """宏观调控决策、政府立法决策和突发事件应急处置决策不适用本程序。"""
    answered = record.identification.excluded_by if record.identification else ()
    for said in filter(None, (record.item.exclusion, *answered)):
        yield Wrong(f"事项属于排除情形：{said}", "不要列入重大行政决策事项目录")


@rule("CAT-05", "713-11", Inclusion)
def the_undertaking_unit_is_named(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """应当明确决策事项的承办单位。"""
    if not record.item.units:
        yield Wrong(
            "没有写明承办单位",
            "写明承办单位和其中牵头的一个（电子表格填“牵头单位”或者“责任单位”一栏）",
        )


@rule("CAT-06", "713-11", Inclusion, Start)
def exactly_one_unit_leads(record: Inclusion | Start, case: Case) -> Iterator[Wrong]:
    """两个以上单位承办的，应当明确一个牵头单位；来源没有写明的，至迟在决定启动时明确。"""
    item = record.item if isinstance(record, Inclusion) else case.item
    leads = [u.name for u in item.units if u.part is Part.LEAD]
    unstated = isinstance(record, Inclusion) and any(u.part is Part.NAMED for u in item.units)
    if len(leads) > 1:
        yield Wrong(f"有{len(leads)}个牵头单位：{'、'.join(leads)}", "只保留一个牵头，其余改为配合")
    elif item.units and not (item.lead_unit or unstated):
        yield Wrong("没有牵头单位", "请在“列入目录”中把其中一个单位标为牵头")


@rule("CAT-07", "PRACTICE", Inclusion, severity=Severity.WARN)
def a_planned_time_is_given(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """目录宜写明计划完成时间。"""
    if not record.item.planned:
        yield Wrong("没有写明计划决策时间", "补充月份或者季度")


@rule("CAT-08", "DERIVED", Inclusion, severity=Severity.WARN)
def the_planned_time_lies_in_the_year(record: Inclusion, case: Case) -> Iterator[Wrong]:
    """计划完成时间宜在目录年度内。"""
    end = planned_end(record.item.planned)
    if end and case.dossier.catalog and end.year != case.dossier.catalog.year:
        yield Wrong(f"计划决策时间{record.item.planned}不在目录年度内", "核对计划时间")


@rule(
    "CAT-09",
    "713-3(3)",
    Adjustment,
    Inclusion,
    severity=Severity.REASON,
    wants=("Adjustment.approved_by",),
)
def an_adjustment_is_approved(record: Adjustment | Inclusion, _case: Case) -> Iterator[Wrong]:
    """目录调整（包括年中新增事项）应有理由和批准，并重新公布。"""
    if isinstance(record, Inclusion) and record.added_on is None:
        return
    if not record.reason:
        yield Wrong("新增事项没有写明理由", "补充“新增理由”一栏")
    if not record.approved_by:
        yield Wrong("目录调整没有写明由谁批准", "补充“批准”一栏")


@rule("CAT-12", "713-14;713-19;713-22", Start, may_demand=("determinations",))
def the_three_determinations_are_made(record: Start, case: Case) -> Iterator[Wrong]:
    """公众参与、专家论证、风险评估是否应当履行，启动前均应作出判断并说明理由。"""
    made = record.determinations.over(lifecycle.determinations(case.dossier))
    for name in Determinations.model_fields:
        if getattr(made, name) is None:
            title = STAGES[name].title
            yield Wrong(f"没有判断是否应当进行“{title}”", f"请写明是否应当进行{title}及理由")


@rule("CAT-13", "DERIVED", CatalogRecord, severity=Severity.WARN)
def the_number_agrees_with_the_date(record: CatalogRecord, _case: Case) -> Iterator[Wrong]:
    """文号年份与日期一致。"""
    year = re.search(r"[〔\[](\d{4})[〕\]]", record.doc_no)
    if year and record.published_on and int(year[1]) != record.published_on.year:
        yield Wrong(f"文号{record.doc_no}的年份与公布日期{record.published_on}不一致", "请核对")


def _listed_on(record: Inclusion | None, case: Case) -> date | None:
    """The day on which an item was listed: with the catalog, or in the course of the year."""
    added = record.added_on if record else None
    return added or (case.dossier.catalog.published_on if case.dossier.catalog else None)


@rule("CAT-11", "DERIVED;713-38(2)", Record, severity=Severity.WARN)
def the_plan_is_kept_or_adjusted(record: Record, case: Case) -> Iterator[Wrong]:
    """计划决策时间已过，仍未决策也未调整目录的，提示逾期。"""
    if isinstance(record, CatalogRecord | Meeting) or case.dossier.latest(Meeting):
        return
    planned, by = lifecycle.planned(case.dossier), case.today
    match record:
        case Inclusion(item=item):
            planned, by = item.planned, _listed_on(record, case) or date.min
        case Adjustment(change=Change.KEPT | Change.CHANGED):
            planned = record.planned or planned
        case Adjustment():
            planned = record.planned
    end = planned_end(planned)
    if end and end < by and not lifecycle.closed(case.dossier):
        yield Wrong(
            f"计划决策时间{planned_label(planned)}已过，尚未决策，也没有调整目录",
            "登记“目录调整”，写明新的计划决策时间和理由",
        )


@rule("CAT-15", "DERIVED", Start, Notice, severity=Severity.WARN)
def the_catalog_precedes_what_it_lists(record: Start | Notice, case: Case) -> Iterator[Wrong]:
    """目录宜先于所列事项的程序公布；年中新增的事项，以新增日期为准。"""
    listed = _listed_on(case.dossier.latest(Inclusion), case)
    done = record.started_on if isinstance(record, Start) else record.published_on
    if listed and done and done < listed:
        yield Wrong(
            f"{done}已经开展程序，早于列入目录的日期{listed}", "核对日期；先办后列的，写明情况"
        )


# The day of the start decides which law binds. One slipped back before 2019-09-01 would silence all
# of Order 713, so it takes a reason that somebody signs.
@rule("CAT-27", "DERIVED", Start, severity=Severity.REASON)
def the_start_belongs_to_the_catalog_s_time(record: Start, case: Case) -> Iterator[Wrong]:
    """决定启动的日期决定适用哪天的规定；早于目录年度上一年的，核对日期，确实如此的说明情况。"""
    catalog = case.dossier.catalog
    if catalog is None or catalog.compiled_from:
        return
    if record.started_on.year < catalog.year - 1:
        yield Wrong(
            f"决定启动于{record.started_on}，事项列在{catalog.year}年度目录，将按启动之日的规定办理",
            "请核对日期；确实早已启动的，说明情况（规则编号 CAT-27）",
        )


@rule("CAT-16", "DERIVED", Adjustment, severity=Severity.WARN)
def a_postponement_has_a_new_time(record: Adjustment, _case: Case) -> Iterator[Wrong]:
    """延期的事项宜写明新的计划决策时间。"""
    if record.change is Change.POSTPONED and not record.planned:
        yield Wrong("延期没有写明新的计划决策时间", "时间确定后再作一次目录调整")


@rule("CAT-17", "PRACTICE", Inclusion, severity=Severity.WARN)
def the_answers_agree_with_the_listing(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """认定问卷的回答应当与列入目录一致。"""
    if record.identification and record.identification.found_minor:
        yield Wrong("认定问卷各项因素都答“否”，却列入目录", "核对问卷，或者在问卷“说明”中写明理由")


STATUTORY_WORDS = {
    "重大公共措施": Category.POLICY,
    "重大公共政策": Category.POLICY,
    "重大建设项目": Category.PROJECT,
    "重要规划": Category.PLAN,
}
"""Words that real catalogs use, and the statutory class they most likely mean: only a suggestion."""


@rule("CAT-18", "713-3(1)", Inclusion, severity=Severity.WARN)
def the_class_is_called_by_its_name(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """事项类别宜用法定用语。"""
    said = record.item.category_stated
    if said and said not in set(Category):
        meant = STATUTORY_WORDS.get(said)
        hint = f"，可能是“{meant.value}”" if meant else ""
        yield Wrong(f"类别“{said}”不是法定用语", f"启动时选择一个法定类别{hint}")


@rule("CAT-19", "DERIVED", Inclusion, severity=Severity.WARN)
def an_organ_undertakes_it(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """承办单位（牵头单位）宜为行政机关。"""
    for unit in record.item.units:
        leads = unit.name == record.item.lead_unit or unit.part is Part.LEAD
        if leads and unit.kind and unit.kind is not UnitKind.ORGAN:
            yield Wrong(f"承办单位{unit.name}是{unit.kind.value}", "写明负责的行政机关")


@rule("CAT-20", "711-10(3)", Inclusion, severity=Severity.WARN)
def one_authority_leads(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """两个以上机关共同决策的，写明牵头机关，由其负责公开。"""
    if record.item.joint_with and not record.item.joint_lead:
        others = "、".join(record.item.joint_with)
        yield Wrong(f"与{others}共同决策，没有写明牵头机关", "填写“联合决策的牵头机关”")


@rule("CAT-23", "DERIVED", CatalogRecord, severity=Severity.WARN)
def the_catalog_comes_early_in_its_year(record: CatalogRecord, _case: Case) -> Iterator[Wrong]:
    """年度目录宜在上半年公布。"""
    if record.published_on and record.published_on > date(record.year, 6, 30):
        yield Wrong(
            f"{record.year}年度目录于{record.published_on}公布",
            "下一年度及早公布；年中调整另行登记",
        )


@rule("DRF-02", "713-10.2", Start, severity=Severity.REASON)
def the_proposal_is_argued(record: Start, case: Case) -> Iterator[Wrong]:
    """所属部门或者下一级政府提出建议的，应当论证问题、理由和依据、初步方案及其必要性、可行性。"""
    if record.origin is not Origin.DEPARTMENT:
        return
    argued = record.proposal or Proposal()
    parts = {
        "拟解决的主要问题": record.problem,
        "法律政策依据": _bases(record, case.item),
        "建议理由": argued.reasons,
        "解决问题的初步方案": argued.plan,
        "必要性": argued.necessity,
        "可行性": argued.feasibility,
    }
    lacking = [name for name, said in parts.items() if not said]
    if lacking:
        yield Wrong(
            f"建议没有论证：{'、'.join(lacking)}", "补充论证，或者说明理由（规则编号 DRF-02）"
        )


def _bases(record: Start, item: DecisionItem) -> tuple[str, ...]:
    return record.bases or item.bases


@rule("DRF-03", "713-12(2)", Start, may_demand=("bases",))
def the_legal_bases_are_listed(record: Start, case: Case) -> Iterator[Wrong]:
    """全面梳理与决策事项有关的法律、法规、规章和政策。"""
    if not _bases(record, case.item):
        yield Wrong("没有列出法律政策依据", "请逐条列出依据")


@rule("DRF-04", "713-13", Start)
def disputes_are_explained(record: Start, _case: Case) -> Iterator[Wrong]:
    """经协商不能达成一致的，应当说明争议的主要问题、各方意见和理由。"""
    for dispute in record.disputes:
        if not (dispute.view and dispute.own_view):
            yield Wrong(
                f"与{dispute.unit}的争议没有写明双方意见", "补充对方意见和承办单位意见、理由和依据"
            )


@rule("DRF-09", "722-65;沪营商-77", MeetingPackage, severity=Severity.WARN)
def time_to_adapt_is_decided(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """与市场主体生产经营活动密切相关的，结合实际确定是否留出适应调整期。"""
    settled = record.fair_competition and record.fair_competition.adaptation
    if case.item.affects_operators and not settled:
        yield Wrong(
            "没有说明是否为经营者留出适应调整期", "填写“适应调整期”：留多少日，或者不留的理由"
        )


@rule("DRF-10", "713-10", Start, demands=("decided_by",))
def it_is_told_who_decided_to_start(record: Start, _case: Case) -> Iterator[Wrong]:
    """是否启动决策程序由决策机关决定。"""
    if not record.decided_by:
        yield Wrong("没有写明由谁决定启动", "填写“决定启动的机关或者负责人职务”")


@rule("DRF-14", "713-10;DERIVED", ExpertReview, RiskAssessment, severity=Severity.WARN)
def nothing_is_argued_before_the_start(
    record: ExpertReview | RiskAssessment, case: Case
) -> Iterator[Wrong]:
    """专家论证、风险评估早于决定启动的，核对所针对的是不是决策草案；引用已有评估的除外。"""
    start = case.dossier.latest(Start)
    done = record.reviewed_on if isinstance(record, ExpertReview) else record.assessed_on
    reused = isinstance(record, RiskAssessment) and record.reused
    if start and done < start.started_on and not reused:
        yield Wrong(
            f"日期{done}早于决定启动的日期{start.started_on}", "请核对日期；启动前所作的，说明情况"
        )


@rule("DRF-11", "713-10;DERIVED", Notice)
def nothing_is_announced_before_the_start(record: Notice, case: Case) -> Iterator[Wrong]:
    """征求意见公告不早于决定启动的日期。"""
    start = case.dossier.latest(Start)
    if start and record.published_on and record.published_on < start.started_on:
        yield Wrong(
            f"公告发布于{record.published_on}，早于决定启动的日期{start.started_on}",
            "核对两个日期；未经决定启动的，启动后重新公告",
        )
