"""What the ledger awaits and what runs there are, brought together: the one way back to order.

A run may have been killed, doubled, lost with the engine's database, or overtaken by a record that
was filed elsewhere. `reconcile` looks at both sides and mends the runs; the ledger is the truth.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, Self
from uuid import UUID

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.ids import year_of
from catalog.stages import STAGES
from catalog.stages.applicability import item_of
from catalog.timezone import local_day
from flows import artifacts, suspend, waits, withheld
from flows.runs import AT_WORK, Run, current, name_scheduled, tagged, troubled
from flows.suspend import Wait
from office.settings.installation import Office

LIFECYCLE, STAGE = "lifecycle/全程", "stage/阶段"
WHOLE = "lifecycle"
"""The tag of the runs that take a whole item on its way."""
OURS = frozenset({"", *STAGES})
"""The stages that runs of an item are of, and the whole; earlier programs had another kind."""
ORPHANED = timedelta(minutes=10)
"""A run works for seconds; one that has been at work for longer has lost its process."""
LOOKING_BACK = timedelta(days=2)
"""What broke earlier than this is left to the nightly sweep."""


def tags_of(dossier: Dossier, *more: str) -> list[str]:
    """The tags by which the runs of an item are found."""
    if lifecycle.secret(dossier):
        return [f"item:{dossier.id}", f"year:{year_of(dossier.id)}", withheld.TAG, *more]
    item = item_of(dossier)
    units = [f"unit:{unit.name}" for unit in item.units] if item else []
    return [f"item:{dossier.id}", f"year:{year_of(dossier.id)}", *units, *more]


def begin(office: Office, item: str) -> bool:
    """Start the lifecycle of an item; False where one is under way, which is looked after."""
    with get_client(sync_client=True) as client:
        runs = tagged(client, f"item:{item}", WHOLE)
        now = current(runs)
        if now is None or now.state.is_completed():
            _start_whole(office.ledger().load(item), runs)
            return True
    reconcile(office, item)
    return False


def is_second(own: UUID, *tags: str) -> bool:
    """Say whether an older run with the same tags is under way than the run of this id."""
    with get_client(sync_client=True) as client:
        runs = tagged(client, *tags)
    live = [run.id for run in runs if run.id == own or not run.state.is_final()]
    return bool(live) and live[0] != own


def adopt(dossier: Dossier, tag: str, run: UUID) -> None:
    """Give a run its tags, however it was started."""
    with get_client(sync_client=True) as client:
        withheld.forget(client, dossier)  # before it counts as begun since the item is secret
        client.update_flow_run(run, tags=tags_of(dossier, tag))


def tag_of(stage: str) -> str:
    """The tag of the runs of a stage; of an empty one, of the whole item."""
    return f"stage:{stage}" if stage else WHOLE


def reconcile(
    office: Office,
    item: str,
    *,
    orphaned: timedelta = ORPHANED,
    at_work: Collection[UUID] = (),
    begun: UUID | None = None,
) -> list[str]:
    """Mend the runs of one item; returns what was done, in words.

    Runs whose ids are in `at_work` have a process; any other that has been at work for longer
    than `orphaned` has not. `begun` has just begun to wait: what stands beside it is left anew.
    """
    look, done = _Look.at(office, item), list[str]()
    while True:
        with get_client(sync_client=True) as client:
            done += _mend(client, look, orphaned, at_work, begun)
        later = _Look.at(office, item)
        if later.dossier.entries == look.dossier.entries:
            return done
        look, begun = later, None  # what was shown a moment ago is of before


def _mend(
    client: SyncPrefectClient,
    look: "_Look",
    orphaned: timedelta,
    at_work: Collection[UUID],
    begun: UUID | None,
) -> list[str]:
    withheld.forget(client, look.dossier)
    done: list[str] = []
    runs = [
        run for run in tagged(client, f"item:{look.dossier.id}") if not _unreachable(client, run)
    ]
    for run in (run for run in runs if run.turn and run.state.is_final()):
        run.take_the_turn(client)
    stages = {run.stage: [each for each in runs if each.stage == run.stage] for run in runs}
    newest = {slug: now for slug, of in stages.items() if (now := current(of))}
    seconds = (run for run in runs if run.waits and run != newest[run.stage])
    done += [run.again(client, "已有同样的在办") for run in seconds]
    for slug, run in newest.items():
        # What is over too: a run that was lost as it ended would be said to be at work for ever.
        if slug in OURS and (mended := run.mended(client, orphaned, at_work)):
            done.append(mended)
        elif run.waits:
            done += _follow(client, look, run, anew=run.id == begun)
    whole = newest.get("")
    if look.waits and (whole is None or whole.state.is_completed()):
        _start_whole(look.dossier, stages.get("", []))
        done.append(f"{look.dossier.id} 全程重新开始")
    elif whole and whole.under_way and (unserved := look.unserved(newest)):
        still = look.again().waits  # the runs may be further than the look that was before them
        for slug in (slug for slug in unserved if slug in still):
            _open(look.dossier, slug, stages.get(slug, []))
    return done


def _unreachable(client: SyncPrefectClient, run: Run) -> bool:
    """Delete a run whose time has come and that no worker takes up, for its deployment is there no more:
    somebody deleted it, and the one of the same name is another."""
    if not run.due or run.deployment is None:
        return False
    try:
        client.read_deployment(run.deployment)
    except ObjectNotFound:
        client.delete_flow_run(run.id)
        return True
    return False


def _follow(client: SyncPrefectClient, look: "_Look", run: Run, *, anew: bool) -> list[str]:
    """Let a run that waits show what the ledger says now, or end; returns what was done."""
    how = look.waits.get(run.stage)
    if how is None or anew or not how.shows(run.state):
        look = look.again()  # the run may be further than the look that was before it
        how = look.waits.get(run.stage)
    if how is None:
        run.take_the_turn(client)
        return [run.again(client, "已办结")]
    run.tag(client, tags_of(look.dossier, tag_of(run.stage)), how.turn)
    said = []
    if not how.shows(run.state) and suspend.show(client, run.id, how):
        said = [f"{run.name}：{how.name}"]
    if said or anew:
        artifacts.beside(look.office, look.dossier, run.stage, look.today, run.id)
    return said


class _Look(NamedTuple):
    """What the ledger awaits of an item at an instant.

    The runs are read after it, and may be further than it is. What would disturb one that is, or
    start one too many, is done only after a look after the runs.
    """

    office: Office
    dossier: Dossier
    now: datetime
    waits: dict[str, Wait]
    """How the run of each stage that is awaited waits; by the empty slug that of the whole item."""

    @classmethod
    def at(cls, office: Office, item: str) -> Self:
        dossier, now = office.ledger().load(item), office.now()
        return cls(office, dossier, now, waits.of_item(office, dossier, now))

    def again(self) -> Self:
        """A later look at the same item."""
        return self.at(self.office, self.dossier.id)

    @property
    def today(self) -> date:
        return local_day(self.now)

    def unserved(self, newest: Mapping[str, Run]) -> list[str]:
        """The stages that are awaited and have no run."""
        awaited = (slug for slug in self.waits if slug)
        return [s for s in awaited if s not in newest or newest[s].state.is_completed()]


def take_up(office: Office, orphaned: timedelta, at_work: Collection[UUID]) -> list[str]:
    """Look for runs that broke or lost their process, and mend them; returns what was done."""
    since = datetime.now(UTC) - LOOKING_BACK
    with get_client(sync_client=True) as client:
        found = [run for run in troubled(client) if run.broken or run.state.type in AT_WORK]
        name_scheduled(client)
        of_no_item = [run for run in found if not run.item]
        lost = [run for run in of_no_item if run.orphaned(orphaned, at_work)]
        died = [r for r in of_no_item if r.died(since) and r.worth_another_try(client)]
        done = [run.again(client, "中断后继续办理") for run in (*lost, *died)]
    of_late = (run for run in found if not run.broken or run.state.timestamp > since)
    for item in dict.fromkeys(run.item for run in of_late if run.item):
        done += reconcile(office, item, orphaned=orphaned, at_work=at_work)
    return done


def take_up_all(office: Office) -> list[str]:
    """Mend the runs of every item, as after a restart; returns what was done."""
    return [done for item in office.ledger().items() for done in reconcile(office, item)]


def _open(dossier: Dossier, slug: str, runs: Sequence[Run]) -> None:
    """Start a run for a stage, unless one of its `runs` is under way."""
    if not runs or runs[-1].state.is_completed():
        # Not of the whole item: what is filed in its other stages makes no second run of this one.
        filed = dossier.filed_in(slug)
        given = {"item": dossier.id, "stage": slug}
        _start(STAGE, dossier, given, tag_of(slug), f"{filed}-{after(runs)}")


def after(runs: Sequence[Run]) -> str:
    """What tells a run that is to be started from all before it: the last of them. Not their number, which
    falls when some are deleted, and a key gives the same run for ever."""
    return str(runs[-1].id) if runs else ""


def _start(
    deployment: str, dossier: Dossier, given: dict[str, Any], tag: str, attempt: str
) -> None:
    """Start a run; whoever starts the same one at the same time gets the same run."""
    run_deployment(
        deployment,
        parameters=given,
        tags=tags_of(dossier, tag),
        flow_run_name=f"{dossier.id} {STAGES[given['stage']].title if 'stage' in given else '全程'}",
        idempotency_key=f"{dossier.id}-{tag}-{attempt}",
        timeout=0,
        as_subflow=False,
    )


def _start_whole(dossier: Dossier, runs: Sequence[Run]) -> None:
    given = {"item": dossier.id}
    _start(LIFECYCLE, dossier, given, WHOLE, f"{len(dossier.entries)}-{after(runs)}")
