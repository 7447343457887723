"""Reports, meetings and the result as the public may see them."""

from collections.abc import Iterator
from datetime import date

from catalog.dossier import Dossier
from catalog.periods import last_day_to_publish
from catalog.public.documents import release_of, released_on
from catalog.public.outcome import (
    PublicInterpretation,
    PublicMeeting,
    PublicRepresentative,
    PublicResult,
)
from catalog.public.reports import (
    PublicEvaluation,
    PublicExpert,
    PublicExpertReview,
    PublicRiskAssessment,
    Release,
)
from catalog.record import Attribute
from catalog.stages.decision import Meeting, Representative
from catalog.stages.disclosure import Interpretation, Publication
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import Expert, ExpertReview
from catalog.stages.risk_assessment import RiskAssessment


def expert_review(
    dossier: Dossier, as_of: date
) -> tuple[Release | None, PublicExpertReview | None]:
    """The release of the expert review, and what is released."""
    entry = dossier.entry_of("expert_review.review")
    if entry is None or not isinstance(record := entry.record, ExpertReview):
        return None, None
    release = release_of(entry, record.reviewed_on)
    if not released_on(entry, as_of):
        return release, None
    return release, PublicExpertReview(
        mode=record.mode,
        experts=tuple(_expert(e) for e in record.experts),
        aspects=record.aspects,
        conclusion=record.conclusion,
        views=() if release.attribute is Attribute.SUMMARY else record.views,
    )


def _expert(expert: Expert) -> PublicExpert:
    return PublicExpert(
        name=expert.name if expert.consent else "",
        unit=expert.unit if expert.consent else "",
        field=expert.field,
    )


def risk_assessment(
    dossier: Dossier, as_of: date
) -> tuple[Release | None, PublicRiskAssessment | None]:
    """The release of the risk assessment, and what is released."""
    entry = dossier.entry_of("risk_assessment.report")
    if entry is None or not isinstance(record := entry.record, RiskAssessment):
        return None, None
    release = release_of(entry, record.assessed_on)
    if not released_on(entry, as_of):
        return release, None
    return release, PublicRiskAssessment(
        assessor=record.assessor,
        scope=record.scope,
        level=record.level,
        points=() if release.attribute is Attribute.SUMMARY else record.points,
        no_points_found=record.no_points_found,
        reused=record.reused,
        conclusion=record.conclusion,
    )


def evaluation(dossier: Dossier, as_of: date) -> tuple[Release | None, PublicEvaluation | None]:
    """The release of the evaluation, and what is released."""
    entry = dossier.entry_of("evaluation.report")
    if entry is None or not isinstance(record := entry.record, Evaluation):
        return None, None
    release = release_of(entry, record.evaluated_on)
    if not released_on(entry, as_of):
        return release, None
    return release, PublicEvaluation(
        evaluator=record.evaluator,
        entrusted=record.entrusted,
        method=record.method,
        participants=record.participants,
        conclusion=record.conclusion,
        follow_up=record.follow_up,
    )


def meetings(dossier: Dossier) -> Iterator[PublicMeeting]:
    """The meeting of each round, oldest first, as last corrected."""
    by_round = {e.round: e.record for e in dossier.entries if isinstance(e.record, Meeting)}
    return (_meeting(round_, record) for round_, record in by_round.items())


def _meeting(round_: int, record: Meeting) -> PublicMeeting:
    attendance = record.attendance
    return PublicMeeting(
        round=round_,
        kind=record.kind,
        name=record.name,
        topic=record.topic,
        held_on=record.held_on,
        publish_by=last_day_to_publish(record.held_on),
        outcome=record.outcome,
        outcome_reason="" if record.passed else record.outcome_reason,
        representatives=tuple(_representative(r) for r in attendance.present),
        selection=attendance.selection,
        selection_url=attendance.selection_url,
        none_because=attendance.none_because,
        none_reviewed_by=attendance.none_reviewed_by,
    )


def _representative(person: Representative) -> PublicRepresentative:
    return PublicRepresentative(
        kind=person.kind,
        name=person.name if person.consent and person.disclosed else "",
        view=person.view,
        reply=person.reply,
    )


def result(dossier: Dossier, as_of: date) -> PublicResult | None:
    """The decision once it is published, with its interpretation once that is."""
    entry = dossier.entry_of("disclosure.publication")
    if entry is None or not isinstance(record := entry.record, Publication):
        return None
    late = record.reason_for("DIS-01")
    return PublicResult(
        title=record.title,
        doc_no=record.doc_no,
        index_no=record.index_no,
        summary=record.summary,
        formed_on=record.formed_on,
        published_on=record.published_on,
        effective_on=record.effective_on,
        expires_on=record.expires_on,
        media=record.media,
        in_gazette=record.in_gazette,
        changes=record.changes,
        expert_adoption=record.expert_adoption,
        executing_unit=record.executing_unit,
        service_url=record.service_url,
        url=record.url,
        late_because=late.text if late else "",
        interpretation=_interpretation(dossier, as_of),
    )


def _interpretation(dossier: Dossier, as_of: date) -> PublicInterpretation | None:
    record = dossier.latest(Interpretation)
    if record is None or record.published_on > as_of:
        return None
    apart, unasked = record.reason_for("DIS-13"), record.reason_for("DIS-26")
    return PublicInterpretation(
        title=record.title,
        forms=record.forms,
        published_on=record.published_on,
        contents=record.contents,
        url=record.url,
        apart_because=apart.text if apart else "",
        no_questions_because=unasked.text if unasked else "",
    )
