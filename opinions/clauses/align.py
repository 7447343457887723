"""Which clause of one version is which of the next: proposed here, confirmed by a person where it is weak.

Alike by letters, less where the places lie apart; the best pairs first; then parts of clauses, for
what was split or merged. Every clause of both versions has exactly one fate.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from catalog.clauses import Clause, Draft, Fate, FateKind
from opinions.clauses.written import text

LEAST, SURE, PART = 40.0, 60.0, 75.0
"""A pair less alike is none; one less sure is confirmed by a person; a clause is part of another from here on."""
APART = 15.0
"""What is taken off where one clause stands first and the other last."""
WHOLE, ALL = 8, 95.0
"""Signs from which a text counts as kept whole in another, and how alike it must be to a run of that."""
SHORTEST = 20
"""Signs from which a clause may be told to be part of another."""
BLOCK, REACH, MANY = 100, 150, 1_000_000
"""Of papers with more pairs than this, clauses are compared in blocks, each with so many clauses to both sides
of its place, and what is less than sure is none."""


class Pair(NamedTuple):
    """A clause of the first version and one of the second by their places, and how alike they are."""

    before: int
    after: int
    score: float


def compare(before: Draft, after: Draft, highest: int = 0) -> tuple[Draft, tuple[Fate, ...]]:
    """The second draft with the ids that its clauses have had, and the fates in its order.

    A new clause gets the next number above `highest` and all of the first draft. An id is handed on
    where the pair is sure; what only a person can tell is a new one until he does.
    """
    old, new = [text(c) for c in before.clauses], [text(c) for c in after.clauses]
    pairs = sorted(_pairs(old, new), key=lambda pair: pair.after)
    ordered = _in_order(pairs)
    twice = _repeated(old) | _repeated(new)
    fates = {pair: _fate(pair, old, new, pair in ordered, twice) for pair in pairs}
    ids = _ids(before, len(new), [p for p, (_, confirm) in fates.items() if not confirm], highest)
    named = tuple(
        c.model_copy(update={"id": id_}) for c, id_ in zip(after.clauses, ids, strict=True)
    )
    told = _told(before.clauses, named, fates, ordered, _parts(old, new, pairs))
    return after.model_copy(update={"clauses": named}), tuple(told)


def number_of(id_: str) -> int:
    """The number in a clause's id."""
    return int(id_.removeprefix("t"))


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Equal texts in their order first, then the rest by how alike they are."""
    free_old, free_new = set(range(len(old))), set(range(len(new)))
    places = defaultdict[str, list[int]](list)
    for n, said in enumerate(new):
        places[said].append(n)
    for n, said in enumerate(old):
        if said and places[said]:
            other = places[said].pop(0)
            free_old.discard(n)
            free_new.discard(other)
            yield Pair(n, other, 100.0)
    for score, n, other in sorted(
        _candidates(old, new, sorted(free_old), sorted(free_new)), key=_best
    ):
        if n in free_old and other in free_new:
            free_old.discard(n)
            free_new.discard(other)
            yield Pair(n, other, round(float(score), 1))


def _best(candidate: tuple[float, int, int]) -> tuple[float, int, int]:
    score, n, other = candidate
    return -score, n, other


def _candidates(
    old: Sequence[str], new: Sequence[str], rows: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """Pairs that are alike enough, their places counted in."""
    for at in range(0, len(rows), BLOCK):
        block, near, least = rows[at : at + BLOCK], columns, LEAST
        if len(rows) * len(columns) > MANY:
            least = SURE
            middle = int((at + BLOCK / 2) / len(rows) * len(columns))
            near = columns[max(0, middle - REACH) : middle + REACH]
        if not near:
            continue
        alike = process.cdist(
            [old[n] for n in block], [new[n] for n in near],
            scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32, workers=1,
        )  # fmt: skip
        for r, c in zip(*np.nonzero(alike), strict=True):
            n, other = block[r], near[c]
            apart = abs(n / len(old) - other / len(new))
            score = float(alike[r, c]) - APART * apart
            if score >= least:
                yield score, n, other


def _in_order(pairs: Sequence[Pair]) -> set[Pair]:
    """The most pairs that keep their order (by `after`): the others stand against it."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, pair in enumerate(pairs):
        at = bisect_left(tails, pair.before)
        tails[at : at + 1] = [pair.before]
        ends[at : at + 1] = [n]
        before.append(ends[at - 1] if at else -1)
    kept = set[Pair]()
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.add(pairs[n])
        n = before[n]
    return kept


def _repeated(texts: Sequence[str]) -> set[str]:
    seen = set[str]()
    return {one for one in texts if one in seen or seen.add(one)}  # type: ignore[func-returns-value]


