"""Dossier -> PublicDossier: take along what may leave the building on a day."""

from collections.abc import Iterator
from datetime import date

from catalog import lifecycle
from catalog.annual import CatalogRecord
from catalog.dossier import Dossier
from catalog.errors import Refusal
from catalog.item import Determinations
from catalog.passport.reading import first_filed
from catalog.public.blocks import (
    evaluation,
    expert_review,
    meetings,
    result,
    risk_assessment,
    risk_begun,
    selection,
)
from catalog.public.citing import article
from catalog.public.consultations import consultations, heard_otherwise
from catalog.public.documents import (
    exchanged_documents,
    first_shown,
    in_force,
    public_documents,
    withheld_documents,
)
from catalog.public.events import events
from catalog.public.execution import changes, executions
from catalog.public.item import (
    PublicAdjustment,
    PublicCall,
    PublicCatalog,
    PublicDetermination,
    PublicDossier,
    PublicEvent,
    PublicStage,
)
from catalog.public.passport import duties
from catalog.record import Entry
from catalog.stages import STAGES, applicability
from catalog.stages.consultation import AdoptionStatement
from catalog.stages.decision import Meeting
from catalog.stages.disclosure import Publication
from catalog.stages.entry import Adjustment, Inclusion, ProposalCall, Start
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import ExpertReview
from catalog.stages.legality_review import LegalityOpinion
from catalog.stages.risk_assessment import RiskAssessment
from catalog.status import status
from catalog.successions import former
from catalog.timezone import SHANGHAI, local_day


class NotListed(Refusal, LookupError):
    """The item is not in its catalog on that day, so there is nothing to show."""


def disclose(dossier: Dossier, as_of: date) -> PublicDossier:
    """Take along what may leave the building at the end of a day. Raises NotListed.

    Entries filed after that day count for nothing, so any past page can be built again. An item
    that is secret as a whole is not listed: no page and no row may hint at it.
    """
    told = dossier.on(as_of)
    inclusion, start, catalog = told.latest(Inclusion), told.latest(Start), told.catalog
    if inclusion is None or catalog is None or lifecycle.secret(told):
        raise NotListed(f"{dossier.id}在{as_of}尚未列入目录，没有页面可以生成")
    first, item = told.entries[0].at.astimezone(SHANGHAI), inclusion.item
    units = (applicability.item_of(told) or item).units
    expert_release, expert = expert_review(told, as_of)
    risk_release, risk = risk_assessment(told, as_of)
    evaluation_release, evaluated = evaluation(told, as_of)
    return PublicDossier(
        id=dossier.id,
        no=item.no,
        as_of=as_of,
        status=status(told, as_of),
        catalog=_catalog(catalog),
        name=item.name,
        summary=item.summary,
        problem=start.problem if start else "",
        category=(start.category if start else None) or item.category,
        units=units,
        former=tuple(
            (u.name, former(u.name, told.reforms)) for u in units if former(u.name, told.reforms)
        ),
        renumbered=applicability.renumbered(told),
        bases=(start.bases if start else ()) or item.bases,
        continues=item.continues,
        planned=lifecycle.planned(told),
        specific_groups=item.specific_groups,
        paragraph=item.paragraph,
        hearing_planned=item.hearing,
        included_on=first.date(),
        added_on=inclusion.added_on,
        added_because=inclusion.reason,
        first_filed_at=first,
        started_on=start.started_on if start else None,
        stages=tuple(_stage(told, slug, as_of) for slug in STAGES),
        determinations=tuple(_determinations(told)),
        adjustments=tuple(_adjustments(told)),
        consultations=tuple(consultations(told, as_of)),
        heard_otherwise=heard_otherwise(told, as_of),
        expert_release=expert_release,
        expert_review=expert,
        risk_release=risk_release,
        risk_assessment=risk,
        risk_begun=risk_begun(told),
        selection=selection(told),
        meetings=tuple(meetings(told)),
        result=result(told, as_of),
        executions=tuple(executions(told)),
        changes=tuple(changes(told)),
        evaluation_release=evaluation_release,
        evaluation=evaluated,
        documents=tuple(public_documents(told, as_of)),
        exchanged=tuple(exchanged_documents(told, as_of)),
        withheld=tuple(withheld_documents(told, as_of)),
        duties=tuple(duties(told, as_of)),
        events=events(told, as_of),
    )


