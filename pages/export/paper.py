"""What stands on paper: headings, sentences, facts and tables, without a word of how they look."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator

from catalog.record import Frozen
from pages.html.render import plain
from pages.model.components import Fact, Link

Plain = Annotated[str, AfterValidator(plain)]
"""Text without control characters and marks of direction: no file format has to fear it."""


class Heading(Frozen):
    """A heading; level 1 is a section."""

    kind: Literal["heading"] = "heading"
    level: int
    text: Plain


class Sentences(Frozen):
    """Running text; `style` is state, said, prose, sum or note."""

    kind: Literal["text"] = "text"
    style: str
    text: Plain


class Facts(Frozen):
    """Terms with what is known of them."""

    kind: Literal["facts"] = "facts"
    rows: tuple[tuple[Plain, tuple[Plain, ...]], ...]


class Table(Frozen):
    """A table with a row of headings; `widths` are shares of the line."""

    kind: Literal["table"] = "table"
    caption: Plain
    columns: tuple[Plain, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Plain, ...], ...]


Block = Heading | Sentences | Facts | Table


class Paper(Frozen):
    """An item or a year on paper, from its name to where it is found; `wide` lies on its side."""

    as_of: date
    wide: bool = False
    day: Plain
    owner: Plain
    notice: Plain
    over: Plain = ""
    title: Plain
    chip: Plain = ""
    now: Plain
    next: Plain = ""
    blocks: tuple[Block, ...]
    imprint: Facts


def heading(level: int, text: str) -> tuple[Block, ...]:
    """A heading as a tuple to be spread, or nothing where it says nothing."""
    return (Heading(level=level, text=text),) if text else ()


def text(style: str, *written: str) -> tuple[Block, ...]:
    """Sentences, each a paragraph; nothing of what is empty."""
    return tuple(Sentences(style=style, text=one) for one in written if one)


def facts(list_: Iterable[Fact]) -> tuple[Block, ...]:
    """Facts, or nothing where there are none."""
    rows = told(list_)
    return (Facts(rows=rows),) if rows else ()


def told(list_: Iterable[Fact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Facts as terms and lines; a link is told by its words."""
    return tuple((f.term, (*f.values, *([linked(f.link)] if f.link else []))) for f in list_)


def linked(link: Link) -> str:
    """A link on paper: its words, and the address where it leads out and is not said by them."""
    out = link.href.startswith(("http:", "https:")) and link.href != link.text
    return f"{link.text}（{link.href}）" if out else link.text


def table(
    caption: str, columns: dict[str, int], rows: Iterable[tuple[str, ...]]
) -> tuple[Block, ...]:
    """A table by its columns and their shares of the line, or nothing where it has no row."""
    filled = tuple(rows)
    if not filled:
        return ()
    widths = tuple(columns.values())
    return (Table(caption=caption, columns=tuple(columns), widths=widths, rows=filled),)


def lines(*written: str) -> str:
    """The lines of a cell, one under another."""
    return "\n".join(line for line in written if line)
