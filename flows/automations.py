"""What happens by itself: the pages follow what was filed, last days and broken links are passed on.

What must not be lost is started and not told: a server that is killed forgets what it was told a moment ago.
"""

from datetime import timedelta

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from prefect.events.actions import RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from flows import events
from storage.ledger import Mark

PUBLICATION, SWEEP, NOTICE = "publication/发布", "sweep/每日巡查", "notice/提醒"


def register() -> list[str]:
    """Make every automation, or bring it up to date; of two of one name one stays."""
    with get_client(sync_client=True) as client:
        wanted = [
            _on(
                {events.NEAR, events.MISSED},
                client,
                NOTICE,
                "到期和逾期提醒",
                "期限前7天、3天、1天和逾期后，发到启动时用 --notify 设定的地方。",
            ),
            _on(
                {events.BROKEN_LINK},
                client,
                NOTICE,
                "失效链接提醒",
                "网页上的链接打不开，发到启动时用 --notify 设定的地方，写明承办单位。",
            ),
        ]
        for automation in wanted:
            known = client.read_automations_by_name(automation.name)
            if not known:
                client.create_automation(automation)
                known = client.read_automations_by_name(automation.name)
            first, *doubles = sorted(known, key=lambda each: each.id)
            client.update_automation(first.id, automation)
            for double in doubles:
                client.delete_automation(double.id)
    return [automation.name for automation in wanted]


def publish(after: Mark | None = None) -> None:
    """Start a publication; of all that ask for one after the same place in the ledger, once."""
    key = f"pages-{after.chain}" if after else None
    run = run_deployment(PUBLICATION, idempotency_key=key, timeout=0, as_subflow=False)
    assert isinstance(run, FlowRun)
    if key and run.state and run.state.is_final() and not run.state.is_completed():
        # It died, or was asked for before: a key gives the same run for ever.
        run_deployment(PUBLICATION, timeout=0, as_subflow=False)


def _on(
    expect: set[str], client: SyncPrefectClient, runs: str, name: str, said: str
) -> AutomationCore:
    text = {"text": "{{ event.payload.text }}"} if runs == NOTICE else {}
    return AutomationCore(
        name=name,
        description=said,
        trigger=EventTrigger(
            posture=Posture.Reactive,
            expect=expect,
            match=ResourceSpecification({"prefect.resource.id": "juece.item.*"}),
            for_each={"prefect.resource.id"},
            threshold=1,
            within=timedelta(0),
        ),
        actions=[
            RunDeployment(
                source="selected",
                deployment_id=client.read_deployment_by_name(runs).id,
                parameters=text,
            )
        ],
    )
