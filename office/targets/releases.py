"""Targets with links: the site is a link to one of a few folders, and changes in one step.

One folder is out, `keep` hold the editions before it, and one more is always brought up to what is
out, so that a push costs what changed and not what there is. Folders are never changed while they
are out or kept. Nothing but the link says which one is out.
"""

from itertools import count
from typing import NamedTuple

from office.targets.backend import Linking
from office.targets.edition import Edition, ShownEdition, Site, told_by
from office.targets.errors import Missing, PermanentError
from office.targets.journal import Journal, believed, read_journal, write_journal
from office.targets.pool import RetryingPool
from office.targets.sync import Sent, Supply, Tree, bring
from office.targets.target import Pushed, Target
from pages.build.manifest import MANIFEST, Digest

NO_EARLIER = "没有保留更早的版本，退不回去；请改用 juece push 推送要公开的站点"


class Slots(NamedTuple):
    """The folders of a target by their numbers, as far as there is a note about them."""

    target: Target
    place: Linking
    records: dict[int, Journal]
    current: int | None

    def folder(self, slot: int) -> str:
        """Where a folder lies."""
        return f"{self.target.own}/{slot}"

    def tree(self, slot: int) -> Tree:
        """A folder with its note."""
        return self.target.tree(self.folder(slot), str(slot))

    @property
    def number(self) -> int:
        """The number of the edition that is out; 0 where there is none."""
        return self.records[self.current].number if self.current in self.records else 0

    @property
    def earlier(self) -> list[int]:
        """The folders that hold the editions before, the last first."""
        found = [n for n, of in self.records.items() if of.settled and 0 < of.number < self.number]
        return sorted(found, key=lambda n: -self.records[n].number)

    def spare(self) -> list[int]:
        """The folders that may be written to, those first where a push broke off."""
        used = {self.current, *self.earlier[: self.target.keep]}
        free = [slot for slot in self.records if slot not in used]
        return sorted(free, key=lambda slot: (self.records[slot].settled, slot))


def slots(target: Target, place: Linking) -> Slots:
    """Look at a target. Raises PermanentError where the link is none of ours."""
    records = {}
    for n in count(1):
        if (record := read_journal(place, f"{target.own}/{n}.json")) is None:
            break
        records[n] = record
    current = None
    if place.kind(target.name) == "link":
        own, _, slot = place.leads(target.name).rpartition("/")
        if own != target.own.rpartition("/")[2] or not slot.isdigit():
            raise PermanentError(f"{target.name}是指向别处的链接，不敢改动；请写它实际的位置")
        current = int(slot)
    return Slots(target, place, records, current)


def push_linked(target: Target, place: Linking, site: Site, lanes: RetryingPool) -> Pushed:
    """Prepare a folder beside what is out, then turn the link. Raises TransientError, PermanentError."""
    seen, sent = slots(target, place), Sent()
    out = _edition(seen, seen.current)
    if out is None or out.files != site.edition.files:
        slot = next(iter(seen.spare()), len(seen.records) + 1)
        supply = _supply(seen, seen.current, out, site)
        number = seen.number + (2 if place.kind(target.name) == "folder" else 1)
        known = [out] if out else []
        sent = bring(seen.tree(slot), site.edition, supply, lanes, number, known)
        place.settle()
        _turn(seen, slot)
    _mirror(slots(target, place), site, lanes, [out] if out else [])
    return Pushed(told_by(site.read(MANIFEST)), sent)


def step_back_linked(target: Target, place: Linking) -> ShownEdition:
    """Turn the link to the edition before. Raises PermanentError where none is kept."""
    seen = slots(target, place)
    if not seen.earlier:
        raise PermanentError(NO_EARLIER)
    slot = seen.earlier[0]
    try:
        manifest = place.read(f"{seen.folder(slot)}/{MANIFEST}")
    except Missing:
        raise PermanentError(NO_EARLIER) from None
    place.point(target.name, _link(target, slot))
    return told_by(manifest)


def _edition(seen: Slots, slot: int | None) -> Edition | None:
    """What a folder holds, where nothing of it is in doubt."""
    record = seen.records.get(slot or 0)
    if slot is None or record is None or not record.settled:
        return None
    return believed(seen.place, seen.folder(slot), record)


def _supply(seen: Slots, slot: int | None, held: Edition | None, site: Site) -> Supply:
    """From a folder of the target that has the file already, else from the built site."""
    there: dict[str, Digest] = dict(held.files) if held else {}

    def supply(path: str, to: str) -> bool:
        if slot is not None and there.get(path) == site.edition.files[path]:
            try:
                seen.place.copy(f"{seen.folder(slot)}/{path}", to)
                return False
            except Missing:
                pass  # somebody took it away there; the built site has it
        seen.place.put(to, site.read(path))
        return True

    return supply


def _turn(seen: Slots, slot: int) -> None:
    """Let the link lead to a folder; what was a real folder until now becomes the edition before."""
    target, link = seen.target, _link(seen.target, slot)
    if seen.place.kind(target.name) != "folder":
        seen.place.point(target.name, link)
        return
    aside = max([*seen.records, slot]) + 1
    write_journal(seen.place, f"{target.own}/{aside}.json", Journal(1, (), {}))
    seen.place.trade(target.name, link, seen.folder(aside))


def _link(target: Target, slot: int) -> str:
    return f"{target.own.rpartition('/')[2]}/{slot}"


def _mirror(seen: Slots, site: Site, lanes: RetryingPool, known: list[Edition]) -> None:
    """Bring every folder that is free up to what is out, so that the next push finds one ready."""
    supply = _supply(seen, seen.current, site.edition, site)
    wanted = range(len(seen.records) + 1, seen.target.keep + 3)
    for slot in (*seen.spare(), *wanted):
        bring(seen.tree(slot), site.edition, supply, lanes, 0, [site.edition, *known])
