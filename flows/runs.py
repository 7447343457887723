"""The runs of an office as the engine knows them, read for mending."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Scheduled

BROKEN = {StateType.CRASHED, StateType.FAILED, StateType.CANCELLED}
AT_WORK = {StateType.RUNNING, StateType.PENDING, StateType.CANCELLING}
REVIEW = "review"
"""The tag of the runs that ask for the review."""
TURN = "turn:"
"""How the tag begins that names the unit for which a run waits."""
TRIES, TRYING = 5, timedelta(minutes=30)
"""How often a run that breaks is taken up again within a time, before a person has to look."""
PAGE = 200


class Run(NamedTuple):
    """A run, and of which item and stage it is: empty for one of a whole item or of no item."""

    id: UUID
    name: str
    item: str
    stage: str
    state: State[Any]
    tags: tuple[str, ...] = ()
    deployment: UUID | None = None

    @property
    def broken(self) -> bool:
        """It came to an end that nobody wanted."""
        return self.state.type in BROKEN

    @property
    def under_way(self) -> bool:
        """It goes on by itself, now or later."""
        return not (self.broken or self.state.is_completed())

    @property
    def waits(self) -> bool:
        """It has no process and waits for a person, or until a later time."""
        return waits(self.state)

    @property
    def due(self) -> bool:
        """Its time has come, and no worker has taken it up yet."""
        return self.state.is_scheduled() and not self.waits

    @property
    def turn(self) -> str:
        """The unit for which it waits, or empty."""
        found = (tag.removeprefix(TURN) for tag in self.tags if tag.startswith(TURN))
        return next(found, "")

    def tag(self, client: SyncPrefectClient, tags: Iterable[str], turn: str) -> None:
        """Give it these tags and whose turn it is (empty: nobody's), so that a filter tells what waits for
        a unit."""
        wanted = [*tags, *([f"{TURN}{turn}"] if turn else [])]
        if sorted(wanted) != sorted(self.tags):
            client.update_flow_run(self.id, tags=wanted)

    def take_the_turn(self, client: SyncPrefectClient) -> None:
        """Let it be nobody's turn."""
        self.tag(client, [tag for tag in self.tags if not tag.startswith(TURN)], "")

    def died(self, since: datetime) -> bool:
        """Its process was killed, not before an instant."""
        return self.state.name == "Crashed" and self.state.timestamp > since

    def orphaned(self, after: timedelta, at_work: Collection[UUID]) -> bool:
        """It is said to be at work, but its process is gone."""
        age = datetime.now(UTC) - self.state.timestamp
        return self.state.type in AT_WORK and self.id not in at_work and age >= after

    def worth_another_try(self, client: SyncPrefectClient) -> bool:
        """It did not break time and again."""
        since = datetime.now(UTC) - TRYING
        states = client.read_flow_run_states(self.id)
        return sum(s.type in BROKEN and s.timestamp > since for s in states) <= TRIES

    def mended(self, client: SyncPrefectClient, after: timedelta, at_work: Collection[UUID]) -> str:
        """Take up what broke or lost its process; returns what was done, or empty."""
        lost = self.orphaned(after, at_work)
        if lost or (self.broken and self.worth_another_try(client)):
            return self.again(client, "中断后继续办理")
        return ""

    def again(self, client: SyncPrefectClient, why: str) -> str:
        """Let it begin again from the top, now; returns what was done, in words."""
        wanted: State[Any] = Scheduled(name="继续办理", message=why)
        client.set_flow_run_state(self.id, wanted, force=True)
        return f"{self.name}：{why}"


def waits(state: State[Any]) -> bool:
    """Whether a run in this state has no process and waits for a person, or until a later time."""
    due = state.state_details.scheduled_time
    return state.is_paused() or bool(state.is_scheduled() and due and due > datetime.now(UTC))


def current(runs: Iterable[Run]) -> Run | None:
    """Of the runs of one thing, oldest first, the one that counts: the first under way, else the last."""
    last = None
    for run in runs:
        if not run.state.is_final():
            return run
        last = run
    return last


def tagged(client: SyncPrefectClient, *tags: str) -> list[Run]:
    """Every run with all these tags, oldest first."""
    return _found(client, FlowRunFilter(tags=FlowRunFilterTags(all_=list(tags))))


def troubled(client: SyncPrefectClient) -> list[Run]:
    """Every run that broke, or is said to be at work, oldest first."""
    types = FlowRunFilterStateType(any_=[*BROKEN, *AT_WORK])
    return _found(client, FlowRunFilter(state=FlowRunFilterState(type=types)))


def name_scheduled(client: SyncPrefectClient) -> list[str]:
    """Give runs that wait for their day the name of their deployment, which is also the one they take
    when they begin; the engine gives them two English words. Returns those names."""
    of_name = FlowRunFilterStateName(any_=["Scheduled"])  # what sleeps has a name of its own
    ahead = FlowRunFilter(state=FlowRunFilterState(name=of_name))
    named = []
    for run in client.read_flow_runs(flow_run_filter=ahead, limit=PAGE):
        if run.auto_scheduled and run.deployment_id and run.name.isascii():
            named.append(client.read_deployment(run.deployment_id).name)
            client.update_flow_run(run.id, name=named[-1])
    return named


def _found(client: SyncPrefectClient, wanted: FlowRunFilter) -> list[Run]:
    found: list[FlowRun] = []
    page: list[FlowRun] | None = None
    while page is None or len(page) == PAGE:
        page = client.read_flow_runs(
            flow_run_filter=wanted,
            sort=FlowRunSort.START_TIME_ASC,
            limit=PAGE,
            offset=len(found),
        )
        found += page
    found.sort(key=lambda run: (run.created or datetime.now(UTC), run.id))
    return [
        Run(
            r.id,
            r.name,
            _tag(r, "item:"),
            _tag(r, "stage:"),
            r.state,
            tuple(r.tags),
            r.deployment_id,
        )
        for r in found
        if r.state
    ]


def _tag(run: FlowRun, prefix: str) -> str:
    return next((tag.removeprefix(prefix) for tag in run.tags if tag.startswith(prefix)), "")
