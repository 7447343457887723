"""Which documents may be downloaded, and from which day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import PurePosixPath

from catalog.dossier import Dossier, Shown
from catalog.periods import last_day_to_publish
from catalog.public.item import (
    ExchangedDocument,
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
    return _first(dossier, as_of, lambda one: one.tells(place, released))


def _first(dossier: Dossier, as_of: date, says: Callable[[Shown], bool]) -> Shown | None:
    """The first edition of which something is so, among those that a page that has stood since then knows."""
    return next((one for one in dossier.editions if one.known(as_of) and says(one)), None)


def release_of(dossier: Dossier, entry: Entry, completed_on: date, as_of: date) -> Release:
    """When a report was finished and whether it is public."""
    own = getattr(entry.record, "disclosure", Disclosure())
    return Release(
        shown=shown_in(dossier, entry, as_of) if released_on(entry, as_of) else None,
        completed_on=completed_on,
        publish_by=last_day_to_publish(completed_on),
        published_on=getattr(entry.record, "published_on", None),
        attribute=own.attribute,
        ground=own.ground,
        review_on=own.review_on,
    )


def shown_in(dossier: Dossier, entry: Entry, as_of: date) -> PublicEdition | None:
    """The edition that first showed what a step says, however often it was corrected since."""
    shown = _first(dossier, as_of, partial(shows, dossier, entry))
    return PublicEdition(number=shown.number, on=shown.on) if shown else None


def shows(dossier: Dossier, entry: Entry, edition: Shown, document: Document | None = None) -> bool:
    """Say whether an edition showed what a step and round said then, or a document of it.

    What was in force when the edition was made is asked: neither a correction that came after it nor
    what one before it replaced.
    """
    then = (
        one
        for one in _same(dossier, entry)
        if one.seq in dossier.positions
        and edition.tells(dossier.positions[one.seq], local_day(one.at))
    )
    return any(_has(one, edition.as_of, document) for one in _standing(then))


def public_documents(dossier: Dossier, as_of: date) -> Iterator[PublicDocument]:
    """Documents in force that may be downloaded, each file once, in the order of filing."""
    seen = set()
    for entry in in_force(dossier):
        since = released_on(entry, as_of)
        for document in entry.record.documents if since else ():
            new = (document.digest, document.kind) not in seen
            if since and new and _goes_out(entry, document):
                seen.add((document.digest, document.kind))
                shown = _first(dossier, as_of, partial(shows, dossier, entry, document=document))
                released = released_on(_first_brought(dossier, entry, document, as_of), as_of)
                yield _public(document, entry, released or since, shown)


def _first_brought(dossier: Dossier, entry: Entry, document: Document, as_of: date) -> Entry:
    """The first entry of a step that opened these bytes: a correction does not make them newer."""
    return next(e for e in _same(dossier, entry) if _has(e, as_of, document))


def _same(dossier: Dossier, entry: Entry) -> Iterator[Entry]:
    """The entries of the same step and round, in the order of filing."""
    return (e for e in dossier.entries if (e.step, e.round) == (entry.step, entry.round))


def _has(entry: Entry, as_of: date, document: Document | None) -> bool:
    """Say whether an entry was public on a day and, where a document is asked for, that with it."""
    if not released_on(entry, as_of):
        return False
    if document is None:
        return True
    same = (d for d in entry.record.documents if d.digest == document.digest)
    return any(_goes_out(entry, one) for one in same)


def exchanged_documents(dossier: Dossier, as_of: date) -> Iterator[ExchangedDocument]:
    """Files that an edition showed and that are not public by now, in the order of filing, each once.

    Of a file that was corrected before any edition went out nothing is told: it never was public.
    """
    now = list(public_documents(dossier, as_of))
    told = {(one.digest, one.kind) for one in now}
    for entry in dossier.entries if dossier.editions else ():
        for document in entry.record.documents if entry.step in PUBLIC_STEPS else ():
            key = document.digest, document.kind
            if key in told or not _offers(entry, document):
                continue
            gone = _taken_away(dossier, entry, document)
            if gone is None:
                continue
            # What was out before it was corrected, the page with the correction can know.
            known = (one for one in dossier.editions if one.at < gone.at or one.known(as_of))
            shown = next((one for one in known if shows(dossier, entry, one, document)), None)
            if shown is None:
                continue
            told.add(key)
            alike = [
                one.digest
                for one in now
                if (one.step, one.round, one.kind) == (entry.step, entry.round, document.kind)
            ]
            yield ExchangedDocument(
                kind=document.kind,
                digest=document.digest,
                extension=_extension(document),
                since=shown.on,
                until=max(local_day(gone.at), shown.on),
                instead=alike[0] if len(alike) == 1 else None,
            )


def _taken_away(dossier: Dossier, entry: Entry, document: Document) -> Entry | None:
    """The correction that took a file away; None where none did."""
    same = list(_same(dossier, entry))
    had = [n for n, one in enumerate(same) if _offers(one, document)]
    after = same[had[-1] + 1 :]
    return after[0] if after and after[0].corrects else None


def _offers(entry: Entry, document: Document) -> bool:
    """Say whether an entry has the same file, as the same kind of document, to be downloaded."""
    of = (
        d for d in entry.record.documents if (d.digest, d.kind) == (document.digest, document.kind)
    )
    return any(_goes_out(entry, one) for one in of)


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
    return _standing(dossier.entries)


def _standing(entries: Iterable[Entry]) -> Iterator[Entry]:
    kept: dict[tuple[str, int, int], Entry] = {}
    for entry in entries:
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
    return PublicDocument(
        title=document.title,
        kind=document.kind,
        digest=document.digest,
        extension=_extension(document),
        size=document.size,
        pages=document.pages,
        released_on=shown.on if shown else released,
        edition=shown.number if shown else None,
        step=entry.step,
        round=entry.round,
        redaction=_redaction(document.redaction) if document.redaction else None,
    )


def _extension(document: Document) -> str:
    extension = PurePosixPath(document.name.lower()).suffix.removeprefix(".")
    return extension if extension in SAFE else "bin"


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
