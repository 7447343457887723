"""CAT and DRF: the catalog, the start, and what drafting must have settled."""

import re
from collections.abc import Iterator

from catalog.annual import CatalogRecord
from catalog.item import DecisionItem, Determinations, Part, planned_end
from catalog.rules.base import Case, Severity, Wrong, gate, rule
from catalog.stages import STAGES
from catalog.stages.entry import Adjustment, Inclusion, Start

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


@rule("CAT-03", "713-3(1)", Start)
def the_item_is_of_a_statutory_class(record: Start, case: Case) -> Iterator[Wrong]:
    """事项应当属于法定的决策事项范围。"""
    if not (record.category or case.item.category):
        yield Wrong("没有写明事项类别", "请在启动登记中选择一个法定类别")


@rule("CAT-04", "713-3(2)", Inclusion)
def excluded_matters_stay_out(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """宏观调控决策、政府立法决策和突发事件应急处置决策不适用本程序。"""
    if record.item.exclusion:
        yield Wrong(f"事项属于排除情形：{record.item.exclusion}", "不要列入重大行政决策事项目录")


@rule("CAT-05", "713-11", Inclusion)
def the_undertaking_unit_is_named(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """应当明确决策事项的承办单位。"""
    if not record.item.units:
        yield Wrong("没有写明承办单位", "请在“承办单位”中写明牵头单位")


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


@rule("CAT-09", "713-3(3)", Adjustment, Inclusion, severity=Severity.REASON)
def an_adjustment_is_approved(record: Adjustment | Inclusion, _case: Case) -> Iterator[Wrong]:
    """目录调整（包括年中新增事项）应有理由和批准，并重新公布。"""
    if isinstance(record, Inclusion) and record.added_on is None:
        return
    if not record.reason:
        yield Wrong("新增事项没有写明理由", "补充“新增理由”一栏")
    if not record.approved_by:
        yield Wrong("目录调整没有写明由谁批准", "补充“批准”一栏")


@rule("CAT-12", "713-14;713-19;713-22", Start)
def the_three_determinations_are_made(record: Start, case: Case) -> Iterator[Wrong]:
    """公众参与、专家论证、风险评估是否应当履行，启动前均应作出判断并说明理由。"""
    made = record.determinations.over(case.dossier.determinations)
    for name in Determinations.model_fields:
        if getattr(made, name) is None:
            title = STAGES[name].title
            yield Wrong(f"没有判断是否应当进行“{title}”", f"请写明是否应当进行{title}及理由")


@rule("CAT-13", "DERIVED", CatalogRecord, severity=Severity.WARN)
def the_number_agrees_with_the_date(record: CatalogRecord, _case: Case) -> Iterator[Wrong]:
    """文号年份与日期一致。"""
    year = re.search(r"〔(\d{4})〕", record.doc_no)
    if year and record.published_on and int(year[1]) != record.published_on.year:
        yield Wrong(f"文号{record.doc_no}的年份与公布日期{record.published_on}不一致", "请核对")


def _bases(record: Start, item: DecisionItem) -> tuple[str, ...]:
    return record.bases or item.bases


@rule("DRF-03", "713-12(2)", Start)
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
