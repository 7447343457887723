"""From the ledger to an edition: the one place where storage and publish meet; knows no engine."""

import logging
from datetime import date

from publish.search.indexing import indexer
from publish.site import Edition, Head, Year, build
from storage.ledger import Ledger
from storage.office import Office

log = logging.getLogger(__name__)


def build_edition(office: Office, day: date) -> Edition:
    """Build every page of every catalog as of the end of a day; with a search where it is set."""
    ledger = office.ledger()
    years = [_year(ledger, catalog, day) for catalog in ledger.catalogs()]
    head = ledger.head(on=day)
    return build(
        years, day, Head(head.count, head.digest), office.documents.read, search=searched(office)
    )


def searched(office: Office) -> bool:
    """Say whether the site gets a search; a missing indexer is told and keeps no page back."""
    if office.search and not indexer():
        log.warning("没有安装搜索组件（pagefind[extended]），站点照常生成，不带搜索页面")
        return False
    return office.search


def _year(ledger: Ledger, catalog: str, day: date) -> Year:
    items = [ledger.load(item, opinions=True, on=day) for item in ledger.items(catalog)]
    return Year(ledger.load(catalog, on=day), items)
