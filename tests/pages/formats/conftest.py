"""Built sites to hold twins against: the samples, a domain with two years, the demonstration."""

from datetime import date

import pytest

from catalog.annual import Authority
from pages.build.site import Year
from tests.pages.conftest import HEAD
from tests.pages.demo import AS_OF as DEMONSTRATED
from tests.pages.demo import demonstrated
from tests.pages.dossiers import (
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
from tests.pages.edition import Edition, build, build_edition


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Both demonstration catalogs, built as of the day that their scenario names."""
    return build_edition(demonstrated(tmp_path_factory.mktemp("office")), DEMONSTRATED)


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
