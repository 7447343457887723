"""The texts of an item one after the other: the same clause keeps its id, and each is compared with the next.

What only a person can tell is not told as known: such a clause stands once as gone and once as new.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.clauses import Clause, Draft, Fate, FateKind, Span, SpanKind
from catalog.public.texts import ComparedClause, PublicComparison, PublicText, linkable
from opinions.clauses.align import compare, number_of
from opinions.clauses.words import difference, mark
from opinions.clauses.written import text


class Version(NamedTuple):
    """A text that was read: its place among the pages, its round (0 of the decision), the file's digest."""

    place: str
    round: int
    digest: str
    draft: Draft


def told(
    versions: Sequence[Version],
) -> tuple[tuple[PublicText, ...], tuple[PublicComparison, ...]]:
    """The texts as they are published, and each compared with the next; `versions` are the oldest first."""
    named: list[Version] = []
    comparisons: list[PublicComparison] = []
    highest = 0
    for version in versions:
        if named and named[-1].draft.clauses and version.draft.clauses:
            draft, fates = compare(named[-1].draft, version.draft, highest)
            rows = tuple(_rows(named[-1].draft, draft, fates))
            comparisons.append(
                PublicComparison(before=named[-1].place, after=version.place, rows=rows)
            )
            version = version._replace(draft=draft)
        highest = max((highest, *(number_of(one.id) for one in version.draft.clauses)))
        named.append(version)
    return tuple(map(_public, named)), tuple(comparisons)


def _public(version: Version) -> PublicText:
    return PublicText(
        place=version.place,
        round=version.round,
        digest=version.digest,
        clauses=tuple(map(linkable, version.draft.clauses)),
        draft=version.draft,
    )


def _rows(before: Draft, after: Draft, fates: Sequence[Fate]) -> Iterator[ComparedClause]:
    old = {clause.id: clause for clause in before.clauses}
    new = {clause.id: clause for clause in after.clauses}
    for fate in fates:
        first, second = [old[i] for i in fate.before], [new[i] for i in fate.after]
        if fate.confirm:
            yield from (_gone(clause, unsure=True) for clause in first)
            yield from (_come(clause, unsure=True) for clause in second)
        elif not second:
            yield _gone(first[0], unsure=False)
        elif not first:
            yield _come(second[0], unsure=False)
        else:
            yield _pair(first[0], second[0], fate.kind)


def _gone(clause: Clause, *, unsure: bool) -> ComparedClause:
    return ComparedClause(
        kind=FateKind.DELETED,
        before=clause.id,
        number_before=clause.number,
        spans=(Span(kind=SpanKind.DELETED, text=text(clause)),),
        unsure=unsure,
    )


def _come(clause: Clause, *, unsure: bool) -> ComparedClause:
    return ComparedClause(
        kind=FateKind.NEW,
        after=clause.id,
        number_after=clause.number,
        spans=(Span(kind=SpanKind.INSERTED, text=text(clause)),),
        unsure=unsure,
    )


def _pair(before: Clause, after: Clause, kind: FateKind) -> ComparedClause:
    one, two = text(before), text(after)
    changed = one != two
    return ComparedClause(
        kind=kind,
        before=before.id,
        after=after.id,
        number_before=before.number,
        number_after=after.number,
        spans=difference(one, two) if changed else (),
        mark=mark(one, two) if changed else None,
    )
