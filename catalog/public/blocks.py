"""Reports, meetings and the result as the public may see them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from catalog.dossier import Dossier
from catalog.periods import last_day_to_publish
from catalog.public.documents import release_of, released_on, shown_in
from catalog.public.outcome import (
    PublicInterpretation,
    PublicMeeting,
    PublicRepresentative,
    PublicResult,
    PublicSelection,
)
from catalog.public.reports import (
    PublicEvaluation,
    PublicExpert,
    PublicExpertReview,
    PublicRiskAssessment,
    PublicRiskNotice,
    Release,
)
from catalog.record import Attribute
from catalog.spelling import SILENT
from catalog.stages.decision import Meeting, Representative, Selection, Voice
from catalog.stages.disclosure import Interpretation, Publication
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import Expert, ExpertReview
from catalog.stages.risk_assessment import AssessmentNotice, RiskAssessment
from catalog.successions import called


def expert_review(
    dossier: Dossier, as_of: date
) -> tuple[Release | None, PublicExpertReview | None]:
    """The release of the expert review, and what is released."""
    entry = dossier.entry_of("expert_review.review")
    if entry is None or not isinstance(record := entry.record, ExpertReview):
        return None, None
    release = release_of(dossier, entry, record.reviewed_on, as_of)
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
    release = release_of(dossier, entry, record.assessed_on, as_of)
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


def risk_begun(dossier: Dossier) -> PublicRiskNotice | None:
    """The risk assessment that is under way in this round; None once its report is on file."""
    record = dossier.latest(AssessmentNotice)
    if record is None or dossier.latest(RiskAssessment):
        return None
    return PublicRiskNotice(
        begun_on=record.begun_on,
        assessor=record.assessor,
        scope=record.scope,
        methods=record.methods,
        ways=record.ways,
        closes_on=record.closes_on,
        url=record.url,
    )


def selection(dossier: Dossier) -> PublicSelection | None:
    """How the public representatives were last chosen, or None."""
    chosen = [e for e in dossier.entries if isinstance(e.record, Selection)]
    if not chosen or not isinstance(record := chosen[-1].record, Selection):
        return None
    kinds = Counter(one.kind.value for one in record.candidates if not one.reserve)
    return PublicSelection(
        announced_on=record.announced_on,
        method=record.method,
        url=record.url,
        signup_ends_on=record.signup_ends_on,
        applicants=record.applicants,
        drawn_on=record.drawn_on,
        draw=record.draw,
        kinds=tuple(kinds.items()),
        filed_at=chosen[-1].at,
    )


def evaluation(dossier: Dossier, as_of: date) -> tuple[Release | None, PublicEvaluation | None]:
    """The release of the evaluation, and what is released."""
    entry = dossier.entry_of("evaluation.report")
    if entry is None or not isinstance(record := entry.record, Evaluation):
        return None, None
    release = release_of(dossier, entry, record.evaluated_on, as_of)
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
    chosen = selection(dossier)
    return (_meeting(round_, record, chosen) for round_, record in by_round.items())


def _meeting(round_: int, record: Meeting, chosen: PublicSelection | None) -> PublicMeeting:
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
        selection=attendance.selection or (chosen.method if chosen else ""),
        selection_url=attendance.selection_url or (chosen.url if chosen else ""),
        none_because=attendance.none_because,
        none_reviewed_by=attendance.none_reviewed_by,
    )


def _representative(person: Representative) -> PublicRepresentative:
    return PublicRepresentative(
        kind=person.kind,
        name=person.name if person.consent and person.disclosed else "",
        view=person.view or (f"旁听，{SILENT}" if person.voice is Voice.OBSERVER else ""),
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
        shown=shown_in(dossier, entry, as_of),
        effective_on=record.effective_on,
        expires_on=record.expires_on,
        media=record.media,
        in_gazette=record.in_gazette,
        changes=record.changes,
        expert_adoption=record.expert_adoption,
        executing_unit=called(record.executing_unit, dossier.reforms),
        service_url=record.service_url,
        url=record.url,
        elsewhere=record.elsewhere,
        joint_with=record.joint_with,
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
