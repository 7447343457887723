"""What waits to be made public: the draft beside what is out, and who reviewed what; no engine."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from catalog import lifecycle
from catalog.annual import CatalogRecord
from catalog.ids import authority_of, catalog_of, item_id
from catalog.record import Actor
from catalog.stages.entry import REFORM, Inclusion
from office.editions.changes import PROGRAM, WEBSITE, Matter, joint, proposal
from office.editions.cosmetic import Side, only_looks_differ, only_machine_made
from office.editions.diff import Comparison, compare
from office.editions.history import EditionHistory
from office.editions.proof.history_page import told_back
from office.editions.proof.record import EditionOut
from office.editions.seal import reasons
from office.editions.verdict import Reviewed, Verdict, objections
from office.editions.writers import Writers
from office.settings.installation import Office
from pages.build.manifest import files_in, listing_in
from storage.acts import Done
from storage.ledger import Head, Ledger

FOLLOWS = "随其他事项、日期或者程序更新"
"""Why a page differs of which nothing new is told."""
VANISHES = "撤下"
LOOKS = "版式更新（不改变公开内容）"
RIDES = "机读文件和样式随其他内容更新，不单独审查"
"""Why nobody is asked about the website where no reader sees another one."""
UNCHANGED = "只有样式文件的名称更新，网页其余部分和附件、机读数据都与公开的逐字节一样"


class Proposed(NamedTuple):
    """A matter that waits: why it changed, and its review, if it had one as it is now."""

    matter: Matter
    title: str
    reasons: tuple[str, ...]
    """Why it is other than it was, in words that may be published."""
    authors: frozenset[Actor]
    """Who filed or wrote what is to be reviewed: none of them can be the reviewer."""
    review: Done[Reviewed] | None
    gathered: tuple[str, ...] = ()
    """The matters that it holds, where it is the joint one."""
    withdrawn: tuple[str, ...] = ()
    """The editions that brought it and were taken back since, in words."""
    rides: bool = False
    """It goes out with others that were agreed to, and never by itself."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The matters that it is about."""
        return self.gathered or (self.id,)

    @property
    def id(self) -> str:
        """The item, the catalog, or the website."""
        return self.matter.id

    @property
    def agreed(self) -> bool:
        """Say whether it may go out."""
        return self.review is not None and self.review.act.verdict is Verdict.AGREED

    @property
    def open(self) -> bool:
        """Say whether nothing goes out as long as it is not agreed to."""
        return not self.agreed and not self.rides

    @property
    def unreviewed(self) -> bool:
        """Say whether a reviewer is asked about it."""
        return self.review is None and not self.rides

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.review is None:
            return "随其他内容公开" if self.rides else "待审查"
        note = f"：{self.review.act.note}" if self.review.act.note else ""
        return f"{self.review.act.verdict.value}{note}"


def proposed(office: Office) -> list[Proposed]:
    """What waits: the joint matter of those in which only the looks differ, then each other one."""
    known = _Known(office)
    return _gathered(known, _each(known))


def reviewable(office: Office) -> dict[str, Proposed]:
    """All that can be reviewed by its id: one that was gathered can still be reviewed by itself."""
    known = _Known(office)
    found = _each(known)
    return {one.id: one for one in (*found, *_gathered(known, found))}


class _Known:
    """What proposals are told from, each read once: a city's manifests are long."""

    def __init__(self, office: Office) -> None:
        self.office, self.ledger = office, office.ledger()

    @cached_property
    def history(self) -> EditionHistory:
        """What was reviewed and went out."""
        return EditionHistory(self.ledger)

    @cached_property
    def out(self) -> Side:
        """The site that is out."""
        return Side(self.office.site, files_in(self.office.site))

    @cached_property
    def draft(self) -> Side:
        """The site that would be."""
        return Side(self.office.draft, files_in(self.office.draft))


def _gathered(known: _Known, found: list[Proposed]) -> list[Proposed]:
    """Gather; what somebody reviewed by itself, or is out without a review, stands by itself."""
    history = known.history
    open_ = (one for one in found if one.review is None and one.id not in history.owed)
    those = [one for one in open_ if only_looks_differ(one.matter, known.out, known.draft)]
    if not those:
        return found
    matter = joint([one.matter for one in those])
    together = Proposed(
        matter=matter,
        title=LOOKS,
        reasons=(UNCHANGED,),
        authors=frozenset[Actor]().union(*(one.authors for one in those)),
        review=history.review(PROGRAM, matter.digest),
        gathered=tuple(one.id for one in those),
        withdrawn=_withdrawn(history, PROGRAM, *(one.id for one in those)),
    )
    return [together, *(one for one in found if one.id not in together.gathered)]


def each(office: Office) -> list[Proposed]:
    """Every matter of the draft that is not out as it is, and each that went out unreviewed."""
    return _each(_Known(office))


