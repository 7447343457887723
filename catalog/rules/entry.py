"""CAT: the catalog, what it lists, and how it changes."""

import re
from collections.abc import Iterator
from datetime import date

from catalog import clock, lifecycle
from catalog.annual import CatalogRecord, Reform, ReformKind
from catalog.findings import Severity
from catalog.ids import year_of
from catalog.item import (
    Category,
    Part,
    Regime,
    UnitKind,
    planned_end,
    planned_label,
)
from catalog.names import bare
from catalog.record import Record
from catalog.rules.base import Case, Wrong, gate, rule
from catalog.stages.consultation import Notice
from catalog.stages.decision import Meeting
from catalog.stages.entry import Adjustment, Inclusion, ProposalCall, Start
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
    """政府的目录经同级党委同意后公布。"""
    catalog = case.dossier.catalog
    if (catalog is None or catalog.consented_on is None) and not _by_reference(case):
        yield Wrong("没有登记同级党委同意的日期", "请补充同意日期")
    elif not catalog or not catalog.consented_on:
        return  # CAT-28 asks
    elif catalog.published_on and catalog.consented_on > catalog.published_on:
        yield Wrong(
            f"同意日期{catalog.consented_on}晚于公布日期{catalog.published_on}", "请核对两个日期"
        )


def _by_reference(case: Case) -> bool:
    return case.authority is not None and case.authority.by_reference


