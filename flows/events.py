"""What the engine is told: decision.step.filed, .announced, decision.stage.settled,
decision.deadline.*, decision.link.broken.

An event names the item by its id and the step, never what was written: it cannot be deleted, and the item may
become one that is not disclosed (flows/withheld.py). Each has an id made of what it tells,
so that telling it twice is seen.
"""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from prefect import get_client

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.ids import stage_of
from catalog.stages import STAGES, STEPS
from storage.ledger import Filing, Ledger

FILED = "decision.step.filed"
SETTLED = "decision.stage.settled"
ANNOUNCED = "decision.step.announced"
NEAR = "decision.deadline.near"
MISSED = "decision.deadline.missed"
BROKEN_LINK = "decision.link.broken"

RUNNING = frozenset({"consultation.notice", "consultation.extension"})
"""Steps that announce a period which runs from the day on which the public can read of it."""


def filed(ledger: Ledger, filing: Filing) -> bool:
    """Tell that a step was filed, and with it perhaps its stage settled; whether the pages follow it."""
    dossier, step, of = ledger.load(filing.item), filing.step, filing.mark.chain
    tell(dossier, FILED, f"{filing.item}“{STEPS[step].title}”已登记", of=of, step=step)
    stage = stage_of(step)
    if lifecycle.settled(dossier, stage):
        settled(dossier, stage)
        return True
    if step in RUNNING:
        text = f"{filing.item}“{STEPS[step].title}”应当公布"
        tell(dossier, ANNOUNCED, text, of=of, step=step)
        return True
    return False


def settled(dossier: Dossier, stage: str) -> None:
    """Tell that a stage was settled."""
    text = f"{dossier.id}“{STAGES[stage].title}”办结"
    tell(dossier, SETTLED, text, of=f"{stage}-{dossier.filed_in(stage)}", stage=stage)


def tell(dossier: Dossier, event: str, text: str, *, of: str, **more: str) -> bool:
    """Tell the engine once; False where it was told before. Raises httpx.HTTPError."""
    resource = {
        "prefect.resource.id": f"juece.item.{dossier.id}",
        "prefect.resource.name": dossier.id,
    }
    id_ = uuid5(NAMESPACE_URL, f"juece:{event}:{dossier.id}:{of}")
    payload = {"item": dossier.id, "text": text, **more}
    with get_client(sync_client=True) as client:
        told = client.request("POST", "/events/filter", json={"filter": {"id": {"id": [str(id_)]}}})
        if told.raise_for_status().json()["events"]:
            return False
        body = {
            "id": str(id_),
            "event": event,
            "occurred": datetime.now(UTC).isoformat(),
            "resource": resource,
            "payload": payload,
        }
        client.request("POST", "/events", json=[body]).raise_for_status()
    return True
