"""The engine's edges: suspend under a Chinese name with a form, sleep for a period, read the answer.

Only this module uses what Prefect does not document. Checked on the version pinned in
pyproject.toml; tests/flows/test_deployed.py is its regression test.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import orjson
from prefect import get_client, get_run_logger
from prefect.client.schemas.objects import State, StateDetails, StateType
from prefect.context import FlowRunContext
from prefect.exceptions import Pause
from prefect.input.run_input import keyset_from_base_key
from prefect.states import Cancelled, Scheduled
from prefect.utilities.engine import propose_state_sync

from flows.state_names import Ending

MOST_INPUTS = 1000
"""More forms than a run of one stage is ever asked to fill."""


class Asked(NamedTuple):
    """What was typed into a form, and the key under which it lies with the engine."""

    key: str
    typed: dict[str, Any]


def run_id() -> UUID:
    """The id of the run that this code runs in. Raises RuntimeError outside of one."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("only a flow run can wait")
    return context.flow_run.id


class Returned(NamedTuple):
    """What was last typed for a question, and why it was not taken."""

    typed: dict[str, Any]
    why: str


def ask(
    form: Mapping[str, Any],
    *,
    question: str,
    name: str,
    message: str,
    introduction: str,
    then: Callable[[], object],
) -> Asked:
    """Return what was typed into a form, or suspend this run under `name` until somebody does.

    The run starts again from the top when resumed; `question` ([a-z0-9-]) tells one question from
    the next, so it must be the same when the same one is reached again. Once an answer is `spent`
    the same question is a new form. The answer is returned as it was typed: the server checks
    little of it, the one door checks all. `form` is a JSON schema in the engine's dialect.
    `introduction` is Markdown above it. `then` is called when the run is seen to wait.
    """
    inputs = _inputs(question)
    key = f"{question}-{_spent(inputs)}"
    keyset = keyset_from_base_key(key)
    if keyset["response"] in inputs:
        return Asked(key, orjson.loads(inputs[keyset["response"]]))
    if keyset["schema"] not in inputs:
        # The form must be there before the run is seen to wait: an answer can come at once.
        _keep(keyset["description"], introduction)
        _keep(keyset["schema"], form)
    # A run may come to the same form again unanswered, and the engine fires a pause key once.
    details = StateDetails(
        pause_reschedule=True, pause_key=f"{key}-{uuid4()}", run_input_keyset=keyset
    )
    waits = State(type=StateType.PAUSED, name=name, message=message, state_details=details)
    raise _become(waits, then)


def begun(question: str) -> bool:
    """Say whether this run has ever asked a question."""
    return bool(_inputs(question))


def returned(question: str) -> Returned | None:
    """What was typed for a question and was not taken, or None where nothing was typed yet."""
    inputs = _inputs(question)
    last = f"{question}-{_spent(inputs) - 1}"
    if f"{last}-spent" not in inputs:
        return None
    typed = orjson.loads(inputs.get(f"{last}-response", "{}"))
    return Returned(typed, orjson.loads(inputs[f"{last}-spent"]))


def noted(asked: Asked, name: str, value: str) -> str:
    """What was first noted of an answer under a name; this value, where nothing was yet."""
    key = f"{asked.key}-{name}"
    inputs = _inputs(asked.key)
    if key in inputs:
        return str(orjson.loads(inputs[key]))
    _keep(key, value)
    return value


def forget(asked: Asked, name: str) -> None:
    """Let what was noted of an answer under a name be noted anew."""
    key = f"{asked.key}-{name}"
    with get_client(sync_client=True) as client:
        if key in _inputs(asked.key):
            client.delete_flow_run_input(flow_run_id=run_id(), key=key)


def spend(asked: Asked, refusal: str) -> None:
    """Note that an answer was dealt with: taken (empty), or refused, and then asked for anew.

    What was taken is on file; it need not lie with the engine any longer, nor the forms that were
    filled in with it or with what was on file before.
    """
    _keep(f"{asked.key}-spent", refusal)
    if not refusal:
        question = asked.key.rpartition("-")[0]
        done = ("-response", "-schema")
        for key in (key for key in _inputs(question) if key.endswith(done)):
            with get_client(sync_client=True) as client:
                client.delete_flow_run_input(flow_run_id=run_id(), key=key)


def asleep(period: timedelta, *, name: str, then: Callable[[], object]) -> Pause:
    """Give this run back to the engine for a period; it then starts again from the top.

    What is returned is to be raised.
    """
    wanted: State[Any] = Scheduled(scheduled_time=datetime.now(UTC) + period, name=name)
    return _become(wanted, then)


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


def asks(state: State[Any]) -> str:
    """The question that a suspended run waits for, or empty."""
    key = (state.state_details.run_input_keyset or {}).get("response", "")
    return key.removesuffix("-response").rpartition("-")[0]


def _become(wanted: State[Any], then: Callable[[], object]) -> Pause:
    with get_client(sync_client=True) as client:
        state = propose_state_sync(client, wanted, flow_run_id=run_id())
    if state.type is not wanted.type:
        raise RuntimeError(f"the engine made it {state.name} instead of {wanted.name}")
    then()
    return Pause(state=state)


def _spent(inputs: Mapping[str, str]) -> int:
    return sum(key.endswith("-spent") for key in inputs)


def _inputs(question: str) -> dict[str, str]:
    """What the engine keeps of a question in this run, by key, as JSON."""
    with get_client(sync_client=True) as client:
        kept = client.filter_flow_run_input(
            flow_run_id=run_id(), key_prefix=f"{question}-", limit=MOST_INPUTS, exclude_keys=set()
        )
    return {each.key: each.value for each in kept}


def _keep(key: str, value: object) -> None:
    with get_client(sync_client=True) as client:
        client.create_flow_run_input(
            flow_run_id=run_id(), key=key, value=orjson.dumps(value).decode()
        )