@rule("CAT-28", "713-3(3);713-42", Start, severity=Severity.REASON)
def the_party_group_has_consented(_record: Start, case: Case) -> Iterator[Wrong]:
    """部门和乡镇参照执行：目录宜经同级党委（党组）同意后公布；没有的说明理由。"""
    catalog = case.dossier.catalog
    if _by_reference(case) and (catalog is None or catalog.consented_on is None):
        yield Wrong(
            "没有登记同级党委（党组）同意的日期",
            "补充同意日期，或者说明目录由谁审定（规则编号 CAT-28）",
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
    regulation = "文件性质为政府规章" if record.item.regime is Regime.REGULATION else ""
    for said in filter(None, (record.item.exclusion, regulation, *answered)):
        yield Wrong(f"事项属于排除情形：{said}", "不要列入重大行政决策事项目录")


@rule("CAT-05", "713-11", Inclusion)
def the_undertaking_unit_is_named(record: Inclusion, _case: Case) -> Iterator[Wrong]:
    """应当明确决策事项的承办单位。"""
    if not record.item.units:
        yield Wrong(
            "没有写明承办单位",
            "写明承办单位和其中牵头的一个（电子表格填“牵头单位”或者“责任单位”一栏）",
        )


ONE_LEADS, COLUMN = "把其中一个单位标为牵头", "（电子表格填“牵头单位”一栏）"


@rule("CAT-06", "713-11", Inclusion, Start, Adjustment)
def exactly_one_unit_leads(record: Inclusion | Start | Adjustment, case: Case) -> Iterator[Wrong]:
    """两个以上单位承办的，应当明确一个牵头单位；来源没有写明的，至迟在决定启动时明确。"""
    item = record.item if isinstance(record, Inclusion) else case.item
    if isinstance(record, Adjustment):
        if not record.units:
            return
        item = item.model_copy(update={"units": record.units})
    leads = [u.name for u in item.units if u.part is Part.LEAD]
    unstated = isinstance(record, Inclusion) and any(u.part is Part.NAMED for u in item.units)
    if len(leads) > 1:
        yield Wrong(f"有{len(leads)}个牵头单位：{'、'.join(leads)}", "只保留一个牵头，其余改为配合")
    elif item.units and not (item.lead_unit or unstated):
        listed = isinstance(record, Inclusion)
        yield Wrong(
            "没有牵头单位", f"{ONE_LEADS}{COLUMN}" if listed else f"更正“列入目录”，{ONE_LEADS}"
        )


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
    if isinstance(record, Inclusion) and record.form_no > 1:
        yield from _not_consented_to_and_published(record)


def _not_consented_to_and_published(record: Inclusion) -> Iterator[Wrong]:
    """An item added in the year changes the catalog: 经同级党委同意后向社会公布 again."""
    consented, out = record.consented_on, record.republished_on
    if consented is None:
        yield Wrong("新增事项没有登记同级党委（党组）同意的日期", "填写“同级党委（党组）同意日期”")
    if out is None:
        yield Wrong("新增事项以后目录没有重新公布的日期", "填写“目录重新公布日期”")
    elif consented and consented > out:
        yield Wrong(f"同意日期{consented}晚于重新公布日期{out}", "请核对两个日期")


@rule("CAT-37", "DERIVED", ProposalCall, demands=("ways", "closes_on"))
def a_call_says_how_and_until_when(record: ProposalCall, _case: Case) -> Iterator[Wrong]:
    """征集决策事项建议的公告，写明提出建议的方式和截止日期。"""
    if not record.ways:
        yield Wrong("征集公告没有写明提出建议的方式", "写明网站、电子邮箱、信函或者电话")
    if record.closes_on is None:
        yield Wrong("征集公告没有写明截止日期", "填写“征集截止日期”")
    elif record.closes_on < record.published_on:
        yield Wrong(
            f"征集截止日期{record.closes_on}早于公告日期{record.published_on}", "请核对两个日期"
        )
    taken, came = record.taken_up, record.received
    if taken is not None and came is not None and taken > came:
        yield Wrong(f"收到建议{came}件，列入目录{taken}件", "核对件数")


@rule("CAT-38", "713-11;DERIVED", Reform, may_demand=("successors",))
def somebody_goes_on_with_it(record: Reform, _case: Case) -> Iterator[Wrong]:
    """单位更名、合并、拆分、撤销的，写明由谁承接职责：决策事项始终有承办单位。"""
    if not record.successors:
        yield Wrong(f"{record.unit}{record.kind}，没有写明由谁承接职责", "填写“承接职责的单位”")
    if bare(record.unit) in map(bare, record.successors) and record.kind in GONE:
        yield Wrong(f"{record.unit}{record.kind}，承接的单位却还是它", "核对单位名称")
    if record.kind is ReformKind.SPLIT and len(record.successors) == 1:
        yield Wrong(
            f"{record.unit}拆分，只写了一个承接单位", "写明拆分成的各个单位，或者核对变动类型"
        )


GONE = {ReformKind.RENAMED, ReformKind.ABOLISHED}


@rule("CAT-39", "DERIVED", Reform)
def a_reform_is_filed_for_its_year(record: Reform, case: Case) -> Iterator[Wrong]:
    """单位变动登记到变动所在的年度。"""
    year = year_of(case.dossier.id)
    if str(record.since.year) != year:
        yield Wrong(
            f"变动日期是{record.since}，却登记到{year}年度",
            f"登记到{record.since.year}年度，或者核对变动日期",
        )


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


@rule("CAT-31", "711-26", CatalogRecord, severity=Severity.WARN, form=2)
def the_catalog_is_out_within_twenty_working_days(
    record: CatalogRecord, case: Case
) -> Iterator[Wrong]:
    """目录也是政府信息：自成文之日起20个工作日内公开。"""
    if record.dated_on is None or record.published_on is None:
        return
    days = case.parameter("disclosure_working_days", record.dated_on)
    last = clock.add_working_days(record.dated_on, days).end if days else None
    if last and record.published_on > last:
        yield Wrong(
            f"目录成文于{record.dated_on}，公布于{record.published_on}，超过{days}个工作日（应不晚于{last}）",
            "下一年度及早公布",
        )
    if record.published_on < record.dated_on:
        yield Wrong(
            f"目录公布日期{record.published_on}早于成文日期{record.dated_on}", "请核对两个日期"
        )


@rule("CAT-32", "711-12(3)", CatalogRecord, severity=Severity.WARN, form=2)
def the_catalog_has_its_index(record: CatalogRecord, _case: Case) -> Iterator[Wrong]:
    """目录的公开信息包括索引、名称、内容概述、生成日期。"""
    fields = {
        "索取号": record.index_no,
        "内容概述": record.summary,
        "成文日期": record.dated_on,
    }
    lacking = [name for name, value in fields.items() if not value]
    if lacking and record.compiled_from is None:
        yield Wrong(f"目录没有填写{'、'.join(lacking)}", "补充后公开")
