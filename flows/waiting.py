"""The engine's edges: suspend under a Chinese name with a form, sleep for a period, wake.

Only this module uses what Prefect does not document. Checked on the version pinned in
pyproject.toml; tests/flows/test_deployed.py is its regression test.
"""

from datetime import datetime, timedelta
from typing import Any

from prefect import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import State, StateDetails, StateType
from prefect.context import FlowRunContext
from prefect.exceptions import Pause
from prefect.input import RunInput
from prefect.input.actions import create_flow_run_input, read_flow_run_input
from prefect.input.run_input import keyset_from_base_key
from prefect.states import Scheduled
from prefect.utilities.engine import propose_state_sync

from catalog.zone import SHANGHAI


def now() -> datetime:
    """The one place where the flows read the clock."""
    return datetime.now(SHANGHAI)


def is_deployed() -> bool:
    """Say whether this run belongs to a deployment: only such a run can suspend or sleep."""
    context = FlowRunContext.get()
    return bool(context and context.flow_run and context.flow_run.deployment_id)


def _run_id() -> Any:
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("only a flow run can wait")
    return context.flow_run.id


def ask(form: type[RunInput], *, key: str, name: str, introduction: str) -> dict[str, Any]:
    """Return what was answered to a form, or suspend this run under `name` until somebody does.

    The run starts again from the top when resumed; `key` ([a-z0-9-]) tells one question from the
    next, so it must be the same when the same question is reached again. The answer is returned
    as it was typed: the server checks little of it, the one door checks all.
    """
    keyset = keyset_from_base_key(key)
    if read_flow_run_input(keyset["schema"], flow_run_id=_run_id()) is None:
        # The form must be there before the run is seen to wait: an answer can come at once.
        create_flow_run_input(keyset["description"], introduction, flow_run_id=_run_id())
        form.save(keyset)
    details = StateDetails(pause_reschedule=True, pause_key=key, run_input_keyset=keyset)
    paused = State(type=StateType.PAUSED, name=name, state_details=details)
    with get_client(sync_client=True) as client:
        state = propose_state_sync(client, paused, flow_run_id=_run_id())
    if state.is_running():
        answer: Any = read_flow_run_input(keyset["response"], flow_run_id=_run_id())
        return dict(answer)
    raise Pause(state=state)


def sleep_for(period: timedelta, *, name: str) -> None:
    """Give this run back to the engine for a period; it then starts again from the top."""
    wanted: State[Any] = Scheduled(scheduled_time=now() + period, name=name)
    with get_client(sync_client=True) as client:
        state = propose_state_sync(client, wanted, flow_run_id=_run_id())
    raise Pause(state=state)


def wake(flow_name: str, tag: str) -> int:
    """Pull the sleeping runs of a flow with a tag forward to now; returns how many."""
    asleep = FlowRunFilter(
        tags=FlowRunFilterTags(all_=[tag]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
    )
    named = FlowFilter(name=FlowFilterName(any_=[flow_name]))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(flow_filter=named, flow_run_filter=asleep)
        for run in runs:
            client.set_flow_run_state(run.id, Scheduled(name="继续办理"), force=True)
    return len(runs)
