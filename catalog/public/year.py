"""A year of an authority, and its public side on a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from catalog import lifecycle
from catalog.annual import CatalogRecord
from catalog.dossier import Dossier
from catalog.public.disclose import disclose, disclose_catalog
from catalog.public.item import PublicCatalog, PublicDossier
from catalog.public.validity import standing


class Year(NamedTuple):
    """One authority's year: the dossier `<authority>-<year>` of its catalog, and its items."""

    catalog: Dossier
    items: Sequence[Dossier]


class DisclosedYear(NamedTuple):
    """What of a year may leave the building.

    `fresh` says of each item's page when it will change by itself; it stays inside, for it tells of
    days that were not published.
    """

    catalog: PublicCatalog
    items: tuple[PublicDossier, ...]
    fresh: Mapping[str, date]


def disclose_years(years: Iterable[Year], as_of: date) -> list[DisclosedYear]:
    """The public side of the years on file by a day.

    Each item speaks of the day from which it has stood as it is, not of the day of the build: so a
    page that nothing happened to keeps its bytes, and its approval, from one night to the next.
    """
    return [
        _disclosed(year, as_of) for year in years if year.catalog.on(as_of).latest(CatalogRecord)
    ]


def _disclosed(year: Year, as_of: date) -> DisclosedYear:
    told = (item.on(as_of) for item in year.items)
    shown = [item for item in told if item.entries and not lifecycle.secret(item)]
    spans = [standing(item, as_of) for item in shown]
    items = tuple(disclose(item, span.since) for item, span in zip(shown, spans, strict=True))
    fresh = {item.id: s.until for item, s in zip(shown, spans, strict=True) if s.until}
    return DisclosedYear(disclose_catalog(year.catalog, as_of), items, fresh)
