"""Letters read into kinds: letters of the same characters are one, each kind is a set of numbered sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from opinions.grouping.alike import Ids, Tick
from opinions.grouping.fold import END, Folding, letters_of, text_of
from opinions.grouping.letters import BARE
from opinions.grouping.quoted import Quoted
from opinions.grouping.result import Letter
from opinions.grouping.sentences import ASKS, Reader

_CHARS = 1 << 20  # characters folded at a time
_LETTERS = 1 << 14


@dataclass(slots=True)
class Read:
    """What was read: the kind of each letter (by its place), the kinds, and the sentences in which they are told."""

    kind_of: Ids
    sets: list[tuple[int, ...]] = field(default_factory=list)
    contexts: list[str] = field(default_factory=list)
    bare: list[bool] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    does: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=list)


class Reading:
    """Reads letters in the order given; equal input gives equal numbers."""

    def __init__(self, draft: Sequence[str]) -> None:
        """Take the texts of the draft's clauses."""
        self._folding = Folding()
        self.quoted = Quoted(draft, self._folding)
        self._reader = Reader(self.quoted.topics)
        self._kinds: dict[bytes, int] = {}
        self._numbers: dict[str, int] = {}

    def read(self, letters: Sequence[Letter], order: Sequence[int], tick: Tick) -> Read:
        """Read all letters in that order."""
        read = Read(np.full(len(letters), -1, np.int64))
        at = 0
        while at < len(order):
            end, chars = at, 0
            while end < len(order) and end - at < _LETTERS and chars < _CHARS:
                chars += len(letters[order[end]].text)
                end += 1
            self._block(letters, order[at:end], read)
            at = end
            tick(at, len(order))
        return read

    def _block(self, letters: Sequence[Letter], places: Sequence[int], read: Read) -> None:
        codes = self._folding.block([letters[place].text for place in places])
        wholes = letters_of(codes)
        said = text_of(self.quoted.taken_out(codes)).split(chr(END))
        for n, place in enumerate(places):
            letter = letters[place]
            whole = wholes[n] or " ".join(letter.text.split())
            key = blake2b(f"{letter.clause}\0{whole}".encode("utf-8", "surrogatepass"))
            digest = key.digest()[:16]
            kind = self._kinds.get(digest)
            if kind is None:
                kind = self._kinds[digest] = self._add(said[n], letter.clause, read)
            read.kind_of[place] = kind

    def _add(self, folded: str, clause: str, read: Read) -> int:
        said = self._reader.said(folded, clause)
        numbers = set[int]()
        for text, does in said.sentences:
            number = self._numbers.get(text)
            if number is None:
                number = self._numbers[text] = len(read.texts)
                read.texts.append(text)
                read.does.append(does & ~ASKS)
                read.asked.append(0)
                read.said.append(0)
            read.said[number] += 1
            read.asked[number] += does & ASKS
            numbers.add(number)
        read.sets.append(tuple(sorted(numbers)))
        read.contexts.append(said.context)
        read.bare.append(sum(len(text) for text, _ in said.sentences) < BARE)
        return len(read.sets) - 1
