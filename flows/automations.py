"""What happens by itself: pages follow a settled stage, last days are told, broken runs go on."""

from datetime import timedelta

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.events.actions import RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from flows import events

PUBLICATION, SWEEP, NOTICE = "publication/发布", "sweep/每日巡查", "notice/提醒"
BROKEN = {"prefect.flow-run.Crashed", "prefect.flow-run.Failed", "prefect.flow-run.Cancelled"}


def register() -> list[str]:
    """Make every automation, or bring it up to date; of two of one name one stays."""
    with get_client(sync_client=True) as client:
        wanted = [
            _on(
                {events.SETTLED, events.ANNOUNCED},
                client,
                PUBLICATION,
                "阶段办结后更新公开页面",
                "任何事项的一个阶段办结，或者登记了公告、延期公告，就重新生成公开页面。",
            ),
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
