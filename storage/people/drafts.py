"""Drafts: what somebody typed into a form and has not filed. One for each paper, shared by all who may
file it: nobody is locked out, and what two people typed is put together field by field."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, insert, select

from catalog.record import AmendmentKind
from storage import database
from storage.people.accounts import instant, text
from storage.people.tables import DRAFTS

KEPT = 20
"""Versions kept of a draft, to find out who changed what."""

Pairs = Mapping[str, tuple[str, ...]]
"""What a form holds: the values of each of its controls by name."""


class Paper(NamedTuple):
    """What a draft is of: a step of an item, for the first time or to amend what is on file."""

    item: str
    step: str
    kind: AmendmentKind | None = None


class Draft(NamedTuple):
    """A draft as it was kept last."""

    version: int
    pairs: Pairs
    account: str
    name: str
    at: datetime


class Kept(NamedTuple):
    """A draft that was kept; `theirs` is what somebody else typed where both did, by control."""

    draft: Draft
    theirs: Mapping[str, tuple[str, ...]]


class Drafts:
    """The drafts of an office."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def last(self, paper: Paper) -> Draft | None:
        """The newest version of a draft."""
        query = select(DRAFTS).where(_of(paper)).order_by(DRAFTS.c.version.desc()).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return _draft(row) if row else None

    def every(self) -> dict[Paper, Draft]:
        """The newest version of every draft."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(DRAFTS).order_by(DRAFTS.c.version)).mappings().all()
        return {
            Paper(r["item"], r["step"], AmendmentKind(r["kind"]) if r["kind"] else None): _draft(r)
            for r in rows
        }

    def keep(
        self, paper: Paper, pairs: Pairs, base: int, account: str, name: str, now: datetime
    ) -> Kept:
        """Keep what was typed over version `base` (0: over an empty form).

        What was kept meanwhile, by somebody else or in another window, stays where this one changed
        nothing; where both changed a field, what is typed now is kept and the other is told.
        """
        with database.writing(self._engine) as connection:
            rows = connection.execute(select(DRAFTS).where(_of(paper))).mappings().all()
            known = {row["version"]: _draft(row) for row in rows}
            newest = known[max(known)] if known else None
            theirs: dict[str, tuple[str, ...]] = {}
            if newest and newest.version != base:
                pairs, theirs = merged(
                    known[base].pairs if base in known else {}, newest.pairs, pairs
                )
            version = (newest.version if newest else 0) + 1
            if newest and dict(newest.pairs) == dict(pairs):
                return Kept(newest, theirs)
            made = Draft(version, pairs, account, name, now)
            connection.execute(insert(DRAFTS), _row(paper, made))
            connection.execute(delete(DRAFTS).where(_of(paper), DRAFTS.c.version <= version - KEPT))
        return Kept(made, theirs)

    def erase(self, paper: Paper) -> None:
        """Erase a draft: it was filed, or nobody wants it."""
        with database.writing(self._engine) as connection:
            connection.execute(delete(DRAFTS).where(_of(paper)))


def merged(
    base: Pairs, theirs: Pairs, mine: Pairs
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Put two people's changes of one form together; also what they typed where both did."""
    whole, told = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
    for name in dict.fromkeys([*mine, *theirs]):
        was, their, my = (typed.get(name, ()) for typed in (base, theirs, mine))
        if my in (was, their):
            taken = their
        else:
            taken = my
            if their != was:
                told[name] = their
        if taken:
            whole[name] = taken
    return whole, told


def pairs_of(sent: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """What a browser sent, by name; without the character that no database takes."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in sent:
        clean = value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        found[name] = (*found.get(name, ()), clean)
    return found


def _of(paper: Paper) -> ColumnElement[bool]:
    same = (DRAFTS.c.item == paper.item) & (DRAFTS.c.step == paper.step)
    return same & (DRAFTS.c.kind == (paper.kind.value if paper.kind else ""))


def _row(paper: Paper, draft: Draft) -> dict[str, object]:
    kind = paper.kind.value if paper.kind else ""
    pairs = json.dumps(dict(draft.pairs), ensure_ascii=False)
    row = draft._asdict() | {"pairs": pairs, "at": text(draft.at)}
    return row | {"item": paper.item, "step": paper.step, "kind": kind}


def _draft(row: Mapping[Any, Any]) -> Draft:
    pairs = {name: tuple(values) for name, values in json.loads(row["pairs"]).items()}
    at = instant(row["at"])
    return Draft(row["version"], pairs, row["account"], row["name"], at)
