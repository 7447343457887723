"""What becomes of a run that no stage asked for, once it broke, was lost, or was cancelled."""

from datetime import timedelta

import pytest
from prefect import get_client
from prefect.client.schemas.objects import State, StateType
from prefect.states import Running

from flows import desk
from flows.runs import tagged
from flows.supplement import supplement
from storage.office import Office

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("engine")]
AGAIN = "继续办理"


@pytest.mark.parametrize(
    ("kind", "name", "then"),
    [
        (StateType.RUNNING, "Running", AGAIN),
        (StateType.CRASHED, "Crashed", AGAIN),
        (StateType.FAILED, "Failed", AGAIN),
        (StateType.FAILED, "退回：补正", "退回：补正"),
        (StateType.CANCELLED, "Cancelled", "Cancelled"),
        (StateType.CANCELLING, "Cancelling", "Cancelled"),
    ],
)
def test_it_goes_on_unless_somebody_cancelled_it_or_it_was_turned_away(
    office: Office, kind: StateType, name: str, then: str
) -> None:
    item = f"demo-2026-{50 + list(StateType).index(kind) + (name == '退回：补正') * 20}"
    office.ledger()
    given = {"item": item, "paper": "听证会"}
    tags = [f"item:{item}", "stage:补充登记"]
    with get_client(sync_client=True) as client:
        made = client.create_flow_run(supplement, parameters=given, tags=tags, state=Running())
        client.set_flow_run_state(made.id, State(type=kind, name=name), force=True)
        done = desk.take_up(office, timedelta(0), ())
        [run] = tagged(client, *tags)
    assert run.state.name == then
    assert bool(done) == (then != name)
