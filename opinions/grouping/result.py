"""What grouping takes and gives: letters in; groups, suggestions, opposites and an order of reading out.

Computation alone: nothing here reads a clock, a database or a file, and the same letters in any order give
the same result. What is kept of it is the register's (`group_runs`, `group_events`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Letter(NamedTuple):
    """One point or letter as it is to be compared; `id` is unique, `clause` as in `Submission` (t12, t12k2, or empty).

    `placed` names the group in which a person has put it, and is empty where no person has: letters of one
    name stay together and in that group, whatever the machine finds. Whoever takes a letter out of a group
    gives it a name of its own.
    """

    id: str
    text: str
    clause: str = ""
    placed: str = ""


class Member(NamedTuple):
    """A letter of a group; `share` is the part of the shorter of the two letters that it has in common with the leader (0 to 1).

    1.0 for the leader and its equals; what a person placed has the share that the machine finds, 0.0 included.
    """

    letter: str
    share: float


@dataclass(frozen=True, slots=True)
class Group:
    """Two letters or more that say the same; every member was compared with the leader itself, never with another member.

    The leader is the first member; `placed` is the name a person's group came with, or empty; a group of a
    person may have one member. `keywords` are at most three words that tell the group from the others.
    """

    leader: str
    members: tuple[Member, ...]
    clause: str = ""
    placed: str = ""
    keywords: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    """A letter (single, or leader of a smaller group) that may belong to the group of `leader`: a person decides."""

    letter: str
    leader: str
    share: float


class Opposite(NamedTuple):
    """立场相反: two letters (leaders or singles) alike but for a word of stance or a number; never one group by the machine.

    `words` are what differs, as written folded: ("提高", "降低"); an empty one stands for a word that the
    other lacks ("", "不").
    """

    one: str
    other: str
    words: tuple[str, str]


class Reading(NamedTuple):
    """A leader or single and how rare its rarest words are (natural logarithm; the higher, the rarer)."""

    letter: str
    rarity: float


class Progress(NamedTuple):
    """Where a run stands: `rate` in letters a second and `remaining` in seconds, both estimates."""

    step: str
    done: int
    total: int
    rate: float
    remaining: float


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The result of one run; every letter is a member of exactly one group, or single.

    `readings` names each leader and single once, rarest first. `version`, `parameters` and `draft` (SHA-256
    of the folded clauses) are what a run is recorded with, so that anybody can repeat it.
    """

    groups: tuple[Group, ...]
    singles: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    opposites: tuple[Opposite, ...]
    readings: tuple[Reading, ...]
    version: str
    parameters: Mapping[str, float]
    draft: str
    letters: int


@dataclass(frozen=True, slots=True)
class Differences:
    """A member beside its leader, in the sentences as they were written: what a page or the desk highlights.

    `changed` pairs the leader's sentence with the member's; `dropped` are the leader's that the member lacks.
    """

    shared: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
