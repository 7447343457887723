"""Which documents may be downloaded, and from which day."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from catalog.dossier import Dossier, Shown
from catalog.periods import last_day_to_publish
from catalog.public.item import (
    PublicCovered,
    PublicDocument,
    PublicRedaction,
    WithheldDocument,
)
from catalog.public.reports import PublicEdition, Release
from catalog.record import (
    INTERNAL_KINDS,
    Attribute,
    Disclosure,
    Document,
    DocumentKind,
    Entry,
    Redaction,
)
from catalog.stages import STEPS
from catalog.timezone import local_day

PUBLIC_STEPS = frozenset(
    {
        "entry.adjustment",
        "consultation.notice",
        "consultation.extension",
        "consultation.hearing_notice",
        "consultation.hearing",
        "consultation.adoption",
        "expert_review.review",
        "risk_assessment.report",
        "disclosure.publication",
        "disclosure.interpretation",
        "evaluation.report",
    }
)
"""Steps whose documents may go out. What is put before the legal office or the meeting is process
information (711-16), whatever attribute somebody left it with."""

REPEATED = frozenset(s for s in PUBLIC_STEPS if STEPS[s].repeatable)

REPORTS = frozenset(
    {DocumentKind.EXPERT_OPINION, DocumentKind.RISK_REPORT, DocumentKind.EVALUATION_REPORT}
)

TEXTS = frozenset({"pdf", "ofd", "doc", "docx", "wps", "txt"})
SAFE = TEXTS | {"xls", "xlsx", "et", "csv", "ppt", "pptx", "zip", "jpg", "jpeg", "png"}
"""Extensions kept; a page or script as an attachment would run on the government's own site."""


def released_on(entry: Entry, as_of: date) -> date | None:
    """The day from which a record, or its summary, may be shown; None: not yet, or not at all.

    A day to come that somebody typed is waited for; where none is, the next edition shows it, unless
    it is only to be done again.
    """
    own = getattr(entry.record, "disclosure", Disclosure())
    if own.attribute in {Attribute.ON_REQUEST, Attribute.WITHHELD}:
        return None
    filed = local_day(entry.at)
    day: date | None = getattr(entry.record, "published_on", filed)
    if day is None and not entry.record.reopens:
        day = filed
    return max(day, filed) if day and day <= as_of else None


def first_shown(dossier: Dossier, entry: Entry, as_of: date, released: date) -> Shown | None:
    """The edition that first told of an entry, as far as a page that has stood since `as_of` can know.

    What went out on that day or later is told when the page changes the next time: a page does not
    change because it was published.
    """
    place = dossier.positions.get(entry.seq)
    if place is None:
        return None
    known = (one for one in dossier.editions if one.known(as_of))
    return next((one for one in known if one.tells(place, released)), None)


def release_of(dossier: Dossier, entry: Entry, completed_on: date, as_of: date) -> Release:
    """When a report was finished and whether it is public."""
    own = getattr(entry.record, "disclosure", Disclosure())
    released = released_on(entry, as_of)
    return Release(
        shown=shown_in(dossier, entry, as_of, released) if released else None,
        completed_on=completed_on,
        publish_by=last_day_to_publish(completed_on),
        published_on=getattr(entry.record, "published_on", None),
        attribute=own.attribute,
        ground=own.ground,
        review_on=own.review_on,
    )


def shown_in(dossier: Dossier, entry: Entry, as_of: date, released: date) -> PublicEdition | None:
    """The same, as far as it travels."""
    shown = first_shown(dossier, entry, as_of, released)
    return PublicEdition(number=shown.number, on=shown.on) if shown else None


def public_documents(dossier: Dossier, as_of: date) -> Iterator[PublicDocument]:
    """Documents in force that may be downloaded, each file once, in the order of filing."""
    seen = set()
    for entry in in_force(dossier):
        since = released_on(entry, as_of)
        for document in entry.record.documents if since else ():
            new = (document.digest, document.kind) not in seen
            if since and new and _goes_out(entry, document):
                seen.add((document.digest, document.kind))
                first = _first_brought(dossier, entry, document)
                released = released_on(first, as_of) or since
                shown = first_shown(dossier, first, as_of, released)
                yield _public(document, entry, released, shown)


def _first_brought(dossier: Dossier, entry: Entry, document: Document) -> Entry:
    """The first entry of a step that brought these bytes: a correction does not make them newer."""
    same = (e for e in dossier.entries if (e.step, e.round) == (entry.step, entry.round))
    digests = ((e, {d.digest for d in e.record.documents}) for e in same)
    return next(e for e, brought in digests if document.digest in brought)


def withheld_documents(dossier: Dossier, as_of: date) -> Iterator[WithheldDocument]:
    """Kinds of documents of published records that are not disclosed, each ground and day of
    re-review by itself; no title travels."""
    seen = set[WithheldDocument]()
    for entry in in_force(dossier):
        for document in entry.record.documents if released_on(entry, as_of) else ():
            own = document.disclosure
            inside = document.kind in INTERNAL_KINDS
            if inside or document.is_public or _goes_out(entry, document):
                continue
            told = WithheldDocument(
                step=entry.step,
                round=entry.round,
                kind=document.kind,
                attribute=own.attribute,
                ground=own.ground,
                review_on=own.review_on,
            )
            if told not in seen:
                seen.add(told)
                yield told


def in_force(dossier: Dossier) -> Iterator[Entry]:
    """The last entry of each public step and round, in the order of filing.

    A repeatable step keeps all its entries, except that a correction replaces the one before it.
    """
    kept: dict[tuple[str, int, int], Entry] = {}
    for entry in dossier.entries:
        if entry.step not in PUBLIC_STEPS:
            continue
        again = entry.step in REPEATED and not entry.amends
        nth = sum(k[:2] == (entry.step, entry.round) for k in kept)
        kept[entry.step, entry.round, nth if again else max(nth - 1, 0)] = entry
    return iter(kept.values())


def _goes_out(entry: Entry, document: Document) -> bool:
    """Say whether a document may be downloaded: under 摘要公开 the summary, never the full report."""
    own = getattr(entry.record, "disclosure", Disclosure())
    if own.attribute is Attribute.SUMMARY:
        if document.kind is DocumentKind.SUMMARY:
            return document.disclosure.attribute in {Attribute.PROACTIVE, Attribute.SUMMARY}
        if document.kind in REPORTS:
            return False
    return document.is_public


def _public(
    document: Document, entry: Entry, released: date, shown: Shown | None
) -> PublicDocument:
    extension = PurePosixPath(document.name.lower()).suffix.removeprefix(".")
    return PublicDocument(
        title=document.title,
        kind=document.kind,
        digest=document.digest,
        extension=extension if extension in SAFE else "bin",
        size=document.size,
        pages=document.pages,
        released_on=shown.on if shown else released,
        edition=shown.number if shown else None,
        step=entry.step,
        round=entry.round,
        redaction=_redaction(document.redaction) if document.redaction else None,
    )


def _redaction(redaction: Redaction) -> PublicRedaction:
    return PublicRedaction(
        places=tuple(
            PublicCovered(where=one.where, page=one.page, ground=one.ground)
            for one in redaction.places
        ),
        covered_on=redaction.covered_on,
        unit=redaction.unit,
        review_on=redaction.review_on,
    )
