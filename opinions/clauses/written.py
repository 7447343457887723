"""A Draft -> its lines again, and a clause as one text: what is compared, counted and searched."""

from collections.abc import Iterator

from catalog.clauses import Clause, Draft, Paragraph, Point

GAP = "　"


def lines(draft: Draft) -> Iterator[str]:
    """Every line of the draft in its order; nothing that was read is left out."""
    if draft.title:
        yield draft.title
    yield from draft.preamble
    chapter = section = ""
    for clause in draft.clauses:
        if clause.chapter != chapter:
            old, new = chapter.split("\n"), clause.chapter.split("\n")
            yield from new[1:] if len(new) > 1 and old[0] == new[0] else filter(None, new)
            section = ""
        if clause.section and clause.section != section:
            yield clause.section
        chapter, section = clause.chapter, clause.section
        yield from clause_lines(clause)
    yield from draft.closing


def clause_lines(clause: Clause) -> Iterator[str]:
    """The lines of a clause: its number stands on that of its title, or of its first paragraph."""
    gap = GAP if clause.number.endswith(("条", *"一二三四五六七八九十百千")) else ""
    first = f"{clause.number}{gap}"
    if clause.title:
        yield f"{first}{clause.title}"
        first = ""
    for paragraph in clause.paragraphs:
        if first or paragraph.text:
            yield f"{first}{paragraph.text}".strip()
        first = ""
        for point in paragraph.points:
            yield from _point_lines(point)
    if first:
        yield first.strip()


def _point_lines(point: Point) -> Iterator[str]:
    yield f"{point.number}{point.text}"
    for inner in point.points:
        yield from _point_lines(inner)


def bodies(clause: Clause) -> Iterator[str]:
    """The pieces of a clause's text without its number: title, each 款, each 项 and 目 with its own."""
    if clause.title:
        yield clause.title
    for paragraph in clause.paragraphs:
        yield from _body(paragraph)


def _body(part: Paragraph | Point) -> Iterator[str]:
    said = f"{part.number}{part.text}" if isinstance(part, Point) else part.text
    if said:
        yield said
    for point in part.points:
        yield from _body(point)


def text(clause: Clause) -> str:
    """The whole text of a clause without its number, a line for each piece."""
    return "\n".join(bodies(clause))
