"""The result in the words of `result`: groups with members, suggestions, opposites, and the order of reading out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from opinions.grouping.alike import differing
from opinions.grouping.leaders import Led
from opinions.grouping.letters import Verdict
from opinions.grouping.result import (
    Group,
    Grouping,
    Letter,
    Member,
    Opposite,
    Reading,
    Suggestion,
)
from opinions.grouping.stance import spoken
from opinions.grouping.words import Words

OPPOSITES = 3
"""Opposites looked up for one sentence of a leader or single at most, those of the most letters first."""

_Key = tuple[str, int]


def assembled(
    letters: Sequence[Letter],
    order: Sequence[int],
    found: Led,
    version: str,
    parameters: Mapping[str, float],
    draft: str,
) -> Grouping:
    """Tell what was found; `order` is the places of the letters as they were read."""
    sets = _Sets(letters, order, found)
    words = Words([found.said_by(kind) for kind in sets.kinds])
    groups = tuple(
        _group(letters, found, members, placed, words.keywords(n))
        for n, (placed, members) in enumerate(sets.groups)
    )
    rarities = list(words.rarities())
    readings = sorted(
        (Reading(first, rarity) for first, rarity in zip(sets.firsts, rarities, strict=True)),
        key=lambda reading: (-reading.rarity, reading.letter),
    )
    return Grouping(
        groups=groups,
        singles=tuple(sets.firsts[len(groups) :]),
        suggestions=tuple(_suggestions(found, sets)),
        opposites=tuple(_opposites(found, sets)),
        readings=tuple(readings),
        version=version,
        parameters=dict(parameters),
        draft=draft,
        letters=len(letters),
    )


class _Sets:
    """The letters set by set: groups, the largest first, then singles; and the kind that stands for each set."""

    def __init__(self, letters: Sequence[Letter], order: Sequence[int], found: Led) -> None:
        rank = dict(zip(found.order.tolist(), range(len(found.order)), strict=True))
        by_key = defaultdict[_Key, list[int]](list)
        for place in order:
            by_key[_key(letters[place], int(found.kind_of[place]), found)].append(place)
        groups, singles = list[tuple[str, list[int]]](), list[list[int]]()
        for (placed, _), members in by_key.items():
            members.sort(
                key=lambda place: (placed != letters[place].placed, rank[int(found.kind_of[place])])
            )
            if placed or len(members) > 1:
                groups.append((placed, members))
            else:
                singles.append(members)
        groups.sort(key=lambda one: (-len(one[1]), letters[one[1][0]].id))
        singles.sort(key=lambda one: letters[one[0]].id)
        self.groups = groups
        heads = [members[0] for _, members in groups] + [one[0] for one in singles]
        self.firsts = [letters[place].id for place in heads]
        self.kinds = [int(found.kind_of[place]) for place in heads]
        self.sizes = [len(members) for _, members in groups] + [1] * len(singles)
        self.place_of = dict[int, int]()
        for n, kind in enumerate(self.kinds):
            self.place_of.setdefault(kind, n)


def _key(letter: Letter, kind: int, found: Led) -> _Key:
    """The set a letter is in: a person's by its name, the machine's by its leader."""
    leader = int(found.leader_of[kind])
    name = letter.placed or found.pinned.get(leader, "")
    return (name, -1) if name else ("", leader)


def _group(
    letters: Sequence[Letter], found: Led, places: list[int], placed: str, keywords: tuple[str, ...]
) -> Group:
    leader = int(found.kind_of[places[0]])
    shares = dict[int, float]({leader: 1.0})
    members = []
    for place in places:
        kind = int(found.kind_of[place])
        if kind not in shares:
            shares[kind] = round(found.kinds.share(leader, kind), 4)
        members.append(Member(letters[place].id, shares[kind]))
    first = letters[places[0]]
    return Group(first.id, tuple(members), first.clause, placed, keywords)


def _suggestions(found: Led, sets: _Sets) -> Iterator[Suggestion]:
    """For each leader or single that did not join, the group it shares most with; what settles most letters first."""
    told = list[tuple[float, int, Suggestion]]()
    for n, kind in enumerate(sets.kinds):
        share, leader = found.suggested.get(kind, (0.0, kind))
        into = sets.place_of.get(int(found.leader_of[leader]))
        if into is None or into == n or found.leader_of[kind] != kind or sets.place_of[kind] != n:
            continue
        if sets.sizes[into] > 1:
            suggestion = Suggestion(sets.firsts[n], sets.firsts[into], round(share, 4))
            told.append((share * sets.sizes[n] * min(sets.sizes[into], 100), n, suggestion))
    told.sort(key=lambda one: (-one[0], one[1]))
    return (suggestion for _, _, suggestion in told)


def _opposites(found: Led, sets: _Sets) -> Iterator[Opposite]:
    """Pairs of leaders or singles, the one of more letters first; those of most letters first."""
    pairs = set[tuple[int, int]]()
    for one, other in found.opposites:
        mine, theirs = sets.place_of.get(one), sets.place_of.get(other)
        if mine is not None and theirs is not None:
            pairs.add((min(mine, theirs), max(mine, theirs)))
    pairs.update(_opposed(found, sets))
    for one, other in sorted(pairs, key=lambda pair: (-sets.sizes[pair[1]], pair)):
        words = _turned(found, sets.kinds[one], sets.kinds[other])
        yield Opposite(sets.firsts[one], sets.firsts[other], words)


def _opposed(found: Led, sets: _Sets) -> Iterator[tuple[int, int]]:
    """Those that hold opposite sentences and are else alike; few are looked up for each sentence, and few named."""
    turned = found.kinds.sentences.opposites
    holders = defaultdict[int, list[int]](list)
    for n, kind in enumerate(sets.kinds):
        for sentence in found.kinds.sets[kind]:
            if sentence in turned and len(holders[sentence]) < OPPOSITES:
                holders[sentence].append(n)
    for n, kind in enumerate(sets.kinds):
        others = (
            other
            for sentence in found.kinds.sets[kind]
            for against in sorted(turned.get(sentence, ()))[:OPPOSITES]
            for other in holders.get(against, ())
        )
        opposed = (
            o for o in others if found.kinds.verdict(sets.kinds[o], kind)[0] is Verdict.OPPOSITE
        )
        for other in islice(opposed, OPPOSITES):
            yield min(n, other), max(n, other)


def _turned(found: Led, one: int, other: int) -> tuple[str, str]:
    """The words in which two letters are opposed; their sentences, where only the place of a word differs."""
    mine, theirs = set(found.kinds.sets[one]), set(found.kinds.sets[other])
    for sentence in sorted(mine - theirs):
        for against in sorted(
            (theirs - mine) & found.kinds.sentences.opposites.get(sentence, set())
        ):
            gone, come = differing(found.texts[sentence], found.texts[against])
            if gone or come:
                return "、".join(map(spoken, gone)), "、".join(map(spoken, come))
            return spoken(found.texts[sentence]), spoken(found.texts[against])
    return "", ""
