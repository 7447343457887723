"""补充登记: what no stage asks for by itself, and corrections, by the form of the step concerned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, NamedTuple

import pydantic
from prefect import flow, get_client, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.forms.fields import Field, Kind
from catalog.forms.schema import SOMETHING
from catalog.forms.step_form import answered, form_for, refilled, with_papers
from catalog.ids import stage_of
from catalog.lifecycle import Awaiting
from catalog.record import Amendment, AmendmentKind, Entry
from catalog.stages import STAGES, STEPS
from catalog.stages.base import Stage, Step
from flows import events, reconcile, suspend, withheld
from flows.form_checks import FRESH, HOW, PAPERS, label, unfit
from flows.form_intro import introduction, turn_of
from flows.runs import SUPPLEMENT
from flows.scenario import Filing
from flows.stage import RETURNED, file_answer, seen
from flows.state_names import Ending
from office.settings.installation import Office
from storage.filing import Overtaken

QUESTION = "supplement"
ABOUT = (
    "下面是登记的内容，只改有错的几处。写着“已登记的第几份”的文件在材料库里，不用再放；"
    "要换的，改成收件夹里的文件名。"
)
NEWER = {
    AmendmentKind.CORRECTION: "有人先登记了更正，下面已换成最新的内容，请在它上面改",
    AmendmentKind.NEW_ROUND: "有人先登记了材料，请看过再交；不用再办的，点 ⋮ → Cancel",
}
"""Why an answer is not taken that was given about an older entry than the one now on file."""

_HOW = pydantic.Field(
    title="办法",
    description="改错选“更正”，原来的留底；一个阶段重新办理选“再次办理”",
    json_schema_extra={"enum": [*HOW]},
)


def _run_name() -> str:
    given: dict[str, Any] = runtime.flow_run.parameters
    how = given.get("how") or FRESH
    return f"{given['item']} {SUPPLEMENT}：{given['paper']}{'' if how == FRESH else f'（{how}）'}"


@flow(
    name="supplement",
    flow_run_name=_run_name,
    description="登记系统不会来问的材料：延长期限、听证会、程序不适用、目录调整等；更正已登记的材料。",
)
def supplement(
    item: Annotated[
        str, pydantic.Field(title="事项编号", description="目录中的编号，例如 demo-2026-03")
    ],
    paper: Annotated[str, pydantic.Field(title="材料", json_schema_extra={"enum": [*PAPERS]})],
    how: Annotated[str, _HOW] = FRESH,
) -> State[Any]:
    """Ask for one paper and file it through the one door; a refusal comes back with the findings.

    Killed after it was filed, it is not filed again: an answer keeps the instant at which it was
    first dealt with.
    """
    office = Office()
    ledger = office.ledger()
    if not suspend.begun(QUESTION) and (wrong := unfit(ledger, item, paper, how, SUPPLEMENT)):
        return suspend.not_taken(wrong)
    step_id = PAPERS[paper]
    dossier = ledger.load(item)
    if lifecycle.secret(dossier):
        return suspend.not_taken(withheld.AT_THE_DESK)
    _tag(dossier)
    while not ((before := suspend.returned(QUESTION)) and not before.why):
        _ask_and_file(office, item, step_id, how, before)
    reconcile.reconcile(office, item)
    return Completed(name=Ending.FILED)


def _tag(dossier: Dossier) -> None:
    with get_client(sync_client=True) as client:
        tags = reconcile.tags_of(dossier, f"stage:{SUPPLEMENT}")
        client.update_flow_run(suspend.run_id(), tags=tags)


class _Asked(NamedTuple):
    """What is asked for, as the item stands."""

    dossier: Dossier
    step_id: str
    kind: AmendmentKind | None
    """None of what is filed for the first time."""
    old: Entry | None
    """What is corrected, or done again."""

    @classmethod
    def now(cls, office: Office, item: str, step_id: str, how: str) -> "_Asked":
        dossier = office.ledger().load(item)
        kind = None if how == FRESH else AmendmentKind(how)
        return cls(dossier, step_id, kind, dossier.correctable(step_id) if kind else None)

    @property
    def stage(self) -> Stage:
        return STAGES[stage_of(self.step_id)]

    @property
    def step(self) -> Step:
        return STEPS[self.step_id]


def _ask_and_file(
    office: Office, item: str, step_id: str, how: str, before: suspend.Returned | None
) -> None:
    now = _Asked.now(office, item, step_id, how)
    if before and now.kind and now.old and before.typed.get("corrects") != label(now.old):
        before = before._replace(why=NEWER[now.kind])
    typed = _ask(office, now, before)
    try:
        refusal = _file(office, now, typed)
    except Overtaken:  # in time alone: it is filed once more, with a new time
        return
    if refusal and refusal not in NEWER.values():
        events.refused(office.ledger(), item, step_id)
    suspend.spend(typed, refusal)


def _ask(office: Office, now: _Asked, before: suspend.Returned | None) -> suspend.Asked:
    why = before.why if before else ""
    said = introduction(office, now.dossier, Awaiting(now.stage, now.step, None, None, ""), why)
    corrects = now.kind is AmendmentKind.CORRECTION
    return suspend.ask(
        _form(now, before),
        question=QUESTION,
        name=RETURNED if why else f"待{now.step.title}",
        message=_told(now, why),
        introduction=f"{said}\n\n{ABOUT}" if corrects else said,
        then=lambda: None,
    )


def _told(now: _Asked, why: str) -> str:
    """What the run says of itself: nothing that was filed, see flows/withheld.py."""
    if not why:
        return f"请填写“{now.step.title}”"
    return why if why in NEWER.values() else withheld.codes(why)


def _form(now: _Asked, before: suspend.Returned | None) -> dict[str, Any]:
    """The form with what was typed, or, of a correction, with the newest that is on file."""
    typed = before.typed if before else {}
    known = {"filed_by_unit": turn_of(now.dossier, now.step)}
    amending = _amending(now.kind, now.old) if now.kind else []
    anew = before is None or before.why == NEWER[AmendmentKind.CORRECTION]
    if now.old and now.kind is AmendmentKind.CORRECTION and anew:
        because = {"because": typed.get("because")}
        return refilled(now.step_id, now.old.record, known | because, amending)
    return form_for(now.step_id, {**(typed or known), "corrects": ""}, amending)


def _amending(kind: AmendmentKind, old: Entry | None) -> list[Field]:
    """What a correction or a new round says of itself."""
    because = Field("because", f"{kind.value}的理由", help="公开", required=True, limits=SOMETHING)
    if old is None:
        return [because]
    title = "更正的是" if kind is AmendmentKind.CORRECTION else "原来办理的是"
    which = label(old)
    chosen = Field("corrects", title, Kind.CHOICE, options=(which,), required=True, default=which)
    return [chosen, because]


def _file(office: Office, now: _Asked, asked: suspend.Asked) -> str:
    """File what was typed; returns why it was not taken, or empty. Raises Overtaken in time alone."""
    typed = dict(asked.typed)
    corrects, because = typed.pop("corrects", ""), typed.pop("because", "")
    at = _first_dealt_with(office, asked)
    if _is_filed(now.dossier, now.step_id, at):
        return ""
    if now.dossier.entries and now.dossier.entries[-1].at > at:  # nothing was filed at that time
        suspend.forget(asked, "at")
        at = _first_dealt_with(office, asked)
    if now.kind and now.old and corrects != label(now.old):
        return NEWER[now.kind]
    answer = _answer(now, typed, because, at)
    try:
        entries = seen(now.dossier, answer)
        return file_answer(office, answer, office.inbox(now.dossier.id), entries=entries)
    except Overtaken:  # by somebody else, or by this very run in another process
        later = office.ledger().load(now.dossier.id)
        if _is_filed(later, now.step_id, at):
            return ""
        if later.filed_in(answer.stage) == now.dossier.filed_in(answer.stage):
            raise
        return NEWER[now.kind or AmendmentKind.NEW_ROUND]


def _first_dealt_with(office: Office, asked: suspend.Asked) -> datetime:
    return datetime.fromisoformat(suspend.noted(asked, "at", office.now().isoformat()))


def _answer(now: _Asked, typed: Mapping[str, Any], because: str, at: datetime) -> Filing:
    payload, actor = answered(typed)
    if now.old and now.kind is AmendmentKind.CORRECTION:
        payload = with_papers(payload, now.old.record)
    return Filing(
        item=now.dossier.id,
        step=now.step_id,
        at=at,
        actor=actor,
        payload=payload,
        amends=Amendment(kind=now.kind, reason=because) if now.kind else None,
    )


def _is_filed(dossier: Dossier, step_id: str, at: datetime) -> bool:
    return any(entry.step == step_id and entry.at == at for entry in dossier.entries)
