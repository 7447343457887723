"""What a form of entry may name, an item or a paper of it, and why one cannot be taken."""

from catalog.dossier import Dossier
from catalog.ids import item_id
from catalog.record import AmendmentKind, Entry
from catalog.stages import STEPS
from catalog.stages.entry import OF_THE_YEAR
from catalog.suggest import no_item
from catalog.timezone import local_day
from storage.ledger import Ledger

FRESH = "登记"
HOW = (FRESH, *(kind.value for kind in AmendmentKind))
_ASKED_LAST = sorted(STEPS, key=lambda step_id: not STEPS[step_id].optional)
PAPERS = {STEPS[step_id].title: step_id for step_id in _ASKED_LAST if step_id not in OF_THE_YEAR}
"""Every paper of an item by its title, those first that no stage asks for."""
INCLUSION = "entry.inclusion"


def unknown(ledger: Ledger, item: str, form: str) -> str:
    """Say that there is no such item, which there are, and what to do; `form` is where it was typed."""
    known = ledger.items()
    then = "请核对编号" if known else "导入以后"
    return f"{no_item(item, known)}。{then}，再启动一次“{form}”。"


def unfit(ledger: Ledger, item: str, paper: str, how: str, form: str) -> str:
    """Why there is nothing to ask about a paper of an item, and what to do; or empty."""
    if paper not in PAPERS or how not in HOW:
        return f"没有“{paper}”这种材料或者“{how}”这种办法。请再启动一次“{form}”，在表里选。"
    step_id = PAPERS[paper]
    if not item_id(item) or (step_id != INCLUSION and item not in ledger.items()):
        return unknown(ledger, item, form)
    dossier = ledger.load(item)
    if how == AmendmentKind.CORRECTION and not dossier.correctable(step_id):
        return _nothing_to_correct(dossier, paper, form)
    if how == FRESH and (entry := dossier.entry_of(step_id)) and not STEPS[step_id].repeatable:
        on_file = f"{item} 的“{paper}”已经登记过，是{label(entry)}。"
        then = f"有错要改的，再启动一次“{form}”，办法选“{AmendmentKind.CORRECTION.value}”"
        return f"{on_file}{then}；这一阶段要重新办理的，选“{AmendmentKind.NEW_ROUND.value}”。"
    return ""


def _nothing_to_correct(dossier: Dossier, paper: str, form: str) -> str:
    said = f"{dossier.id} 这一轮没有登记过“{paper}”，没有可以更正的。"
    there = [title for title, step_id in PAPERS.items() if dossier.correctable(step_id)]
    can_be = f"可以更正的有：{'、'.join(there)}。" if there else ""
    return f"{said}{can_be}请再启动一次“{form}”，选要更正的材料；还没有登记的，办法选“{FRESH}”。"


def label(entry: Entry) -> str:
    """An entry as forms name it."""
    return f"第{entry.seq}号（{local_day(entry.at)}登记）"