def _fate(
    pair: Pair, old: Sequence[str], new: Sequence[str], ordered: bool, twice: set[str]
) -> tuple[FateKind, bool]:
    """What became of a pair, and whether a person must confirm it."""
    if old[pair.before] == new[pair.after]:
        if ordered:
            return FateKind.SAME, False
        return FateKind.MOVED, new[pair.after] in twice
    kept = _holds(old[pair.before], new[pair.after])
    return FateKind.CHANGED, not ordered or (pair.score < SURE and not kept)


def _holds(one: str, other: str) -> bool:
    """Say whether nearly all of the shorter text stands in one run in the other: something was added or cut."""
    shorter, longer = sorted((one.rstrip("。"), other), key=len)
    return len(shorter) >= WHOLE and fuzz.partial_ratio(shorter, longer) >= ALL


def _ids(before: Draft, count: int, sure: Sequence[Pair], highest: int) -> list[str]:
    ids = dict.fromkeys(range(count), "")
    ids |= {pair.after: before.clauses[pair.before].id for pair in sure}
    top = max((highest, *(number_of(clause.id) for clause in before.clauses)))
    for n in range(count):
        if not ids[n]:
            top += 1
            ids[n] = f"t{top}"
    return list(ids.values())


class _Parts(NamedTuple):
    """Which clause of the other version an unpaired one is a part of: the pair, and how surely."""

    of_new: dict[int, tuple[Pair, float]]
    of_old: dict[int, tuple[Pair, float]]


def _parts(old: Sequence[str], new: Sequence[str], pairs: Sequence[Pair]) -> _Parts:
    changed = [p for p in pairs if old[p.before] != new[p.after]]
    left_old = set(range(len(old))) - {pair.before for pair in pairs}
    left_new = set(range(len(new))) - {pair.after for pair in pairs}
    if len(changed) * (len(left_old) + len(left_new)) > MANY:
        return _Parts({}, {})
    splits = _inside(new, left_new, [(p, old[p.before]) for p in changed])
    taken = {pair for pair, _ in splits.values()}
    rest = [(p, new[p.after]) for p in changed if p not in taken]
    return _Parts(splits, _inside(old, left_old, rest))


def _inside(
    texts: Sequence[str], left: set[int], wholes: Sequence[tuple[Pair, str]]
) -> dict[int, tuple[Pair, float]]:
    """Of each clause that is left, the text that holds the most of it."""
    found = dict[int, tuple[Pair, float]]()
    for n in sorted(left):
        for pair, whole in wholes:
            if SHORTEST <= len(texts[n]) < len(whole):
                score = fuzz.partial_ratio(texts[n], whole, score_cutoff=PART)
                if score > found.get(n, (pair, 0.0))[1]:
                    found[n] = pair, score
    return found


def _told(
    before: Sequence[Clause], after: Sequence[Clause],
    fates: dict[Pair, tuple[FateKind, bool]], ordered: set[Pair], parts: _Parts,
) -> Iterator[Fate]:  # fmt: skip
    """The fates in the order of the second version; what was deleted stands where it stood."""
    of_after = {pair.after: pair for pair in fates}
    gone = set(range(len(before))) - {pair.before for pair in fates} - parts.of_old.keys()
    told = -1  # up to which clause of the first version what is gone was told
    for n in range(len(after)):
        if n in parts.of_new:
            continue
        pair = of_after.get(n)
        if pair is None:
            yield Fate(kind=FateKind.NEW, after=(after[n].id,))
            continue
        for m in range(told + 1, pair.before if pair in ordered else 0):
            if m in gone:
                yield Fate(kind=FateKind.DELETED, before=(before[m].id,))
        told = pair.before if pair in ordered else told
        yield _pair_fate(before, after, pair, fates[pair], parts)
    for m in range(told + 1, len(before)):
        if m in gone:
            yield Fate(kind=FateKind.DELETED, before=(before[m].id,))


def _pair_fate(
    before: Sequence[Clause], after: Sequence[Clause], pair: Pair,
    fate: tuple[FateKind, bool], parts: _Parts,
) -> Fate:  # fmt: skip
    kind, confirm = fate
    more_new = [n for n, (of, _) in parts.of_new.items() if of == pair]
    more_old = [n for n, (of, _) in parts.of_old.items() if of == pair]
    if more_new or more_old:
        kind, confirm = FateKind.SPLIT if more_new else FateKind.MERGED, True
    return Fate(
        kind=kind,
        before=tuple(before[n].id for n in sorted((pair.before, *more_old))),
        after=tuple(after[n].id for n in sorted((pair.after, *more_new))),
        score=pair.score,
        confirm=confirm,
    )
