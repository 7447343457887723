"""Built sites to hold twins against: the samples, a domain with two years, the demonstration."""

from datetime import date
from pathlib import Path

import pytest

from catalog.annual import Authority
from flows.pages import build_edition
from flows.scenario import read_scenario
from publish.edition import Edition
from publish.site import Year, build
from storage.filing import Refused, file_record
from storage.importing import import_catalog
from storage.office import office_at
from tests.publish.conftest import HEAD
from tests.publish.dossiers import (
    AS_OF,
    CATALOG,
    STORE,
    Filing,
    catalog_dossier,
    item,
    notice,
    start,
    through_publication,
)

EDITIONS = Path(__file__).parents[3] / "catalog" / "editions"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Both demonstration catalogs, built as of the day that their scenario names."""
    office = office_at(tmp_path_factory.mktemp("office"))
    ledger = office.ledger()
    days = []
    for path in sorted(EDITIONS.glob("*.scenario.yaml")):
        year = read_scenario(path)
        catalog = EDITIONS / year.catalog
        import_catalog(ledger, catalog, actor=year.imported_by, at=year.imported_at)
        for one in year.filings:
            told = {"actor": one.actor, "at": one.at, "amends": one.amends, "folder": EDITIONS}
            try:
                file_record(ledger, one.item, one.step, one.payload, **told)
            except Refused:
                assert one.refused_by, one
        days.append(year.as_of)
    return build_edition(office, max(days))


@pytest.fixture(scope="session")
def years() -> Edition:
    """Two years of an authority whose site has a domain, and one of another authority."""
    told = {
        "site_name": "上海市民政局",
        "site_domain": "mzj.sh.gov.cn",
        "site_id_code": "3100000000",
    }
    own = CATALOG.model_copy(update={"authority": CATALOG.authority.model_copy(update=told)})
    before = own.model_copy(update={"year": 2025, "title": "2025年度目录"})
    other = CATALOG.model_copy(update={"authority": Authority(id="qmzj", name="某区民政局")})
    books = []
    for catalog, name in ((own, "甲事项"), (before, "上一年的事项"), (other, "乙事项")):
        filing = through_publication(Filing(catalog, item(7, name)))
        open_ = Filing(catalog, item(8, f"征求意见的{name}"))
        open_.file(start(date(2026, 5, 11)), date(2026, 5, 11))
        open_.file(notice(date(2026, 6, 15), date(2026, 7, 20)), date(2026, 6, 15))
        books.append(Year(catalog_dossier(catalog), [filing.dossier, open_.dossier]))
    return build(books, AS_OF, HEAD, STORE.__getitem__)


@pytest.fixture(scope="session", params=["edition", "years", "demo"])
def site(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The files of a whole built site by path."""
    return dict(request.getfixturevalue(request.param).files)
