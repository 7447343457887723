"""EXP: expert review."""

from collections.abc import Iterator

from catalog.bodies import among
from catalog.findings import Severity
from catalog.record import DocumentKind
from catalog.rules.base import Case, Wrong, gate, rule
from catalog.stages.expert_review import Aspect, ExpertReview, Pool, ReviewMode
from catalog.successions import names

gate(
    "EXP-01",
    "713-19",
    stage="expert_review",
    before=("legality_review",),
    says="对专业性、技术性较强的决策事项，应当组织专家、专业机构论证。",
)


@rule("EXP-02", "713-19", ExpertReview, severity=Severity.WARN)
def the_three_aspects_are_covered(record: ExpertReview, _case: Case) -> Iterator[Wrong]:
    """论证必要性、可行性、科学性等。"""
    missing = [a.value for a in Aspect if a not in record.aspects]
    if missing:
        yield Wrong(f"没有论证{'、'.join(missing)}", "补充论证，或者说明理由")


@rule("EXP-03", "713-19(2)", ExpertReview, demands=("experts",))
def written_opinions_are_signed(record: ExpertReview, _case: Case) -> Iterator[Wrong]:
    """提供书面论证意见的，应当署名、盖章。"""
    if not record.experts:
        yield Wrong("没有登记专家或者专业机构", "请登记参加论证的专家或者机构")
    if record.mode is ReviewMode.MEETING and not record.has(DocumentKind.EXPERT_OPINION):
        return  # views given orally at a meeting are not signed
    for n, expert in enumerate(record.experts, 1):
        if not expert.signed:
            yield Wrong(f"第{n}名专家（机构）的意见没有署名、盖章", "署名、盖章后登记")


@rule("EXP-04", "713-20", ExpertReview)
def no_expert_has_a_direct_interest(record: ExpertReview, case: Case) -> Iterator[Wrong]:
    """不得选择与决策事项有直接利害关系的专家、专业机构，包括承办、联合决策的单位和决策机关的人员。"""
    drafters = (
        case.authority.name if case.authority else "",
        *names((unit.name for unit in case.item.units), case.dossier.reforms),
        *case.item.joint_with,
    )
    for n, expert in enumerate(record.experts, 1):
        if expert.conflict:
            yield Wrong(f"第{n}名专家（机构）与事项有直接利害关系", "更换专家，重新论证后登记")
        employer = among(expert.unit, drafters) or among(expert.name, drafters)
        if employer and record.form_no > 1:
            yield Wrong(
                f"第{n}名专家（机构）在{employer}任职（或者就是该单位），与事项有直接利害关系",
                "更换专家，重新论证后登记；本单位人员的意见不是专家论证",
            )


@rule("EXP-05", "713-20;DERIVED", ExpertReview)
def every_expert_declares(record: ExpertReview, _case: Case) -> Iterator[Wrong]:
    """每名专家在论证前声明有无利害关系。"""
    for n, expert in enumerate(record.experts, 1):
        if expert.declared_on is None or expert.declared_on > record.reviewed_on:
            yield Wrong(
                f"第{n}名专家（机构）没有在论证前作利害关系声明", "补充声明日期，应不晚于论证日期"
            )


@rule("EXP-06", "713-20", ExpertReview, severity=Severity.WARN)
def a_differing_view_is_heard(record: ExpertReview, _case: Case) -> Iterator[Wrong]:
    """注重选择持不同意见的专家。"""
    if record.experts and not any(e.dissenting for e in record.experts):
        yield Wrong("没有持不同意见的专家", "说明选择专家时是否注意到不同意见")


@rule("EXP-07", "PRACTICE", ExpertReview, severity=Severity.WARN)
def a_panel_is_large_enough_and_odd(record: ExpertReview, case: Case) -> Iterator[Wrong]:
    """论证会的专家人数宜达到设定的最低数且为单数；法律没有规定人数，书面咨询和委托论证不适用。"""
    least, there = case.parameter("experts_minimum"), len(record.experts)
    if record.mode is not ReviewMode.MEETING or not least or not there:
        return
    if there < least or there % 2 == 0:
        yield Wrong(f"论证会有{there}名专家，宜为{least}名以上单数", "增加专家，或者说明理由")


@rule("EXP-08", "713-29.3", ExpertReview, demands=("conclusion",))
def expert_views_are_disposed_of(record: ExpertReview, _case: Case) -> Iterator[Wrong]:
    """专家论证意见的研究采纳情况应当说明。"""
    for n, view in enumerate(record.views, 1):
        if view.outcome is None:
            yield Wrong(f"第{n}条专家意见没有处理结果", "填写采纳、部分采纳或者未采纳")
    if not record.conclusion:
        yield Wrong("没有论证结论", "填写论证结论")


@rule("EXP-09", "713-21", ExpertReview, severity=Severity.WARN)
def experts_stand_well_with_the_pool(record: ExpertReview, _case: Case) -> Iterator[Wrong]:
    """已移出专家库的专家不宜选用；库外专家宜写明推荐来源。"""
    for n, expert in enumerate(record.experts, 1):
        if expert.pool is Pool.REMOVED:
            yield Wrong(f"第{n}名专家（机构）已移出专家库", "更换专家，或者说明理由")
        elif expert.pool is Pool.OUTSIDE and not expert.origin:
            yield Wrong(f"第{n}名专家（机构）来自库外，没有写明推荐来源", "填写“推荐来源”")
