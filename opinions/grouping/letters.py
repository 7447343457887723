"""Letters by the sentences they share: equal ones are one, the others are held against a leader, one by one.

A leader is the letter of its kind that came most often (then the one made of the most repeated sentences).
`Pair.verdict` is asked about the leader itself, never about a member: nothing is chained.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice, pairwise, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from opinions.grouping.alike import Ids, differing, opposed, reworded, slipped
from opinions.grouping.quoted import Quoted
from opinions.grouping.sentences import ASKS, CONTESTS, FAVOURS, OPPOSES, QUOTES_ALONE
from opinions.grouping.stance import QUOTES, skeleton

SHORTER, LONGER, SUGGESTED = 0.6, 0.4, 0.3
"""Shares of the shorter and of the longer letter that make a member, and of the shorter that make a suggestion."""
SLIPS = 100
"""Pairs of sentences of two letters that are looked at for a slip of the hand."""
BARE = 4
"""Characters below which a letter has said too little for its sentences to stand for it: it is taken by its whole text."""
MERE = 0.5
"""Characters of one's own for each quoted one, up to which a sentence does no more than quote."""
ELSE_SHORTER, ELSE_LONGER = 0.75, 0.5
"""The same of two opposites, what turns them counted as shared."""
PLAIN = 8
"""Characters of its own from which on a sentence that asks says what is wanted: 请修改 asks nothing that turns."""
LONG = 30
"""Characters from which on a letter speaks for itself, whichever clause it was sent to."""
LONGEST = 6
"""Sentences of a letter by whose pairs it is looked up: its longest that other letters share."""
CONTESTED, LOOKED_AT = 0.02, 3
"""Share of the letters of one sentence in which its opposite must stand (two letters at least) for both to be
contested, and how many letters of each are looked at to find it out."""


class Verdict(Enum):
    """What a letter is to a leader."""

    MEMBER = "member"
    SUGGESTION = "suggestion"
    OPPOSITE = "opposite"
    APART = "apart"


class Sentences(NamedTuple):
    """What is known of each sentence: its skeleton (a number), characters of its own, what it does (bits), opposites.

    A sentence that does no more than quote the draft has none of its own.
    """

    texts: Sequence[str]
    bones: list[int]
    size: list[int]
    does: list[int]
    opposites: dict[int, set[int]]
    quoted: Quoted


