"""From the ledger to an edition: the one place where storage and publish meet; knows no engine."""

from datetime import date

from publish.site import Edition, Head, Year, build
from storage.ledger import Ledger
from storage.office import Office


def build_edition(office: Office, day: date, *, search: bool = False) -> Edition:
    """Build every page of every catalog as of the end of a day."""
    ledger = office.ledger()
    years = [_year(ledger, catalog, day) for catalog in ledger.catalogs()]
    head = ledger.head(on=day)
    return build(years, day, Head(head.count, head.digest), office.documents.read, search=search)


def _year(ledger: Ledger, catalog: str, day: date) -> Year:
    items = [ledger.load(item, opinions=True, on=day) for item in ledger.items(catalog)]
    return Year(ledger.load(catalog, on=day), items)
