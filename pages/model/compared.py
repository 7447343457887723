"""The page on which two texts stand beside each other: what changed word for word, what did not in one line."""

from collections import Counter
from collections.abc import Mapping

from catalog.clauses import FateKind, Span
from catalog.public.item import PublicDossier
from catalog.public.texts import ComparedClause, PublicComparison
from pages.model.clauses import title
from pages.model.components import Link
from pages.model.texts import comparison_place, up
from pages.model.view import shown

UNSURE = {FateKind.DELETED: "删去或者改写", FateKind.NEW: "新增或者改写"}
ALIKE = frozenset({FateKind.SAME})
ORDER = (FateKind.CHANGED, FateKind.NEW, FateKind.DELETED, FateKind.MOVED, FateKind.SAME)


@shown
class ComparedView:
    """A clause that is other than it was: links to it in the texts that have it, what happened to it, the words."""

    clauses: tuple[Link, ...]
    word: str
    spans: tuple[Span, ...]


@shown
class ComparisonView:
    """Two texts beside each other."""

    place: str
    heading: str
    lead: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[ComparedView, ...]
    same: tuple[Link, ...]
    beside: tuple[Link, ...]


def comparisons(public: PublicDossier) -> tuple[ComparisonView, ...]:
    """The pages of all comparisons, oldest first."""
    return tuple(_comparison(public, one) for one in public.comparisons if one.rows)


def _comparison(public: PublicDossier, one: PublicComparison) -> ComparisonView:
    named = {text.place: title(public, text) for text in public.texts}
    first, second = named[one.before], named[one.after]
    back = up(comparison_place(one))
    return ComparisonView(
        place=comparison_place(one),
        heading=f"{first}与{second}逐条对照",
        lead=_lead(one),
        note=_note(one),
        columns=("条款", "变化", "内容"),
        rows=tuple(_row(one, row, named, back) for row in one.rows if row.kind not in ALIKE),
        same=tuple(_same(one, row, back) for row in one.rows if row.kind in ALIKE),
        beside=(
            Link(href=f"{back}{one.before}/index.html", text=f"阅读{first}全文"),
            Link(href=f"{back}{one.after}/index.html", text=f"阅读{second}全文"),
        ),
    )


def _lead(one: PublicComparison) -> str:
    tally = Counter(row.kind for row in one.rows)
    said = "、".join(f"{kind.value}{tally[kind]}条" for kind in ORDER if tally[kind])
    return f"{said}。"


def _note(one: PublicComparison) -> str:
    told = "由程序逐条比对；标题、章节名和附件没有比对。"
    if any(row.unsure for row in one.rows):
        told += "改动较大、不能断定前后对应的条，分列为“删去或者改写”和“新增或者改写”。"
    return told


def _row(
    one: PublicComparison, row: ComparedClause, named: Mapping[str, str], back: str
) -> ComparedView:
    word = UNSURE[row.kind] if row.unsure else row.kind.value
    return ComparedView(
        clauses=(
            *_link(one.before, row.before, row.number_before, named, back),
            *_link(one.after, row.after, row.number_after, named, back),
        ),
        word=f"{word}（{row.mark.value}）" if row.mark else word,
        spans=row.spans,
    )


def _same(one: PublicComparison, row: ComparedClause, back: str) -> Link:
    was, now = _bare(row.number_before), _bare(row.number_after)
    text = now if was == now else f"{was}（现为{now}）"
    return Link(href=f"{back}{one.after}/index.html#{row.after}", text=text)


def _link(
    place: str, id_: str, number: str, named: Mapping[str, str], back: str
) -> tuple[Link, ...]:
    text = f"{named[place]}{_bare(number)}"
    return (Link(href=f"{back}{place}/index.html#{id_}", text=text),) if id_ else ()


def _bare(number: str) -> str:
    return number.rstrip("、.．")
