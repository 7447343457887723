"""What surrounds the pages of an office: its websites and its looks; knows no engine."""

import logging
from collections.abc import Iterable

from catalog.annual import CatalogRecord
from catalog.deadlines import deadlines
from catalog.dossier import Dossier
from office.settings.installation import Office
from office.settings.publication import writes_letters
from office.settings.websites import read_sites
from pages.build.outputs import SEARCH
from pages.html.theme import SiteContext, Theme, folders
from pages.search.indexing import indexer

log = logging.getLogger(__name__)


def setting_of(
    office: Office, catalogs: Iterable[Dossier], *, fragment: bool = False
) -> SiteContext:
    """The websites of the authorities whose own catalogs these are, and the looks.

    Raises catalog.parse.ShapeError where the settings of a website are missing or malformed, and
    pages.html.theme.Foreign where the looks touch what they may not.
    """
    told = [catalog.latest(CatalogRecord) for catalog in catalogs]
    own = [c.authority for c in told if c and not c.compiled_from]
    overrides = office.home / "look"
    search = not fragment and searched(office)
    own_looks = overrides if overrides.is_dir() else None
    look = Theme(own_looks, fragment, search, history=not fragment)
    folders(look)
    sites = read_sites(office.home, own)
    return SiteContext(sites, look, deadlines(), writes_letters(office.home))


def searched(office: Office) -> bool:
    """Say whether the site gets a search; a missing indexer is told and keeps no page back.

    Where nobody says, it stays as it is: a command without the setting would take the search out of
    every page, and each would wait for a review.
    """
    wanted = office.search
    if wanted is None:
        wanted = any(any(at.glob(f"*/{SEARCH}")) for at in (office.draft, office.site))
    if wanted and not indexer():
        log.warning("没有安装搜索组件（pagefind[extended]），站点照常生成，不带搜索页面")
        return False
    return wanted
