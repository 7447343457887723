"""RSK: risk assessment."""

from collections.abc import Iterator
from itertools import pairwise

from catalog.findings import Severity
from catalog.record import DocumentKind
from catalog.rules.base import Case, Wrong, gate, rule
from catalog.stages.decision import MeetingPackage
from catalog.stages.risk_assessment import AssessmentNotice, Level, RiskAssessment

gate(
    "RSK-01",
    "713-22",
    stage="risk_assessment",
    before=("legality_review",),
    says="可能对社会稳定、公共安全等方面造成不利影响的，应当组织评估决策草案的风险可控性。",
)


@rule("RSK-02", "713-23", RiskAssessment, may_demand=("points", "contingency_plan"))
def points_measures_and_plan_are_there(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """风险评估报告应当明确风险点，提出风险防范措施和处置预案。"""
    if record.reused:
        return
    if not record.points and not record.no_points_found:
        yield Wrong("没有写明风险点", "逐个写明风险点；确实没有的，勾选“未发现风险点”")
    for point in record.points:
        if not point.measure:
            yield Wrong(f"风险点“{point.risk}”没有防范措施", "补充防范措施")
    if record.points and not record.contingency_plan:
        yield Wrong("没有处置预案", "补充处置预案")


@rule("RSK-03", "713-23", RiskAssessment, may_demand=("departments_heard",))
def departments_are_heard(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """开展风险评估应当听取有关部门等的意见。"""
    if not record.departments_heard and not record.reused:
        yield Wrong("没有写明听取了哪些部门的意见", "补充“听取意见的部门”")


@rule("RSK-04", "713-24", RiskAssessment, demands=("controllable",))
def it_says_whether_controllable(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """风险评估应当作出风险可控或者不可控的结论。"""
    if record.controllable is None:
        yield Wrong("没有写明风险是否可控", "选择风险可控或者不可控")


@rule("RSK-05", "713-24", RiskAssessment, may_demand=("draft_adjusted",))
def a_second_look_follows_an_adjustment(record: RiskAssessment, case: Case) -> Iterator[Wrong]:
    """认为风险不可控的，在采取调整决策草案等措施确保风险可控后，方可作出决策。"""
    again = bool(case.dossier.returned("risk_assessment"))
    if again and not record.draft_adjusted:
        yield Wrong("上一轮评估为不可控，没有写明草案如何调整", "填写“草案调整情况”")


@rule("RSK-06", "DERIVED", RiskAssessment, MeetingPackage)
def the_level_decides_what_follows(
    record: RiskAssessment | MeetingPackage, case: Case
) -> Iterator[Wrong]:
    """高风险的不得提请审议，中风险须有防范措施方可认定可控。"""
    if isinstance(record, MeetingPackage):
        found = case.dossier.latest(RiskAssessment)
        if found and found.level is Level.HIGH:
            yield Wrong("风险等级为高风险，不能提请审议", "调整草案降低风险等级，再次评估")
    elif record.level is Level.MEDIUM and record.controllable and not record.points:
        yield Wrong("中风险，但没有风险点和防范措施", "补充风险点和防范措施")


@rule("RSK-07", "DERIVED", RiskAssessment)
def high_risk_is_not_controllable(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """高风险与“风险可控”的结论不能并存。"""
    if record.level is Level.HIGH and record.controllable:
        yield Wrong(
            "风险等级为高风险，结论却是风险可控", "核对等级与结论；调整草案降低等级后再次评估"
        )


@rule("RSK-08", "713-22(2)", RiskAssessment, severity=Severity.WARN)
def what_is_reused_is_named_and_covers(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """不作重复评估的，写明已有评估的文件，其范围应当涵盖本次的评估范围。"""
    if not record.reused:
        return
    if "《" not in record.reused and not record.has(DocumentKind.RISK_REPORT):
        yield Wrong("引用的已有评估没有写明文件名称", "用书名号写明文件，或者附上该评估报告")
    if not record.scope:
        yield Wrong("没有写明评估范围，无法与已有评估比较", "填写“评估范围”")
    left = [part for part in record.scope if part not in record.reused_scope]
    if left:
        yield Wrong(f"已有评估没有涵盖{'、'.join(left)}", "补充“已有评估的范围”，或者另行评估")


@rule("RSK-10", "713-36(2);DERIVED", RiskAssessment, severity=Severity.WARN)
def the_assessor_is_named(record: RiskAssessment, case: Case) -> Iterator[Wrong]:
    """写明评估主体：决策作出前承担主要评估工作的单位，不得受托开展决策后评估。"""
    if not (_in_full(record, case).assessor or record.reused):
        yield Wrong("没有写明评估主体", "填写“评估主体”")


def _in_full(record: RiskAssessment, case: Case) -> RiskAssessment:
    """The report, with what was filed when the assessment began."""
    return record.over(case.dossier.latest(AssessmentNotice))


@rule("RSK-09", "DERIVED", RiskAssessment, AssessmentNotice)
def the_assessment_runs_forward(
    record: RiskAssessment | AssessmentNotice, case: Case
) -> Iterator[Wrong]:
    """评估公告、开始、提出意见截止和报告的日期依次不早于前一个。"""
    if isinstance(record, AssessmentNotice):
        last = "提出意见截止", record.closes_on
    else:
        record = _in_full(record, case)
        last = "评估报告", record.assessed_on
    days = dict([("评估公告", record.noticed_on), ("评估开始", record.begun_on), last])
    known = [(name, day) for name, day in days.items() if day]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            yield Wrong(f"{later}日期{second}早于{earlier}日期{first}", "请核对日期")
