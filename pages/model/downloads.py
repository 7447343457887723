"""Documents as downloads: their path, name, format and size."""

import re

from catalog.public.item import (
    ExchangedDocument,
    PublicCovered,
    PublicDocument,
    PublicDossier,
    PublicRedaction,
)
from pages.model import states
from pages.model.components import Covered, Exchanged, File, Link, Withheld
from pages.model.wording import day
from pages.website import EXCHANGED

KILO = 1024
FORBIDDEN, LONGEST = re.compile(r"[\\/:*?\"<>|《》\s\x00-\x1f]"), 80
"""What names of files may not hold on every system, and how long they may be (240 bytes of Chinese)."""


def path(document: PublicDocument | ExchangedDocument) -> str:
    """The path in the item's folder: ASCII, and a changed file gets a new one."""
    slug = document.kind.name.lower().replace("_", "-")
    return f"files/{begins(document.digest)}{slug}.{document.extension}"


def begins(digest: str) -> str:
    """How the name of a file on the website begins, by which a person finds it again."""
    return f"{digest[:12]}-"


def files(public: PublicDossier, step: str = "", round: int = 0) -> tuple[File, ...]:
    """Downloads of one step (and round), or all of them."""
    return tuple(
        _file(document)
        for document in public.documents
        if (not step or document.step == step) and (not round or document.round == round)
    )


def _file(document: PublicDocument) -> File:
    redaction = document.redaction
    return File(
        title=document.title,
        kind=document.kind.value,
        path=path(document),
        format=_format(document.extension),
        size=_size(document.size),
        pages=f"{document.pages}页" if document.pages else "",
        released_on=document.released_on,
        sha256=document.digest,
        edition=document.edition,
        saved_as=f"{FORBIDDEN.sub('', document.title).strip('. ')[:LONGEST]}.{document.extension}",
        redacted=f"有遮盖（{len(redaction.places)}处）" if redaction else "",
        covered=tuple(_covered(document, redaction, one) for one in redaction.places)
        if redaction
        else (),
    )


def _covered(document: PublicDocument, redaction: PublicRedaction, one: PublicCovered) -> Covered:
    return Covered(
        title=document.title,
        path=path(document),
        where=f"{one.where}（第{one.page}页）" if one.page else one.where,
        reason=states.grounded(one.ground),
        on=redaction.covered_on,
        unit=redaction.unit,
        review=day(redaction.review_on) if redaction.review_on else "未载明",
    )


def exchanged(public: PublicDossier) -> tuple[Exchanged, ...]:
    """The files that were public and are not any more, each with the page that says so at its old address."""
    there = {one.digest: one for one in public.documents}
    found = []
    for one in public.exchanged:
        now = there.get(one.instead or "")
        was = path(one)
        found.append(
            Exchanged(
                kind=one.kind.value,
                format=_format(one.extension),
                path=was,
                href=f"{EXCHANGED}/{was.removeprefix('files/')}.html",
                since=one.since,
                until=one.until,
                became="更换" if now else "撤下",
                now=Link(href=path(now), text=now.title) if now else None,
            )
        )
    return tuple(found)


def _format(extension: str) -> str:
    return "文件" if extension == "bin" else extension.upper()


def held(public: PublicDossier, step: str, round: int = 0) -> tuple[Withheld, ...]:
    """What is not disclosed of one step (and round), each with its ground."""
    return tuple(
        Withheld(
            what=one.kind.value,
            state=one.attribute.value,
            reason=states.kept_back(one),
            review=states.review(one),
        )
        for one in public.withheld
        if one.step == step and (not round or one.round == round)
    )


def _size(count: int) -> str:
    """Write a number of bytes as people read it; never 0 KB."""
    if count < KILO * KILO:
        return f"{max(1, round(count / KILO))} KB"
    return f"{count / KILO / KILO:.1f} MB"
