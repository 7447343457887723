"""遮盖记录: each place covered in a document that is public, with ground, day, unit and re-review."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from catalog.public.item import PublicCovered, PublicDocument, PublicDossier, PublicRedaction
from pages.model import states
from pages.model.components import Covered, CoveredOfYear
from pages.model.downloads import path
from pages.model.wording import day


def covered(public: PublicDossier) -> Iterator[Covered]:
    """The places covered in an item's documents, in the order of its downloads."""
    for document, redaction in _redacted(public):
        for place in redaction.places:
            yield _told(document, redaction, place)


def covered_of_year(items: Sequence[PublicDossier]) -> Iterator[CoveredOfYear]:
    """The same of a whole year; paths are relative to the folder of the year."""
    for item in items:
        folder = f"{item.no:02d}"
        for one in covered(item):
            said = asdict(one) | {"path": f"{folder}/{one.path}"}
            yield CoveredOfYear(no=item.no, name=item.name, **said)


def _redacted(public: PublicDossier) -> Iterator[tuple[PublicDocument, PublicRedaction]]:
    return ((d, d.redaction) for d in public.documents if d.redaction)


def _told(document: PublicDocument, redaction: PublicRedaction, place: PublicCovered) -> Covered:
    return Covered(
        title=document.title,
        path=path(document),
        where=f"{place.where}（第{place.page}页）" if place.page else place.where,
        reason=states.grounded(place.ground),
        on=redaction.covered_on,
        unit=redaction.unit,
        review=day(redaction.review_on) if redaction.review_on else "未载明",
    )
