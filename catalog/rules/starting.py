"""CAT and DRF: what is asked when the procedure is started, and what must not come before it."""

from collections.abc import Iterator

from catalog.findings import Severity
from catalog.item import DecisionItem, Determinations
from catalog.questions import Questions, hints
from catalog.rules.base import Case, Wrong, rule
from catalog.stages import STAGES, applicability
from catalog.stages.consultation import Notice
from catalog.stages.decision import MeetingPackage
from catalog.stages.entry import Inclusion, Origin, Proposal, Start
from catalog.stages.expert_review import ExpertReview
from catalog.stages.risk_assessment import RiskAssessment


@rule("CAT-12", "713-14;713-19;713-22", Start, may_demand=("determinations",))
def the_three_determinations_are_made(record: Start, case: Case) -> Iterator[Wrong]:
    """公众参与、专家论证、风险评估是否应当履行，启动前均应作出判断并说明理由。"""
    made = record.determinations.over(applicability.determinations(case.dossier))
    for name in Determinations.model_fields:
        if getattr(made, name) is None:
            title = STAGES[name].title
            yield Wrong(f"没有判断是否应当进行“{title}”", f"请写明是否应当进行{title}及理由")


def _unanswered(record: Start, case: Case, name: str) -> Iterator[Wrong]:
    """What is wrong where a question of the start was answered neither here nor by the catalog."""
    inclusion = case.dossier.latest(Inclusion)
    if inclusion is None or record.questions.answers(
        name, inclusion.item, inclusion.identification
    ):
        return  # FIL-01 speaks where nothing is listed
    title = Questions.model_fields[name].title
    yield Wrong(f"没有回答“{title}”", "在“须回答的问题”中选是或者否，写明依据或者理由")


@rule("CAT-30", "713-8(1)", Start, may_demand=("questions",), form=2)
def it_is_answered_whether_the_congress_decides(record: Start, case: Case) -> Iterator[Wrong]:
    """是否依法须由本级人大及其常委会讨论决定或者报告，启动时回答并说明理由。"""
    yield from _unanswered(record, case, "congress")


@rule("CAT-33", "713-16(1)", Start, may_demand=("questions",), form=2)
def it_is_answered_whether_a_law_demands_a_hearing(record: Start, case: Case) -> Iterator[Wrong]:
    """是否依法须听证，启动时回答并说明理由。"""
    yield from _unanswered(record, case, "hearing")


@rule("CAT-34", "713-14(3)", Start, may_demand=("questions",), form=2)
def it_is_answered_whether_groups_are_touched(record: Start, case: Case) -> Iterator[Wrong]:
    """是否涉及特定群体利益，目录没有写明的，启动时回答并说明理由。"""
    yield from _unanswered(record, case, "groups")


@rule("CAT-35", "713-29.1;783-2", Start, may_demand=("questions",), form=2)
def it_is_answered_whether_operators_are_touched(record: Start, case: Case) -> Iterator[Wrong]:
    """是否涉及经营者经济活动，目录没有写明的，启动时回答并说明理由。"""
    yield from _unanswered(record, case, "operators")


@rule("CAT-36", "713-3(2)", Start, may_demand=("questions",), form=2)
def it_is_answered_whether_it_is_excluded(record: Start, case: Case) -> Iterator[Wrong]:
    """是否属于排除情形，认定问卷没有回答的，启动时回答并说明理由；属于的，不适用本程序。"""
    yield from _unanswered(record, case, "excluded")
    excluded = record.questions.excluded
    if excluded and excluded.yes:
        yield Wrong(
            f"属于排除情形（{excluded.reason}），不适用本程序", "不启动；登记“目录调整”，调出目录"
        )


@rule("CAT-29", "713-8;713-16(1)", Inclusion, Start, severity=Severity.WARN)
def a_duty_that_the_title_names_is_asked_about(
    record: Inclusion | Start, case: Case
) -> Iterator[Wrong]:
    """名称、性质表明可能须报人大或者听证的（五年规划、预算、政府定价），提示核对。"""
    made = record.questions if isinstance(record, Start) else Questions()
    for hint in hints(case.item):
        answer = getattr(made, hint.question)
        if answer is None or not answer.yes:
            title = Questions.model_fields[hint.question].title
            yield Wrong(hint.duty, f"启动时在“{title}”中写明依据；确实不须的，核对理由")


# No step is taken before the start, so the start is the earliest day whose law can bind. One slipped
# back before 2019-09-01, and the steps with it, would silence all of Order 713: it takes a reason that
# somebody signs.
@rule("CAT-27", "DERIVED", Start, severity=Severity.REASON)
def the_start_belongs_to_the_catalog_s_time(record: Start, case: Case) -> Iterator[Wrong]:
    """各步骤按办理之日的规定，而以决定启动为起点；启动早于目录年度上一年的，核对日期，确实如此的说明情况。"""
    catalog = case.dossier.catalog
    if catalog is None or catalog.compiled_from:
        return
    if record.started_on.year < catalog.year - 1:
        yield Wrong(
            f"决定启动于{record.started_on}，事项列在{catalog.year}年度目录，此后各步骤可能适用当时的规定",
            "请核对日期；确实早已启动的，说明情况（规则编号 CAT-27）",
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


@rule("DRF-15", "713-10", Start, demands=("origin",), form=2)
def it_is_told_who_proposed_it(record: Start, _case: Case) -> Iterator[Wrong]:
    """决策事项建议由谁提出，决定怎样研究论证。"""
    if record.origin is None:
        yield Wrong("没有写明由谁提出决策事项建议", "选择“决策事项建议的来源”")


@rule("DRF-16", "713-13", Start, may_demand=("consulted_units", "concerns_no_unit"), form=2)
def the_units_concerned_are_consulted(record: Start, _case: Case) -> Iterator[Wrong]:
    """决策事项涉及其他单位职责，或者与其关系紧密的，应当与其充分协商；不涉及的，写明不涉及。"""
    consulted = record.consulted_units or record.disputes
    if not consulted and not record.concerns_no_unit:
        yield Wrong(
            "没有写明是否涉及其他单位职责",
            "涉及的，填写“已协商的单位”；不涉及的，填写“不涉及其他单位职责的说明”",
        )
    elif consulted and record.concerns_no_unit:
        yield Wrong("既写不涉及其他单位，又登记了协商的单位", "请核对，只留一个")


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
