"""The texts that were published, by their clauses, and what became of each clause from one to the next.

They are read from the files that may be downloaded (opinions.clauses); the files stay beside them.
"""

from catalog.clauses import Clause, Draft, FateKind, Mark, Span
from catalog.record import Frozen

DRAFT, DECISION = "caoan", "jueding"
"""The first part of a text's place, its folder within that of its item: caoan/1 is the draft of the
first consultation, jueding the decision."""


class PublicClause(Frozen):
    """What of a clause others may link to: its id, its number, how many 项 each of its 款 has."""

    id: str
    number: str
    points: tuple[int, ...] = ()


class PublicText(Frozen):
    """One text. `draft` is left out where no page of the text is built (pages.build.cache)."""

    place: str
    round: int
    """The round of the consultation; 0 of the decision."""
    digest: str
    clauses: tuple[PublicClause, ...]
    draft: Draft | None = None


class ComparedClause(Frozen):
    """A clause of two texts: ids and numbers, empty where it is in one of them alone; the words where they differ.

    `unsure` is a clause that may have gone on in other words: only a person can tell, and nobody has.
    """

    kind: FateKind
    before: str = ""
    after: str = ""
    number_before: str = ""
    number_after: str = ""
    spans: tuple[Span, ...] = ()
    mark: Mark | None = None
    unsure: bool = False


class PublicComparison(Frozen):
    """Two texts beside each other by their places, the earlier first; `rows` in the order of the later."""

    before: str
    after: str
    rows: tuple[ComparedClause, ...] = ()


def linkable(clause: Clause) -> PublicClause:
    """What others may link to."""
    points = tuple(len(paragraph.points) for paragraph in clause.paragraphs)
    return PublicClause(id=clause.id, number=clause.number, points=points)
