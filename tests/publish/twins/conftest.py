"""Built sites to hold twins against: the samples, and the demonstration as it is rehearsed."""

from pathlib import Path

import pytest

from flows.pages import build_edition
from flows.scenario import read_scenario
from publish.edition import Edition
from storage.filing import Refused, file_record
from storage.importing import import_catalog
from storage.office import office_at

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


@pytest.fixture(scope="session", params=["samples", "demo"])
def site(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The files of a whole built site by path."""
    name = "edition" if request.param == "samples" else "demo"
    return dict(request.getfixturevalue(name).files)
