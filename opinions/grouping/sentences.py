"""A letter as the sentences it says something with, each in the form in which sentences are compared.

Openings, thanks and signatures go out; words of stance and numbers become signs (`stance`); a clause that the
letter names, or is addressed to, is its context and no longer part of a sentence, unless it names several.
"""

import re
from typing import NamedTuple

from opinions.grouping.fold import COMMA, STOP
from opinions.grouping.stance import (
    AGAINST,
    FAVOUR,
    MENTIONS,
    STRONG,
    clause_number,
    masked,
    mentioned,
)

ASKS, FAVOURS, OPPOSES, ON_DRAFT, QUOTES_ALONE, CONTESTS = 1, 2, 4, 8, 16, 32
"""What a sentence does, as bits: asks for something; says that it is for, or against; speaks of what the draft
speaks of (four characters of it at least); only quotes the draft; is turned round by another camp."""

TOPIC = 4
"""Characters that a sentence must have in common with the draft, in one run, to be on it."""

_C = chr(COMMA)
_NUMBERED = re.compile(f"^[0-9a-z一二三四五六七八九十]{{1,3}}{_C}")
_OPENING = re.compile(
    "|".join(
        (
            r"(?:尊敬|敬爱|亲爱)的.{1,24}",
            r".{0,14}(?:领导|同志|负责人|工作人员)们?(?:您们?好|你们?好|大家好|好|辛苦了)?",
            r"(?:您们?|你们?|大家)好",
            r"(?:我|本人)(?:今年|就?是|叫|系|家?住|现?居住?|在).{1,26}",
            r"(?:家|现)?(?:住|居住)(?:在|于).{1,20}",
            r"(?:作为|身为).{1,24}",
            r"(?:再次|非常|十分|万分|衷心)?(?:感谢|谢谢).{0,12}",
            r"此致敬礼?|敬礼|以上|望?请?(?:予以)?采纳|谢",
            r"以上(?:是我的)?(?:意见|建议|看法).{0,12}",
            r"(?:敬请|恳请|希望|请|望)(?:能够?)?(?:予以)?(?:认真)?(?:考虑|采纳|研究)",
            r"(?:关于|对于?|针对).{0,40}(?:有?(?:几点|一点|以下)?(?:意见|建议|看法))(?:如下)?",
            r"(?:我|本人)?(?:的|有)?(?:几点|一点|以下)?(?:意见|建议|看法)(?:是|如下)?",
            r".{0,12}(?:居民|村民|市民|群众|公民)(?:代表)?",
        )
    )
)
"""A piece between two commas that opens or closes a letter and says nothing of the draft."""
_MAYBE = re.compile(
    "敬|领导|同志|负责人|工作人员|好|我|本人|住|作为|身为|谢|以上|采纳|考虑|研究|意见|建议|看法|居民|村民|市民|群众|公民"
)
_SAYS = re.compile(f"[{STRONG}]")
_ASKING = re.compile(
    f"(?:^|(?<={_C}))(?:因此|所以|为此|故|综上)?(?:我们?|本人|大家)?(?:都|也|还|再次|强烈|诚恳|郑重|特|在此|个人)*"
    "(?:建议|希望|恳请|恳求|请求|呼吁|要求|认为|觉得|提议|请|盼|望)+"
    "(?:贵局|贵委|贵单位|有关部门|相关部门|主管部门|你们|能够?|对)*"
)
_TO_CLAUSE = re.compile(f"(?:^|(?<={_C}))(?:关于|对于?|针对)(?=\U000fa000)")
_ASK = re.compile(
    "建议|希望|恳请|恳求|请求|呼吁|要求|提议|能否|可否|应当|应该|必须|不得|改为|增设|(?<!申)请"
)
_LIGHT = re.compile(f"[的了也很吧呢啊呀嘛着{_C}]+")


class Sentence(NamedTuple):
    """A sentence masked and bare, what it does (bits), and the clauses it names, in order."""

    text: str
    does: int
    names: tuple[str, ...]


class Said(NamedTuple):
    """What a letter says: its clause, its sentences in order, each with what it does."""

    context: str
    sentences: list[tuple[str, int]]


def sentence(raw: str, topics: frozenset[str] = frozenset()) -> Sentence:
    """Bring one folded sentence, quoted parts and commas in it, into its bare form; it may come out empty."""
    said = _NUMBERED.sub("", raw)
    if _MAYBE.search(said):
        said = _C.join(piece for piece in said.split(_C) if not _opens(piece))
    bare = _LIGHT.sub("", _TO_CLAUSE.sub("", masked(_ASKING.sub("", said))))
    does = ASKS if _ASK.search(said) else 0
    does |= FAVOURS if FAVOUR.search(bare) else 0
    does |= (
        ON_DRAFT if any(said[n : n + TOPIC] in topics for n in range(len(said) - TOPIC + 1)) else 0
    )
    does |= OPPOSES if AGAINST.search(bare) else 0
    return Sentence(bare, does, tuple(mentioned(bare)))


def _opens(piece: str) -> bool:
    return bool(
        len(piece) <= 60
        and _MAYBE.search(piece)
        and _OPENING.fullmatch(piece)
        and not _SAYS.search(masked(piece))
    )


class Reader:
    """Reads letters; remembers the sentences it met last, for campaigns repeat them."""

    ROOM = 200_000
    """Sentences remembered; a full memory is emptied."""

    def __init__(self, topics: frozenset[str]) -> None:
        """Remember nothing yet; `topics` are the runs of `TOPIC` characters of the draft."""
        self._topics = topics
        self._met: dict[str, Sentence] = {}

    def said(self, folded: str, clause: str) -> Said:
        """Split one folded letter (stops in it, quoted parts as signs) and settle its clause."""
        found = [self._read(raw) for raw in folded.split(chr(STOP)) if raw]
        found = [one for one in found if one.text]
        names = dict.fromkeys(name for one in found for name in one.names)
        addressed = clause_number(clause)
        if addressed:
            names.setdefault(addressed)
        if len(names) <= 1:
            plain = ((MENTIONS.sub("", s.text) if s.names else s.text, s.does) for s in found)
            return Said("".join(names), [one for one in plain if one[0]])
        return Said("、".join(sorted(names)), _in_context(found, addressed))

    def _read(self, raw: str) -> Sentence:
        met = self._met.get(raw)
        if met is None:
            if len(self._met) >= self.ROOM:
                self._met.clear()
            met = self._met[raw] = sentence(raw, self._topics)
        return met


def _in_context(found: list[Sentence], addressed: str) -> list[tuple[str, int]]:
    """The sentences of a letter that names several clauses: each with the one named last before it."""
    current, said = addressed, []
    for one in found:
        said.append((f"{one.text}" if one.names else f"{current}\0{one.text}", one.does))
        current = one.names[-1] if one.names else current
    return said
