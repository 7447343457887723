"""A whole item beside a real engine: every step filed on its day, seen by its runs, to the published page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from catalog.dossier import Dossier
from catalog.lifecycle import awaiting
from catalog.progress import headline, standing
from catalog.timezone import SHANGHAI, local_day
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.filing import file_record
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.flows.engine import Desk, until
from tests.pages.edition import build_edition
from tests.storage.life import ACTOR, OPINION_ROWS, YEAR, sited, steps, ten_o_clock

FIRST = LAWFUL[0].on
LAST = LAWFUL[-1].on
Nothing = Callable[[], object]
WAITS = {"PAUSED", "SCHEDULED"}
"""The kinds of state of a run that has no process."""


class Life:
    """The lawful dossier of tests/catalog/rules, lived at a desk day by day."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.office = desk, desk.office
        inbox = furnished(self.office)
        self.payloads = {step: payload for _, step, payload, _ in steps(inbox)}

    def found(self) -> None:
        """Put the catalog and the item on file, and start the item twice as an officer may."""
        for step, at in (("entry.catalog", FIRST), ("entry.inclusion", FIRST)):
            item = YEAR if step == "entry.catalog" else ITEM
            file_record(
                self.office.ledger(),
                item,
                step,
                self.payloads[step],
                actor=ACTOR,
                at=ten_o_clock(at),
                folder=self.office.inbox(ITEM),
            )
        for _ in range(2):
            self.desk.run("start/启动事项", item=ITEM)

    def goes_on(self, step: str, disturb: Nothing = lambda: None) -> None:
        """Take the next step on its day; `disturb` is called while it is filed and seen."""
        self.jump(next(ten_o_clock(filed.on) for filed in LAWFUL if filed.step == step))
        with ThreadPoolExecutor(1) as at_the_desk:
            filing = at_the_desk.submit(self.file, step)
            disturb()
            filing.result()
        assert self.desk.steps(ITEM).count(step) == 1
        until(self.agrees, f"the runs to say what the ledger says after {step}", 300)

    def agrees(self) -> bool:
        """Whether the runs of the item say what the ledger says, one of them for each stage."""
        dossier, today = self.office.ledger().load(ITEM), local_day(self.office.now())
        wanted = {f"{ITEM} 全程": headline(dossier, today)}
        for awaited in awaiting(dossier, today):
            slug = awaited.stage.slug
            wanted[f"{ITEM} {awaited.stage.title}"] = standing(dossier, slug, today)
        try:
            every = self.desk.runs(f"item:{ITEM}")
        except httpx.HTTPError:
            return False  # the engine is being started again
        for run in every:  # a filter by turn shows what waits for a unit and nothing else
            if run["state_type"] == "COMPLETED" and any(t.startswith("turn:") for t in run["tags"]):
                return False
        live = {run["name"]: run["state_name"] for run in every if run["state_type"] in WAITS}
        if not awaiting(dossier, today):  # it is over: nothing waits, and the whole ended under it
            ended = {run["state_name"] for run in every if run["name"] == f"{ITEM} 全程"}
            return (
                not live and headline(dossier, today) in ended
            )  # one that was a second ended as such
        return live == wanted and sum(run["state_type"] in WAITS for run in every) == len(wanted)

    def jump(self, to: datetime) -> None:
        """Put the clock of the drill to an instant, as `juece skip` does; the worker sees it."""
        drill = Drill.of(self.office.home)
        assert drill
        real = datetime.now(SHANGHAI)
        if drill.shows(real) < to:
            drill.moved(real, to - drill.shows(real)).save(self.office.home)

    def file(self, step: str) -> None:
        """File a step of the life now."""
        payload = dict(self.payloads[step])
        if "opinions" in payload:
            payload["opinions"] = OPINION_ROWS
        at, inbox = self.office.now(), self.office.inbox(ITEM)
        file_record(self.office.ledger(), ITEM, step, payload, actor=ACTOR, at=at, folder=inbox)


def told(dossier: Dossier) -> list[tuple[Any, ...]]:
    """The entries of a life without the minute at which each was filed."""
    return [
        (e.step, e.round, local_day(e.at), e.actor.name, e.record.model_dump_json())
        for e in dossier.entries
    ]


def furnished(office: Office) -> Path:
    """Give the office a website of its authority's and the item an inbox; returns the inbox."""
    inbox = office.inbox(ITEM)
    inbox.mkdir(parents=True)
    sited(office.home)
    return inbox


def lived(folder: Path) -> Office:
    """The office after the same life without an engine: what every disturbed one must end as."""
    office = Office(home=folder)
    inbox = furnished(office)
    for item, step, payload, at in steps(inbox):
        file_record(office.ledger(), item, step, payload, actor=ACTOR, at=at, folder=inbox)
    return office


def pages(office: Office) -> dict[str, bytes]:
    """Every page on the last day of the life, without the numbers of the ledger."""
    return dict(build_edition(office, LAST + timedelta(days=1)).files)
