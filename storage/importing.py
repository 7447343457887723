"""The annual catalog from a YAML file: all of it or nothing, and again without harm."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from catalog.annual import Catalog, CatalogRecord
from catalog.dossier import Dossier
from catalog.item import DecisionItem
from catalog.parse import ShapeError, parse
from catalog.record import Actor, Frozen
from catalog.rules import RULES, Case
from catalog.stages.entry import Inclusion
from storage.documents import DocumentStore
from storage.filing import Filed, Refused, append, findings_on, log, refusal_of
from storage.ledger import Ledger
from storage.reading import Attempt, read_record
from storage.writing import Writing
from storage.yamlfile import read_yaml

_CATALOG, _INCLUSION = "entry.catalog", "entry.inclusion"
_KEYS = {"目录": "catalog", "事项": "items", "catalog": "catalog", "items": "items"}


def import_catalog(ledger: Ledger, path: Path, *, actor: Actor, at: datetime) -> list[Filed]:
    """Put a catalog and its items on file, the catalog first. Raises ShapeError, Refused.

    What is on file and has not changed is left alone and returned; a change is refused.
    """
    catalog = read_catalog(path, ledger.documents)
    attempts = [Attempt(catalog.id, _CATALOG, catalog.catalog, actor, at)]
    attempts += [
        Attempt(id, _INCLUSION, Inclusion(item=item), actor, at)
        for id, item in catalog.numbered().items()
    ]
    with ledger.writing() as transaction:
        dossiers = {
            a.item: Dossier(a.item, transaction.load(a.item).entries, catalog.catalog)
            for a in attempts
        }
        refusals = list(_refusals(ledger, catalog, attempts, dossiers))
        if not refusals:
            return [_filed(transaction, dossiers[a.item], a) for a in attempts]
        for refusal in refusals:
            log(transaction, refusal, {"file": path.name}, actor=actor, at=at)
    names = {id: f"{id}“{item.name}”：" for id, item in catalog.numbered().items()}
    lines = [f"{names.get(r.item, '')}{line}" for r in refusals for line in r.lines]
    raise Refused(catalog.id, _CATALOG, faults=lines)


def read_catalog(path: Path, store: DocumentStore | None = None) -> Catalog:
    """Read a catalog file. Raises ShapeError with every fault: file, item, field."""
    payload = read_yaml(path)
    if not isinstance(payload, Mapping):
        raise ShapeError([f"{path.name}：应有“目录”和“事项”两部分"])
    parts = {_KEYS.get(key, key): value for key, value in payload.items()}
    faults = [f"没有“{key}”这一部分，只有“目录”和“事项”" for key in parts.keys() - _KEYS.keys()]
    record = None
    try:
        record = read_record(_CATALOG, parts.get("catalog"), store, path.parent)[0]
    except ShapeError as wrong:
        faults += [f"目录·{fault}" for fault in wrong.faults]
    items = _items(parts.get("items"), faults)
    if faults or not isinstance(record, CatalogRecord):
        raise ShapeError([f"{path.name}：{fault}" for fault in faults])
    return Catalog(catalog=record, items=tuple(items))


def _items(rows: object, faults: list[str]) -> list[DecisionItem]:
    """The items that can be read; what is wrong goes to `faults`."""
    if not isinstance(rows, list) or not rows:
        faults.append("“事项”应为列表，至少一项")
        return []
    items = []
    for n, row in enumerate(rows, 1):
        try:
            items.append(parse(DecisionItem, row))
        except ShapeError as wrong:
            faults += [f"{_called(row, n)}：{fault}" for fault in wrong.faults]
    for item in items:
        faults += [f"事项{item.no}“{item.name}”：{said}" for said in _unlawful(item)]
    for title, values in (("序号", [i.no for i in items]), ("名称", [i.name for i in items])):
        twice = [value for value, times in Counter(values).items() if times > 1]
        faults += [f"事项{title}“{value}”重复" for value in twice]
    return items


def _called(row: Any, n: int) -> str:
    """An unreadable item, as well as it can be named."""
    if not isinstance(row, Mapping):
        return f"事项第{n}项"
    no, name = (row.get(zh, row.get(en, "")) for zh, en in (("序号", "no"), ("事项名称", "name")))
    return f"事项{no}“{name}”" if no or name else f"事项第{n}项"


def _unlawful(item: DecisionItem) -> Iterator[str]:
    """What the rules on an inclusion say that depends on neither day nor catalog."""
    case = Case(Dossier(""), _INCLUSION, date.max)
    for rule in RULES.values():
        if Inclusion in rule.on:
            yield from (str(f) for f in rule.findings(Inclusion(item=item), case) if f.blocks)


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
    entry = dossier.entry_of(step)
    return entry.record if entry else None


def _listed(dossier: Dossier) -> bool:
    """Say whether an item came with the catalog, not in the course of the year."""
    inclusion = dossier.latest(Inclusion)
    return inclusion is not None and inclusion.added_on is None


def _changed(held: Frozen, given: Frozen) -> Iterator[str]:
    """Titles of the fields that differ; of an inclusion, those of its item."""
    if isinstance(held, Inclusion) and isinstance(given, Inclusion) and held.item != given.item:
        held, given = held.item, given.item
    for name, field in type(held).model_fields.items():
        if getattr(held, name) != getattr(given, name):
            yield field.title or name


def _filed(transaction: Writing, dossier: Dossier, attempt: Attempt) -> Filed:
    entry = dossier.entry_of(attempt.step)
    before = Dossier(dossier.id, catalog=dossier.catalog) if entry else dossier
    findings = findings_on(before, attempt)
    return Filed(entry or append(transaction, dossier, attempt), findings)