def _each(known: _Known) -> list[Proposed]:
    ledger, listing = known.ledger, listing_in(known.office.draft)
    if listing is None:
        return []
    history, filers, writers = known.history, _filers(ledger), Writers(ledger)
    # Titles and reasons are published with the edition: they tell what the pages of the draft tell.
    place = ledger.place_of(listing.as_of, Head(*listing.ledger))
    told = ledger.upto(place) if place is not None else ledger
    found = [
        _riding(
            known,
            Proposed(
                matter=matter,
                title=_title(told, matter, listing.as_of),
                reasons=_reasons(told, matter, listing.as_of, history.standing),
                authors=frozenset(_authors(ledger, matter.id, history, filers, writers)),
                review=history.review(matter.id, matter.digest),
                withdrawn=_withdrawn(history, matter.id),
            ),
        )
        for matter in proposal(known.out.files, known.draft.files)
        if matter.differs or matter.id in history.owed
    ]
    return [one for one in found if one.matter.differs or not one.agreed]


def _riding(known: _Known, one: Proposed) -> Proposed:
    """The same, riding along where nobody has to look at it; what somebody reviewed stands by itself."""
    if one.review or one.id in known.history.owed or one.withdrawn:
        return one
    rides = only_machine_made(one.matter, known.out, known.draft)
    return one._replace(rides=True, reasons=(RIDES,)) if rides else one


def _withdrawn(history: EditionHistory, *ids: str) -> tuple[str, ...]:
    """The editions of which nothing is out any more and that brought one of some matters."""
    back = dict.fromkeys(one for id_ in ids for one in history.taken_back.get(id_, ()))
    return tuple(told_back(one) for one in back)


def review(office: Office, answers: Mapping[str, Reviewed], reviewer: Actor) -> list[str]:
    """Put reviews on file by matter; returns why some could not be taken, each on a line."""
    if declined := office.ledger().declines(reviewer):
        return [declined]
    found, faults = reviewable(office), list[str]()
    for id_, said in answers.items():
        wrong = list(_wrong(found, id_, said, reviewer))
        faults += wrong
        if not wrong:
            office.ledger().acts.append(said, id_, reviewer, office.now)
    return faults


def _wrong(
    found: Mapping[str, Proposed], id_: str, said: Reviewed, reviewer: Actor
) -> Iterator[str]:
    if id_ not in found:
        waiting = f"待审查的有：{'、'.join(found)}" if found else "现在没有待审查的内容"
        yield f"没有“{id_}”这一事项的待审查内容。{waiting}"
        return
    one = found[id_]
    yield from (f"{id_}：{fault}" for fault in objections(said, reviewer, one.authors))
    if said.digest != one.matter.digest:
        now = one.matter.digest[:12]
        yield f"{id_}：校验值不符，内容在审查期间有变化，或者抄错了（现在是 {now}），请看过再审查"


def _filers(ledger: Ledger) -> dict[str, set[Actor]]:
    """Who filed anything, by item or year; by authority, who filed a reform: items of all years tell."""
    filers = ledger.filers()
    for year, who in ledger.filers(step=REFORM).items():
        filers.setdefault(authority_of(year), set()).update(who)
    return filers


def _authors(
    ledger: Ledger,
    id_: str,
    history: EditionHistory,
    filers: Mapping[str, set[Actor]],
    writers: Writers,
) -> set[Actor]:
    """Whoever ever filed or wrote anything of a matter or of its catalog, or had it published unreviewed.

    Not only what was filed last: a paper may be filed long before the day on which it is shown.
    The page of a year tells of its items: whoever filed for one since that page was agreed to, or wrote
    what was filed, is an author of it, too.
    """
    deciders = history.urgent.get(id_, set())
    if item_id(id_):
        told = (id_, catalog_of(id_), authority_of(id_))
        filed = (filers.get(one, set()) for one in told)
        return deciders.union(*filed, writers.of(id_), writers.of(catalog_of(id_)))
    since = ledger.filers(after=history.agreed_at(id_))
    if id_ == WEBSITE:
        return deciders.union(*since.values(), *map(writers.of, since))
    of_items = (who | writers.of(item) for item, who in since.items() if item.startswith(f"{id_}-"))
    return deciders.union(filers.get(id_, set()), writers.of(id_), *of_items)


def _reasons(ledger: Ledger, matter: Matter, on: date, out: EditionOut | None) -> tuple[str, ...]:
    if matter.vanished:
        return (VANISHES,)
    return reasons(ledger, matter.id, on, out) or (FOLLOWS,)


def compared(office: Office, matter: Matter) -> list[Comparison]:
    """Each file of a matter that differs, as it is out and as it would be."""
    return compare(matter, office.site, office.draft)


def _title(ledger: Ledger, matter: Matter, on: date) -> str:
    """What a matter is called on its own pages; what is no longer shown is not named any more."""
    if matter.id == WEBSITE:
        return "网站首页、样式和机读数据"
    dossier = ledger.load(matter.id, on=on)
    if matter.vanished or lifecycle.secret(dossier):
        return matter.id
    if item_id(matter.id):
        inclusion = dossier.latest(Inclusion)
        return inclusion.item.name if inclusion else matter.id
    catalog = dossier.latest(CatalogRecord)
    return catalog.title if catalog else matter.id