class Kinds:
    """The different letters, each as the set of its sentences, in order of first appearance."""

    def __init__(
        self,
        sets: Sequence[tuple[int, ...]],
        contexts: Sequence[str],
        sentences: Sentences,
        letters: Ids,
    ) -> None:
        """Take each letter's sentence numbers, sorted, and its clause; `letters` in how many each sentence stands."""
        self.sets, self.contexts, self.sentences, self.letters = sets, contexts, sentences, letters
        self.reworded = set[tuple[int, int]]()
        size = sentences.size
        self.sizes = [sum([size[n] for n in one]) for one in sets]

    def share(self, leader: int, letter: int) -> float:
        """The part of the shorter of two kinds that both have; 0.0 where one says nothing."""
        common = set(self.sets[letter]).intersection(self.sets[leader])
        short = min(self.sizes[letter], self.sizes[leader])
        return sum(self.sentences.size[n] for n in common) / short if short else 0.0

    def verdict(self, leader: int, letter: int) -> tuple[Verdict, float]:
        """What `letter` is to `leader`, and the share of the shorter that both have."""
        short, long = self.sizes[letter], self.sizes[leader]
        if short > long:
            short, long = long, short
        if self.contexts[leader] != self.contexts[letter] and (
            short < LONG or (self.contexts[leader] and self.contexts[letter])
        ):
            return Verdict.APART, 0.0  # to two clauses, and too short to speak for itself
        mine, theirs = set(self.sets[letter]), set(self.sets[leader])
        shared, size = mine & theirs, self.sentences.size
        common = sum([size[n] for n in shared])
        share = common / short if short else 0.0
        added, missing = mine - shared, theirs - shared
        turned = self._turned(added, missing) or self._of_one_skeleton(added, missing)
        if turned:
            rest = common + sum([size[n] for n in turned])
            beside = rest >= ELSE_SHORTER * short and rest >= ELSE_LONGER * long
            return (Verdict.OPPOSITE if beside else Verdict.APART), share
        if share < SUGGESTED or short < BARE:
            return Verdict.APART, share
        near = share >= SHORTER and common >= LONGER * long
        if near and not self._doubtful(added, missing, shared):
            return Verdict.MEMBER, share
        if near and self._slips(added, missing) and not self._doubtful(added, missing, shared):
            return Verdict.MEMBER, share
        return Verdict.SUGGESTION, share

    def _own(self, sentences: set[int]) -> int:
        return sum([self.sentences.size[n] for n in sentences])

    def _to_the_matter(self, sentences: set[int]) -> bool:
        """Whether one of these asks for something, or speaks of what the draft speaks of."""
        does, texts, quoted = self.sentences.does, self.sentences.texts, self.sentences.quoted
        return any(does[n] & ASKS or quoted.speaks_of(texts[n]) for n in sentences)

    def _slips(self, added: set[int], missing: set[int]) -> bool:
        """Take out of both what differs by a slip in a word of weight; whether there was any."""
        texts, opposites = self.sentences.texts, self.sentences.opposites
        slips = [
            (n, m)
            for n, m in islice(product(sorted(added), sorted(missing)), SLIPS)
            if slipped(texts[n], texts[m], (texts[o] for o in opposites.get(m, ())))
        ]
        added.difference_update(n for n, _ in slips)
        missing.difference_update(m for _, m in slips)
        return bool(slips)

    def _turned(self, some: set[int], others: set[int]) -> list[int]:
        """Those of some sentences whose opposite is among others."""
        opposites = self.sentences.opposites
        return [n for n in some if n in opposites and not others.isdisjoint(opposites[n])]

    def _of_one_skeleton(self, added: set[int], missing: set[int]) -> list[int]:
        """Those of the added that differ from a missing one in nothing but stance and numbers."""
        if not added or not missing:
            return []
        bones, texts = self.sentences.bones, self.sentences.texts
        theirs = {bones[n]: n for n in missing}
        return [
            n for n in added if bones[n] in theirs and opposed(texts[theirs[bones[n]]], texts[n])
        ]

    def _doubtful(self, added: set[int], missing: set[int], shared: set[int]) -> bool:
        """Whether what two letters do not share may turn the one against the other, or is another matter.

        Both quote, or one does and what they share is short; both ask, or both speak of the draft, in words of
        their own; they share nothing but reasons; one says that it is for or against; one says what is
        contested, or the opposite of what both say; one puts otherwise what the other says, unless what both ask
        is the same and it is a reason that hardly anybody puts so.
        """
        more = less = 0
        for n in added:
            more |= self.sentences.does[n]
        for n in missing:
            less |= self.sentences.does[n]
        if (more | less) & (FAVOURS | OPPOSES | CONTESTS) or more & less & QUOTES_ALONE:
            return True
        if (more ^ less) & QUOTES_ALONE and self._own(shared) < LONG:
            return True
        asked = [self._to_the_matter(added), self._to_the_matter(missing)]
        if all(asked) or (any(asked) and not self._to_the_matter(shared)):
            return True
        if self._turned(added, shared) or self._turned(missing, shared):
            return True
        texts = self.sentences.texts
        pairs = [
            (n, m)
            for n, m in islice(product(sorted(added), sorted(missing)), SLIPS)
            if reworded(texts[n], texts[m])
        ]
        reasons = not self._to_the_matter({n for pair in pairs for n in pair})
        if reasons and self._asks_the_same(shared):
            return not all(self._by_the_way(*pair) for pair in pairs)
        self.reworded.update(pairs)
        return bool(pairs)

    def _asks_the_same(self, shared: set[int]) -> bool:
        """Whether a sentence to the matter that two letters share says what it is that they want."""
        return any(self.sentences.size[n] >= PLAIN and self._to_the_matter({n}) for n in shared)

    def _by_the_way(self, one: int, other: int) -> bool:
        """Whether a reason put otherwise is a slip: hardly anybody else puts it so, and no word of stance and no
        number parts it from what others say."""
        texts = self.sentences.texts
        rare = not _two_camps(self.letters, one, other)
        return rare and not any(differing(texts[one], texts[other]))


def sentences_of(
    texts: Sequence[str], does: list[int], opposites: dict[int, set[int]], quoted: Quoted
) -> Sentences:
    """What is known of each sentence before any letters were compared; sets `QUOTES_ALONE` in `does`."""
    size = list(map(len, texts))
    for n, text in enumerate(texts):
        signs = QUOTES.findall(text)
        if signs:
            size[n] -= sum(map(len, signs))
            if size[n] <= MERE * sum(map(quoted.length, signs)):
                size[n] = 0
                does[n] |= QUOTES_ALONE
    number = dict[str, int]()
    bones = [number.setdefault(skeleton(text), len(number)) for text in texts]
    return Sentences(texts, bones, size, does, opposites, quoted)


