"""How good a grouping is, by the labels: B³ precision and recall, and opposites that were merged or shown."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from re import compile as expression
from typing import NamedTuple

from opinions.grouping import Grouping, Letter
from tests.opinions.grouping.corpus import Labelled

_NO_WORD = expression(r"[\W_]+")


class Figures(NamedTuple):
    """Shares, 0 to 1: precision of what is grouped, recall of what is duplicated, opposite pairs in one group."""

    precision: float
    recall: float
    merged: float


def exact_pass(letters: Sequence[Letter]) -> int:
    """The floor: NFKC, case and punctuation folded, everything hashed; how many different letters there are."""
    met = set[bytes]()
    for letter in letters:
        folded = _NO_WORD.sub("", unicodedata.normalize("NFKC", letter.text).casefold())
        met.add(blake2b(folded.encode()).digest())
    return len(met)


def sets_of(grouping: Grouping) -> dict[str, str]:
    """For each letter the leader of its group, or itself."""
    led = {letter: letter for letter in grouping.singles}
    for group in grouping.groups:
        led |= {member.letter: group.leader for member in group.members}
    return led


def figures(labelled: Labelled, led: dict[str, str], part: str = "") -> Figures:
    """Measure all letters, or those of one part of the corpus against all."""
    leader = [led[letter.id] for letter in labelled.letters]
    size, means = Counter(leader), Counter(labelled.meaning)
    both = Counter(zip(leader, labelled.meaning, strict=True))
    precisions, recalls = [], []
    for n, (lead, meaning) in enumerate(zip(leader, labelled.meaning, strict=True)):
        if part and labelled.part[n] != part:
            continue
        if size[lead] > 1:
            precisions.append(both[lead, meaning] / size[lead])
        if means[meaning] > 1:
            recalls.append(both[lead, meaning] / means[meaning])
    return Figures(_mean(precisions), _mean(recalls), _merged(labelled, leader))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _merged(labelled: Labelled, leader: list[str]) -> float:
    """Of all pairs of a letter and one of the opposite meaning, how many are in one group."""
    by_meaning = defaultdict[str, Counter[str]](Counter)
    for lead, meaning in zip(leader, labelled.meaning, strict=True):
        by_meaning[meaning][lead] += 1
    shares = [
        by_meaning[other][lead] / by_meaning[other].total()
        for lead, other in zip(leader, labelled.opposite, strict=True)
        if by_meaning.get(other)
    ]
    return _mean(shares) if shares else 0.0


def after_suggestions(
    labelled: Labelled, grouping: Grouping, many: int
) -> tuple[dict[str, str], int]:
    """What a clerk who is never wrong makes of the first so many suggestions, and how many were right."""
    led = sets_of(grouping)
    members = defaultdict[str, list[str]](list)
    for letter, leader in led.items():
        members[leader].append(letter)
    meaning = {letter.id: m for letter, m in zip(labelled.letters, labelled.meaning, strict=True)}
    right = 0
    for suggestion in grouping.suggestions[:many]:
        one, into = led[suggestion.letter], led[suggestion.leader]
        if one != into and meaning[suggestion.letter] == meaning[suggestion.leader]:
            right += 1
            for letter in members.pop(one):
                led[letter] = into
                members[into].append(letter)
    return led, right
