"""补充登记: what no stage asks for by itself, and corrections, by the form of the step concerned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from prefect import flow, get_client, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from catalog.dossier import Awaiting, Dossier
from catalog.item import ITEM_ID
from catalog.record import Amendment, AmendmentKind, Entry
from catalog.stages import STAGES, STEPS
from catalog.zone import local_day
from flows import desk, events, waiting
from flows.beginning import unknown
from flows.forms import SOMETHING, answered, form_for
from flows.introduction import introduction, turn_of
from flows.refilled import refilled, with_papers
from flows.runs import SUPPLEMENT
from flows.scenario import Answer
from flows.stage import RETURNED, file_answer
from storage.filing import Overtaken
from storage.office import Office

FRESH = "登记"
HOW = (FRESH, *(kind.value for kind in AmendmentKind))
_ASKED_LAST = sorted(STEPS, key=lambda step_id: not STEPS[step_id].optional)
PAPERS = {STEPS[step_id].title: step_id for step_id in _ASKED_LAST if step_id != "entry.catalog"}
"""Every paper of an item by its title, those first that no stage asks for."""
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
    item: Annotated[str, Field(title="事项编号", description="目录中的编号，例如 demo-2026-03")],
    paper: Annotated[str, Field(title="材料", json_schema_extra={"enum": [*PAPERS]})],
    how: Annotated[
        str,
        Field(
            title="办法",
            description="改错选“更正”，原来的留底；一个阶段重新办理选“再次办理”",
            json_schema_extra={"enum": [*HOW]},
        ),
    ] = FRESH,
) -> State[Any]:
    """Ask for one paper and file it through the one door; a refusal comes back with the findings.

    Killed after it was filed, it is not filed again: an answer keeps the instant at which it was
    first dealt with.
    """
    office = Office()
    if wrong := _unfit(office, item, paper, how):
        return Failed(name=RETURNED, message=wrong)
    step_id = PAPERS[paper]
    _tag(office.ledger().load(item))
    while not ((before := waiting.returned(QUESTION)) and not before.why):
        _ask_and_file(office, item, step_id, how, before)
    desk.reconcile(office, item)
    return Completed(name="已登记")


def _unfit(office: Office, item: str, paper: str, how: str) -> str:
    """Why there is nothing to ask, or empty."""
    step_id = PAPERS.get(paper)
    if step_id is None or how not in HOW:
        return f"没有“{paper}”这种材料或者“{how}”这种办法，请在表里选。"
    listed = item in office.ledger().items()
    if not ITEM_ID.match(item) or not (listed or step_id == "entry.inclusion"):
        return unknown(office, item)
    dossier = office.ledger().load(item)
    if how == AmendmentKind.CORRECTION and not dossier.correctable(step_id):
        return f"{item} 这一轮没有登记过“{paper}”，没有可以更正的。"
    return ""


def _tag(dossier: Dossier) -> None:
    with get_client(sync_client=True) as client:
        tags = desk.tags_of(dossier, f"stage:{SUPPLEMENT}")
        client.update_flow_run(waiting.run_id(), tags=tags)


def _ask_and_file(
    office: Office, item: str, step_id: str, how: str, before: waiting.Returned | None
) -> None:
    dossier = office.ledger().load(item)
    stage, step = STAGES[step_id.partition(".")[0]], STEPS[step_id]
    kind = None if how == FRESH else AmendmentKind(how)
    old = dossier.correctable(step_id) if kind else None
    if before and kind and old and before.typed.get("corrects") != _label(old):
        before = before._replace(why=NEWER[kind])
    why = before.why if before else ""
    said = introduction(office, dossier, Awaiting(stage, step, None, None, ""), why)
    asked = waiting.ask(
        _form(dossier, step_id, kind, old, before),
        question=QUESTION,
        name=RETURNED if why else f"待{step.title}",
        message=why or f"请填写“{step.title}”",
        introduction=f"{said}\n\n{ABOUT}" if kind is AmendmentKind.CORRECTION else said,
        then=lambda: None,
    )
    refusal = _file(office, dossier, step_id, asked, kind, old)
    if refusal not in NEWER.values():
        events.heard(office.ledger(), item, step_id, refusal)
    waiting.spend(asked, refusal)


def _form(
    dossier: Dossier,
    step_id: str,
    kind: AmendmentKind | None,
    old: Entry | None,
    before: waiting.Returned | None,
) -> dict[str, Any]:
    """The form with what was typed, or, of a correction, with the newest that is on file."""
    typed = before.typed if before else {}
    known = {"filed_by_unit": turn_of(dossier, STEPS[step_id])}
    anew = before is None or before.why == NEWER[AmendmentKind.CORRECTION]
    shown = old if kind is AmendmentKind.CORRECTION and anew else None
    form = refilled(step_id, shown.record, known) if shown else form_for(step_id, typed or known)
    return _amending(form, kind, old, typed) if kind else form


def _amending(
    form: dict[str, Any], kind: AmendmentKind, old: Entry | None, typed: Mapping[str, Any]
) -> dict[str, Any]:
    """The form with what a correction or a new round says of itself."""
    asked: dict[str, Any] = {}
    if old:
        title = "更正的是" if kind is AmendmentKind.CORRECTION else "原来办理的是"
        asked["corrects"] = {"title": title, "enum": [_label(old)], "default": _label(old)}
    asked["because"] = {"title": f"{kind.value}的理由", "description": "公开", **SOMETHING}
    if typed.get("because"):
        asked["because"]["default"] = typed["because"]
    asked = {name: {"type": "string", **field} for name, field in asked.items()}
    required = [*asked, *form.get("required", ())]
    return {**form, "properties": {**asked, **form["properties"]}, "required": required}


def _file(
    office: Office,
    dossier: Dossier,
    step_id: str,
    asked: waiting.Asked,
    kind: AmendmentKind | None,
    old: Entry | None,
) -> str:
    """File what was typed; returns why it was not taken, or empty."""
    typed = dict(asked.typed)
    corrects, because = typed.pop("corrects", ""), typed.pop("because", "")
    at = datetime.fromisoformat(waiting.noted(asked, "at", office.now().isoformat()))
    if _is_filed(dossier, step_id, at):
        return ""
    if kind and old and corrects != _label(old):
        return NEWER[kind]
    payload, actor = answered(typed)
    corrected = kind is AmendmentKind.CORRECTION
    answer = Answer(
        item=dossier.id,
        step=step_id,
        at=at,
        actor=actor,
        payload=with_papers(payload, old.record) if old and corrected else payload,
        amends=Amendment(kind=kind, reason=because) if kind else None,
    )
    entries = dossier.filed_in(answer.stage)
    try:
        return file_answer(office, answer, office.inbox(dossier.id), entries=entries)
    except Overtaken:  # by somebody else, or by this very run in another process
        now = office.ledger().load(dossier.id)
        return "" if _is_filed(now, step_id, at) else NEWER[kind or AmendmentKind.NEW_ROUND]


def _is_filed(dossier: Dossier, step_id: str, at: datetime) -> bool:
    return any(entry.step == step_id and entry.at == at for entry in dossier.entries)


def _label(entry: Entry) -> str:
    return f"第{entry.seq}号（{local_day(entry.at)}登记）"
