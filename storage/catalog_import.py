"""The annual catalog from a file: all of it or nothing, and again without harm."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from catalog.annual import Catalog
from catalog.dossier import Dossier
from catalog.forms.fields import differing
from catalog.record import FORM, Actor, Frozen
from catalog.stages.entry import Inclusion
from catalog.timezone import Clock
from storage.catalog_file import read_catalog
from storage.filing import Filed, Refused, append, beside, findings_on, instant_of, log, refusal_of
from storage.ledger import Ledger
from storage.payload import Attempt
from storage.transaction import Writing

_CATALOG, _INCLUSION = "entry.catalog", "entry.inclusion"


def import_catalog(
    ledger: Ledger,
    path: Path,
    *,
    actor: Actor,
    at: datetime | Clock,
    bound: bool = False,
    mapping: Path | None = None,
) -> list[Filed]:
    """Put a catalog and its items on file, the catalog first. Raises ShapeError, Refused.

    What is on file and has not changed is left alone and returned; a change is refused.
    """
    catalog = read_catalog(path, ledger.documents, bound=bound, mapping=mapping)
    with ledger.writing() as transaction:
        at = instant_of(transaction, catalog.id, at)
        attempts = [Attempt(catalog.id, _CATALOG, catalog.catalog, actor, at)]
        attempts += [
            Attempt(id, _INCLUSION, Inclusion(item=item), actor, at)
            for id, item in catalog.numbered().items()
        ]
        dossiers = {
            a.item: Dossier(a.item, transaction.load(a.item).entries, catalog.catalog)
            for a in attempts
        }
        refusals = list(_refusals(ledger, catalog, attempts, dossiers))
        new = (a for a in attempts if _held(dossiers[a.item], a.step) is None)
        refusals += [
            Refused(a.item, a.step, faults=faults)
            for a in new
            if (faults := beside(transaction, a))
        ]
        if said := ledger.declines(actor):
            refusals = [Refused(catalog.id, _CATALOG, faults=[said])]
        if not refusals:
            return [_filed(transaction, dossiers[a.item], a) for a in attempts]
        for refusal in refusals:
            log(transaction, refusal, {"file": path.name}, actor=actor, at=at)
    names = {id: f"{id}“{item.name}”：" for id, item in catalog.numbered().items()}
    lines = [f"{names.get(r.item, '')}{line}" for r in refusals for line in r.lines]
    raise Refused(catalog.id, _CATALOG, faults=lines)


def _refusals(
    ledger: Ledger, catalog: Catalog, attempts: list[Attempt], dossiers: Mapping[str, Dossier]
) -> Iterator[Refused]:
    for attempt in attempts:
        dossier = dossiers[attempt.item]
        held = _held(dossier, attempt.step)
        if held is None:
            refusal = refusal_of(dossier, attempt, findings_on(dossier, attempt))
            if refusal:
                yield refusal
        elif held != attempt.record:
            fields = "、".join(_changed(held, attempt.record))
            said = f"与在卷的不一致（{fields}）；在卷内容请用目录调整或者更正来改"
            yield Refused(attempt.item, attempt.step, faults=[said])
    for id in ledger.items(catalog.id):
        if id not in dossiers and _listed(ledger.load(id)):
            said = f"{id} 已在卷，文件中没有；调出目录请用目录调整"
            yield Refused(id, _INCLUSION, faults=[said])


def _held(dossier: Dossier, step: str) -> Frozen | None:
    """What is on file, as if on the form of today: which form it was is no difference."""
    entry = dossier.entry_of(step)
    return entry.record.model_copy(update={"form_no": FORM}) if entry else None


def _listed(dossier: Dossier) -> bool:
    """Say whether an item came with the catalog, not in the course of the year."""
    inclusion = dossier.latest(Inclusion)
    return inclusion is not None and inclusion.added_on is None


def _changed(held: Frozen, given: Frozen) -> Iterator[str]:
    """Titles of the fields that differ; of an inclusion, those of its item."""
    if isinstance(held, Inclusion) and isinstance(given, Inclusion) and held.item != given.item:
        held, given = held.item, given.item
    return differing(held, given)


def _filed(transaction: Writing, dossier: Dossier, attempt: Attempt) -> Filed:
    entry = dossier.entry_of(attempt.step)
    before = Dossier(dossier.id, catalog=dossier.catalog) if entry else dossier
    findings = findings_on(before, attempt)
    return Filed(entry or append(transaction, dossier, attempt), findings)
