"""The run that delivers: after an edition, at night, and again when what was refused is due."""

from datetime import timedelta
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.deployments import run_deployment
from prefect.states import Completed, Failed

from catalog.parse import ShapeError
from flows import suspend
from flows.notice import notice
from flows.state_names import Ending
from office.delivery.deliver import DeliveryRound, deliver
from office.settings.installation import Office

NAME, DEPLOYMENT = "推送", "delivery/推送"
LEEWAY = timedelta(seconds=5)


@flow(
    name="delivery",
    flow_run_name=NAME,
    description="把已公布的决策连同解读、问答推送给订阅单位，没有送达的到时再试。",
)
def delivery() -> State[Any]:
    """Deliver, tell the legal office what was given up, and come again when something is due."""
    try:
        outcome = deliver(Office())
    except ShapeError as wrong:
        return suspend.ended(Failed(name=Ending.NOT_DELIVERED, message=str(wrong)))
    follow_up(outcome)
    undone = [*outcome.refused, *outcome.held, *outcome.given_up]
    ending = Ending.DELIVERED_IN_PART if undone else Ending.DELIVERED
    name = ending.format(len(outcome.delivered), len(undone))
    said = "\n".join([*outcome.delivered, *undone])
    if outcome.given_up:
        return suspend.ended(Failed(name=name, message=said))
    return Completed(name=name, message=said)


def follow_up(outcome: DeliveryRound) -> None:
    """What a round of deliveries gives rise to: a notice of what was given up, and the next round."""
    log = get_run_logger()
    for line in (*outcome.delivered, *outcome.refused, *outcome.held, *outcome.given_up):
        log.info(line)
    if outcome.given_up:
        lines = "\n".join(outcome.given_up)
        notice(f"以下推送没有送达，不再自动重试，请与订阅单位核对：\n{lines}", return_state=True)
    if outcome.again_at:
        run_deployment(
            DEPLOYMENT,
            flow_run_name=NAME,
            scheduled_time=outcome.again_at + LEEWAY,
            idempotency_key=f"delivery-{outcome.again_at.isoformat()}",
            timeout=0,
            as_subflow=False,
        )
