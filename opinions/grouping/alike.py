"""Which sentences are one but for the typing, and which are alike but for their stance; nothing is chained.

Candidates come from sketches of two-character grams (equal bands) and from equal skeletons; each is compared
with the most frequent sentence of its bucket and with its neighbour, so that the work grows with the
sentences alone. What decides is `typed_alike`, asked of every pair on its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import rjieba
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from opinions.grouping.stance import (
    AGAINST,
    FAVOUR,
    HEAVY,
    NO,
    NUMBER,
    QUOTES,
    TOKEN,
    UNBENDING,
    skeleton,
    spoken,
)

ALIKE = 85
"""Likeness (rapidfuzz ratio, 0 to 100) from which on two sentences are looked at."""
REWORDED = 60
"""Likeness from which on two sentences that differ by words are one that was changed."""
TERSE = 14
"""Characters below which a word of one character that became another is no slip, unless it carries little."""
SHORTEST = 6
"""Characters, signs included, from which on a sentence may be like another; shorter ones are equal or not."""
BANDS, ROWS = 6, 3
PEERS = 4
"""Sentences of one skeleton that are each compared with each; the others with the most frequent alone."""

_CHUNK = 20_000
_GRAVE = frozenset("省市区县镇乡村街路号楼栋国州")
_HOLLOW = frozenset(
    "在对把被让给从到向往于为以因和与或及而且就都也还又再才便是有这那此其之各每该我你他她它们"
    "要会能可地得着过来去里中间等所将并但若如则已正很太更最吧呢吗啊呀嘛了的"
)
"""Words of one character that carry little: a slip in them is a slip."""

Ids = NDArray[np.int64]
Tick = Callable[[int, int], None]


class Likeness(NamedTuple):
    """For each sentence the one it stands for (itself, mostly), and for each such one its opposites."""

    stands_for: Ids
    opposites: dict[int, set[int]]


def likeness(texts: Sequence[str], weight: NDArray[np.int64], tick: Tick) -> Likeness:
    """Compare masked sentences; `weight` is in how many letters each stands, ties go by place in `texts`."""
    order = np.argsort(-weight, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    stands_for = np.arange(len(texts))
    against = defaultdict[int, set[int]](set)
    for one, other in _of_one_skeleton(texts, order):
        against[one].add(other)
        against[other].add(one)
    pairs = _candidates(texts, order)
    for n, (one, other) in enumerate(pairs):
        if not n % 4096:
            tick(n, len(pairs))
        leader = int(stands_for[one])
        if stands_for[other] == other and typed_alike(texts[leader], texts[other]):
            stands_for[other] = leader
    return Likeness(stands_for, _by_leader(against, stands_for))


def typed_alike(one: str, other: str) -> bool:
    """Whether two masked sentences differ by typing alone: no word of weight, no known word, no word moved."""
    if HEAVY.findall(one) != HEAVY.findall(other):
        return False
    if fuzz.ratio(one, other) < ALIKE:
        return False
    return _by_typing_alone(one, other)


def opposed(one: str, other: str) -> bool:
    """Whether two masked sentences are alike but for one or two words of stance or numbers, or where these stand."""
    gone, come = differing(one, other)
    bare, bones = skeleton(one), skeleton(other)
    if len(gone) + len(come) > 4 or (
        not gone and not come and not (bare == bones and _far(one, other))
    ):
        return False
    if len(gone) == len(come) == 1 and bool(NUMBER.match(gone[0])) != bool(NUMBER.match(come[0])):
        return False  # a number in the place of a word is a slip
    if bool(gone) != bool(come) and not any(map(NO.match, (*gone, *come))):
        return False  # a word of weight is missing: a slip, or less said, but not the opposite
    if bare == bones:
        return len(bare) > 1 or _for_and_against(one, other)
    return (
        min(len(bare), len(bones)) >= SHORTEST
        and HEAVY.findall(bare) == HEAVY.findall(bones)
        and fuzz.ratio(bare, bones) >= ALIKE
        and _by_typing_alone(bare, bones)
    )


def slipped(letter: str, leader: str, opposites: Iterable[str]) -> bool:
    """Whether a masked sentence is the leader's with a slip of the hand in one word of weight: 应提高 for 应当提高.

    Never where a word that turns round, a number or a clause is touched, where another word of weight came
    about, or where an opposite of the leader's sentence is as near.
    """
    gone, come = differing(leader, letter)
    word = spoken(gone[0]) if len(gone) == 1 else ""
    if (
        len(gone) > 1
        or any(map(UNBENDING.match, gone))
        or any(spoken(c) not in word or not word for c in come)
    ):
        return False
    said, meant = spoken(letter), spoken(leader)
    near = fuzz.ratio(said, meant)
    if near < ALIKE or QUOTES.search(letter) or QUOTES.search(leader):
        return False
    return _by_typing_alone(said, meant) and all(
        fuzz.ratio(said, spoken(other)) < near for other in opposites
    )


def reworded(one: str, other: str) -> bool:
    """Whether two masked sentences are much alike and yet differ by words, not by typing."""
    mine, theirs = spoken(one), spoken(other)
    return fuzz.ratio(mine, theirs) >= REWORDED and _on_purpose(mine, theirs)


def differing(one: str, other: str) -> tuple[list[str], list[str]]:
    """The words of stance and numbers, as signs, in which two masked sentences differ, on either side, in order."""
    return _parted(TOKEN.findall(one), TOKEN.findall(other))


def _by_typing_alone(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= 2 and not _on_purpose(one, other)


def _on_purpose(one: str, other: str) -> bool:
    """Whether two sentences differ by words: one for another, one more or less, one elsewhere, one of another rank."""
    gone, come = _parted(rjieba.cut(one), rjieba.cut(other))
    if any(map(HEAVY.search, (*gone, *come))):
        return True
    if any(word in come for word in gone) or (not gone and not come):
        return True  # a word moved, or the same words cut otherwise
    left, entered = _parted(one, other)
    if _graver(set(left), set(entered)):
        return True
    lost = any(_known(word) and word not in "".join(come) for word in gone)
    won = any(_known(word) and word not in "".join(gone) for word in come)
    if not lost and not won and left and entered and len(one) < TERSE:
        return not (_HOLLOW.issuperset(left) or _HOLLOW.issuperset(entered))  # 辣 for 甜
    return (lost and won) or (lost and not come) or (won and not gone)


def _parted(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    """What the one has that the other lacks, and the other way round, in order."""
    steps = Indel.editops(one, other)
    gone = [one[step.src_pos] for step in steps if step.tag == "delete"]
    return gone, [other[step.dest_pos] for step in steps if step.tag == "insert"]


def _graver(gone: set[str], come: set[str]) -> bool:
    """Whether a word of rank or place (市, 区) became another, came or went."""
    touched = [bool(_GRAVE & gone), bool(_GRAVE & come)]
    return all(touched) or (any(touched) and not (gone and come))


def _far(one: str, other: str) -> bool:
    """Whether a word of weight stands elsewhere, and not merely beside its place, as when two keys are swapped."""
    places = zip(HEAVY.finditer(one), HEAVY.finditer(other), strict=True)
    return any(abs(mine.start() - theirs.start()) > 2 for mine, theirs in places)


def _known(word: str) -> bool:
    return len(word) > 1 and rjieba.has_word(word)


def _for_and_against(one: str, other: str) -> bool:
    return bool(
        (FAVOUR.search(one) and AGAINST.search(other))
        or (AGAINST.search(one) and FAVOUR.search(other))
    )


def _of_one_skeleton(texts: Sequence[str], order: Ids) -> Iterator[tuple[int, int]]:
    buckets = defaultdict[str, list[int]](list)
    for n in order.tolist():
        buckets[skeleton(texts[n])].append(n)
    for bucket in buckets.values():
        for at in range(1, len(bucket)):
            before = range(at) if at < PEERS else (0, at - 1)
            for peer in before:
                if opposed(texts[bucket[peer]], texts[bucket[at]]):
                    yield bucket[peer], bucket[at]


def _by_leader(against: dict[int, set[int]], stands_for: Ids) -> dict[int, set[int]]:
    found = defaultdict[int, set[int]](set)
    for one, others in against.items():
        leader = int(stands_for[one])
        found[leader].update(o for o in stands_for[list(others)].tolist() if o != leader)
    return {one: others for one, others in found.items() if others}


def _candidates(texts: Sequence[str], order: Ids) -> list[tuple[int, int]]:
    """Pairs worth a look, the more frequent first in each; sorted by the rarer one, then by the other."""
    long = np.fromiter((len(text) >= SHORTEST for text in texts), bool, len(texts))
    ranked = order[long[order]]
    if len(ranked) < 2:
        return []
    sketches = _sketches([texts[n] for n in ranked.tolist()])
    found = np.unique(np.concatenate([_bucketed(sketches[band]) for band in range(BANDS)]))
    rarer, other = np.divmod(found, len(ranked))
    pairs = list[tuple[int, int]]()
    for start in range(0, len(found), _CHUNK * 5):
        ones = ranked[other[start : start + _CHUNK * 5]].tolist()
        twos = ranked[rarer[start : start + _CHUNK * 5]].tolist()
        scores = process.cpdist(
            [texts[n] for n in ones],
            [texts[n] for n in twos],
            scorer=fuzz.ratio,
            score_cutoff=ALIKE - 10,
            dtype=np.uint8,
        )
        pairs += [(ones[n], twos[n]) for n in np.flatnonzero(scores).tolist()]
    return pairs


def _bucketed(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Within equal keys: each with the first, and with the one before it (rarer * size + other)."""
    order = np.argsort(keys, kind="stable")
    same = keys[order][1:] == keys[order][:-1]
    at = np.flatnonzero(same) + 1
    if not len(at):
        return np.zeros(0, np.int64)
    heads = np.maximum.accumulate(np.where(np.append(False, same), 0, np.arange(len(order))))
    size = len(keys)
    return np.concatenate([order[at] * size + order[heads[at]], order[at] * size + order[at - 1]])


