"""The review as a run: it waits under 待审查 until every matter was reviewed at the desk (一事一审)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from prefect import flow, get_client
from prefect.client.schemas.objects import State
from prefect.deployments import run_deployment
from prefect.states import Completed

from flows import artifacts, automations, reconcile, suspend, waits
from flows.runs import REVIEW, tagged
from flows.state_names import Ending
from office.editions.review import Proposed, proposed
from office.settings.installation import Office

DEPLOYMENT = "review/公开审查"
NAME = "公开审查"
PAGE = "/shencha"
"""Where the desk has it."""


@flow(
    name="review",
    flow_run_name=NAME,
    description="公开前逐事审查：在工作台看过改动，同意公开或者退回。",
)
def review_run() -> State[Any]:
    """Wait until every matter was reviewed as it is; then let the publication go on.

    It asks nothing itself. Where an older review is under way it ends.
    """
    office, begun = Office(), suspend.run_id()
    with get_client(sync_client=True) as client:
        client.update_flow_run(begun, tags=[REVIEW])  # however it was started
    if reconcile.is_second(begun, REVIEW):
        return Completed(name=Ending.SECOND_REVIEW)
    if open_ := unreviewed(office):
        _leave(office, open_, begun)
        raise suspend.wait(_wait(open_), then=lambda: renew(office))
    if returned := [one.id for one in proposed(office) if one.open]:
        return Completed(name=Ending.SENT_BACK.format("、".join(returned)))
    automations.publish()
    return Completed(name=Ending.REVIEWED)


def _wait(open_: Sequence[Proposed]) -> suspend.Wait:
    """How the run waits for the review of these matters."""
    which = "、".join(one.id for one in open_)
    said = waits.AT_DESK.format(f"{PAGE}（{which}）")
    return suspend.Wait(Ending.TO_BE_REVIEWED.format(len(open_)), said, None)


def _leave(office: Office, open_: Sequence[Proposed], run: UUID) -> None:
    """Leave what waits beside the run, and the way to where it is reviewed."""
    listed = [f"- {one.id}：{one.matter.counts or '紧急公开后补审'}" for one in open_]
    link = f"[在工作台审查]({waits.at_desk(office, PAGE)})"
    artifacts.leave(run, REVIEW, "markdown", "\n".join([*listed, "", link]), NAME)


def unreviewed(office: Office) -> list[Proposed]:
    """The matters that nobody has reviewed as they are."""
    return [one for one in proposed(office) if one.unreviewed]


def ask_for_review(office: Office) -> None:
    """See to it that one run waits for the review of what is to be reviewed now."""
    renew(office)
    open_ = unreviewed(office)
    with get_client(sync_client=True) as client:
        runs = tagged(client, REVIEW)
    if open_ and all(run.state.is_final() for run in runs):
        key = f"review-{sha256(''.join(_digests(open_)).encode()).hexdigest()[:16]}-{reconcile.after(runs)}"
        run_deployment(DEPLOYMENT, tags=[REVIEW], idempotency_key=key, timeout=0, as_subflow=False)
        told = {"text": f"有{len(open_)}事等待公开审查：{'、'.join(one.id for one in open_)}"}
        run_deployment(
            automations.NOTICE,
            parameters=told,
            idempotency_key=f"{key}-notice",
            timeout=0,
            as_subflow=False,
        )


def renew(office: Office) -> list[str]:
    """Let a run that waits show what is to be reviewed now, or end where nothing is; returns what was
    done."""
    done: list[str] = []
    with get_client(sync_client=True) as client:
        while True:
            open_ = unreviewed(office)
            for run in [run for run in tagged(client, REVIEW) if run.waits]:
                if not open_:
                    done.append(run.again(client, "已审查"))
                    continue
                how = _wait(open_)
                if not how.shows(run.state) and suspend.show(client, run.id, how):
                    _leave(office, open_, run.id)
                    done.append(f"{run.name}：{how.name}")
            if _digests(unreviewed(office)) == _digests(open_):  # see suspend.show
                return done


def _digests(open_: Sequence[Proposed]) -> list[str]:
    return [one.matter.digest for one in open_]
