"""Duties of review: experts, risk, fair competition, legality."""

from collections.abc import Iterator

from catalog.passport.duty import Duty, Found, Head
from catalog.passport.reading import Reading, papers, written
from catalog.record import DocumentKind
from catalog.stages.decision import MeetingPackage
from catalog.stages.expert_review import ExpertReview
from catalog.stages.legality_review import Conclusion, LegalityOpinion, Submission
from catalog.stages.risk_assessment import RiskAssessment

EXPERTS = Head("expert_review", "专家论证", "713-19(1)", "expert_review.review")
RISK = Head("risk_assessment", "风险评估", "713-22(1)", "risk_assessment.report")
COMPETITION = Head("competition", "公平竞争审查", "783-18", "decision.package", inside=True)
LEGALITY = Head("legality_review", "合法性审查", "713-25", "legality_review.opinion", inside=True)


def experts_heard(reading: Reading) -> Duty:
    """Experts review what is professional or technical."""
    exempted, entry = reading.exempted(EXPERTS), reading.dossier.entry_of(EXPERTS.step)
    if exempted or entry is None or not isinstance(record := entry.record, ExpertReview):
        return exempted or reading.undone(EXPERTS)
    evidence = papers(entry, DocumentKind.EXPERT_OPINION, DocumentKind.SUMMARY)
    return reading.done(EXPERTS, record.reviewed_on, Found(evidence=evidence))


def risk_assessed(reading: Reading) -> Duty:
    """The risks are found controllable; a round that finds them not is followed by another."""
    exempted, entry = reading.exempted(RISK), reading.dossier.entry_of(RISK.step)
    if exempted or entry is None or not isinstance(record := entry.record, RiskAssessment):
        return exempted or reading.undone(RISK)
    evidence = papers(entry, DocumentKind.RISK_REPORT, DocumentKind.SUMMARY)
    return reading.done(RISK, record.assessed_on, Found(evidence=evidence))


def competition_reviewed(reading: Reading) -> Duty | None:
    """What touches the business of operators is reviewed before it is issued."""
    if not reading.item.affects_operators:
        return None
    entry = reading.dossier.entry_of(COMPETITION.step)
    if entry is None or not isinstance(package := entry.record, MeetingPackage):
        return reading.undone(COMPETITION)
    if not package.has(DocumentKind.FAIR_COMPETITION):
        return reading.undone(COMPETITION)
    evidence = papers(entry, DocumentKind.FAIR_COMPETITION)[1:]
    reviewed = package.fair_competition
    on = reviewed.reviewed_on if reviewed and reviewed.reviewed_on else package.submitted_on
    says = ("审查结论已随上会材料提交",)
    return reading.done(COMPETITION, on, Found(says=says, evidence=evidence))


def legality_reviewed(reading: Reading) -> Duty:
    """The draft passed; of the opinion only the result is told."""
    entry = reading.dossier.entry_of(LEGALITY.step)
    if entry is None or not isinstance(opinion := entry.record, LegalityOpinion):
        return reading.undone(LEGALITY)
    found = Found(
        says=(f"审查结果：{_result(opinion)}",),
        evidence=papers(entry, DocumentKind.LEGALITY_OPINION),
        notes=tuple(_review(reading, opinion)),
    )
    return reading.done(LEGALITY, opinion.issued_on, found)


def _result(opinion: LegalityOpinion) -> str:
    if opinion.conclusion in {Conclusion.LAWFUL, Conclusion.LAWFUL_IF_AMENDED}:
        return opinion.conclusion.value
    return "探索性改革事项，明示法律风险后提交讨论"


def _review(reading: Reading, opinion: LegalityOpinion) -> Iterator[str]:
    submission = reading.dossier.latest(Submission)
    if submission:
        yield f"送审：{written(submission.submitted_on)}"
    if opinion.reviewer:
        yield f"审查部门：{opinion.reviewer}"
