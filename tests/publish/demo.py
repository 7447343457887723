"""The demonstration without its engine: both scenarios through the door, in a few seconds."""

from datetime import date, datetime, time
from pathlib import Path

from catalog.zone import SHANGHAI
from flows.scenario import read_scenario
from publish.patterns import patterns
from publish.sealing.lay import lay
from publish.sealing.seal import Told
from storage.filing import Refused, file_record
from storage.importing import import_catalog
from storage.office import Office, office_at
from tests.publish.edition import build_edition, write
from tests.sealing.sites import REVIEWED, URGENT

EDITIONS = Path(__file__).parents[2] / "catalog" / "editions"
SCENARIOS = [read_scenario(path) for path in sorted(EDITIONS.glob("*.scenario.yaml"))]
AS_OF: date = max(scenario.as_of for scenario in SCENARIOS)


def demonstrated(home: Path) -> Office:
    """An office with everything of the demonstration on file, and its website settings."""
    office = office_at(home)
    ledger = office.ledger()
    for scenario in SCENARIOS:
        path = EDITIONS / scenario.catalog
        import_catalog(ledger, path, actor=scenario.imported_by, at=scenario.imported_at)
        for answer in scenario.filings:
            try:
                file_record(
                    ledger,
                    answer.item,
                    answer.step,
                    answer.payload,
                    actor=answer.actor,
                    at=answer.at,
                    amends=answer.amends,
                    folder=EDITIONS,
                )
            except Refused:
                assert answer.refused_by, (answer.item, answer.step)
    (home / "site.yaml").write_bytes((EDITIONS / "site" / "site.yaml").read_bytes())
    return office


def everything(folder: Path) -> Path:
    """Every page there is: the demonstration, sealed twice, and the component page beside it."""
    site = folder / "site"
    write(build_edition(demonstrated(folder / "office"), AS_OF), site)
    for path, body in patterns().items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(body)
    out = datetime.combine(AS_OF, time(10), SHANGHAI)
    first = lay(site, Told(published_at=out, position=1, matters=(REVIEWED, URGENT)), [])
    lay(site, Told(published_at=out, position=2, matters=(URGENT,)), [first.sealed])
    return site
