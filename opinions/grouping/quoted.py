"""What a letter quotes of the draft becomes one sign for each part of it: whoever quotes has not yet said anything.

A part is what stands between two marks of the draft, commas included. A run of at least `RUN` characters that
stands in the draft is quoted; a part of which a run holds at least `HELD` becomes that part's sign, what
else the run holds stays as it was written. So 将甲改为乙 stays apart from 将乙改为甲, and a term of the draft in a
sentence of one's own stays a word.
"""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from opinions.grouping.fold import COMMA, END, Codes, Folding, text_of
from opinions.grouping.sentences import TOPIC
from opinions.grouping.stance import PARTS, QUOTE

RUN = 8
"""Characters, marks not counted, from which on a run counts as quoted."""
HELD = 0.6
"""Share of a part of the draft that a run must hold; above one half, so that two halves are never one sign."""

_FACTORS = tuple(map(np.uint64, (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)))
_TABLE = 20  # bits of the table that is asked before the sorted list


class Quoted:
    """The draft, ready to be taken out of letters."""

    def __init__(self, draft: Sequence[str], folding: Folding) -> None:
        """Take the clauses in order; an empty draft covers nothing."""
        codes = folding.block(draft)
        self.digest = sha256(text_of(codes).encode()).hexdigest()
        kept = codes > COMMA
        part = np.cumsum(~kept)[kept]
        clause = np.cumsum(codes == END)[kept]
        text = text_of(codes)
        self.topics = frozenset(
            run
            for n in range(len(text))
            if min(run := text[n : n + TOPIC], default="") > chr(COMMA)
        )
        _, self._part = np.unique(part, return_inverse=True)
        self.sizes = np.bincount(self._part) if len(self._part) else np.zeros(1, np.int64)
        self._chars = codes[kept]
        grams, at = _grams(codes[kept], clause)
        order = np.argsort(grams, kind="stable")
        self._grams, first, count = np.unique(grams[order], return_index=True, return_counts=True)
        self._at, self._unique = at[order][first], count == 1
        self._maybe = np.zeros(1 << _TABLE, dtype=bool)
        self._maybe[self._grams >> np.uint64(64 - _TABLE)] = True

    def length(self, quotes: str) -> int:
        """Characters of the draft for which the signs of a sentence stand."""
        return sum(int(self.sizes[ord(sign) - QUOTE]) for sign in quotes)

    def taken_out(self, codes: Codes) -> Codes:
        """The block with each quoted part as one sign, in its place; marks and ends as they were."""
        kept = np.flatnonzero(codes > COMMA)
        place = self._places(codes[kept], np.cumsum(codes == END)[kept])
        covered = np.flatnonzero(place >= 0)
        if not len(covered):
            return codes
        at = place[covered]
        part = self._part[at]
        begins = np.ones(len(covered), dtype=bool)
        begins[1:] = (np.diff(covered) != 1) | (np.diff(at) != 1) | (np.diff(part) != 0)
        starts = np.flatnonzero(begins)
        held = np.diff(np.append(starts, len(covered)))
        enough = (held >= HELD * self.sizes[part[starts]]) & (part[starts] < PARTS)
        out = codes.copy()
        out[kept[covered[np.repeat(enough, held)]]] = 0
        signs = starts[enough]
        out[kept[covered[signs]]] = QUOTE + part[signs]
        left: Codes = out[out != 0]
        return left

    def _places(self, chars: Codes, letter: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each character the place in the draft from which it is quoted, or -1."""
        place = np.full(len(chars), -1, dtype=np.int64)
        grams, start = _grams(chars, letter)
        hit = np.flatnonzero(self._maybe[grams >> np.uint64(64 - _TABLE)])
        if not len(hit) or not len(self._grams):
            return place
        found = np.minimum(np.searchsorted(self._grams, grams[hit]), len(self._grams) - 1)
        true = self._grams[found] == grams[hit]
        hit, found = start[hit[true]], found[true]
        # What stands in the draft once knows its place; it has the last word over what stands there often.
        for unique in (False, True):
            some = self._unique[found] == unique
            for n in range(RUN):
                place[hit[some] + n] = self._at[found[some]] + n
        sure = np.zeros(len(chars), dtype=bool)
        for n in range(RUN):
            sure[hit[self._unique[found]] + n] = True
        for step in (-1, 1):
            self._carried(chars, letter, place, sure, step)
        return place

    def _carried(
        self,
        chars: Codes,
        letter: NDArray[np.int64],
        place: NDArray[np.int64],
        sure: NDArray[np.bool_],
        step: int,
    ) -> None:
        """Where a run knows its place, what stands often beside it is of that place too, as far as it fits."""
        front = np.flatnonzero(sure)
        while len(front):
            beside = front + step
            front, beside = _both(front, beside, (beside >= 0) & (beside < len(chars)))
            there = place[front] + step
            fits = (place[beside] >= 0) & ~sure[beside] & (letter[front] == letter[beside])
            fits &= (there >= 0) & (there < len(self._chars))
            front, beside = _both(front, beside, fits)
            there = place[front] + step
            front, beside = _both(front, beside, self._chars[there] == chars[beside])
            place[beside] = place[front] + step
            sure[beside] = True
            front = beside


def _both(
    one: NDArray[np.int64], other: NDArray[np.int64], which: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return one[which], other[which]


def _grams(chars: Codes, of: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hashes of all runs of RUN characters within one letter (or clause), and where each begins."""
    size = len(chars) - RUN + 1
    if size <= 0:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    rolled = chars.astype(np.uint64) * _FACTORS[0]
    for step, factor in zip((1, 2, 4), _FACTORS, strict=True):  # 2, 4, 8 characters
        rolled = rolled[:-step] * factor + rolled[step:]
        rolled ^= rolled >> np.uint64(29)
    at = np.flatnonzero(of[:size] == of[RUN - 1 :])
    return rolled[at], at
