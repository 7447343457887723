"""A draft by its clauses: 章、节 as containers, 条 with 款, 项 and 目. Types alone; opinions.clauses reads and compares.

`Clause.id` is `t` and the ordinal of the clause's first appearance in the first version, for life; the number
that is shown is apart. Anchors: `t12` the clause, `t12k2` its second 款, `t12k2x3` the third 项 of that, `t12k2x3m1` the 目.
"""

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
    """A paper by clauses; `preamble` stands before the first, `closing` after the last; `doubts` in Chinese, for a person."""

    title: str
    preamble: tuple[str, ...] = ()
    clauses: tuple[Clause, ...]
    closing: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
