"""The demonstration edition as it is built, and the same made whole where the pages still lack."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.pages import build_edition
from flows.scenario import read_scenario
from storage.filing import Refused, file_record
from storage.importing import import_catalog
from storage.office import office_at

EDITIONS = Path(__file__).parents[2] / "catalog" / "editions"


@cache
def built() -> dict[str, bytes]:
    """The files of both demonstration catalogs, filed without the engine and built."""
    with TemporaryDirectory() as home:
        office = office_at(home)
        scenarios = [read_scenario(path) for path in sorted(EDITIONS.glob("*.scenario.yaml"))]
        for year in scenarios:
            path = EDITIONS / year.catalog
            import_catalog(office.ledger(), path, actor=year.imported_by, at=year.imported_at)
            for one in sorted(year.filings, key=lambda answer: answer.at):
                try:
                    file_record(
                        office.ledger(),
                        one.item,
                        one.step,
                        one.payload,
                        actor=one.actor,
                        at=one.at,
                        amends=one.amends,
                        folder=EDITIONS,
                    )
                except Refused:
                    assert one.refused_by, (one.item, one.step)
        edition = build_edition(office, max(year.as_of for year in scenarios))
        return dict(edition.files)