def contest(kinds: Kinds, letters: Ids, order: Ids) -> None:
    """Mark the sentences that two camps turn against each other: opposites in letters that are else alike.

    A camp below `CONTESTED` of the other is mostly slips of the hand; a few letters of each sentence are looked at.
    """
    sentences = kinds.sentences
    pairs = [
        (one, other)
        for one, others in sentences.opposites.items()
        for other in others
        if one < other and _two_camps(letters, one, other)
    ]
    wanted = {n for pair in pairs for n in pair}
    holders = defaultdict[int, list[int]](list)
    for kind in order.tolist():
        for n in kinds.sets[kind]:
            if n in wanted and len(holders[n]) < LOOKED_AT:
                holders[n].append(kind)
    opposed_kinds = dict[tuple[int, int], bool]()
    for one, other in pairs:
        for camps in product(holders[one], holders[other]):
            if camps not in opposed_kinds:
                opposed_kinds[camps] = kinds.verdict(*camps)[0] is Verdict.OPPOSITE
            if opposed_kinds[camps]:
                sentences.does[one] |= CONTESTS
                sentences.does[other] |= CONTESTS
                break


def contest_reworded(kinds: Kinds, letters: Ids) -> bool:
    """Mark the sentences that two camps put otherwise in letters that are else alike; whether there are any."""
    pairs = [pair for pair in kinds.reworded if _two_camps(letters, *pair)]
    for sentence in {sentence for pair in pairs for sentence in pair}:
        kinds.sentences.does[sentence] |= CONTESTS
    return bool(pairs)


def _two_camps(letters: Ids, one: int, other: int) -> bool:
    few, many = sorted((int(letters[one]), int(letters[other])))
    return few >= max(2, CONTESTED * many)


def candidates(kinds: Kinds, letters: Ids, order: Ids) -> Iterator[tuple[int, list[int]]]:
    """For each letter that shares sentences, in `order`, the letters before it worth comparing with.

    These are the first, in that order, to have a pair of the letter's longest shared sentences, or one of
    them: at most 21 of a letter, however many letters share a sentence. `letters` is how many letters of
    all each sentence stands in.
    """
    owner, key = _keys(kinds, letters, order)
    by_key = np.argsort(key, kind="stable")
    same = key[by_key][1:] == key[by_key][:-1]
    heads = np.maximum.accumulate(np.where(np.append(False, same), 0, np.arange(len(by_key))))
    follow = np.flatnonzero(same) + 1
    size = len(order)
    pairs = np.unique(owner[by_key[follow]] * size + owner[by_key[heads[follow]]])
    later, first = np.divmod(pairs, max(size, 1))
    edges = [*np.flatnonzero(np.diff(later, prepend=-1)).tolist(), len(later)]
    for begin, end in pairwise(edges):
        yield int(order[later[begin]]), order[first[begin:end]].tolist()


def _keys(kinds: Kinds, letters: Ids, order: Ids) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The keys by which letters meet, and whose they are (place in `order`), those places ascending."""
    size = np.array(kinds.sentences.size, np.int64)
    counts = np.fromiter((len(kinds.sets[n]) for n in order.tolist()), np.int64, len(order))
    owner = np.repeat(np.arange(len(order)), counts)
    flat = np.fromiter(
        (s for n in order.tolist() for s in kinds.sets[n]), np.int64, int(counts.sum())
    )
    shared = (letters[flat] > 1) & (size[flat] >= 4)
    owner, flat = owner[shared], flat[shared]
    place = np.lexsort((flat, -size[flat], owner))
    flat = flat[place]
    begins = np.flatnonzero(np.append(True, np.diff(owner) != 0)) if len(owner) else owner
    within = np.arange(len(owner)) - np.repeat(begins, np.diff(np.append(begins, len(owner))))
    slots = np.zeros((LONGEST, len(order)), np.uint64)
    for slot in range(LONGEST):
        at = within == slot
        slots[slot, owner[at]] = flat[at] + 1
    owners, keys = list[NDArray[np.int64]](), list[NDArray[np.uint64]]()
    for one in range(LONGEST):
        for other in range(one + 1):
            has = np.flatnonzero(slots[one])
            low, high = np.minimum(slots[one], slots[other]), np.maximum(slots[one], slots[other])
            owners.append(has)
            keys.append(low[has] << np.uint64(32) | high[has])
    owned, keyed = np.concatenate(owners), np.concatenate(keys)
    ascending = np.argsort(owned, kind="stable")
    return owned[ascending], keyed[ascending]
