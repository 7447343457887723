"""What is on file becomes what is out: draft, check, review, edition, targets."""

from datetime import date
from typing import Annotated, Any

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_link_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.deployments import run_deployment
from prefect.states import Completed, Failed
from prefect.tasks import Task, exponential_backoff
from pydantic import Field

from catalog.errors import Unavailable
from catalog.parse import ShapeError
from catalog.record import Actor
from catalog.timezone import local_day
from flows import review, suspend
from flows.delivery_run import DEPLOYMENT as DELIVERY
from flows.state_names import Ending
from office.editions import publish as editions
from office.editions.newly_set import from_the_next
from office.editions.proof.key import Unfit
from office.editions.publish import Published, Sent, Urgent
from office.settings.installation import Office
from office.settings.targets import TargetSetting
from office.targets.errors import TargetFault
from pages.build.disk import NotASite
from pages.html.theme import ForbiddenOverride

AGAIN = 4
"""How often a target that does not answer is tried again: after 10, 20, 40 and 80 seconds."""
NOBODY_DECIDED = (
    "紧急公开要写明由谁决定：姓名和处室。请重新启动“发布”，连同理由一起填写；"
    "没有紧急情况的，理由不填"
)


def _run_name() -> str:
    return f"公开页面 {runtime.flow_run.parameters['as_of'] or '今日'}"


@flow(name="publication", flow_run_name=_run_name, description="生成公开页面，审查同意的即公开。")
def publication(
    as_of: Annotated[
        date | None, Field(title="截至哪一天", description="不填为今天；页面如有未变化则不重新生成")
    ] = None,
    urgent: Annotated[
        str,
        Field(
            title="紧急公开的理由",
            description="平时不填。填了就先公开、后补审查，理由和处室公布在历次公开记录里",
        ),
    ] = "",
    filed_by: Annotated[str, Field(title="决定紧急公开的人")] = "",
    filed_by_unit: Annotated[str, Field(title="决定紧急公开的人所在处室")] = "",
) -> State[Any]:
    """Bring the draft up to date, and out what was agreed to; ends under a name that says what is out.

    Settings or pages that are wrong stop the publication and nothing else: what is filed stays
    filed, what is out stays out.
    """
    office = Office()
    if urgent.strip() and not (filed_by.strip() and filed_by_unit.strip()):
        return suspend.not_taken(NOBODY_DECIDED)
    decided = Urgent(Actor(name=filed_by, unit=filed_by_unit), urgent) if urgent.strip() else None
    done = publish(office, as_of or local_day(office.now()), decided)
    if isinstance(done, str):
        return suspend.ended(Failed(name=Ending.NOT_PUBLISHED, message=done))
    sent = [deliver(office, target) for target in editions.targets(office)]
    if done.wrong:
        return suspend.ended(Failed(name=Ending.NOT_PUBLISHED, message=done.wrong))
    review.ask_for_review(office)
    if done.new and all(one.arrived for one in sent) and editions.subscribed(office):
        run_deployment(DELIVERY, timeout=0, as_subflow=False)
    return _ended(office, done, sent, decided)


@task(name="生成、检查、公开", cache_policy=NO_CACHE)
def publish(office: Office, day: date, urgent: Urgent | None) -> Published | str:
    """Publish what was agreed to, and leave a link to it; or say why nothing could be done."""
    try:
        done = editions.publish(office, day, urgent)
    except (ShapeError, ForbiddenOverride, Unfit, TargetFault, NotASite) as fault:
        return str(fault)
    if office.site.is_dir():
        create_link_artifact(
            (office.site / "index.html").absolute().as_uri(),
            link_text="公开页面",
            key="site",
            description="全部公开页面",
        )
    return done


def deliver(office: Office, target: TargetSetting) -> Sent:
    """Bring the newest edition to a target, again and again for some minutes."""
    state = _send.with_options(task_run_name=f"推送 {target.name}")(
        office, target, return_state=True
    )
    sent: Sent | BaseException = state.result(raise_on_failure=False)
    if isinstance(sent, NotArrived):
        return sent.sent
    if isinstance(sent, BaseException):
        raise sent
    return sent


class NotArrived(Unavailable):
    """A target does not show the newest edition."""

    def __init__(self, sent: Sent) -> None:
        super().__init__(sent.said)
        self.sent = sent


def _worth_it(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    wrong = state.result(raise_on_failure=False)
    return isinstance(wrong, NotArrived) and wrong.sent.again


@task(
    cache_policy=NO_CACHE,
    retries=AGAIN,
    retry_delay_seconds=exponential_backoff(10),
    retry_condition_fn=_worth_it,
)
def _send(office: Office, target: TargetSetting) -> Sent:
    sent = editions.send(office, target)
    get_run_logger().info(sent.said)
    if not sent.arrived:
        raise NotArrived(sent)
    return sent


def _ended(office: Office, done: Published, sent: list[Sent], urgent: Urgent | None) -> State[Any]:
    out = editions.standing(office)
    told = f"第{out.seal.number}号" if out else "尚未公开"
    if lost := [one for one in sent if not one.arrived]:
        name = Ending.NOT_EVERYWHERE.format(told, "、".join(one.target for one in lost))
        return suspend.ended(Failed(name=name, message="\n".join(one.said for one in sent)))
    now = f"现在公开的是{told}" if out else "还没有公开过"
    if urgent and not done.new and not (out and urgent.is_told(out.seal)):
        return Completed(name=Ending.NOTHING_URGENT, message=f"{editions.NOTHING_URGENT}{now}。")
    if done.open:
        return Completed(name=Ending.TO_BE_REVIEWED.format(done.open), message=now)
    return Completed(
        name=Ending.IS_OUT.format(told), message=(from_the_next(office, out) if out else "") or None
    )
