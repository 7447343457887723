"""A grouping computed and put on file: what people have placed goes into it and stays as it is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine

from opinions.grouping.result import Grouping, Letter, OnProgress, Opposite, Suggestion
from opinions.moves import Proposed, Run, grouping, record_run
from opinions.points import read

Compute = Callable[[Sequence[Letter], Sequence[str], OnProgress | None], Grouping]
"""What computes a grouping of letters, given the clauses of the draft in order."""


class Regrouped(NamedTuple):
    """What a run found: its number, and what a person should look at."""

    run: int
    letters: int
    groups: int
    suggestions: tuple[Suggestion, ...]
    opposites: tuple[Opposite, ...]


def regroup(
    engine: Engine, item: str, round: int, draft: Sequence[str], compute: Compute, at: datetime,
    progress: OnProgress | None = None,
) -> Regrouped:  # fmt: skip
    """Group the points of a round anew. Raises moves.NotSo once its statement is on file."""
    with engine.connect() as connection:
        points = read(connection, item, round).points
        now = grouping(connection, item, round)
    held = {p: g.code for g in now.groups.values() for p, by_hand in g.members.items() if by_hand}
    held |= {p: f"single {p}" for p in now.single}
    letters = [Letter(p.id, p.text, p.clause, held.get(p.id, "")) for p in points.values()]
    found = compute(letters, draft, progress)
    made = [
        Proposed(group.leader, [member.letter for member in group.members])
        for group in found.groups
        if len(group.members) > 1
    ]
    counts = {"letters": found.letters, "groups": len(made), "singles": len(found.singles)}
    run = Run(found.version, dict(found.parameters), found.draft, counts)
    number = record_run(engine, item, round, run, made, at)
    return Regrouped(number, found.letters, len(made), found.suggestions, found.opposites)
