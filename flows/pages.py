"""From the ledger to an edition: the one place where storage and publish meet; knows no engine."""

import logging
from collections.abc import Iterable
from datetime import date

from catalog.annual import CatalogRecord
from catalog.dossier import Dossier
from publish.look import Look, Setting, folders
from publish.search.indexing import indexer
from publish.site import Edition, Head, Year, build
from storage.ledger import Ledger
from storage.office import Office
from storage.sites import read_sites

log = logging.getLogger(__name__)


def build_edition(office: Office, day: date, *, fragment: bool = False) -> Edition:
    """Build every page of every catalog as of the end of a day, in the office's own looks.

    Raises what `setting_of` raises.
    """
    ledger = office.ledger()
    years = [_year(ledger, catalog, day) for catalog in ledger.catalogs()]
    head = ledger.head(on=day)
    setting = setting_of(office, [year.catalog for year in years], fragment=fragment)
    return build(years, day, Head(head.count, head.digest), office.documents.read, setting)


def setting_of(office: Office, catalogs: Iterable[Dossier], *, fragment: bool = False) -> Setting:
    """The websites of the authorities whose own catalogs these are, and the looks.

    Raises catalog.parse.ShapeError where the settings of a website are missing or malformed, and
    publish.look.Foreign where the looks touch what they may not.
    """
    told = [catalog.latest(CatalogRecord) for catalog in catalogs]
    own = [c.authority for c in told if c and not c.compiled_from]
    overrides = office.home / "look"
    search = not fragment and searched(office)
    own_looks = overrides if overrides.is_dir() else None
    look = Look(own_looks, fragment, search, history=not fragment)
    folders(look)
    return Setting(read_sites(office.home, own), look)


def searched(office: Office) -> bool:
    """Say whether the site gets a search; a missing indexer is told and keeps no page back."""
    if office.search and not indexer():
        log.warning("没有安装搜索组件（pagefind[extended]），站点照常生成，不带搜索页面")
        return False
    return office.search


def _year(ledger: Ledger, catalog: str, day: date) -> Year:
    items = [ledger.load(item, opinions=True, on=day) for item in ledger.items(catalog)]
    return Year(ledger.load(catalog, on=day), items)
