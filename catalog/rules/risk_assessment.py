"""RSK: risk assessment."""

from collections.abc import Iterator

from catalog.rules.base import Case, Wrong, gate, rule
from catalog.stages.risk_assessment import Level, RiskAssessment

gate(
    "RSK-01",
    "713-22",
    stage="risk_assessment",
    before=("legality_review",),
    says="可能对社会稳定、公共安全等方面造成不利影响的，应当组织评估决策草案的风险可控性。",
)


@rule("RSK-02", "713-23", RiskAssessment)
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


@rule("RSK-03", "713-23", RiskAssessment)
def departments_are_heard(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """开展风险评估应当听取有关部门等的意见。"""
    if not record.departments_heard and not record.reused:
        yield Wrong("没有写明听取了哪些部门的意见", "补充“听取意见的部门”")


@rule("RSK-04", "713-24", RiskAssessment)
def it_says_whether_controllable(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """风险评估应当作出风险可控或者不可控的结论。"""
    if record.controllable is None:
        yield Wrong("没有写明风险是否可控", "选择风险可控或者不可控")


@rule("RSK-05", "713-24", RiskAssessment)
def a_second_look_follows_an_adjustment(record: RiskAssessment, case: Case) -> Iterator[Wrong]:
    """认为风险不可控的，在采取调整决策草案等措施确保风险可控后，方可作出决策。"""
    again = bool(case.dossier.returned("risk_assessment"))
    if again and not record.draft_adjusted:
        yield Wrong("上一轮评估为不可控，没有写明草案如何调整", "填写“草案调整情况”")


@rule("RSK-06", "DERIVED", RiskAssessment)
def medium_risk_needs_measures(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """中风险须有防范措施方可认定可控。"""
    if record.level is Level.MEDIUM and record.controllable and not record.points:
        yield Wrong("中风险，但没有风险点和防范措施", "补充风险点和防范措施")


@rule("RSK-07", "DERIVED", RiskAssessment)
def high_risk_is_not_controllable(record: RiskAssessment, _case: Case) -> Iterator[Wrong]:
    """高风险与“风险可控”的结论不能并存。"""
    if record.level is Level.HIGH and record.controllable:
        yield Wrong(
            "风险等级为高风险，结论却是风险可控", "核对等级与结论；调整草案降低等级后再次评估"
        )
