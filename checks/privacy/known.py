"""Known private values: what the office itself has on file and keeps inside, looked for in every file.

The detectors know what a telephone number looks like; this knows whose. A value is looked for in
every encoding, escape and packing, and backwards.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from catalog.private import Private, Why
from checks.privacy.budget import Budget
from checks.privacy.encodings import SEPARATORS, digits_only, in_bytes, plain, unescaped
from checks.privacy.extracted import Piece
from checks.privacy.normalise import half
from checks.privacy.readers.plain import decoded
from checks.privacy.unpack import layers

SHORTEST = {Why.PERSON: 3, Why.CONTACT: 7, Why.INTERNAL: 12}
"""Characters below which a value is not looked for: it would be found in other words. A name of two
is looked for where no Chinese character stands beside it."""
DECLARED = frozenset({"address", "mobile", "landline", "email", "social"})
"""Detectors of what an office may declare as a way to reach it."""
_NOBODY = re.compile(
    r"匿名|佚名|网友|网民|某|\*|＊|×|[■▇█]|^(?:市民|群众|居民|单位|无|不详|未留.*)$"
)
"""Names that name nobody."""
_AND_OTHERS = re.compile(r"等[一二三四五六七八九十百两\d]*[人名位]?$")
_BETWEEN = re.compile(r"[;；,，、\s]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Known:
    """All that is looked for, and the digests of papers whose bytes stay inside."""

    def __init__(
        self,
        values: Iterable[Private],
        spoken: Iterable[str] = (),
        papers: Mapping[str, str] | None = None,
    ) -> None:
        """`spoken` is said in public on purpose; `papers` gives the title of each digest."""
        said = {plain(each) for each in spoken}
        self._declared = [digits_only(each) for each in said]
        kept = dict[str, Private]()
        for each in values:
            for value in searched(each):
                if plain(value) not in said:
                    kept.setdefault(value, each._replace(value=value))
        self.values = tuple(kept.values())
        self.papers = dict(papers or {})

    def declares(self, detector: str, value: str) -> bool:
        """Say whether a finding is the office's own address or number, or a part of it, as its notices
        declare it under 提出意见的方式: it needs no allowance.
        """
        short = digits_only(value)
        return (
            detector in DECLARED
            and len(short) >= SHORTEST[Why.CONTACT]
            and any(short in said for said in self._declared)
        )

    def __getstate__(self) -> dict[str, Any]:
        """What is looked for; the machinery is made where the search is."""
        return {"values": self.values, "papers": self.papers, "_declared": self._declared}

    @cached_property
    def _search(self) -> "_Search":
        return _Search(self.values)

    def places(
        self, texts: Iterable[Piece], body: bytes, budget: Budget
    ) -> Iterator[tuple[Private, str]]:
        """The values in a file, each with its places: in the texts that a reader made of it, else
        in its bytes and all that is packed in them. Raises Spent."""
        if not self.values and not self.papers:
            return
        read, texts = set[Private](), list(texts)
        whole = "\n".join(text.text for text in texts)
        for text in texts if any(self._search.in_text(whole)) else ():
            budget.tick()
            for private in dict.fromkeys(self._search.in_text(text.text)):
                read.add(private)
                yield private, text.place or "正文"
        for place, layer in layers(body, budget):
            budget.tick()
            for private in dict.fromkeys(self._in_layer(layer)):
                if private not in read:
                    yield private, place.rstrip("·") or "原始字节"

    def _in_layer(self, layer: bytes) -> Iterator[Private]:
        title = self.papers.get(hashlib.sha256(layer).hexdigest())
        if title:
            yield Private("", title, Why.PAPER, title)
        yield from self._search.in_bytes(layer)
        if text := decoded(layer):
            yield from self._search.in_text(text)


class _Search:
    """All that is looked for, in every way that it may be written."""

    def __init__(self, values: Sequence[Private]) -> None:
        self._digits = _Texts((v for v in values if v.why is Why.CONTACT), digits_only)
        words = [v for v in values if v.why is not Why.CONTACT]
        self._plain = _Texts((v for v in words if len(plain(v.value)) > 2), plain)
        self._alone = _Texts((v for v in words if len(plain(v.value)) == 2), plain)
        longer = (*self._plain.values, *self._digits.values)
        spelt = {s: v for v in longer for s in in_bytes(v.value)}
        self._of_bytes, self._bytes = list(spelt.values()), BytesAhoCorasick(list(spelt))

    def in_text(self, text: str) -> Iterator[Private]:
        """The values in a text that somebody can read, and in what its escapes stand for."""
        for one in (text, *unescaped(text)):
            half_width = half(one).lower()
            yield from self._standing_alone(half_width)
            tight = "".join(half_width.split())
            yield from self._plain.found(tight)
            yield from self._digits.found(tight.translate(SEPARATORS))

    def in_bytes(self, body: bytes) -> Iterator[Private]:
        """The values in bytes that may be no text."""
        for one in (body, body.translate(None, b"\r\n")):  # base64 is broken into lines
            for n, _, _ in self._bytes.find_matches_as_indexes(one, overlapping=True):
                yield self._of_bytes[n]

    def _standing_alone(self, text: str) -> Iterator[Private]:
        for private, start, end in self._alone.places(text):
            if not _HAN.match(text[start - 1 : start]) and not _HAN.match(text[end : end + 1]):
                yield private


def searched(private: Private) -> Iterator[str]:
    """What is looked for of a value; nothing where it is short, common, or names nobody."""
    match private.why:
        case Why.PERSON:
            for name in _BETWEEN.split(private.value):
                name = _AND_OTHERS.sub("", name)
                han = len(plain(name)) == 2 and len(_HAN.findall(name)) == 2
                if not _NOBODY.search(name) and (han or _long(name, private.why)):
                    yield name
        case Why.CONTACT:
            parts = _BETWEEN.split(private.value)
            yield from (part for part in parts if _long(part, private.why))
        case Why.INTERNAL if _long(private.value, private.why):
            yield private.value


def _long(value: str, why: Why) -> bool:
    return len(plain(value)) >= SHORTEST[why]


class _Texts:
    """Values as texts, forwards and backwards; `spell` is how both sides are written."""

    def __init__(self, values: Iterable[Private], spell: Callable[[str], str]) -> None:
        self.values = tuple(values)
        spelt = {
            way: value
            for value in self.values
            for text in (spell(value.value),)
            for way in (text, text[::-1])
        }
        self._of, self._search = list(spelt.values()), AhoCorasick(list(spelt))

    def found(self, text: str) -> Iterator[Private]:
        """The values in a text that is written in the same way."""
        yield from (private for private, _, _ in self.places(text))

    def places(self, text: str) -> Iterator[tuple[Private, int, int]]:
        """The values with where they begin and end."""
        for n, start, end in self._search.find_matches_as_indexes(text, overlapping=True):
            yield self._of[n], start, end
