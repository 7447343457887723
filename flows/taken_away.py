"""What earlier programs left with an engine and this one has no use for, taken away when a worker begins."""

from collections.abc import Iterable

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled

from flows.runs import PAGE

PAGES_FOLLOW = "阶段办结后更新公开页面"
"""The automation that did what flows/follow.py does now."""
SUPPLEMENT = "补充登记"
"""The deployment whose runs asked by a form for what is filed at the desk now; the place of its stage in tags."""
ELSEWHERE = "补充登记改在工作台办理：打开事项的页面，最下面是“补充登记”"


def take_away() -> None:
    """Delete the automation, and with the deployment all forms and what was typed into them.

    The deployment goes last: killed before, all of it is done again. Runs that were asking are shown as
    what they are by whoever brings every item to order after this.
    """
    with get_client(sync_client=True) as client:
        for old in client.read_automations_by_name(PAGES_FOLLOW):
            client.delete_automation(old.id)
        named = DeploymentFilter(name=DeploymentFilterName(any_=[SUPPLEMENT]))
        for deployment in client.read_deployments(deployment_filter=named):
            for run in _every(client):
                _empty(client, run)
            client.delete_deployment(deployment.id)


def _every(client: SyncPrefectClient) -> Iterable[FlowRun]:
    found: list[FlowRun] = []
    by = FlowRunSort.ID_DESC
    while page := client.read_flow_runs(sort=by, limit=PAGE, offset=len(found)):
        found += page
    return found


def _empty(client: SyncPrefectClient, run: FlowRun) -> None:
    if f"stage:{SUPPLEMENT}" in run.tags and run.state and not run.state.is_final():
        client.set_flow_run_state(run.id, Cancelled(message=ELSEWHERE), force=True)
    kept = client.filter_flow_run_input(
        flow_run_id=run.id, key_prefix="", limit=PAGE, exclude_keys=set()
    )
    for each in kept:
        client.delete_flow_run_input(flow_run_id=run.id, key=each.key)
