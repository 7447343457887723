"""Two versions of a clause word by word: never a cut within a word, no confetti between two changes."""

import re
from collections.abc import Iterator

import rjieba
from rapidfuzz.distance import Indel

from catalog.clauses import Mark, Span, SpanKind

SHORT = 3
"""An equal run of fewer signs between two changes is taken as changed too."""
MOST = 400_000_000
"""Words of one times words of the other that are compared; beyond, the whole text is told as changed."""

_SIGNS = re.compile(r"[\W_]+")
_CITED = re.compile(
    r"第[零〇一二三四五六七八九十百千0-9]+[编章节条款项](?:之[一二三四五六七八九十]+)?"
)


def difference(before: str, after: str) -> tuple[Span, ...]:
    """What was taken out and what was put in; of a change the deleted words come first."""
    if before == after:
        return (Span(kind=SpanKind.EQUAL, text=before),) if before else ()
    old, new = rjieba.cut(before), rjieba.cut(after)
    if len(old) * len(new) > MOST:
        return tuple(_spans([("", before, after)]))
    runs: list[
        tuple[str, str, str]
    ] = []  # an equal run, then what is taken out and put in after it
    equal = gone = come = ""
    steps = list(Indel.opcodes(old, new))
    for step in steps:
        was = "".join(old[step.src_start : step.src_end])
        if step.tag == "equal":
            if (gone or come) and len(was) < SHORT and step is not steps[-1]:
                gone, come = gone + was, come + was
                continue
            if gone or come:
                runs.append((equal, gone, come))
                equal = gone = come = ""
            equal += was
        else:
            gone += was
            come += "".join(new[step.dest_start : step.dest_end])
    return tuple(_spans([*runs, (equal, gone, come)]))


def _spans(runs: list[tuple[str, str, str]]) -> Iterator[Span]:
    for run in runs:
        for kind, text in zip(SpanKind, run, strict=True):
            if text:
                yield Span(kind=kind, text=text)


def mark(before: str, after: str) -> Mark | None:
    """Say where a change is one of signs alone, or of the numbers of other clauses alone."""
    if _SIGNS.sub("", before) == _SIGNS.sub("", after):
        return Mark.PUNCTUATION
    if _CITED.sub("§", before) == _CITED.sub("§", after):
        return Mark.NUMBERS
    return None