def _sketches(texts: list[str]) -> list[NDArray[np.uint64]]:
    """One key a band for each text: equal where the least hashes of its grams are, and its words of weight."""
    chance = np.random.Generator(np.random.PCG64(17)).integers(
        1, 1 << 32, (2, BANDS * ROWS), dtype=np.uint64
    )
    factors, shifts = (chance[0] | np.uint64(1)).astype(np.uint32), chance[1].astype(np.uint32)
    keys = [np.empty(len(texts), np.uint64) for _ in range(BANDS)]
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        grams, begins, weights = _bigrams(chunk)
        for band in range(BANDS):
            key = weights.copy()
            for row in range(band * ROWS, (band + 1) * ROWS):
                least = np.minimum.reduceat(grams * factors[row] + shifts[row], begins)
                key = (key ^ least) * np.uint64(0x9E3779B97F4A7C15)
                key ^= key >> np.uint64(31)
            keys[band][start : start + len(chunk)] = key
    return keys


def _bigrams(texts: list[str]) -> tuple[NDArray[np.uint32], Ids, NDArray[np.uint64]]:
    """Hashes of the two-character grams of all texts, where each text's begin, and a hash of its words of weight."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(sizes)
    mixed = codes * np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(15)
    grams = mixed[:-1] * np.uint32(0xC2B2AE35) + mixed[1:]
    grams ^= grams >> np.uint32(13)
    within = np.ones(len(grams), dtype=bool)
    within[ends[:-1] - 1] = False
    begins = np.concatenate([[0], np.cumsum(sizes - 1)[:-1]])
    heavy = np.where(codes >= 0xF0000, codes.astype(np.uint64), np.uint64(0))
    heavy *= heavy * np.uint64(0x9E3779B97F4A7C15)
    return grams[within], begins, np.add.reduceat(heavy, ends - sizes)
