"""归档目录: what the volume of an item consists of, stage by stage, and what it still lacks."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from catalog.dossier import Dossier
from catalog.record import Document, Entry, Original
from catalog.stages import STAGES, STEPS
from catalog.stages.disclosure import Publication, Retention
from catalog.stages.entry import Inclusion
from catalog.timezone import local_day

INTERNAL = "内部档案，不得公开"
WITHIN = "内部"
"""What a record itself is, whatever its documents are: it names who filed it."""

ORIGINAL = "不予公开（有遮盖，公开的是副本）"
"""What the original of a redacted copy is."""

UNSETTLED = "未划定"
RECORD = "00-登记.json"

_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%\s]+')
_LONGEST = 40  # characters of a file name: the path stays within what every system takes


@dataclass(frozen=True)
class Paper:
    """One line of the checklist; without a path, a stage from which there is nothing."""

    no: int
    stage: str
    title: str
    by: str = ""
    on: date | None = None
    copies: str = ""
    attribute: str = ""
    digest: str = ""
    path: str = ""
    entry: Entry | None = None
    """The entry that the paper is a record of; else it is a document."""
    document: Document | Original | None = None


@dataclass(frozen=True)
class Checklist:
    """The papers of an item as of a day, with what an archivist asks first."""

    item: str
    name: str
    authority: str
    notice: str
    """What is printed on every page of its catalog, such as that it is a demonstration."""
    as_of: date
    retention: str
    transfer_on: date | None
    lacks: tuple[str, ...]
    """What keeps the volume from being closed (713-33); empty where it is complete."""
    papers: tuple[Paper, ...]


def checklist(dossier: Dossier, catalog: Dossier, day: date) -> Checklist:
    """List the papers of an item and of the catalog it stands in, in the order of the stages."""
    inclusion = next(iter(dossier.every(Inclusion)), None)
    publication = dossier.latest(Publication)
    return Checklist(
        item=dossier.id,
        name=inclusion.item.name if inclusion else "",
        authority=dossier.catalog.authority.name if dossier.catalog else "",
        notice=dossier.catalog.notice if dossier.catalog else "",
        as_of=day,
        retention=_class(publication.retention if publication else None),
        transfer_on=publication.transfer_on if publication else None,
        lacks=tuple(_lacks(dossier)),
        papers=tuple(_papers(dossier, catalog)),
    )


def _class(retention: Retention | None) -> str:
    if retention is None:
        return UNSETTLED
    return retention.value if retention is Retention.PERMANENT else f"定期{retention.value}"


def _lacks(dossier: Dossier) -> Iterator[str]:
    """The stages up to the publication that are not done with; an evaluation may follow later."""
    if dossier.closed:
        return
    if dossier.unstated:
        yield "事项由别处公开的材料整理，没有办理过程的材料"
        return
    for slug, stage in STAGES.items():
        if slug == "evaluation" or dossier.settled(slug):
            continue
        step = dossier.next_step(slug)
        yield f"{stage.title}：还没有{step.title}" if step else f"{stage.title}：还没有办结"


def _papers(dossier: Dossier, catalog: Dossier) -> Iterator[Paper]:
    papers = list(_of_entries(catalog.entries, "00-年度目录", "年度目录"))
    for n, (slug, stage) in enumerate(STAGES.items(), 1):
        entries = [entry for entry in dossier.entries if entry.stage == slug]
        papers += _of_entries(entries, f"{n:02d}-{fit(stage.title)}", stage.title)
        if not entries:
            papers.append(Paper(0, stage.title, _absence(dossier, slug)))
    return (replace(paper, no=no) for no, paper in enumerate(papers, 1))


def _absence(dossier: Dossier, slug: str) -> str:
    exempted = dossier.exempted(slug)
    if exempted:
        return f"（不适用：{exempted.reason}）"
    return "（终止办理，没有材料）" if dossier.closed else "（没有材料）"


def _of_entries(entries: Iterable[Entry], folder: str, stage: str) -> Iterator[Paper]:
    for entry in entries:
        by, on = entry.actor.unit, local_day(entry.at)
        place = f"材料/{folder}/{entry.seq:03d}-{fit(STEPS[entry.step].title)}"
        path = f"{place}/{RECORD}"
        yield Paper(0, stage, _title(entry), by, on, "1份", WITHIN, entry.digest, path, entry=entry)
        for n, document in enumerate(entry.record.documents, 1):
            kind = fit(PurePath(document.name).suffix.lower())
            name = f"{n:02d}-{fit(document.title)}.{kind}"
            yield Paper(
                0, stage, document.title, by, on, "1份", _attribute(document),
                document.digest, f"{place}/{name}", document=document,
            )  # fmt: skip
            if document.redaction:
                original = document.redaction.original
                kind = fit(PurePath(original.name).suffix.lower())
                yield Paper(
                    0, stage, f"{document.title}（原件）", by, on, "1份", ORIGINAL,
                    original.digest, f"{place}/{n:02d}-原件-{fit(document.title)}.{kind}",
                    document=original,
                )  # fmt: skip


def _title(entry: Entry) -> str:
    more = [f"第{entry.round}轮"] if entry.round > 1 else []
    more += [entry.amends.kind.value] if entry.amends else []
    return f"{STEPS[entry.step].title}（{'，'.join([*more, '登记记录'])}）"


def _attribute(document: Document) -> str:
    said = document.disclosure
    ground = f"（{said.ground.value}）" if said.ground else ""
    return said.attribute.value + ground


def fit(title: str) -> str:
    """A title as part of a file name, on every system that may unpack it."""
    name = _UNFIT.sub("_", unicodedata.normalize("NFC", title))[:_LONGEST].strip("._ ")
    return name or "无题"
