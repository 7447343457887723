"""The engine's edges: wait under a Chinese name, for a person or until a day, and end other than well.

Only this module uses what Prefect does not document. Checked on the version pinned in
pyproject.toml; tests/flows/test_deployed.py is its regression test.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from prefect import get_client, get_run_logger
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import State, StateDetails, StateType
from prefect.context import FlowRunContext
from prefect.exceptions import Pause
from prefect.states import Cancelled, Scheduled
from prefect.utilities.engine import propose_state_sync

from flows.runs import waits
from flows.state_names import Ending

LATE = timedelta(minutes=1)
"""A run that would sleep for longer than this beyond its day is woken for it."""


class Wait(NamedTuple):
    """How a run waits: under which name, what its state says beside it, for how long."""

    name: str
    message: str
    sleeps: timedelta | None
    """Time by the clock on the wall until it goes on by itself; None where it waits for a person."""
    turn: str = ""
    """The unit for which it waits; empty where it is nobody's turn."""

    def shows(self, state: State[Any]) -> bool:
        """Whether a state says the same: a run may wake too early, which does no harm, not too late."""
        details = state.state_details
        if state.name != self.name or (state.message or "") != self.message:
            return False
        if self.sleeps is None:  # earlier programs asked by forms of the engine's
            return state.is_paused() and not details.run_input_keyset
        due = details.scheduled_time
        return bool(due and due <= datetime.now(UTC) + self.sleeps + LATE)

    def state(self) -> State[Any]:
        """The state of a run that waits so."""
        if self.sleeps is None:
            # The engine fires a pause key once, and a run may come to the same wait again.
            details = StateDetails(pause_reschedule=True, pause_key=str(uuid4()))
            paused = StateType.PAUSED
            return State(type=paused, name=self.name, message=self.message, state_details=details)
        due = datetime.now(UTC) + self.sleeps
        return Scheduled(scheduled_time=due, name=self.name, message=self.message)


def run_id() -> UUID:
    """The id of the run that this code runs in. Raises RuntimeError outside of one."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("only a flow run can wait")
    return context.flow_run.id


def wait(how: Wait, then: Callable[[], object]) -> Pause:
    """Give this run back to the engine; it starts again from the top when it is woken.

    What is returned is to be raised. `then` is called when the run is seen to wait.
    """
    return _become(how.state(), then)


def show(client: SyncPrefectClient, run: UUID, how: Wait) -> bool:
    """Let a run that waits wait otherwise, without a process of its own; False where it waits no more.

    Whoever calls this looks once more afterwards: another may have ended the run in between.
    """
    now = client.read_flow_run(run).state
    if now is None or not waits(now):
        return False
    client.set_flow_run_state(run, how.state(), force=True)
    return True


def ended(state: State[Any]) -> State[Any]:
    """End this run other than well; to be returned by its flow.

    A run that has a process of its own ends here: of a state that it is handed the engine would make
    an exception, and write some forty lines about it into its log. One line there says the same as
    the run: its page opens at what it logged.
    """
    get_run_logger().error("%s：%s", state.name, state.message)
    context = FlowRunContext.get()
    if not (context and context.flow_run and context.flow_run.deployment_id):
        return state
    raise _become(state, lambda: None)


def not_taken(why: str) -> State[Any]:
    """End a run whose first form cannot be taken: nothing was done, and nothing can be resumed."""
    return ended(Cancelled(name=Ending.NOT_TAKEN, message=why))


def _become(wanted: State[Any], then: Callable[[], object]) -> Pause:
    with get_client(sync_client=True) as client:
        state = propose_state_sync(client, wanted, flow_run_id=run_id())
    if state.type is not wanted.type:
        raise RuntimeError(f"the engine made it {state.name} instead of {wanted.name}")
    then()
    return Pause(state=state)
