"""Which sentences are one but for the typing, and which are alike but for their stance; nothing is chained.

Candidates come from sketches of two-character grams (equal bands) and from equal skeletons; each is compared
with the most frequent sentence of its bucket and with its neighbour, so that the work grows with the
sentences alone. What decides is `typed_alike`, asked of every pair on its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import rjieba
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from opinions.grouping.stance import AGAINST, FAVOUR, HEAVY, NO, TOKEN, skeleton

ALIKE = 85
"""Likeness (rapidfuzz ratio, 0 to 100) from which on two sentences are looked at."""
SHORTEST = 6
"""Characters, signs included, from which on a sentence may be like another; shorter ones are equal or not."""
BANDS, ROWS = 8, 3
PEERS = 8
"""Sentences of one skeleton that are each compared with each; the others with the most frequent alone."""

_CHUNK = 20_000
_GRAVE = frozenset("省市区县镇乡村街路号楼栋国州")

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
    if len(gone) + len(come) > 4 or (not gone and not come and bare != bones):
        return False
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


def differing(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of stance and numbers, as signs, in which two masked sentences differ, on either side, in order."""
    mine, theirs = TOKEN.findall(one), TOKEN.findall(other)
    steps = Indel.editops(mine, theirs)
    gone = tuple(mine[step.src_pos] for step in steps if step.tag == "delete")
    come = tuple(theirs[step.dest_pos] for step in steps if step.tag == "insert")
    return gone, come


def _by_typing_alone(one: str, other: str) -> bool:
    mine, theirs = rjieba.cut(one), rjieba.cut(other)
    steps = Indel.editops(mine, theirs)
    gone = [mine[step.src_pos] for step in steps if step.tag == "delete"]
    come = [theirs[step.dest_pos] for step in steps if step.tag == "insert"]
    if any(map(HEAVY.search, (*gone, *come))):
        return False
    if any(word in come for word in gone) or (not gone and not come):
        return False  # a word moved, or the same words cut otherwise
    if abs(sum(map(len, gone)) - sum(map(len, come))) > 2 or _graver(one, other):
        return False
    lost, won = any(map(_known, gone)), any(map(_known, come))
    if lost and won:
        return False
    return not ((lost and not come) or (won and not gone))


def _graver(one: str, other: str) -> bool:
    """Whether a word of rank or place (市, 区) became another, came or went."""
    steps = Indel.editops(one, other)
    gone = {one[step.src_pos] for step in steps if step.tag == "delete"}
    come = {other[step.dest_pos] for step in steps if step.tag == "insert"}
    touched = [bool(_GRAVE & gone), bool(_GRAVE & come)]
    return all(touched) or (any(touched) and not (gone and come))


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
