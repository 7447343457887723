"""Rows -> dossier."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from catalog.annual import FIRST_YEAR, LAST_YEAR, CatalogRecord, Reform
from catalog.dossier import Dossier
from catalog.ids import authority_of, catalog_of, in_order
from catalog.opinion import Opinion
from catalog.record import Entry
from catalog.stages.consultation import AdoptionStatement
from catalog.stages.entry import REFORM
from catalog.successions import concerning
from catalog.timezone import local_day
from storage.serialize import entry_of
from storage.tables import ENTRIES, OPINIONS


def load(
    connection: Connection,
    item: str,
    *,
    opinions: bool = False,
    on: date | None = None,
    upto: int | None = None,
) -> Dossier:
    """Load a dossier on an open connection, see Ledger.load and Ledger.upto."""
    if not item.isprintable():
        return Dossier(item)  # no such id exists, and PostgreSQL will not even look for it
    catalog = catalog_of(item)
    query = select(ENTRIES).where(of_item(item))
    if upto is not None:
        query = query.where(ENTRIES.c.position <= upto)
    rows = connection.execute(query.order_by(ENTRIES.c.position)).mappings()
    read = [(row["position"], entry_of(row)) for row in rows]
    placed = [(place, e) for place, e in read if on is None or local_day(e.at) <= on]
    entries = [entry for _, entry in placed]
    years = sorted({e.item for e in entries} - {item} | {catalog}, key=in_order)
    by_year = {one: Dossier(one, tuple(e for e in entries if e.item == one)) for one in years}
    own = tuple(e for e in entries if e.item == item)
    reforms = tuple(one for year in by_year.values() for one in year.standing(Reform))
    return Dossier(
        id=item,
        entries=own,
        catalog=by_year[catalog].latest(CatalogRecord),
        opinions=_opinions(connection, item, entries) if opinions else {},
        positions={entry.seq: place for place, entry in placed if entry.item == item},
        reforms=concerning(reforms, local_day(own[0].at)) if own and item != catalog else reforms,
    )


def of_item(item: str) -> ColumnElement[bool]:
    """What a dossier is made of: the entries of an item and of its catalog, and the reforms of its
    authority, of whatever year: a unit that is no more is none for the items of any year."""
    years = [f"{authority_of(item)}-{year}" for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    reforms = and_(ENTRIES.c.item.in_(years), ENTRIES.c.step == REFORM)
    return or_(ENTRIES.c.item.in_({item, catalog_of(item)}), reforms)


def home_of(entries: Iterable[Entry], digest: str) -> int | None:
    """The entry whose opinion rows have this digest: the first one that carried it."""
    return next(
        (
            e.seq
            for e in entries
            if isinstance(e.record, AdoptionStatement) and e.record.opinion_digest == digest
        ),
        None,
    )


def _opinions(
    connection: Connection, item: str, entries: list[Entry]
) -> Mapping[int, tuple[Opinion, ...]]:
    """Opinions by round: those of the statement in force, which may be an earlier one's rows."""
    inforce = {e.round: e.record for e in entries if isinstance(e.record, AdoptionStatement)}
    fields = [OPINIONS.c[name] for name in Opinion.model_fields]
    found = {}
    for round, record in inforce.items():
        home = home_of(entries, record.opinion_digest)
        query = select(*fields).where(OPINIONS.c.item == item, OPINIONS.c.entry_seq == home)
        rows = connection.execute(query.order_by(OPINIONS.c.no)).mappings()
        found[round] = tuple(Opinion.model_validate(dict(row)) for row in rows)
    return found
