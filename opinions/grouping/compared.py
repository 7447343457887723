"""A member beside its leader, sentence by sentence as they were written: what a page or the desk highlights."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from opinions.grouping.alike import typed_alike
from opinions.grouping.fold import END, Folding, text_of
from opinions.grouping.quoted import Quoted, read_light
from opinions.grouping.result import Differences
from opinions.grouping.sentences import Reader

CHANGED = 60
"""Likeness (rapidfuzz ratio, 0 to 100) from which on a sentence is another one changed."""
LOOKED_AT = 60
"""Sentences of each letter, of those that the other does not have, that are looked at for changes."""

_ENDS = re.compile(r"(?<=[。！？；!?;…\n])|(?<=[^0-9]\.)(?![0-9])")


class Comparison:
    """Compares letters on one draft (its clauses in order)."""

    def __init__(self, draft: Sequence[str]) -> None:
        """Read the draft once, for any number of letters."""
        self._folding = Folding()
        self._quoted = Quoted(draft, self._folding)
        self._reader = Reader()

    def differences(self, leader: str, member: str) -> Differences:
        """What two letters share, what is changed, added and dropped; greetings and thanks are left out."""
        theirs, mine = self._told(leader), self._told(member)
        known = {bare for bare, _ in theirs}
        shared = [written for bare, written in mine if bare in known]
        same = {bare for bare, _ in mine} & known
        added = [one for one in mine if one[0] not in same]
        dropped = [one for one in theirs if one[0] not in same]
        changed = list[tuple[str, str]]()
        for one in added[:LOOKED_AT]:
            near = max(
                dropped[:LOOKED_AT], key=lambda other: fuzz.ratio(one[0], other[0]), default=None
            )
            if near and (typed_alike(one[0], near[0]) or fuzz.ratio(one[1], near[1]) >= CHANGED):
                changed.append((near[1], one[1]))
                dropped.remove(near)
                added.remove(one)
        return Differences(
            tuple(shared),
            tuple(changed),
            tuple(written for _, written in added),
            tuple(written for _, written in dropped),
        )

    def _told(self, letter: str) -> list[tuple[str, str]]:
        """The sentences that say something, each in its bare form and as it is written."""
        written = [one.strip() for one in _ENDS.split(letter) if one.strip()]
        codes = read_light(self._quoted.taken_out(self._folding.block(written)))
        folded = text_of(codes).split(chr(END))
        told = (
            ("\n".join(text for text, _ in self._reader.said(bare, "").sentences), one)
            for bare, one in zip(folded, written, strict=False)
        )
        return [(bare, one) for bare, one in told if bare]
