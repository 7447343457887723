"""What waits to be made public: the draft beside what is out, and who reviewed what; no engine."""

from typing import NamedTuple

from catalog.annual import CatalogRecord
from catalog.item import ITEM_ID
from catalog.parse import ShapeError
from catalog.record import Actor
from catalog.review import Reviewed, Verdict, objections
from catalog.stages.entry import Inclusion
from catalog.zone import local_day
from flows.sealing import editions, reasons
from publish.comparing import Comparison, compare
from publish.proposal import WEBSITE, Matter, proposal, read_manifest
from publish.sealing.act import EditionOut
from storage.acts import Done
from storage.office import Office

FOLLOWS = "随其他事项、日期或者程序更新"
"""Why a page differs of which nothing new is told."""


class Proposed(NamedTuple):
    """A matter that waits: why it changed, and its review, if it had one as it is now."""

    matter: Matter
    title: str
    reasons: tuple[str, ...]
    """Why it is other than it was, in words that may be published."""
    authors: frozenset[Actor]
    """Who filed what is to be reviewed: none of them can be the reviewer."""
    review: Done[Reviewed] | None

    @property
    def id(self) -> str:
        """The item, the catalog, or the website."""
        return self.matter.id

    @property
    def agreed(self) -> bool:
        """Say whether it may go out."""
        return self.review is not None and self.review.act.verdict is Verdict.AGREED

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.review is None:
            return "待审查"
        note = f"：{self.review.act.note}" if self.review.act.note else ""
        return f"{self.review.act.verdict.value}{note}"


def proposed(office: Office) -> list[Proposed]:
    """Every matter of the draft that is not out as it is, and each that went out unreviewed."""
    known = editions(office.ledger())
    urgent = {matter.id for one in known for matter in one.seal.matters if matter.emergency}
    found = [
        _proposed(office, matter, known[-1] if known else None)
        for matter in proposal(read_manifest(office.site), read_manifest(office.draft))
        if matter.differs or matter.id in urgent
    ]
    return [one for one in found if one.matter.differs or not one.agreed]


def review(office: Office, id_: str, said: Reviewed, reviewer: Actor) -> None:
    """Put a review on file. Raises ShapeError where it cannot be taken, saying all that is wrong."""
    found = {one.id: one for one in proposed(office)}
    if id_ not in found:
        waiting = f"待审查的有：{'、'.join(found)}" if found else "现在没有待审查的内容"
        raise ShapeError([f"没有“{id_}”这一事项的待审查内容。{waiting}"])
    one = found[id_]
    faults = list(objections(said, reviewer, one.authors))
    if said.digest != one.matter.digest:
        faults.append(
            f"{id_}的内容在审查期间有变化（现在的校验值是 {one.matter.digest[:12]}），请看过再审查"
        )
    if faults:
        raise ShapeError(faults)
    office.ledger().acts.append(said, id_, reviewer, office.now())


def compared(office: Office, matter: Matter) -> list[Comparison]:
    """Each file of a matter that differs, as it is out and as it would be."""
    return compare(matter, office.site, office.draft)


def _proposed(office: Office, matter: Matter, last: EditionOut | None) -> Proposed:
    ledger = office.ledger()
    filed = ledger.filed_after(last.seal.ledger.position if last else 0)
    reviews = ledger.acts.of(Reviewed, matter.id)
    same = [done for done in reviews if done.act.digest == matter.digest]
    return Proposed(
        matter=matter,
        title=_title(office, matter.id),
        reasons=reasons(ledger, matter.id, local_day(office.now()), last) or (FOLLOWS,),
        authors=frozenset(one.actor for one in filed if one.item == matter.id),
        review=same[-1] if same else None,
    )


def _title(office: Office, id_: str) -> str:
    if id_ == WEBSITE:
        return "网站首页、样式和机读数据"
    dossier = office.ledger().load(id_)
    if ITEM_ID.match(id_):
        inclusion = dossier.latest(Inclusion)
        return inclusion.item.name if inclusion else id_
    catalog = dossier.latest(CatalogRecord)
    return catalog.title if catalog else id_