def disclose_catalog(dossier: Dossier, as_of: date) -> PublicCatalog:
    """The annual catalog from its own dossier `<authority>-<year>`. Raises NotListed."""
    told = dossier.on(as_of)
    record = told.latest(CatalogRecord)
    if record is None:
        raise NotListed(f"{dossier.id}在{as_of}没有登记年度目录，没有页面可以生成")
    filed = [e for e in told.entries if isinstance(e.record, CatalogRecord)]
    updates = [
        _published(told, e, f"{dossier.id}#entry.catalog.{nth}", record)
        for nth, e in reversed(tuple(enumerate(filed, 1)))
    ]
    first = filed[0].at.astimezone(SHANGHAI)
    more = {"first_filed_at": first, "events": tuple(updates), "calls": tuple(_calls(told))}
    return _catalog(record).model_copy(update=more)


def _calls(told: Dossier) -> Iterator[PublicCall]:
    """Every call for matters to decide in the year, as last corrected."""
    for record in told.standing(ProposalCall):
        yield PublicCall.model_validate(
            {name: getattr(record, name) for name in PublicCall.model_fields}
        )


def _published(told: Dossier, entry: Entry, id_: str, record: CatalogRecord) -> PublicEvent:
    """What a filing of the catalog was; a page of a year has stood since the last of them."""
    filed, since = local_day(entry.at), local_day(told.entries[-1].at)
    shown = first_shown(told, entry, since, filed)
    return PublicEvent(
        id=id_,
        on=shown.on if shown else filed,
        edition=shown.number if shown else None,
        what=_listed(record, corrected=entry.amends is not None, out=shown is not None),
        reason=entry.amends.reason if entry.amends else "",
    )


def _listed(record: CatalogRecord, *, corrected: bool, out: bool) -> str:
    """What a filing of the catalog was; one compiled from another paper was published by nobody."""
    if record.compiled_from:
        source = f"由《{record.compiled_from.title}》整理"
        return f"{source}，有更正" if corrected else f"{source}列出"
    return "更正年度目录" if corrected else f"{'发布' if out else '登记'}年度目录"


def _catalog(record: CatalogRecord) -> PublicCatalog:
    return PublicCatalog(
        authority=record.authority,
        year=record.year,
        title=record.title,
        basis=record.basis,
        doc_no=record.doc_no,
        index_no=record.index_no,
        approved_by=record.approved_by,
        published_on=record.published_on,
        compiled_from=record.compiled_from,
        notice=record.notice,
    )


def _stage(dossier: Dossier, slug: str, as_of: date) -> PublicStage:
    exempted = lifecycle.exempted(dossier, slug)
    return PublicStage(
        slug=slug,
        title=STAGES[slug].title,
        state=lifecycle.stage_state(dossier, slug, as_of),
        completed_on=None if exempted else _completed_on(dossier, slug),
        resumed_on=_resumed_on(dossier, slug),
        exempt_reason=exempted.reason if exempted else "",
        exempt_article=article(dossier, exempted.source) if exempted else "",
        exempt_on=exempted.on if exempted else None,
    )


def _completed_on(dossier: Dossier, slug: str) -> date | None:
    """The day on which a stage's own work was done, as the record in force gives it."""
    match slug:
        case "entry" if start := dossier.latest(Start):
            return start.started_on
        case "consultation" if dossier.latest(AdoptionStatement):
            return first_filed(dossier, "consultation.adoption")
        case "expert_review" if review := dossier.latest(ExpertReview):
            return review.reviewed_on
        case "risk_assessment" if report := dossier.latest(RiskAssessment):
            return report.assessed_on
        case "legality_review" if opinion := dossier.latest(LegalityOpinion):
            return opinion.issued_on
        case "decision" if meeting := dossier.latest(Meeting):
            return meeting.held_on
        case "disclosure" if publication := dossier.latest(Publication):
            return publication.published_on
        case "evaluation" if evaluated := dossier.latest(Evaluation):
            return evaluated.evaluated_on
    return None


def _resumed_on(dossier: Dossier, slug: str) -> date | None:
    """The day on which a stage's last round ended unsettled, if it did."""
    last = next((e for e in reversed(dossier.entries) if e.stage == slug), None)
    return local_day(last.at) if last and last.record.reopens else None


def _determinations(dossier: Dossier) -> list[PublicDetermination]:
    return [
        PublicDetermination(stage=name, title=STAGES[name].title, due=made.due, reason=made.reason)
        for name in Determinations.model_fields
        if (made := applicability.determination(dossier, name))
    ]


def _adjustments(dossier: Dossier) -> list[PublicAdjustment]:
    return [
        PublicAdjustment(
            change=record.change,
            adjusted_on=record.adjusted_on,
            reason=record.reason,
            planned=record.planned,
            continued_as=record.continued_as,
        )
        for entry in in_force(dossier)
        if isinstance(record := entry.record, Adjustment)
    ]
