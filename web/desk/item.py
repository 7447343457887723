"""事项: all items, and one item with its stages, what is on file, and what may be filed beside."""

from typing import NamedTuple

from starlette.responses import FileResponse, Response

from catalog import law
from catalog.dossier import Dossier
from catalog.duties.when import Way, ways
from catalog.duties.who import may_file, may_see
from catalog.ids import catalog_id, stage_of
from catalog.progress import open_findings, stage_rows
from catalog.record import AmendmentKind, Entry
from catalog.stages import STAGES, STEPS
from catalog.stages.consultation import Notice
from web.desk.asking import Asked, Stop, unless
from web.desk.board import State, Wait, state_of

KINDS = {"gengzheng": AmendmentKind.CORRECTION, "zaici": AmendmentKind.NEW_ROUND}
"""The ways of amending, as addresses say them."""
WORDS = {kind: word for word, kind in KINDS.items()}


class Next(NamedTuple):
    """A step that the item waits for, with a way to its form or why there is none."""

    wait: Wait
    path: str
    why_not: str


class Offer(NamedTuple):
    """A paper that may be filed beside what is awaited."""

    title: str
    path: str


def items(asked: Asked) -> Response:
    """Every item that one may see."""
    states = [
        state
        for state in asked.desk.board.states(asked.desk.today)
        if may_see(asked.person, state.dossier) is None
    ]
    return asked.page("items.html", "事项", states=states)


def item(asked: Asked) -> Response:
    """One item."""
    dossier, today = seen(asked), asked.desk.today
    state = state_of(dossier, today)
    loaded = asked.desk.ledger.load(dossier.id, opinions=True)
    findings = [(entry, finding) for entry, finding in open_findings(loaded)]
    offers = [offer(asked, dossier, way) for way in ways(dossier, today)]
    return asked.page(
        "item.html",
        state.name or dossier.id,
        state=state,
        stages=stage_rows(dossier, today),
        nexts=[_next(asked, state, wait) for wait in state.waits],
        entries=[(entry, titled(entry)) for entry in reversed(dossier.entries)],
        findings=[(STEPS[entry.step].title, entry, f) for entry, f in findings],
        offers=_grouped([one for one in offers if one]),
        filed=asked.query.get("hao", ""),
        opinions=dossier.latest(Notice) is not None,
        today=today,
    )


def seen(asked: Asked) -> Dossier:
    """The item that an address names. Raises Stop where there is none, or one may not see it."""
    dossier = asked.desk.ledger.load(asked.parts["item"])
    if dossier.entry_of("entry.inclusion") is None:
        raise Stop(404, "没有这个事项", f"没有编号为“{asked.parts['item']}”的事项，请从“事项”里选")
    unless(may_see(asked.person, dossier))
    return dossier


def document(asked: Asked) -> Response:
    """A paper on file, to be saved: nothing that was handed in is opened on a page of the desk."""
    dossier, digest = seen(asked), asked.parts["digest"]
    kept = (paper for entry in dossier.entries for paper in entry.record.kept)
    found = next((paper for paper in kept if paper.digest == digest), None)
    store = asked.desk.ledger.documents
    if found is None or store is None or store.size(digest) is None:
        raise Stop(404, "没有这份材料", "这个事项里没有这份材料")
    headers = {"content-security-policy": "sandbox; default-src 'none'"}
    return FileResponse(store.path(digest), filename=found.name, headers=headers,
                        media_type="application/octet-stream")  # fmt: skip


def titled(entry: Entry) -> str:
    """An entry by its step, and how it amends what was on file."""
    how = f"（{entry.amends.kind.value}：{entry.amends.reason}）" if entry.amends else ""
    return f"{STEPS[entry.step].title}{how}"


def _next(asked: Asked, state: State, wait: Wait) -> Next:
    path = f"/shixiang/{state.dossier.id}/{wait.step_id}"
    no = may_file(asked.person, state.dossier, wait.step_id)
    if no:
        basis = f"（{law.cite(no.source)}）" if no.source else ""
        return Next(wait, "", f"{no.because}{basis}")
    return Next(wait, path, "")


def address(id_: str) -> str:
    """Where the desk shows an item, or a year."""
    return f"/{'mulu' if catalog_id(id_) else 'shixiang'}/{id_}"


def offer(asked: Asked, dossier: Dossier, way: Way) -> tuple[str, Offer] | None:
    """The stage and the way to a form, where one may file it."""
    if may_file(asked.person, dossier, way.step_id):
        return None
    end = f"/{WORDS[way.kind]}" if way.kind else ""
    title = STEPS[way.step_id].title
    said = f"{way.kind.value}：{title}" if way.kind else title
    return STAGES[stage_of(way.step_id)].title, Offer(
        said, f"{address(dossier.id)}/{way.step_id}{end}"
    )


def _grouped(offers: list[tuple[str, Offer]]) -> list[tuple[str, list[Offer]]]:
    groups: dict[str, list[Offer]] = {}
    for stage, offer in offers:
        groups.setdefault(stage, []).append(offer)
    return [*groups.items()]
