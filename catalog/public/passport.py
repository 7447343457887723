"""Passport -> public passport: internal duties, papers and notes stay behind."""

from collections.abc import Iterator
from datetime import date

from catalog.dossier import Dossier
from catalog.passport import Departure, Duty, Evidence, passport
from catalog.public.citing import article
from catalog.public.documents import public_documents
from catalog.public.duties import PublicDuty, PublicEvidence, PublicReason
from catalog.record import DocumentKind
from catalog.stages import applicability
from catalog.successions import names

POSTS = ("主要负责人", "负责人", "局长", "副局长", "处长", "副处长", "主任", "副主任")
"""What may follow the name of a unit in 说明人. Anything else might be a person's name."""


def duties(dossier: Dossier, as_of: date) -> Iterator[PublicDuty]:
    """What may be told of each duty that is no internal matter."""
    downloads = {(d.digest, d.kind) for d in public_documents(dossier, as_of)}
    units = _units(dossier)
    for duty in passport(dossier, as_of):
        if not duty.internal:
            yield PublicDuty(
                slug=duty.slug,
                title=duty.title,
                article=article(dossier, duty.source),
                state=duty.state,
                on=duty.on,
                due_on=duty.due_on,
                ground=duty.ground,
                says=duty.says,
                evidence=tuple(
                    PublicEvidence(title=e.title, digest=e.digest)
                    for e in duty.evidence
                    if _may_go_out(duty, e, downloads)
                ),
                reasons=tuple(_reason(one, units) for one in duty.reasons),
                inside=duty.inside,
            )


def _may_go_out(duty: Duty, evidence: Evidence, downloads: set[tuple[str, DocumentKind]]) -> bool:
    """A document only where it can be downloaded; the name of a record always, unless inside."""
    if evidence.kind:
        return not duty.inside and (evidence.digest, evidence.kind) in downloads
    return not duty.inside


def _units(dossier: Dossier) -> set[str]:
    """The units that the page names anyway."""
    item, catalog = applicability.item_of(dossier), dossier.catalog
    named = {*names((unit.name for unit in item.units), dossier.reforms)} if item else set()
    authority = {catalog.authority.name, catalog.authority.contact_unit, ""} if catalog else {""}
    return named | authority


def _reason(one: Departure, units: set[str]) -> PublicReason:
    known = {unit + post for unit in units for post in ("", *POSTS)}
    return PublicReason(text=one.text, by=one.by if one.by in known else "", on=one.on)
