"""A rehearsal of a year in this process: import the catalog, take each item through its answers.

Its runs bear the names of real ones but ask nobody and wait for nothing. Killed at any moment it
goes on where it died: the ledger says what has been heard.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from prefect import flow, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Completed, Failed

from catalog.clock import CalendarMissing
from catalog.parse import ShapeError
from catalog.progress import headline, standing
from catalog.record import Actor
from catalog.timezone import local_day
from flows import artifacts, reconcile, suspend, withheld
from flows.lifecycle import run_name as item_name
from flows.publication import publication
from flows.scenario import Filing, Scenario, read_scenario
from flows.stage import run_name as stage_name
from office.editions import draft
from office.editions.publish import standing as standing_edition
from office.editions.review import proposed, review
from office.editions.verdict import Reviewed, Verdict
from office.settings.installation import Office
from storage.catalog_import import import_catalog
from storage.filing import Refused
from storage.ledger import Ledger

REVIEWER = Actor(name="示例审查人", unit="示例保密审查岗")
"""Who reviews in a rehearsal; nobody real."""


RETURNED = "退回：补正"


class Step(NamedTuple):
    """One item of the rehearsal: its number in the whole, its id, and the name it ended under."""

    no: int
    of: int
    item: str
    ended: str


def rehearse_years(
    office: Office, scenarios: list[Path], until: date | None = None
) -> Iterator[Step]:
    """Run scenario files to their as_of and publish as of then, and of a later day `until`; yields
    after each item.

    Raises catalog.parse.ShapeError on a faulty scenario or pages that cannot go out, and
    storage.filing.Refused where the catalog itself is refused.
    """
    years = [(path, read_scenario(path)) for path in scenarios]
    work = [(path, year, item) for path, year in years for item in _items(office, path, year)]
    # A run in this process needs no heartbeat, and each would make its run wait for a second.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        for no, (path, year, item) in enumerate(work, 1):
            with tags(*reconcile.tags_of(office.ledger().load(item))):
                state = rehearsed_item(
                    item, year.answers(item), str(path.parent), year.as_of, return_state=True
                )
            yield Step(no, len(work), item, state.name or "")
        day = max(year.as_of for _, year in years)
        for shown in sorted({day, max(until or day, day)}):
            out_now = standing_edition(office)
            if out_now and shown < out_now.seal.as_of:
                continue  # of a rehearsal that was run on an earlier day
            agree_to_all(office, shown)
            out: State[Any] = publication(shown, return_state=True)
            if not out.is_completed():
                raise ShapeError([out.message or out.name or ""])


@flow(name="lifecycle", flow_run_name=item_name)
def rehearsed_item(item: str, answers: tuple[Filing, ...], folder: str, as_of: date) -> State[Any]:
    """Hand the answers not yet heard to their stages, in order, one stage run at a time."""
    office = Office()
    ledger = office.ledger()
    while pending := unheard(ledger, item, answers):
        slug = pending[0].stage
        turn = tuple(takewhile(lambda a: a.stage == slug, pending))  # noqa: B023  used at once
        with tags(f"stage:{slug}"):
            rehearsed_stage(item, slug, turn, folder, return_state=True)
    dossier = ledger.load(item)
    artifacts.show(office, dossier, as_of, suspend.run_id())
    return Completed(name=headline(dossier, as_of))


@flow(name="stage", flow_run_name=stage_name)
def rehearsed_stage(item: str, stage: str, answers: tuple[Filing, ...], folder: str) -> State[Any]:
    """File the answers with their documents from `folder`; a legal refusal is a state."""
    office = Office()
    for answer in answers:
        refusal = file_answer(office, answer, Path(folder))
        if refusal:
            return Failed(name=RETURNED, message=withheld.codes(refusal))
    return Completed(name=standing(office.ledger().load(item), stage, local_day(answers[-1].at)))


@task(name="登记", task_run_name="登记 {answer.title}", cache_policy=NO_CACHE)
def file_answer(office: Office, answer: Filing, folder: Path) -> str:
    """File one answer through the one door; return the refusal, or empty."""
    try:
        answer.put_on_file(office.ledger(), folder)
    except (Refused, CalendarMissing) as refused:
        return str(refused)
    return ""


def agree_to_all(office: Office, day: date) -> None:
    """Let the rehearsal's reviewer agree to every matter that waits."""
    with draft.alone(office):
        draft.refresh(office, day)
    waiting = [one for one in proposed(office) if one.unreviewed]
    agreed = {w.id: Reviewed(digest=w.matter.digest, verdict=Verdict.AGREED) for w in waiting}
    if wrong := review(office, agreed, REVIEWER):
        raise ShapeError(wrong)


def unheard(ledger: Ledger, item: str, answers: Iterable[Filing]) -> list[Filing]:
    """The answers later than the last one filed or refused: a rehearsal goes on where it died."""
    filed = [e.at for e in ledger.load(item).entries]
    heard = max(filed + [r.at for r in ledger.refusals(item)], default=None)
    return [a for a in answers if heard is None or a.at > heard]


def _items(office: Office, path: Path, year: Scenario) -> list[str]:
    filed = import_catalog(
        office.ledger(), path.parent / year.catalog, actor=year.imported_by, at=year.imported_at
    )
    return year.items(f.entry.item for f in filed if f.entry.step == "entry.inclusion")
