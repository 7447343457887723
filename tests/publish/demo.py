"""The demonstration without its engine: both scenarios through the door, in a few seconds."""

from datetime import date
from pathlib import Path

from flows.scenario import read_scenario
from storage.filing import Refused, file_record
from storage.importing import import_catalog
from storage.office import Office, office_at

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
