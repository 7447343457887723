"""What the engine may know of an item. Everybody who signs in at the desk reads it there (/engine/).

Of events, which cannot be deleted, and of what the engine makes events of (the messages of states,
artifacts), no item's name and no word that was filed is part: ids, steps, dates, numbers of rules.
Forms have both, and go once they are answered. An item that is not disclosed as a whole (711-14) is
asked about by no form; what forms there were before it became one is deleted with its runs.
"""

import re

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.exceptions import ObjectNotFound

from catalog.dossier import Dossier
from catalog.ids import catalog_of
from catalog.lifecycle import secret
from catalog.stages.entry import Inclusion
from flows.runs import AT_WORK, REVIEW, tagged
from office.editions.changes import WEBSITE
from storage.ledger import Ledger

NAMELESS = "不公开事项"
TAG = "withheld"
"""Of the runs that were begun since an item is not disclosed."""
AT_THE_DESK = "不公开事项只在工作台或者用 juece file 登记，这里不填写任何内容。"
_RULE = re.compile(r"\[([A-Z]{3}-\d\d)\]")
_PAGE = 200


def called(dossier: Dossier) -> str:
    """The name of an item, or what is said in its place."""
    inclusion = dossier.latest(Inclusion)
    if secret(dossier):
        return NAMELESS
    return inclusion.item.name if inclusion else ""


def codes(refusal: str) -> str:
    """A refusal as the state of a run may say it: the rules that spoke, and none of their words."""
    rules = dict.fromkeys(_RULE.findall(refusal))
    return (
        f"退回补正：{'、'.join(f'[{rule}]' for rule in rules)}"
        if rules
        else "退回补正，理由见工作台"
    )


def matters(ledger: Ledger) -> set[str]:
    """The matters of a review of which no text may be shown: items that are secret, the catalogs that
    have one, and the website, whose lists name them all."""
    secrets = {item for item in ledger.items() if secret(ledger.load(item))}
    return {*secrets, *map(catalog_of, secrets), WEBSITE} if secrets else set()


def forget(client: SyncPrefectClient, dossier: Dossier) -> bool:
    """Delete what was told of an item that is secret now; False where a run is still at work on it."""
    if not secret(dossier):
        return True
    told = [run for run in tagged(client, f"item:{dossier.id}") if TAG not in run.tags]
    if not told:
        return True
    told += tagged(
        client, REVIEW
    )  # they showed what was to be public of it; who publishes asks anew
    for keys in (f"{dossier.id}-%", REVIEW):
        shown = ArtifactFilter(key=ArtifactFilterKey(like_=keys))
        while artifacts := client.read_artifacts(artifact_filter=shown, limit=_PAGE):
            for artifact in artifacts:
                client.delete_artifact(artifact.id)
    ended = [run for run in told if run.state.type not in AT_WORK]
    for run in ended:
        try:
            client.delete_flow_run(run.id)
        except ObjectNotFound:  # another that looks after the runs was there first
            continue
    return len(ended) == len(told)
