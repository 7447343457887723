"""Who leads and who joins: kinds of letters held against leaders, most repeated first, what a person placed first of all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from opinions.grouping.alike import Ids, Tick, likeness
from opinions.grouping.letters import (
    Kinds,
    Verdict,
    candidates,
    contest,
    contest_reworded,
    sentences_of,
)
from opinions.grouping.quoted import Quoted
from opinions.grouping.reading import Read
from opinions.grouping.result import Letter
from opinions.grouping.sentences import ASKS, CONTESTS


@dataclass(slots=True)
class Led:
    """The kinds with the leader of each (itself, where it leads or is alone), and what else was seen on the way.

    `kind_of` is by place of the letter; `letters` how many letters a kind has; `holders` in how many letters
    a sentence stands; `pinned` the name of the group in which a person put most of the kind.
    """

    kinds: Kinds
    texts: list[str]
    kind_of: Ids
    letters: Ids
    holders: Ids
    order: Ids
    pinned: dict[int, str]
    leader_of: Ids
    share: dict[int, float] = field(default_factory=dict)
    suggested: dict[int, tuple[float, int]] = field(default_factory=dict)
    opposites: set[tuple[int, int]] = field(default_factory=set)

    def said_by(self, kind: int) -> list[str]:
        """The sentences of a kind that other letters have too; all of them, where none is shared."""
        shared = [n for n in self.kinds.sets[kind] if self.holders[n] > 1]
        return [self.texts[n] for n in shared or self.kinds.sets[kind]]

    def join(self, kind: int, others: Sequence[int]) -> None:
        """Hold a kind against the leaders of others; it joins the one with which it shares most."""
        best: tuple[float, int] | None = None
        for leader in dict.fromkeys(int(self.leader_of[other]) for other in others):
            if leader == kind:
                continue
            verdict, share = self.kinds.verdict(leader, kind)
            if verdict is Verdict.MEMBER and (best is None or share > best[0]):
                best = share, leader
            elif verdict is Verdict.OPPOSITE:
                self.opposites.add((leader, kind))
            elif verdict is Verdict.SUGGESTION and share > self.suggested.get(kind, (0.0,))[0]:
                self.suggested[kind] = share, leader
        if best is not None:
            self.share[kind], self.leader_of[kind] = best


def led(
    letters: Sequence[Letter],
    read: Read,
    order: Sequence[int],
    quoted: Quoted,
    ticks: tuple[Tick, Tick],
) -> Led:
    """Compare sentences, then letters (`order`: the places of the letters as they were read)."""
    count = np.bincount(read.kind_of, minlength=len(read.sets))
    alike = likeness(read.texts, _holders(read.sets, count, len(read.texts)), ticks[0])
    kind_of, sets, contexts = _equal(read, alike.stands_for)
    count = np.bincount(kind_of, minlength=len(sets))
    holders = _holders(sets, count, len(read.texts))
    does = np.array(read.does, np.int64) | np.where(_mostly_asked(read, alike.stands_for), ASKS, 0)
    known = sentences_of(read.texts, does.tolist(), alike.opposites, quoted)
    kinds = Kinds(sets, contexts, known, holders)
    pinned = _pinned(letters, kind_of, order)
    ranked = _ranked(sets, count, holders, kinds, pinned)
    contest(kinds, holders, ranked)
    found = Led(kinds, read.texts, kind_of, count, holders, ranked, pinned, np.arange(len(sets)))
    _pin(found)
    _join(found, ranked, ticks[1])
    return found


def _mostly_asked(read: Read, stands_for: Ids) -> NDArray[np.bool_]:
    """The sentences that most who write them put as something asked for (建议…): 建议 stands before any first sentence."""
    asked = np.bincount(stands_for, weights=read.asked, minlength=len(read.texts))
    said = np.bincount(stands_for, weights=read.said, minlength=len(read.texts))
    return asked > said / 3


def _equal(read: Read, stands_for: Ids) -> tuple[Ids, list[tuple[int, ...]], list[str]]:
    """Kinds whose sentences are the same but for typing are one; a bare letter is its whole text."""
    number = dict[tuple[str, tuple[int, ...], int], int]()
    stand = stands_for.tolist()
    to = np.empty(len(read.sets), np.int64)
    for n, (one, context) in enumerate(zip(read.sets, read.contexts, strict=True)):
        told = tuple(sorted({stand[sentence] for sentence in one}))
        to[n] = number.setdefault((context, told, n if read.bare[n] else -1), len(number))
    return to[read.kind_of], [key[1] for key in number], [key[0] for key in number]


def _holders(sets: Sequence[tuple[int, ...]], count: Ids, size: int) -> Ids:
    lengths = np.fromiter(map(len, sets), np.int64, len(sets))
    flat = np.fromiter((n for one in sets for n in one), np.int64, int(lengths.sum()))
    weights = np.repeat(count, lengths)
    return np.bincount(flat, weights=weights, minlength=size).astype(np.int64)


def _pinned(letters: Sequence[Letter], kind_of: Ids, order: Sequence[int]) -> dict[int, str]:
    votes = dict[int, Counter[str]]()
    for place in order:
        if letters[place].placed:
            votes.setdefault(int(kind_of[place]), Counter())[letters[place].placed] += 1
    return {
        kind: min(names, key=lambda name: (-names[name], name)) for kind, names in votes.items()
    }


def _ranked(
    sets: Sequence[tuple[int, ...]], count: Ids, holders: Ids, kinds: Kinds, pinned: dict[int, str]
) -> Ids:
    """What a person placed, then the most repeated: by letters of the same shared sentences, of the same sentences,
    then what says least of its own."""
    shared = (holders > 1).tolist()
    cores = [tuple(n for n in one if shared[n]) for one in sets]
    letters = Counter[tuple[int, ...]]()
    for core, many in zip(cores, count.tolist(), strict=True):
        letters[core] += many if core else 0
    core_letters = np.fromiter((letters[core] for core in cores), np.int64, len(sets))
    size = kinds.sentences.size
    own = np.array([sum([size[n] for n in one if not shared[n]]) for one in sets], np.int64)
    free = np.ones(len(sets), dtype=bool)
    free[list(pinned)] = False
    return np.lexsort((np.arange(len(sets)), own, -count, -core_letters, free))


def _pin(found: Led) -> None:
    first = dict[str, int]()
    for kind in found.order[: len(found.pinned)].tolist():
        found.leader_of[kind] = first.setdefault(found.pinned[kind], kind)


def _join(found: Led, ranked: Ids, tick: Tick) -> None:
    total = len(ranked)
    for n, (kind, others) in enumerate(candidates(found.kinds, found.holders, ranked)):
        if not n % 1024:
            tick(n, total)
        if kind not in found.pinned:
            found.join(kind, others)
    # Whoever met none but members meets the leaders now.
    leads = np.zeros(total, dtype=bool)
    joined = found.leader_of != np.arange(total)
    leads[found.leader_of[joined]] = True
    again = ranked[leads[ranked] | ~joined[ranked]]
    again = again[np.argsort(~leads[again], kind="stable")]
    for n, (kind, others) in enumerate(candidates(found.kinds, found.holders, again)):
        if not n % 1024:
            tick(n, total)
        if kind not in found.pinned and not leads[kind]:
            found.join(kind, [other for other in others if leads[other]])
    if contest_reworded(found.kinds, found.holders):
        _released(found)
    tick(total, total)


def _released(found: Led) -> None:
    """Let go of whoever lacks the sentence that turned out to be contested: it may be of either camp."""
    kinds = found.kinds
    for kind in np.flatnonzero(found.leader_of != np.arange(len(found.leader_of))).tolist():
        leader = int(found.leader_of[kind])
        apart = set(kinds.sets[kind]).symmetric_difference(kinds.sets[leader])
        if kind not in found.pinned and any(kinds.sentences.does[n] & CONTESTS for n in apart):
            verdict, share = kinds.verdict(leader, kind)
            if verdict is not Verdict.MEMBER:
                found.leader_of[kind] = kind
                found.suggested[kind] = share, leader
