"""A draft by its clauses: 章、节 as containers, 条 with 款, 项 and 目. Types alone; opinions.clauses reads and compares.

`Clause.id` is `t` and the ordinal of the clause's first appearance in the first version, for life; the number
that is shown is apart. Anchors: `t12` the clause, `t12k2` its second 款, `t12k2x3` the third 项 of that, `t12k2x3m1` the 目.
"""

from enum import StrEnum

from catalog.record import Frozen


class Point(Frozen):
    """One 项 (（一）) or, below it, one 目 (1.); `number` as shown."""

    number: str
    text: str
    points: "tuple[Point, ...]" = ()


class Paragraph(Frozen):
    """One 款 with its 项; a table of the draft is a 款 whose text is its cells."""

    text: str
    points: tuple[Point, ...] = ()


class Clause(Frozen):
    """One 条, or one numbered part of a paper that has none (一、二、…)."""

    id: str
    number: str
    title: str = ""
    chapter: str = ""
    section: str = ""
    paragraphs: tuple[Paragraph, ...] = ()


class Draft(Frozen):
    """A paper by clauses; `preamble` stands before the first, `closing` after the last; `doubts` in Chinese, for a person.

    A paper without numbers has no clause: all its text stands in `preamble`, and a doubt says so.
    """

    title: str
    preamble: tuple[str, ...] = ()
    clauses: tuple[Clause, ...]
    closing: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class FateKind(StrEnum):
    """What became of a clause from one version to the next."""

    SAME = "未改"
    MOVED = "移动"
    CHANGED = "修改"
    SPLIT = "拆分"
    MERGED = "合并"
    DELETED = "删去"
    NEW = "新增"


class Fate(Frozen):
    """What became of clauses: their ids in the one version and in the other; each clause has one fate.

    `score` is how alike the texts are, 0 to 100. `confirm`: the machine proposes, a person must say.
    """

    kind: FateKind
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    score: float = 0.0
    confirm: bool = False


class SpanKind(StrEnum):
    """What became of a run of words."""

    EQUAL = "同"
    DELETED = "删"
    INSERTED = "增"


class Span(Frozen, str_strip_whitespace=False):
    """A run of words of two versions; without the inserted ones they are the first, without the deleted the second."""

    kind: SpanKind
    text: str


class Mark(StrEnum):
    """A change of a clause that is none of substance."""

    PUNCTUATION = "仅标点"
    NUMBERS = "仅条序"
