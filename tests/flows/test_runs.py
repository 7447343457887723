"""What becomes of a run that no stage asked for, once it broke, was lost, or was cancelled."""

from datetime import timedelta

import pytest
from prefect import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId
from prefect.client.schemas.objects import State, StateType
from prefect.states import Cancelled, Crashed, Running

from flows import reconcile
from flows.deployments import deployments
from flows.runs import empty_cancelled, name_scheduled, tagged
from flows.supplement import supplement
from office.settings.installation import Office

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("engine")]
AGAIN = "继续办理"


@pytest.mark.parametrize(
    ("kind", "name", "then"),
    [
        (StateType.RUNNING, "Running", AGAIN),
        (StateType.CRASHED, "Crashed", AGAIN),
        (StateType.FAILED, "Failed", AGAIN),
        (StateType.CANCELLED, "未受理", "未受理"),
        (StateType.CANCELLED, "Cancelled", "Cancelled"),
        (StateType.CANCELLING, "Cancelling", "Cancelled"),
    ],
)
def test_it_goes_on_unless_somebody_cancelled_it_or_it_was_turned_away(
    office: Office, kind: StateType, name: str, then: str
) -> None:
    item = f"demo-2026-{50 + list(StateType).index(kind) + (name == '未受理') * 20}"
    office.ledger()
    given = {"item": item, "paper": "听证会"}
    tags = [f"item:{item}", "stage:补充登记"]
    with get_client(sync_client=True) as client:
        made = client.create_flow_run(supplement, parameters=given, tags=tags, state=Running())
        client.set_flow_run_state(made.id, State(type=kind, name=name), force=True)
        done = reconcile.take_up(office, timedelta(0), ())
        [run] = tagged(client, *tags)
    assert run.state.name == then
    assert bool(done) == (then != name)


def test_one_that_died_before_it_said_of_which_item_it_is_begins_again(office: Office) -> None:
    office.ledger()
    given = {"item": "demo-2026-90", "paper": "听证会"}
    with get_client(sync_client=True) as client:
        made = client.create_flow_run(supplement, parameters=given, state=Running())
        client.set_flow_run_state(made.id, Crashed(), force=True)
        reconcile.take_up(office, timedelta(minutes=10), ())
        assert client.read_flow_run(made.id).state_name == AGAIN


def test_runs_that_wait_for_their_day_bear_the_name_of_their_deployment() -> None:
    [sweeps] = [made for made in deployments() if made.name == "每日巡查"]
    id_ = sweeps.apply()
    with get_client(sync_client=True) as client:
        ahead = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[id_]))
        client.request("POST", "/deployments/{id}/schedule", path_params={"id": id_})
        runs = client.read_flow_runs(flow_run_filter=ahead)
        assert runs
        assert all(run.name.isascii() for run in runs), "two English words"
        assert name_scheduled(client) == ["每日巡查"] * len(runs)
        assert {run.name for run in client.read_flow_runs(flow_run_filter=ahead)} == {"每日巡查"}
        assert name_scheduled(client) == []
        client.delete_deployment(id_)


def test_nothing_of_a_cancelled_form_is_left_with_the_engine(office: Office) -> None:
    given = {"item": "demo-2026-91", "paper": "听证会"}
    tags = ["item:demo-2026-91", "stage:补充登记"]
    with get_client(sync_client=True) as client:
        kept = {}
        for wanted in (Cancelled(), Running()):
            made = client.create_flow_run(supplement, parameters=given, tags=tags, state=wanted)
            client.create_flow_run_input(flow_run_id=made.id, key="supplement-0-schema", value="{}")
            kept[wanted.name] = made.id
        assert empty_cancelled(client) == 1
        left = {
            name: client.filter_flow_run_input(
                flow_run_id=id_, key_prefix="supplement", limit=9, exclude_keys=set()
            )
            for name, id_ in kept.items()
        }
        assert [len(left[name]) for name in ("Cancelled", "Running")] == [0, 1]
