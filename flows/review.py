"""The review as a run: it waits under 待审查 with one question for each matter (一事一审)."""

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from prefect import flow, get_client
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.deployments import run_deployment
from prefect.states import Completed

from catalog.forms.fields import Field, Kind
from catalog.forms.schema import SOMETHING, schema
from catalog.record import Actor
from flows import automations, suspend, withheld
from flows.runs import REVIEW, tagged
from flows.state_names import Ending
from office.editions import draft
from office.editions.review import Proposed, compared, proposed, review
from office.editions.verdict import Reviewed, Verdict
from office.settings.installation import Office

DEPLOYMENT = "review/公开审查"
NAME = "公开审查"
LINES = 40
"""Lines of a comparison that a form shows; the whole stands in `juece review`."""
PAGES = 200
"""Files of a matter that a form shows."""


@flow(name="review", flow_run_name=NAME, description="公开前逐事审查：看过改动，同意公开或者退回。")
def review_run() -> State[Any]:
    """Ask a reviewer about every matter not yet reviewed as it is; then let the publication go on.

    What cannot be taken is asked again with the reason. Where an older review is under way it ends.
    """
    office, why, typed = Office(), "", dict[str, Any]()
    if not _is_the_one():
        return Completed(name=Ending.SECOND_REVIEW)
    while open_ := unreviewed(office):
        said = _introduction(office, open_, why)
        asked = suspend.ask(
            _form(open_, typed),
            question=question_of(open_),
            name=Ending.TO_BE_REVIEWED.format(len(open_)),
            message=why or f"请审查{len(open_)}事",
            introduction=said,
            then=partial(_show, open_),
        )
        why, typed = _take(office, open_, asked.typed), asked.typed
        suspend.spend(asked, why)
    found = proposed(office)
    if returned := [one.id for one in found if one.open]:
        return Completed(name=Ending.SENT_BACK.format("、".join(returned)))
    automations.publish()
    return Completed(name=Ending.REVIEWED)


def _show(open_: Sequence[Proposed]) -> None:
    """Leave what waits beside the run; its text is above the form alone (flows/withheld.py)."""
    listed = [f"- {one.id}：{one.matter.counts or '紧急公开后补审'}" for one in open_]
    create_markdown_artifact("\n".join(listed), key="review", description=NAME)


def unreviewed(office: Office) -> list[Proposed]:
    """The matters that nobody has reviewed as they are."""
    return [one for one in proposed(office) if one.unreviewed]


def ask_for_review(office: Office) -> None:
    """See to it that one run asks for the review of what is to be reviewed now."""
    open_ = unreviewed(office)
    renew(open_)
    with get_client(sync_client=True) as client:
        runs = tagged(client, REVIEW)
    if open_ and all(run.state.is_final() for run in runs):
        key = f"{question_of(open_)}-{len(runs)}"
        run_deployment(DEPLOYMENT, tags=[REVIEW], idempotency_key=key, timeout=0, as_subflow=False)
        told = {"text": f"有{len(open_)}事等待公开审查：{'、'.join(one.id for one in open_)}"}
        run_deployment(
            automations.NOTICE,
            parameters=told,
            idempotency_key=f"{key}-notice",
            timeout=0,
            as_subflow=False,
        )


def renew(open_: Sequence[Proposed]) -> list[str]:
    """Let a run that waits look again where it asks of other than what is to be reviewed now: pages
    changed, or a review was given at the desk or at the shell. Returns what was done."""
    with get_client(sync_client=True) as client:
        return [
            run.again(client, "待审查的内容有变化")
            for run in tagged(client, REVIEW)
            if run.state.is_paused() and suspend.asks(run.state) != question_of(open_)
        ]


def _is_the_one() -> bool:
    """Say whether no older review is under way; gives the run its tag, however it was started."""
    own = suspend.run_id()
    with get_client(sync_client=True) as client:
        client.update_flow_run(own, tags=[REVIEW])
        live = [
            run.id for run in tagged(client, REVIEW) if run.id == own or not run.state.is_final()
        ]
    return live[0] == own


def question_of(open_: Sequence[Proposed]) -> str:
    """Tell what is asked from what is asked once anything of it has changed."""
    return "review-" + sha256("".join(one.matter.digest for one in open_).encode()).hexdigest()[:16]


def _form(open_: Sequence[Proposed], typed: Mapping[str, Any]) -> dict[str, Any]:
    fields = [
        Field("filed_by", "审查人", required=True, limits=SOMETHING),
        Field("filed_by_unit", "审查人处室", required=True, limits=SOMETHING),
    ]
    for one in open_:
        title = f"{one.id} {one.title}（{one.matter.counts or '紧急公开后补审'}）"
        key = _key(one)
        fields += [
            Field(f"m{key}", title, Kind.CHOICE, options=tuple(Verdict), required=True),
            Field(f"n{key}", "退回理由", help="同意公开的不填"),
        ]
    return schema(fields, typed) | {"title": NAME}


def _take(office: Office, open_: Sequence[Proposed], typed: Mapping[str, Any]) -> str:
    """File what was answered, matter by matter; returns why some of it could not be taken."""
    reviewer = Actor(name=typed["filed_by"], unit=typed["filed_by_unit"])
    answers = {
        one.id: Reviewed(
            digest=one.matter.digest,
            verdict=typed[f"m{_key(one)}"],
            note=typed.get(f"n{_key(one)}") or "",
        )
        for one in open_
    }
    return "\n".join(review(office, answers, reviewer))


def _key(one: Proposed) -> str:
    return f"_{one.id.replace('-', '_')}"


def _introduction(office: Office, open_: Sequence[Proposed], why: str) -> str:
    parts = [f"**下面几事没有记下，请改正（其余填了的已经记下）：**\n\n{why}"] if why else []
    remarks = draft.examined(office, [one.matter for one in open_]).remarks
    kept = withheld.matters(office.ledger())
    for one in open_:
        parts.append(f"### {one.id} {one.title}")
        parts.append(
            f"- 变化：{one.matter.counts or '紧急公开，尚未审查'}（{'；'.join(one.reasons)}）"
        )
        if kept.intersection(one.ids):
            parts.append("- 涉及不公开事项，有变化的内容在工作台的“公开审查”里看")
            continue
        parts += [f"- {said}" for said in one.withdrawn]
        parts += [f"- 请留意：{said}" for id_ in one.ids for said in remarks.get(id_, ())]
        found = compared(office, one.matter)
        if len(found) > PAGES:
            parts += [
                f"- 共{len(found)}个文件，这里列出{PAGES}个，全部用 `juece review {one.id}` 查看"
            ]
        for each in found[:PAGES]:
            parts.append(f"- {each.kind} `{each.path}`")
            if each.path.endswith(".html") and each.lines:
                cut = each.lines[:LINES]
                more = [f"…… 另有{len(each.lines) - LINES}行"] if len(each.lines) > LINES else []
                parts.append("\n".join(["```diff", *cut, *more, "```"]))
    return "\n\n".join(parts)
