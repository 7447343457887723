"""What the public's intake must know, written beside the site whenever another edition is out: `intake.json`,
and the sealed entries of receipts, for who cannot run the script of the site's own page.

It says what the site says and no more, so that it may go to a machine outside.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from catalog.clauses import Clause, Point
from catalog.consulted import (
    FILE,
    LOOKUPS,
    OBJECTION_DAYS,
    Answered,
    Called,
    Consulted,
    ConsultedClause,
    ConsultedNow,
    Followed,
)
from catalog.dossier import Dossier, Shown
from catalog.ids import authority_of, catalog_of
from catalog.lookup import files
from catalog.public.documents import in_force, released_on, shows
from catalog.public.item import PublicDocument, PublicDossier
from catalog.public.texts import DRAFT
from catalog.record import DocumentKind
from catalog.stages.consultation import AdoptionStatement
from office.build import told_years, year_of
from office.settings.installation import Office
from office.settings.publication import writes_letters
from office.shown import shown_by
from pages.website import item_path
from storage.modes import own_folders


def consulted(items: Iterable[PublicDossier], domains: Mapping[str, str]) -> Iterator[Consulted]:
    """The last round of every item whose notice is out and whose answer is not.

    `domains` are those of the websites by authority. A round that is over stays: late letters are taken.
    """
    for item in items:
        if not item.consultations or item.consultations[-1].adoption is not None:
            continue
        asked = item.consultations[-1]
        text = next((t for t in item.texts if t.place == f"{DRAFT}/{asked.round}"), None)
        document = _draft(item, asked.round)
        yield Consulted(
            item=item.id,
            title=item.name,
            authority=item.catalog.authority.name,
            round=asked.round,
            published_on=asked.published_on,
            closes_on=asked.closes_on,
            contents=asked.contents,
            page=_page(item, domains),
            ways=asked.ways,
            draft=text.digest if text else document.digest if document else "",
            clauses=tuple(map(shown, text.draft.clauses)) if text and text.draft else (),
        )


def answered(
    items: Iterable[PublicDossier], domains: Mapping[str, str], since: Mapping[str, date | None]
) -> Iterator[Answered]:
    """Every item with entries of receipts; `since` are the days on which its last answers went out."""
    for item in items:
        if item.lookup:
            first = since[item.id]
            yield Answered(
                item=item.id,
                title=item.name,
                authority=item.catalog.authority.name,
                page=_page(item, domains),
                digits=item.lookup.digits,
                objects_until=first + timedelta(days=OBJECTION_DAYS) if first else None,
            )


def called(items: Iterable[PublicDossier], domains: Mapping[str, str]) -> Iterator[Called]:
    """The call of every item whose list of representatives is not out."""
    for item in items:
        told = item.draw
        if told and told.listed is None and not item.catalog.compiled_from:
            yield Called(
                item=item.id, title=item.name, authority=item.catalog.authority.name,
                page=_page(item, domains), name=told.name, topic=told.topic,
                meets_on=told.meets_on, seats=told.seats, conditions=told.conditions,
                rule=told.rule, signup_ends_on=told.signup_ends_on,
            )  # fmt: skip


def followed(items: Iterable[PublicDossier], domains: Mapping[str, str]) -> Iterator[Followed]:
    """Every item of an office's own: its updates may be sent by e-mail, where the office has a mail server."""
    for item in (one for one in items if not one.catalog.compiled_from):
        authority = item.catalog.authority.name
        page = _page(item, domains)
        yield Followed(item=item.id, title=item.name, authority=authority, page=page)


def answers_out(dossier: Dossier, editions: Sequence[Shown], on: date) -> date | None:
    """The day on which the answers that went out last were first out: with one of the editions before, or
    with the one of today. Days that the office typed do not count, for nobody could read them then."""
    answers = {e.round: e for e in in_force(dossier) if isinstance(e.record, AdoptionStatement)}
    out = [
        next((one.on for one in editions if shows(dossier, entry, one)), on)
        for entry in answers.values()
        if released_on(entry, on)
    ]
    return max(out, default=None)


def _page(item: PublicDossier, domains: Mapping[str, str]) -> str:
    domain = domains.get(authority_of(item.id), "")
    return f"https://{domain}/{item_path(item.catalog.year, item.no)}/" if domain else ""


def shown(clause: Clause) -> ConsultedClause:
    """A clause in lines, as it is shown above the box: its 款, and their 项 and 目 below them."""
    lines = [clause.title] if clause.title else []
    for paragraph in clause.paragraphs:
        lines += [paragraph.text, *_lines(paragraph.points)]
    return ConsultedClause(id=clause.id, number=clause.number, text="\n".join(lines))


def tell_intake(
    office: Office, edition: int, on: date, upto: int, domains: Mapping[str, str]
) -> None:
    """Write what an edition asks of the public. Raises OSError.

    `on` and `upto` are the day and the place in the ledger that the edition tells of.
    """
    ledger = office.ledger(upto)
    years: dict[str, list[str]] = {catalog: [] for catalog in ledger.catalogs()}
    for item in ledger.items():
        years.setdefault(catalog_of(item), []).append(item)
    loaded = (year_of(office, catalog, items, on, upto) for catalog, items in years.items())
    items = [item for year in told_years(office, loaded, on) for item in year.items]
    out = [one for one in shown_by(office) if one.number <= edition and one.back_on is None]
    told_of = [item for item in items if item.lookup]
    since = {one.id: answers_out(ledger.load(one.id, on=on), out, on) for one in told_of}
    _write_lookups(office.home / LOOKUPS, told_of)
    now = ConsultedNow(
        edition=edition,
        consultations=tuple(consulted(items, domains)),
        answered=tuple(answered(told_of, domains, since)),
        called=tuple(called(items, domains)),
        followed=tuple(followed(items, domains)) if writes_letters(office.home) else (),
    )
    _write(office.home / FILE, now.model_dump_json(indent=1).encode() + b"\n")


def told(home: Path) -> ConsultedNow:
    """What the intake was told last; of nothing where there is no file, or none that can be read."""
    try:
        return ConsultedNow.model_validate_json((home / FILE).read_bytes())
    except (FileNotFoundError, ValueError):
        return ConsultedNow()


def _draft(item: PublicDossier, round_: int) -> PublicDocument | None:
    drafts = (
        document
        for document in item.documents
        if document.kind is DocumentKind.DRAFT
        and document.round == round_
        and document.step.startswith("consultation.")
    )
    return next(drafts, None)


def _lines(points: Iterable[Point]) -> Iterator[str]:
    for point in points:
        yield f"{point.number}{point.text}"
        yield from _lines(point.points)


def _write_lookups(folder: Path, items: Iterable[PublicDossier]) -> None:
    """The entries of each item, as they are on the site, and of no other item."""
    kept = dict[Path, bytes]()
    for item in items:
        kept |= {folder / item.id / name: body for name, body in files(item.sealed).items()}
    for path, body in kept.items():
        own_folders(path.parent)
        if not path.is_file() or path.read_bytes() != body:
            _write(path, body)
    for path in folder.glob("*/*.json"):
        if path not in kept:
            path.unlink()


def _write(path: Path, body: bytes) -> None:
    new = path.with_suffix(".json.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
