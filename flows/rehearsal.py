"""A rehearsal of a year in this process: import the catalog, take each item through its answers.

Killed at any moment it goes on where it died: the ledger says what has been heard.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from prefect import tags
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from catalog.zone import midnight_after
from flows.lifecycle import lifecycle
from flows.publication import publication
from flows.scenario import Scenario, read_scenario
from storage.importing import import_catalog
from storage.office import Office


class Step(NamedTuple):
    """One item of the rehearsal: its number in the whole, its id, and the name it ended under."""

    no: int
    of: int
    item: str
    ended: str


def rehearse_years(office: Office, scenarios: list[Path]) -> Iterator[Step]:
    """Run scenario files to their as_of and publish; yields after each item.

    Raises catalog.parse.ShapeError on a faulty scenario and storage.filing.Refused where the
    catalog itself is refused.
    """
    years = [(path, read_scenario(path)) for path in scenarios]
    work = [(path, year, item) for path, year in years for item in _items(office, path, year)]
    # A run in this process needs no heartbeat, and each would make its run wait for a second.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        for no, (path, year, item) in enumerate(work, 1):
            with tags(f"item:{item}"):
                state = lifecycle(
                    item,
                    home=str(office.home),
                    answers=year.answers(item),
                    folder=str(path.parent),
                    at=midnight_after(year.as_of) - timedelta(minutes=1),
                    return_state=True,
                )
            yield Step(no, len(work), item, state.name or "")
        as_of = max(year.as_of for _, year in years)
        publication(home=str(office.home), as_of=as_of)


def _items(office: Office, path: Path, year: Scenario) -> list[str]:
    filed = import_catalog(
        office.ledger(), path.parent / year.catalog, actor=year.imported_by, at=year.imported_at
    )
    return year.items(f.entry.item for f in filed if f.entry.step == "entry.inclusion")
