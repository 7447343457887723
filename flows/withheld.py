"""What the engine may know of an item. Everybody who signs in at the desk reads it there (/engine/).

Of events, which cannot be deleted, and of what the engine makes events of (the messages of states,
artifacts), no item's name and no word that was filed is part: ids, steps, dates, numbers of rules.
What the runs of an item were tagged with, its units, is deleted with them when the item becomes one that
is not disclosed as a whole (711-14).
"""

import re

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.exceptions import ObjectNotFound

from catalog.dossier import Dossier
from catalog.lifecycle import secret
from flows.runs import AT_WORK, REVIEW, tagged

TAG = "withheld"
"""Of the runs that were begun since an item is not disclosed."""
_RULE = re.compile(r"\[([A-Z]{3}-\d\d)\]")
_PAGE = 200


def codes(refusal: str) -> str:
    """A refusal as the state of a run may say it: the rules that spoke, and none of their words."""
    rules = dict.fromkeys(_RULE.findall(refusal))
    return (
        f"退回补正：{'、'.join(f'[{rule}]' for rule in rules)}"
        if rules
        else "退回补正，理由见工作台"
    )


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
