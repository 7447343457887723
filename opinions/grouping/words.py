"""The words of what is left to read: three that tell a group from the others, and how rare the rarest are."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import rjieba

from opinions.grouping.alike import Ids
from opinions.grouping.stance import HEAVY

KEYWORDS = 3
RAREST = 3
"""Words of a letter, the rarest, whose mean is its rarity."""


class Words:
    """Content words (two characters or more, known) of each document, and in how many documents each stands."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """Take each document as its masked sentences."""
        self._numbers: dict[str, int] = {}
        self._names = list[str]()
        self._cut: dict[str, tuple[int, ...]] = {}
        self._words = [
            sorted(set(chain.from_iterable(map(self._numbered, document))))
            for document in documents
        ]
        self._cut.clear()
        self._in = self._counted()

    def _counted(self) -> Ids:
        total = sum(map(len, self._words))
        flat = np.fromiter(chain.from_iterable(self._words), np.int64, total)
        return np.bincount(flat, minlength=len(self._names))

    def _numbered(self, sentence: str) -> tuple[int, ...]:
        found = self._cut.get(sentence)
        if found is None:
            numbers = map(self._number, rjieba.cut(sentence))
            found = self._cut[sentence] = tuple(number for number in numbers if number >= 0)
        return found

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            content = len(word) > 1 and not HEAVY.search(word) and rjieba.has_word(word)
            number = len(self._names) if content else -1
            self._numbers[word] = number
            if content:
                self._names.append(word)
        return number

    def rarities(self) -> Iterator[float]:
        """For each document the mean of -log(share of documents) over its rarest words; 0.0 where it has none."""
        rare = -np.log(np.maximum(self._in, 1) / max(len(self._words), 1))
        for words in self._words:
            best = np.sort(rare[words])[-RAREST:] if words else ()
            yield float(np.mean(best)) if len(best) else 0.0

    def keywords(self, document: int) -> tuple[str, ...]:
        """The words of a document that the fewest others have; ties by the longer word, then by its characters."""
        ranked = sorted(
            self._words[document],
            key=lambda n: (self._in[n], -len(self._names[n]), self._names[n]),
        )
        return tuple(self._names[n] for n in ranked[:KEYWORDS])
