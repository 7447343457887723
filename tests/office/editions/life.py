"""The demonstration's life, published again and again while it goes on."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copytree

from catalog.record import Actor
from catalog.stages.entry import Inclusion
from catalog.timezone import local_day
from flows.scenario import Filing
from office.build import refresh_pages
from office.editions.proof.seal import Approval, Matter
from office.editions.publish import note_out
from office.editions.seal import SealedEdition, editions, reasons, seal_site
from office.settings.installation import Office, office_at
from office.settings.site_context import setting_of
from pages.html.theme import SiteContext
from storage.catalog_import import import_catalog
from storage.filing import Refused, file_record
from tests.pages.demo import EDITIONS, SCENARIOS

PUBLISHER = Actor(name="陈某", unit="办公室")
[SCENARIO] = [one for one in SCENARIOS if one.catalog == "demo-2026.yaml"]


def begun(home: Path, settings: str = "") -> Office:
    """An office with its catalog on file, its website, and perhaps settings of publication."""
    office = office_at(home)
    import_catalog(
        office.ledger(),
        EDITIONS / SCENARIO.catalog,
        actor=SCENARIO.imported_by,
        at=SCENARIO.imported_at,
    )
    (home / "site.yaml").write_bytes((EDITIONS / "site" / "site.yaml").read_bytes())
    if settings:
        (home / "publication.yaml").write_text(settings, "utf-8")
    return office


def file(office: Office, filings: Sequence[Filing]) -> None:
    """File records as the demonstration does."""
    for one in filings:
        try:
            file_record(
                office.ledger(), one.item, one.step, one.payload,
                actor=one.actor, at=one.at, amends=one.amends, folder=EDITIONS,
            )  # fmt: skip
        except Refused:
            assert one.refused_by


def setting(office: Office, on: date) -> SiteContext:
    ledger = office.ledger()
    return setting_of(office, [ledger.load(one, on=on) for one in ledger.catalogs()])


def publish(office: Office, at: datetime, *, killed: bool = False) -> SealedEdition:
    """Bring the draft up to date, have it approved, seal it, and bring it out unless `killed` before."""
    on, draft = local_day(at), office.home / "draft"
    refresh_pages(office, on, draft)
    ledger, known = office.ledger(), editions(office.ledger())
    approved = Approval(by="林某", unit="法规处", at=at - timedelta(minutes=20))
    why = {id_: reasons(ledger, id_, on, known[-1] if known else None) for id_ in ledger.items()}
    matters = [
        Matter(id=id_, title=name(office, id_), reasons=said, changed=1, approved=approved)
        for id_, said in why.items()
        if said
    ]
    sealed = seal_site(office, draft, setting(office, on), matters, actor=PUBLISHER, at=at)
    if not killed:
        note_out(office, sealed.edition.seal.number, at)
    return sealed


def name(office: Office, id_: str) -> str:
    item = office.ledger().load(id_).latest(Inclusion)
    assert item
    return item.item.name


def filings() -> list[Filing]:
    """All of the demonstration, as time went on."""
    return sorted(SCENARIO.filings, key=lambda one: one.at)


def parts() -> Iterator[list[Filing]]:
    """The filings in pieces, after each of which an edition goes out; two pieces end on one day."""
    rest = filings()
    days = [local_day(one.at) for one in rest]
    same = next(n for n in range(len(days) // 2, len(days)) if days[n] == days[n - 1])
    cuts = [0, 4, same, same + 1, len(rest) - 3, len(rest)]
    yield from (rest[a:b] for a, b in itertools.pairwise(cuts))


def published(office: Office) -> list[dict[str, bytes]]:
    """Live the whole life; returns every file of each edition as it went out."""
    out = []
    for n, piece in enumerate(parts()):
        file(office, piece)
        publish(office, piece[-1].at + timedelta(minutes=30 + n))
        kept = copytree(office.home / "draft", office.home / f"out-{n + 1}")
        out.append(kept)
    return [_files(folder) for folder in out]


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
