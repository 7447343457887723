"""What becomes of a run that broke or was lost, and what one that waits shows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId
from prefect.client.schemas.objects import State, StateDetails, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.states import Completed, Crashed, Running, Scheduled

from flows import reconcile, suspend
from flows.deployments import deployments
from flows.lifecycle import lifecycle
from flows.runs import Run, name_scheduled, tagged
from flows.stage import stage_run
from flows.start import start
from flows.suspend import Wait
from office.settings.installation import Office
from tests.flows import year

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("registered")]
AGAIN = "继续办理"


@pytest.mark.parametrize("kind", [StateType.RUNNING, StateType.CRASHED, StateType.CANCELLED])
def test_the_run_of_a_stage_that_is_awaited_goes_on_whatever_ended_it(
    office: Office, kind: StateType
) -> None:
    year.found(office)
    given = {"item": year.ITEM, "stage": "entry"}
    tags = [f"item:{year.ITEM}", "stage:entry", f"kind:{kind}"]
    with get_client(sync_client=True) as client:
        made = client.create_flow_run(stage_run, parameters=given, tags=tags, state=Running())
        client.set_flow_run_state(made.id, State(type=kind), force=True)
        done = reconcile.take_up(office, timedelta(0), ())
        [run] = tagged(client, *tags)
        for each in tagged(client, f"item:{year.ITEM}"):
            client.delete_flow_run(each.id)
    assert run.state.name == AGAIN
    assert f"{made.name}：中断后继续办理" in done


def test_one_that_died_before_it_said_of_which_item_it_is_begins_again(office: Office) -> None:
    office.ledger()
    with get_client(sync_client=True) as client:
        made = client.create_flow_run(start, parameters={"item": "demo-2026-90"}, state=Running())
        client.set_flow_run_state(made.id, Crashed(), force=True)
        reconcile.take_up(office, timedelta(minutes=10), ())
        assert client.read_flow_run(made.id).state_name == AGAIN


def test_runs_that_wait_for_their_day_bear_the_name_of_their_deployment() -> None:
    [sweeps] = [made for made in deployments() if made.name == "每日巡查"]
    id_ = sweeps.apply()  # again: it plans its runs anew
    with get_client(sync_client=True) as client:
        ahead = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[id_]))
        client.request("POST", "/deployments/{id}/schedule", path_params={"id": id_})
        runs = client.read_flow_runs(flow_run_filter=ahead)
        assert runs
        assert all(run.name.isascii() for run in runs), "two English words"
        assert name_scheduled(client) == ["每日巡查"] * len(runs)
        assert {run.name for run in client.read_flow_runs(flow_run_filter=ahead)} == {"每日巡查"}
        assert name_scheduled(client) == []
        for run in runs:
            client.delete_flow_run(run.id)


HOUR = timedelta(hours=1)
FOR_A_PERSON, ASLEEP = Wait("待送审", "", None), Wait("征求意见中", "", HOUR)
FORM = StateDetails(run_input_keyset={"response": "x", "schema": "y"})


def asleep(period: timedelta) -> State[None]:
    return Scheduled(scheduled_time=datetime.now(UTC) + period, name="征求意见中")


@pytest.mark.parametrize(
    ("how", "state", "shown"),
    [
        (FOR_A_PERSON, State(type=StateType.PAUSED, name="待送审"), True),
        (FOR_A_PERSON, State(type=StateType.PAUSED, name="待公布"), False),
        (FOR_A_PERSON, State(type=StateType.PAUSED, name="待送审", message="甲"), False),
        (FOR_A_PERSON, State(type=StateType.PAUSED, name="待送审", state_details=FORM), False),
        (FOR_A_PERSON, Scheduled(name="待送审"), False),
        (ASLEEP, asleep(HOUR), True),
        (ASLEEP, asleep(HOUR / 2), True),
        (ASLEEP, asleep(2 * HOUR), False),
        (ASLEEP, State(type=StateType.PAUSED, name="征求意见中"), False),
    ],
)
def test_a_run_may_wake_too_early_and_not_too_late(
    how: Wait, state: State[None], shown: bool
) -> None:
    assert how.shows(state) is shown


def test_what_was_filed_is_shown_without_a_process(office: Office) -> None:
    year.found(office)
    with get_client(sync_client=True) as client:
        given = {"item": year.ITEM, "stage": "entry"}
        tags = [f"item:{year.ITEM}", "stage:entry"]
        old = State(type=StateType.PAUSED, name="待公布")
        made = client.create_flow_run(stage_run, parameters=given, tags=tags, state=old)
        assert f"{made.name}：待决定启动" in reconcile.reconcile(office, year.ITEM)
        run = client.read_flow_run(made.id)
        assert (run.state_name, run.run_count) == ("待决定启动", 0)
        assert "turn:养老服务处" in run.tags
        for each in tagged(client, f"item:{year.ITEM}"):
            client.delete_flow_run(each.id)


@pytest.fixture
def of_an_item(office: Office) -> Iterator[SyncPrefectClient]:
    """A client, and an item without runs before and after."""
    year.found(office)
    with get_client(sync_client=True) as client:
        yield client
        for each in tagged(client, f"item:{year.ITEM}"):
            client.delete_flow_run(each.id)


def a_run(client: SyncPrefectClient, state: State[None], *tags: str) -> Run:
    """A run of the first stage of the item in a state, with these tags besides its own."""
    given, mine = {"item": year.ITEM, "stage": "entry"}, [f"item:{year.ITEM}", "stage:entry"]
    made = client.create_flow_run(stage_run, parameters=given, tags=[*mine, *tags])
    client.set_flow_run_state(made.id, state, force=True)
    return next(run for run in tagged(client, *mine) if run.id == made.id)


def states(client: SyncPrefectClient) -> list[str]:
    return [run.state.name or "" for run in tagged(client, f"item:{year.ITEM}", "stage:entry")]


def waiting(name: str = "待决定启动") -> State[None]:
    return State(type=StateType.PAUSED, name=name)


def test_of_two_runs_of_one_stage_the_older_counts_and_the_other_ends(
    office: Office, of_an_item: SyncPrefectClient
) -> None:
    a_run(of_an_item, waiting()), a_run(of_an_item, waiting("待公布"))
    for _ in range(3):
        reconcile.reconcile(office, year.ITEM)
    assert states(of_an_item) == ["待决定启动", AGAIN], "which then sees that it is the second"
    assert len(tagged(of_an_item, f"item:{year.ITEM}", reconcile.WHOLE)) == 1


def test_a_second_one_that_ended_is_no_reason_for_a_third(
    office: Office, of_an_item: SyncPrefectClient
) -> None:
    a_run(of_an_item, waiting()), a_run(of_an_item, Completed(name="这一阶段已在办"))
    for _ in range(3):
        reconcile.reconcile(office, year.ITEM)
    assert len(states(of_an_item)) == 2


def test_an_awaited_stage_gets_its_run_though_earlier_ones_were_deleted(
    office: Office, of_an_item: SyncPrefectClient
) -> None:
    reconcile.begin(office, year.ITEM)
    for _ in range(3):
        reconcile.reconcile(office, year.ITEM)
        runs = tagged(of_an_item, f"item:{year.ITEM}", "stage:entry")
        of_an_item.set_flow_run_state(runs[-1].id, Completed(), force=True)
        if len(runs) > 1:
            of_an_item.delete_flow_run(runs[0].id)
    reconcile.reconcile(office, year.ITEM)
    assert not tagged(of_an_item, f"item:{year.ITEM}", "stage:entry")[-1].state.is_final()


def test_a_run_whose_deployment_was_deleted_gives_way_to_another(
    office: Office, of_an_item: SyncPrefectClient
) -> None:
    name = "阶段（已删除）"
    id_ = RunnerDeployment.from_flow(stage_run, name).apply()
    given = {"item": year.ITEM, "stage": "entry"}
    tags = [f"item:{year.ITEM}", "stage:entry"]
    lost = of_an_item.create_flow_run_from_deployment(id_, parameters=given, tags=tags)
    reconcile.reconcile(office, year.ITEM)
    assert [run.id for run in tagged(of_an_item, *tags)] == [lost.id], "a worker may take it up"
    of_an_item.delete_deployment(id_)
    reconcile.reconcile(office, year.ITEM)
    [run] = tagged(of_an_item, *tags)
    assert run.id != lost.id


def test_tags_follow_the_item(office: Office, of_an_item: SyncPrefectClient) -> None:
    a_run(of_an_item, waiting("待公布"), "withheld", "unit:从前的处")
    reconcile.reconcile(office, year.ITEM)
    [run] = tagged(of_an_item, f"item:{year.ITEM}", "stage:entry")
    assert {"unit:养老服务处", "turn:养老服务处"} <= set(run.tags)
    assert not {"withheld", "unit:从前的处"} & set(run.tags)


def test_a_run_that_has_ended_is_not_set_waiting_again(of_an_item: SyncPrefectClient) -> None:
    run = a_run(of_an_item, Completed(name="已完成"))
    assert not suspend.show(of_an_item, run.id, FOR_A_PERSON)
    assert states(of_an_item) == ["已完成"]


@pytest.mark.parametrize("kind", [StateType.PENDING, StateType.RUNNING, StateType.CRASHED])
@pytest.mark.parametrize("stage", ["entry", ""])
def test_a_run_that_was_lost_as_it_ended_ends(
    office: Office, of_an_item: SyncPrefectClient, kind: StateType, stage: str
) -> None:
    """Nothing is awaited of it any more, and nobody else would look at it."""
    begun = year.start(year.at(1, 15))
    begun.put_on_file(office.ledger(), office.home)
    given = {"item": year.ITEM, "stage": stage} if stage else {"item": year.ITEM}
    run = stage_run if stage else lifecycle
    tags = [f"item:{year.ITEM}", reconcile.tag_of(stage)]
    made = of_an_item.create_flow_run(run, parameters=given, tags=tags)
    of_an_item.set_flow_run_state(made.id, State(type=kind), force=True)
    assert f"{made.name}：中断后继续办理" in reconcile.take_up(office, timedelta(0), ())
    assert of_an_item.read_flow_run(made.id).state_name == AGAIN
