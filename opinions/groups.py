"""Groups (归并) as they stand: events are folded, in their order, into leaders with members.

A run of the machine places what no person has placed. A person's hand on a group (merge, split, join, name,
confirm) holds all its members: no later run moves them. Everything can be undone: an undone event is as if it
had never been, and so is whatever could only be done after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from storage.serialize import canonical


class Move(StrEnum):
    """What becomes of groups."""

    RUN = "重新归并"
    NEW = "成组"
    MERGE = "合并"
    SPLIT = "拆出"
    JOIN = "归入"
    LEAVE = "移出"
    LABEL = "命名"
    CONFIRM = "确认"
    UNDO = "撤销"


BY_MACHINE = frozenset({Move.RUN, Move.NEW})


class Event(NamedTuple):
    """One event; `no` is its place on file. The keys of `said` are named in `apply`."""

    no: int
    kind: Move
    said: Mapping[str, Any]
    actor: str = ""


@dataclass
class Group:
    """A leader with members, the leader among them; each member says whether a person placed it."""

    code: str
    leader: str
    members: dict[str, bool]
    title: str = ""
    came_of: list[str] = field(default_factory=list)
    """Codes of the groups that were merged into it, and of the one that it was split from."""
    confirmed: str = ""
    """The digest of the members that a person confirmed."""
    confirmed_by: str = ""

    @property
    def digest(self) -> str:
        """Of who its members are."""
        return members_digest(self.members)

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has confirmed these very members."""
        return self.confirmed == self.digest

    @property
    def by_hand(self) -> bool:
        """Whether a person has laid hands on it."""
        return any(self.members.values())


def members_digest(members: Iterable[str]) -> str:
    """The digest of a set of points."""
    return sha256(canonical(sorted(members)).encode()).hexdigest()


class Grouping:
    """Groups by code, and in which group each point is; a point in none is single."""

    def __init__(self) -> None:
        self.groups: dict[str, Group] = {}
        self.place: dict[str, str] = {}
        self.single: set[str] = set()
        """Points that a person has taken out of every group."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grouping) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def apply(self, event: Event) -> None:
        """Let one event (no undoing) have its effect; one that fits nothing any more has none."""
        said = event.said
        match event.kind:
            case Move.RUN:
                self._free()
            case Move.NEW:
                self._new(said["group"], said["leader"], said["members"])
            case Move.MERGE:
                self._merge(said["into"], said["from"])
            case Move.SPLIT:
                self._split(said["group"], said["points"], said["new"])
            case Move.JOIN:
                self._join(said["group"], said["points"])
            case Move.LEAVE:
                self._leave(said["points"])
            case Move.LABEL if group := self.groups.get(said["group"]):
                group.title = said["title"]
                self._hold(group)
            case Move.CONFIRM if group := self.groups.get(said["group"]):
                group.confirmed, group.confirmed_by = said["members"], event.actor
                self._hold(group)

    def _free(self) -> None:
        for group in list(self.groups.values()):
            self._take([p for p, held in group.members.items() if not held])

    def _new(self, code: str, leader: str, members: Sequence[str]) -> None:
        free = [p for p in members if p not in self.place and p not in self.single]
        home = self.groups.get(self.place.get(leader, ""))
        if home is not None and home.code != code:  # what a person holds is where it is
            self._put(home, free, by_hand=False)
        elif code in self.groups:
            self._put(self.groups[code], free, by_hand=False)
        elif len(free) > 1:
            group = Group(code, leader if leader in free else free[0], {})
            self.groups[code] = group
            self._put(group, free, by_hand=False)

    def _merge(self, into: str, sources: Sequence[str]) -> None:
        target = self.groups.get(into)
        for code in sources if target else ():
            source = self.groups.get(code)
            if target and source and source is not target:
                moved = list(source.members)
                self._take(moved)
                target.came_of += [code, *source.came_of]
                self._put(target, moved, by_hand=True)
                self._hold(target)

    def _split(self, code: str, points: Sequence[str], new: str) -> None:
        source = self.groups.get(code)
        moved = [p for p in points if source and p in source.members]
        if source is None or not moved or new in self.groups:
            return
        self._take(moved)
        self._hold(source)
        self.groups[new] = made = Group(new, moved[0], {}, came_of=[code])
        self._put(made, moved, by_hand=True)

    def _join(self, code: str, points: Sequence[str]) -> None:
        target = self.groups.get(code)
        if target is None:
            return
        others = [p for p in points if self.place.get(p) != code]
        self._take(others)
        self.single.difference_update(others)
        self._put(target, others, by_hand=True)
        self._hold(target)

    def _leave(self, points: Sequence[str]) -> None:
        out = [p for p in points if p in self.place]
        homes = {self.place[p] for p in out}
        self._take(out)
        self.single.update(out)
        for code in homes & self.groups.keys():
            self._hold(self.groups[code])

    def _put(self, group: Group, points: Iterable[str], *, by_hand: bool) -> None:
        for point in points:
            group.members[point] = by_hand
            self.place[point] = group.code

    def _take(self, points: Iterable[str]) -> None:
        """Take points out of their groups; a group without its leader is led by its next member."""
        for point in points:
            group = self.groups.get(self.place.pop(point, ""))
            if group is None:
                continue
            del group.members[point]
            if not group.members:
                del self.groups[group.code]
            elif point == group.leader:
                group.leader = next(iter(group.members))

    def _hold(self, group: Group) -> None:
        if group.code in self.groups:
            group.members = dict.fromkeys(group.members, True)


def undone(events: Sequence[Event]) -> set[int]:
    """The events that an undoing, itself not undone, has taken back."""
    gone = set[int]()
    for event in reversed(events):
        if event.kind is Move.UNDO and event.no not in gone:
            gone.add(event.said["event"])
    return gone


def fold(events: Sequence[Event]) -> Grouping:
    """How groups stand after events, in their order."""
    gone, grouping = undone(events), Grouping()
    for event in events:
        if event.no not in gone and event.kind is not Move.UNDO:
            grouping.apply(event)
    return grouping
