"""From the ledger to an edition: the one place where storage and publish meet; knows no engine."""

from datetime import date

from catalog.annual import CatalogRecord
from publish.look import Look
from publish.site import Edition, Head, Year, build
from storage.ledger import Ledger
from storage.office import Office
from storage.sites import read_sites


def build_edition(office: Office, day: date, *, fragment: bool = False) -> Edition:
    """Build every page of every catalog as of the end of a day, in the office's own looks.

    Raises publish.look.Foreign where the looks touch what they may not, and catalog.parse.ShapeError
    where an authority's website settings are missing or malformed.
    """
    ledger = office.ledger()
    years = [_year(ledger, catalog, day) for catalog in ledger.catalogs()]
    head = ledger.head(on=day)
    told = [year.catalog.latest(CatalogRecord) for year in years]
    own = [c.authority for c in told if c and not c.compiled_from]
    looks = office.home / "look"
    return build(
        years,
        day,
        Head(head.count, head.digest),
        office.documents.read,
        sites=read_sites(office.home, own),
        look=Look(looks if looks.is_dir() else None, fragment),
    )


def _year(ledger: Ledger, catalog: str, day: date) -> Year:
    items = [ledger.load(item, opinions=True, on=day) for item in ledger.items(catalog)]
    return Year(ledger.load(catalog, on=day), items)
