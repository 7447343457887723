"""EXE: evaluation."""

from collections.abc import Iterator

from catalog.rules.base import Case, Wrong, rule
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import ExpertReview
from catalog.stages.risk_assessment import RiskAssessment


@rule("EXE-05", "713-36(2)", Evaluation)
def an_entrusted_evaluator_is_new(record: Evaluation, case: Case) -> Iterator[Wrong]:
    """委托第三方评估的，决策作出前承担主要论证评估工作的单位除外。"""
    if not record.entrusted:
        return
    earlier = {a.assessor for a in case.dossier.every(RiskAssessment)}
    for review in case.dossier.every(ExpertReview):
        earlier |= {e.unit for e in review.experts} | {e.name for e in review.experts}
    if record.evaluator in earlier:
        yield Wrong(f"{record.evaluator}在决策前承担过论证或者评估", "委托另一家单位评估")
