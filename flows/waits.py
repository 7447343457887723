"""How the runs of an item wait, worked out from its ledger and the day alone."""

from datetime import date, datetime, time, timedelta

from catalog import law
from catalog.dossier import Dossier
from catalog.item import Part
from catalog.lifecycle import Awaiting, awaiting, fresh_until, secret
from catalog.progress import headline, standing
from catalog.stages.applicability import item_of
from catalog.stages.base import Role, Step
from catalog.timezone import SHANGHAI, local_day
from flows.suspend import Wait
from office.settings.installation import Office

LONGEST = timedelta(days=30)
"""An item that no date will change is looked at again after this time."""
AT_DESK = "请在工作台办理：{}"


def of_item(office: Office, dossier: Dossier, now: datetime) -> dict[str, Wait]:
    """How the runs of an item wait, by stage, and by an empty slug that of the whole item.

    What is missing has nothing to wait for any more, and ends.
    """
    today = local_day(now)
    found = {a.stage.slug: _of_stage(office, dossier, a, now) for a in awaiting(dossier, today)}
    if not found or not dossier.entries:  # of an item that is in no catalog nothing is awaited
        return {}
    changes = fresh_until(dossier, today) or today + LONGEST
    wakes = _just_after_midnight(min(changes, today + LONGEST))
    return {**found, "": Wait(headline(dossier, today), "", office.lasts(wakes - now))}


def _of_stage(office: Office, dossier: Dossier, awaited: Awaiting, now: datetime) -> Wait:
    name = standing(dossier, awaited.stage.slug, local_day(now))
    if awaited.opens_on and awaited.opens_on > local_day(now):
        return Wait(name, "", office.lasts(_just_after_midnight(awaited.opens_on) - now))
    turn = "" if secret(dossier) else _turn_of(dossier, awaited.step)
    return Wait(name, AT_DESK.format(_path(dossier.id, awaited)), None, turn)


def asked(office: Office, item: str, awaited: Awaiting) -> str:
    """By whom, on what basis and until when a step is taken, and where, as Markdown."""
    step = awaited.step
    lines = [f"- 办理：{step.role.value}", f"- 依据：{law.cite(step.source)}"]
    if awaited.deadline:
        lines.append(f"- 最迟：**{awaited.due}**（{awaited.deadline.explain().rstrip('。')}）")
    link = at_desk(office, _path(item, awaited))
    return "\n".join(lines) + f"\n\n[在工作台填写“{step.title}”]({link})"


def _path(item: str, awaited: Awaiting) -> str:
    """Where the desk has the form of a step."""
    return f"/shixiang/{item}/{awaited.step_id}"


def at_desk(office: Office, where: str) -> str:
    """The address of a page of the desk; without one of the desk's own it is that of the reader's page."""
    return next(iter(office.desk_origins.split()), "").rstrip("/") + where


def _turn_of(dossier: Dossier, step: Step) -> str:
    """The unit whose turn a step is, as far as the catalog says; empty where it does not."""
    if step.role is not Role.UNIT:
        return "" if step.role is Role.EVALUATOR else step.role.value
    item = item_of(dossier)
    units = item.units if item else ()
    return next((unit.name for unit in units if unit.part is Part.LEAD), "")


def _just_after_midnight(day: date) -> datetime:
    return datetime.combine(day, time(0, 5), SHANGHAI)
